"""One card a question: its picture, both answers in words, and what was noticed about them."""

from __future__ import annotations

from dataclasses import dataclass

from forms.comparison import Comparison, Flag
from forms.consultation import Consultation
from forms.model import Item, LinkId, Side, View
from forms.rule_model import Opposed, Severity
from forms.texts import Texts
from forms.wording import Sentences
from reports.consultation_pictures import PictureMaker
from reports.document import Card, Heading, Paragraph, Role


@dataclass(frozen=True, slots=True)
class CardMaker:
    """Makes the cards of one comparison in one language."""

    consultation: Consultation
    comparison: Comparison
    texts: Texts
    words: Sentences

    @property
    def _pictures(self) -> PictureMaker:
        return PictureMaker(self.consultation, self.texts, self.words)

    def card(self, item: Item) -> Card:
        """One question's card: how urgent it is in its heading, what is for information below."""
        flags = [flag for flag in self.comparison.flags if item.link_id in _items_of(flag)]
        urgent = [flag.severity for flag in flags if flag.severity is not Severity.INFO]
        remark = self.words["severities"][urgent[0]] if urgent else ""
        attention = urgent[:1] == [Severity.ATTENTION]
        heading = Heading(3, self.texts.label(item.link_id), remark, attention)
        info = (self._information(flag) for flag in flags if flag.severity is Severity.INFO)
        return Card(heading, self._pictures.picture(item), (*self._answers_in_words(item), *info))

    def _information(self, flag: Flag) -> Paragraph:
        name = self.texts.rules[flag.rule.key].name
        return Paragraph(name, Role.SMALL, self.words["severities"][flag.severity])

    def _quoted(self, item: Item, side: Side) -> str:
        answer = self.consultation.answer(item, side)
        if answer is None:
            return self.words["report"]["not_answered"]
        return self.texts.quoted_answer(item, answer, side)

    def _answers_in_words(self, item: Item) -> tuple[Paragraph, ...]:
        quoted = {side: self._quoted(item, side) for side in self.consultation.sides(item)}
        same = len(quoted) > 1 and len(set(quoted.values())) == 1
        if same and all(self.consultation.answer(item, side) is not None for side in quoted):
            return (Paragraph(quoted[Side.PATIENT], lead=self.words["sides"]["both"]),)
        return tuple(Paragraph(text, lead=self._name(item, side)) for side, text in quoted.items())

    def _name(self, item: Item, side: Side) -> str:
        own = side is Side.CLINICIAN and item.view is View.OWN
        return self.words["sides"]["clinician_own" if own else side]


def _items_of(flag: Flag) -> tuple[LinkId | None, ...]:
    """The items in whose cards a flag is marked: its own, or the two that it sets against each other."""
    pattern = flag.rule.pattern
    return (pattern.clinician, pattern.patient) if isinstance(pattern, Opposed) else (flag.item,)

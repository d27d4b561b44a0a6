"""One picture a question: both answers on its own scale, and the words that stand for it."""

from __future__ import annotations

from dataclasses import dataclass

from forms.consultation import Consultation
from forms.model import Code, Item, Level, Scale, Side
from forms.responses import Answer, codes_of
from forms.texts import Texts
from forms.wording import Sentences
from reports.figures.answers import Mark, OrderedScale, in_a_list, on_a_line
from reports.figures.shapes import Picture

_MOST_OPTIONS_DRAWN = 5


@dataclass(frozen=True, slots=True)
class PictureMaker:
    """Makes the pictures of one consultation in one language."""

    consultation: Consultation
    texts: Texts
    words: Sentences

    def picture(self, item: Item) -> Picture:
        """One question's picture, with the words that stand for it."""
        scale = item.choices
        order = _drawn_order(scale, [self.consultation.answer(item, side) for side in Side])
        marks = {side: self._mark(item, side, order) for side in self.consultation.sides(item)}
        patient, clinician = marks.get(Side.PATIENT), marks.get(Side.CLINICIAN)
        labels = {code: self.texts.option(scale, code, Side.PATIENT) for code in scale.codes}
        alternative = self._alternative(item)
        if scale.level is not Level.ORDINAL:
            drawn = tuple(self._row_label(item, code) for code in order)
            return in_a_list(drawn, patient, clinician, alternative)
        steps = [code for code in order if code in scale.values]
        apart = tuple(labels[code] for code in order if code not in scale.values)
        line = OrderedScale(len(steps), labels[steps[0]], labels[steps[-1]], apart)
        return on_a_line(line, patient, clinician, alternative)

    def _row_label(self, item: Item, code: Code) -> str:
        """A long list is labelled with its short names, others as the patient reads them."""
        if len(item.choices.codes) > _MOST_OPTIONS_DRAWN:
            return self.texts.neutral(item.choices, code)
        return self.texts.option(item.choices, code, Side.PATIENT)

    def _mark(self, item: Item, side: Side, order: list[Code]) -> Mark:
        codes = codes_of(self.consultation.answer(item, side))
        return Mark(self.words["sides"][side], tuple(order.index(code) for code in codes))

    def _alternative(self, item: Item) -> str:
        said = {side: self._quoted(item, side) for side in Side}
        low, high = self._ends(item)
        return self.words["report"][self._alternative_key(item)].format(
            item=self.texts.label(item.link_id),
            p=said[Side.PATIENT],
            c=said[Side.CLINICIAN],
            low=low,
            high=high,
        )

    def _alternative_key(self, item: Item) -> str:
        patient, clinician = (self.consultation.answer(item, side) for side in Side)
        if patient is not None and clinician is not None:
            in_order = patient in item.choices.values and clinician in item.choices.values
            return "alt_both" if in_order else "alt_both_unordered"
        if clinician is not None:
            return "alt_clinician" if Side.PATIENT in item.sides else "alt_own"
        return "alt_patient"

    def _quoted(self, item: Item, side: Side) -> str:
        answer = self.consultation.answer(item, side)
        return "" if answer is None else self.texts.quoted_answer(item, answer, side)

    def _ends(self, item: Item) -> tuple[str, str]:
        order = _drawn_order(item.choices, [])
        ordered = [code for code in order if code in item.choices.values] or list(item.choices.codes)
        low, high = (
            self.texts.option(item.choices, code, Side.PATIENT) for code in (ordered[0], ordered[-1])
        )
        return low, high


def _drawn_order(scale: Scale, answers: list[Answer | None]) -> list[Code]:
    """From worse to better, then what stands apart and was answered; of a long list the answers alone.

    What nobody answered of the rest is left out: apart, it would look like an end of the scale.
    """
    answered = {code for answer in answers for code in codes_of(answer)}
    if scale.level is Level.ORDINAL:
        # Of two codes of one value the later one is the worse.
        worst_first = [code for code in scale.codes[::-1] if code in scale.good]
        apart = [code for code in scale.codes if code in scale.apart and code in answered]
        return sorted(worst_first, key=scale.good.__getitem__) + apart
    if len(scale.codes) <= _MOST_OPTIONS_DRAWN:
        return list(scale.codes)
    return [code for code in scale.codes if code in answered]

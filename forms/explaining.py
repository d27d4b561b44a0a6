"""A flag in words: what both sides answered, what the study found, and one thing that could help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from forms.comparison import Flag
from forms.model import AnswerKind, LinkId, Side
from forms.questionnaire import Questionnaire
from forms.responses import Answer, Given, codes_of
from forms.rule_model import Kind, Opposed
from forms.texts import Texts


@dataclass(frozen=True, slots=True)
class Explanation:
    """Three sentences for a reader. None of them holds a code."""

    text: str
    finding: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains the flags of one questionnaire in one language."""

    questionnaire: Questionnaire
    texts: Texts

    def explain(self, flag: Flag, clinician: Given | None) -> Explanation:
        """Put a flag in words.

        `clinician`: all answers of that side, None where there is no such side; a concern reads
        the patient alone, and its sentence tells what the clinician expected.
        """
        found = self.texts.finding(flag.rule, flag.item)
        sentence = _SENTENCE.vformat(self.texts.rules[flag.rule.key].sentence, (), self._places(flag))
        if flag.kind is Kind.CONCERN and flag.item is not None and clinician is not None:
            sentence = f"{sentence} {self._expected(flag.item, clinician)}"
        return Explanation(sentence, found.finding, found.suggestion)

    def _places(self, flag: Flag) -> dict[str, str]:
        places: dict[str, str] = {}
        for letter, side, given in (
            ("p", Side.PATIENT, flag.patient),
            ("c", Side.CLINICIAN, flag.clinician),
        ):
            words = {link_id: self._words(link_id, answer, side) for link_id, answer in given.items()}
            places |= {f"{letter}.{link_id}": said for link_id, said in words.items()}
            own = words.get(flag.item) if flag.item else next(iter(words.values()), None)
            if own is not None:
                places[letter] = own
        if flag.item is not None:
            places["item"] = self.texts.label(flag.item)
        if isinstance(flag.rule.pattern, Opposed):
            places["part"] = self._part(flag.rule.pattern.clinician, flag.clinician)
        return places

    def _words(self, link_id: LinkId, answer: Answer, side: Side) -> str:
        item = self.questionnaire.by_link_id[link_id]
        if item.answer_kind is AnswerKind.SET:
            return self.texts.quoted_answer(item, answer, side)
        return self.texts.joined(self.texts.answer_words(item, answer, side))

    def _expected(self, link_id: LinkId, clinician: Given) -> str:
        if link_id not in clinician:
            return self.texts.phrases.expected_blank
        words = self._words(link_id, clinician[link_id], Side.CLINICIAN)
        return self.texts.phrases.expected.format(c=words)

    def _part(self, link_id: LinkId, clinician: Given) -> str:
        scale = self.questionnaire.by_link_id[link_id].choices
        (code,) = codes_of(clinician[link_id])
        return self.texts.neutral(scale, code)


class _Sentence(Formatter):
    """Fills places by their whole name: `{p.explanation}` is one name, and reads no attribute."""

    def get_field(
        self,
        field_name: str,
        args: Sequence[Any],  # noqa: ARG002  the signature of string.Formatter
        kwargs: Mapping[str, Any],
    ) -> tuple[str, str]:
        """Look a place up as it stands."""
        return kwargs[field_name], field_name


_SENTENCE = _Sentence()

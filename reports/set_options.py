"""Questions of which several answers may be picked: each for itself, as picked or not by either side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.model import AnswerKind, Code, Item, LinkId
from forms.questionnaire import Questionnaire
from forms.tally import Category, mirror_family
from reports.agreement import YesNoAgreement
from reports.cross_table import cross_table
from reports.published import Quarter
from reports.quarter import agreement_of, enough_answers
from reports.release import Tallied

_NO, _YES = "no", "yes"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be picked, over a quarter's pairs: by whom it was."""

    link_id: LinkId
    code: str
    both: int
    patient_alone: int
    clinician_alone: int
    neither: int
    agreement: YesNoAgreement

    @property
    def n(self) -> int:
        """Pairs in which both sides answered the question."""
        return self.both + self.patient_alone + self.clinician_alone + self.neither


def options(quarter: Quarter, questionnaire: Questionnaire) -> Iterator[Option]:
    """The options of which a table of four hides everybody, in the questionnaire's order."""
    for item in questionnaire.items:
        if item.mirrored and item.answer_kind is AnswerKind.SET:
            yield from _options(item, quarter)


def _options(item: Item, quarter: Quarter) -> Iterator[Option]:
    pairs = enough_answers(quarter.clusters(mirror_family(item.link_id)))
    if pairs is None:
        return
    for code in item.choices.codes:
        found = _option(item.link_id, code, _picked(pairs, code))
        if found is not None:
            yield found


def _option(link_id: LinkId, code: Code, pairs: Tallied) -> Option | None:
    table = cross_table((_NO, _YES), pairs)
    if table is None or len(table.rows) == 1:
        return None
    (neither, clinician_alone), (patient_alone, both) = table.counts
    told = agreement_of(both, patient_alone, clinician_alone, neither)
    return Option(link_id, str(code), both, patient_alone, clinician_alone, neither, told)


def _picked(tallied: Tallied, code: Code) -> Tallied:
    """The same by whether each side picked a thing."""
    return {clinician: _by_pick(counts, str(code)) for clinician, counts in tallied.items()}


def _by_pick(counts: Mapping[Category, int], code: str) -> Mapping[Category, int]:
    found = Counter[Category]()
    for category, n in counts.items():
        p, c = (_YES if code in side.split("+") else _NO for side in category)
        found[Category(p, c)] += n
    return found

"""One line of an import, read strictly: a visit as another system tells it, or every fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clinic_feedback.records.import_words import CODE, CODE_IN_ADDRESSES, REFERENCE, WordsReader
from clinic_feedback.records.models.clinics import Profession
from clinic_feedback.records.models.modes import Mode
from forms.answers import consultation_from
from forms.catalogue import Catalogue
from forms.consultation import Consultation
from forms.faults import Fault, FaultyInputError, wrong_type
from forms.json_input import json_from, text_from
from forms.loading.pack import Pack
from forms.model import AnswerKind, Form, Sharing, Side
from forms.responses import Response

_VISIT = "consultation"
_OF_VISIT = ("id", "held_at", "clinic", "clinician", "profession")
_OF_SIDE = ("mode", "sent_at")


@dataclass(frozen=True, slots=True)
class VisitTold:
    """What a line tells of a visit. `reference`: what its source calls it; codes are its source's."""

    reference: str
    held_at: datetime
    clinic: str
    clinician: str
    profession: Profession


@dataclass(frozen=True, slots=True)
class ArrivingSide:
    """What one side sent. `mode`, `sent_at`: None where the line does not say."""

    response: Response
    mode: Mode | None
    sent_at: datetime | None

    def texts_left_out(self, pack: Pack) -> int:
        """How many texts are not kept, as the answers count in totals only."""
        if self.response.sharing is not Sharing.TOTALS_ONLY:
            return 0
        items = pack.questionnaire.by_link_id
        return sum(items[link_id].answer_kind is AnswerKind.TEXT for link_id in self.response.answers)


@dataclass(frozen=True, slots=True)
class ArrivingVisit:
    """A line: a visit and the sides of it that the line holds, none, one or both."""

    line: int
    told: VisitTold
    pack: Pack
    form: Form
    sides: Mapping[Side, ArrivingSide]


def arriving_from(line: int, data: bytes, catalogue: Catalogue) -> ArrivingVisit:
    """Read a line. Raises FaultyInputError with every fault."""
    raw, faults = json_from(text_from(data))
    if not isinstance(raw, dict):
        raise FaultyInputError([*faults, wrong_type("", raw, f"one object with '{_VISIT}'")])
    told = _visit_told(raw.get(_VISIT), faults)
    sent = {side: _sent(raw.get(side), side, faults) for side in Side}
    answered = _answered(raw, catalogue, faults)
    if faults or told is None or answered is None:
        raise FaultyInputError(faults)
    sides = {
        side: ArrivingSide(response, *sent[side])
        for side in Side
        if raw.get(side) is not None and (response := answered.response(side)) is not None
    }
    return ArrivingVisit(line, told, answered.pack, answered.form, sides)


def _visit_told(raw: object, faults: list[Fault]) -> VisitTold | None:
    """What stands under 'consultation'; None where it has faults."""
    read = WordsReader.of(_VISIT, raw, faults)
    if read is None:
        return None
    read.refuse_others(_OF_VISIT)
    reference, clinic = read.word("id", REFERENCE), read.word("clinic", CODE_IN_ADDRESSES)
    clinician, profession = read.word("clinician", CODE), read.one_of("profession", Profession)
    held_at = read.moment("held_at", needed=True)
    if reference is None or held_at is None or clinic is None or clinician is None or profession is None:
        return None
    return VisitTold(reference, held_at, clinic, clinician, profession)


def _sent(raw: object, side: Side, faults: list[Fault]) -> tuple[Mode | None, datetime | None]:
    """How and when a side was sent, where its line says so."""
    if not isinstance(raw, dict):  # missing; or no object at all, which is told with the answers
        return None, None
    read = WordsReader(side, raw, faults)
    mode = None if raw.get("mode") is None else read.one_of("mode", Mode)
    return mode, read.moment("sent_at", needed=False)


def _answered(raw: Mapping[str, object], catalogue: Catalogue, faults: list[Fault]) -> Consultation | None:
    """The line without what imports alone have; a line with neither side is a visit held."""
    answers = {key: value for key, value in raw.items() if key != _VISIT}
    for side in Side:
        of_side = raw.get(side)
        if isinstance(of_side, dict):
            answers[side] = {key: value for key, value in of_side.items() if key not in _OF_SIDE}
    if all(raw.get(side) is None for side in Side):
        answers[Side.CLINICIAN] = {"answers": {}}  # read, and then left out: it was not told of
    try:
        return consultation_from(answers, catalogue)
    except FaultyInputError as error:
        faults += error.faults
        return None

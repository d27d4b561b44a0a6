"""Raw answers of one consultation, as JSON brings them, into two responses, or every fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from forms.answer_values import ANSWER_READERS, ReadAnswer
from forms.catalogue import Catalogue, Pack
from forms.consultation import Consultation
from forms.faults import Fault, FaultKind, FaultyInputError, child, inconsistent, unknown, wrong_type
from forms.json_input import json_from, text_from
from forms.model import Form, Item, LinkId, Sharing, Side
from forms.questionnaire import Questionnaire
from forms.responses import Answer, Given, Response

Names = TypeVar("Names", bound=StrEnum)

_TOP = ("questionnaire", "version", "form", "patient", "clinician")
_OF_SIDE = {
    Side.PATIENT: ("language", "sharing", "answers"),
    Side.CLINICIAN: ("language", "answers"),
}


def consultation_from(raw: object, catalogue: Catalogue) -> Consultation:
    """Read one consultation.

    Raises FaultyInputError with every fault: unknown names, wrong types, codes, texts, no side.
    """
    if not isinstance(raw, dict):
        raise FaultyInputError([wrong_type("", raw, "one object with 'patient' and 'clinician'")])
    reader = _Reader(catalogue)
    try:
        consultation = reader.consultation(raw)
    except FaultyInputError as error:  # the pack that was meant is faulty itself
        raise FaultyInputError([*reader.faults, *error.faults]) from None
    if reader.faults:
        raise FaultyInputError(reader.faults)
    return consultation


def consultation_from_json(data: bytes, catalogue: Catalogue) -> Consultation:
    """Read one consultation from a file's bytes.

    Raises FaultyInputError with every fault, among them a key that stands twice.
    """
    raw, doubled = json_from(text_from(data))
    try:
        consultation = consultation_from(raw, catalogue)
    except FaultyInputError as error:
        raise FaultyInputError([*doubled, *error.faults]) from None
    if doubled:
        raise FaultyInputError(doubled)
    return consultation


def answers_from(
    raw: Mapping[str, object], questionnaire: Questionnaire, form: Form, side: Side, path: str = ""
) -> tuple[Given, list[Fault]]:
    """One side's answers, tidied, and every fault in them. Missing, null, '' and [] are unanswered."""
    answers: dict[LinkId, Answer] = {}
    faults: list[Fault] = []
    offered = _offered(questionnaire, form, side, path)
    for key, value in raw.items():
        link_id = LinkId(key)
        asked = offered.get(link_id)
        if asked is None:
            faults.append(_not_offered(child(path, key), key, questionnaire, form, side))
        elif value not in (None, "", []):
            answer, found = asked.read(asked.item, value, asked.path)
            faults += found
            if answer:
                answers[link_id] = answer
    return {link_id: answers[link_id] for link_id in offered if link_id in answers}, faults


@dataclass(frozen=True, slots=True)
class _Asked:
    """An item that a form asks of a side, and how its answer is read."""

    item: Item
    read: ReadAnswer
    path: str


@lru_cache(maxsize=64)
def _offered(questionnaire: Questionnaire, form: Form, side: Side, path: str) -> Mapping[LinkId, _Asked]:
    """What a form asks of a side, in order: worked out once, as a file has thousands of lines."""
    return {
        item.link_id: _Asked(item, ANSWER_READERS[item.answer_kind], child(path, item.link_id))
        for item in questionnaire.offered(form, side)
    }


def _not_offered(path: str, key: str, questionnaire: Questionnaire, form: Form, side: Side) -> Fault:
    item = questionnaire.by_link_id.get(LinkId(key))
    if item is None:
        return unknown(path, key, (item.link_id for item in questionnaire.offered(form, side)))
    if side not in item.sides:
        return Fault(path, FaultKind.NOT_FOR_THIS_SIDE, side)
    return Fault(path, FaultKind.NOT_OFFERED, form, f"the {Form.FULL} form")


@dataclass(slots=True)
class _Reader:
    """Reads on after a fault, so that all of them come at once."""

    catalogue: Catalogue
    faults: list[Fault] = field(default_factory=list)

    def consultation(self, raw: Mapping[str, object]) -> Consultation:
        self._keys("", raw, _TOP)
        pack = self._pack(raw)
        form = self._name(raw.get("form"), Form, "form") or Form.FULL
        sides = {side: self._response(raw.get(side), side, pack, form) for side in Side}
        if all(raw.get(side) is None for side in Side):
            remedy = "give 'patient', 'clinician' or both"
            self.faults.append(inconsistent("", "neither side is there", remedy))
        return Consultation(pack, form, sides[Side.PATIENT], sides[Side.CLINICIAN])

    def _pack(self, raw: Mapping[str, object]) -> Pack:
        """The pack named, else the one that the answers are probably meant for."""
        names = self.catalogue.names()
        name = self._known(raw.get("questionnaire"), names, "questionnaire")
        versions = self.catalogue.versions(name)
        version = raw.get("version")
        return self.catalogue.get(name, self._known(version, versions, "version"))

    def _known(self, found: object, allowed: tuple[str, ...], path: str) -> str:
        if isinstance(found, str) and found in allowed:
            return found
        if found is None:
            self.faults.append(Fault(path, FaultKind.MISSING, allowed=" or ".join(allowed)))
            return allowed[-1]
        if not isinstance(found, str):
            self.faults.append(wrong_type(path, found, f"a text: {' or '.join(allowed)}"))
            return allowed[-1]
        fault = unknown(path, found, allowed)
        self.faults.append(fault)
        return fault.suggestion or allowed[-1]

    def _response(self, raw: object, side: Side, pack: Pack, form: Form) -> Response | None:
        if raw is None:
            return None
        if not isinstance(raw, dict):
            self.faults.append(wrong_type(side, raw, "an object with 'answers'"))
            return None
        self._keys(side, raw, _OF_SIDE[side])
        sharing = None
        if side is Side.PATIENT:
            sharing = self._name(raw.get("sharing"), Sharing, f"{side}.sharing") or Sharing.TOTALS_ONLY
        language = raw.get("language")
        if language is not None:
            self._known(language, pack.questionnaire.languages, f"{side}.language")
        answers, faults = answers_from(
            self._answers(raw, side), pack.questionnaire, form, side, f"{side}.answers"
        )
        self.faults += faults
        return Response(answers, language, sharing)

    def _answers(self, raw: Mapping[str, object], side: Side) -> Mapping[str, object]:
        path, answers = f"{side}.answers", raw.get("answers")
        if isinstance(answers, dict):
            return answers
        wanted = "an object of answers by linkId, {} where all were left open"
        missing = answers is None
        self.faults.append(
            Fault(path, FaultKind.MISSING, allowed=wanted) if missing else wrong_type(path, answers, wanted)
        )
        return {}

    def _name(self, found: object, names: type[Names], path: str) -> Names | None:
        if found is None:
            return None
        allowed = names.__members__.values()
        if not isinstance(found, str):
            self.faults.append(wrong_type(path, found, " or ".join(allowed)))
            return None
        if found in allowed:
            return names(found)
        self.faults.append(unknown(path, found, allowed))
        return None

    def _keys(self, path: str, raw: Mapping[str, object], allowed: Iterable[str]) -> None:
        names = tuple(allowed)
        self.faults += [unknown(child(path, key), key, names) for key in raw if key not in names]

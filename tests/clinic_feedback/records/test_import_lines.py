"""A line of an import is read strictly: every fault with its path, and no answer repeated."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from clinic_feedback.records.import_lines import ArrivingVisit, arriving_from
from clinic_feedback.records.models.modes import Mode
from forms.catalogue import built_in
from forms.faults import FaultyInputError
from forms.model import Form, LinkId, Sharing, Side
from tests.clinic_feedback.records.import_files import Raw, only, paths, told, visit
from tests.forms.pairs import base


def read(raw: Any) -> ArrivingVisit:
    """What a line tells."""
    data = raw if isinstance(raw, bytes) else json.dumps(raw).encode()
    return arriving_from(7, data, built_in())


def faults(raw: Any) -> list[str]:
    """Where a line is wrong."""
    with pytest.raises(FaultyInputError) as caught:
        read(raw)
    return paths(caught.value)


def side(raw: Raw, name: str, **changes: Any) -> Raw:
    """A line in which a side tells something else."""
    return {**raw, name: {**raw[name], **changes}}


def test_a_line_tells_a_visit_and_its_sides() -> None:
    raw = side(visit(), "patient", mode="paper", sent_at="2026-03-01T12:00:00+02:00")
    line = read(raw)
    assert (line.line, line.form) == (7, Form.FULL)
    assert (line.told.reference, line.told.clinic, line.told.clinician) == ("T1", "north", "c1")
    assert line.told.held_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    patient, clinician = line.sides[Side.PATIENT], line.sides[Side.CLINICIAN]
    assert (patient.mode, patient.sent_at) == (Mode.PAPER, datetime(2026, 3, 1, 10, tzinfo=UTC))
    assert (clinician.mode, clinician.sent_at) == (None, None)
    assert patient.response.sharing is Sharing.CLINICIAN
    assert patient.response.answers[LinkId("heard")] == "mostly"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(only(visit(), ""), id="without sides"),
        pytest.param({**visit(), "patient": None, "clinician": None}, id="with null for both"),
    ],
)
def test_a_line_with_neither_side_is_a_visit_held(raw: Raw) -> None:
    assert read(raw).sides == {}


def test_one_side_says_nothing_of_the_other() -> None:
    assert list(read(visit("T1", "clinician")).sides) == [Side.CLINICIAN]


@pytest.mark.parametrize(
    "moment", ["2026-03-01T09:00:00Z", "2026-03-01T10:00+01:00", "2026-03-01 04:00-05:00"]
)
def test_a_moment_is_the_same_in_every_zone(moment: str) -> None:
    assert read(told(visit(), held_at=moment)).told.held_at == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_ids_and_codes_stay_as_they_are_written() -> None:
    line = read(told(visit("007"), clinic="1E5", clinician="03-04"))
    assert (line.told.reference, line.told.clinic, line.told.clinician) == ("007", "1E5", "03-04")


def test_texts_of_answers_that_count_in_totals_only_are_counted() -> None:
    raw = visit(patient={"comment": "a", "changed_text": "b"}, clinician={"comment": "c"})
    told_to_totals = side(raw, "patient", sharing="totals_only")
    for line, left_out in ((raw, 0), (told_to_totals, 2)):
        arriving = read(line)
        counts = {name: one.texts_left_out(arriving.pack) for name, one in arriving.sides.items()}
        assert counts == {Side.PATIENT: left_out, Side.CLINICIAN: 0}


LONG = 65 * "x"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        pytest.param({"id": 7}, "consultation.id", id="a number would lose its zeros"),
        pytest.param({"id": None}, "consultation.id", id="no id"),
        pytest.param({"id": " \u200b "}, "consultation.id", id="an id that nobody sees"),
        pytest.param({"id": "a\u0000b"}, "consultation.id", id="NUL in an id"),
        pytest.param({"id": "\ud83d"}, "consultation.id", id="half a character in an id"),
        pytest.param({"id": "a\nb"}, "consultation.id", id="an id on two lines"),
        pytest.param({"id": 201 * "x"}, "consultation.id", id="an id without end"),
        pytest.param({"clinic": "a\u0000b"}, "consultation.clinic", id="NUL in a clinic"),
        pytest.param({"clinic": "\ud83d"}, "consultation.clinic", id="half a character in a clinic"),
        pytest.param({"clinic": "a/b"}, "consultation.clinic", id="a clinic that no address can name"),
        pytest.param({"clinic": LONG}, "consultation.clinic", id="a long clinic"),
        pytest.param({"clinic": True}, "consultation.clinic", id="a clinic that is no text"),
        pytest.param({"clinician": "a\u0000b"}, "consultation.clinician", id="NUL in a clinician"),
        pytest.param({"clinician": "\ud83d"}, "consultation.clinician", id="half a character in a clinician"),
        pytest.param({"clinician": LONG}, "consultation.clinician", id="a long clinician"),
        pytest.param({"profession": "surgeon"}, "consultation.profession", id="an unknown profession"),
        pytest.param({"profession": None}, "consultation.profession", id="no profession"),
        pytest.param({"profession": ["nurse"]}, "consultation.profession", id="two professions"),
        pytest.param({"held_at": "2026-03-01T10:00:00"}, "consultation.held_at", id="no offset"),
        pytest.param({"held_at": "2026-03-01"}, "consultation.held_at", id="a day"),
        pytest.param({"held_at": "2026-02-30T10:00:00Z"}, "consultation.held_at", id="no such day"),
        pytest.param({"held_at": "0001-01-01T00:00:00+14:00"}, "consultation.held_at", id="before time"),
        pytest.param({"held_at": "9999-12-31T23:59:59-14:00"}, "consultation.held_at", id="after time"),
        pytest.param({"held_at": 1_772_000_000}, "consultation.held_at", id="seconds"),
        pytest.param({"room": "3"}, "consultation.room", id="an unknown key"),
    ],
)
def test_what_a_visit_cannot_be_is_a_fault_with_its_path(changes: dict[str, Any], path: str) -> None:
    assert faults(told(visit(), **changes)) == [path]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        pytest.param({"mode": "fax"}, "patient.mode", id="an unknown mode"),
        pytest.param({"mode": 1}, "patient.mode", id="a mode that is no text"),
        pytest.param({"sent_at": "2026-03-01T10:00:00"}, "patient.sent_at", id="no offset"),
        pytest.param({"answers": {"comment": "a\u0000b"}}, "patient.answers.comment", id="NUL"),
        pytest.param({"answers": {"comment": "\ud83d"}}, "patient.answers.comment", id="half a character"),
        pytest.param({"answers": {"comment": "a\u000bb"}}, "patient.answers.comment", id="vertical tab"),
        pytest.param({"answers": {"comment": 2001 * "x"}}, "patient.answers.comment", id="a long text"),
        pytest.param({"answers": {"heard": "always"}}, "patient.answers.heard", id="no code"),
        pytest.param({"answers": {"changed": "understanding"}}, "patient.answers.changed", id="no list"),
        pytest.param({"answers": None}, "patient.answers", id="no answers"),
        pytest.param({"sharing": "all"}, "patient.sharing", id="an unknown sharing"),
        pytest.param({"sent": "yes"}, "patient.sent", id="an unknown key"),
    ],
)
def test_what_a_side_cannot_be_is_a_fault_with_its_path(changes: dict[str, Any], path: str) -> None:
    assert faults(side(visit(), "patient", **changes)) == [path]


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        pytest.param(base(), "consultation", id="no visit"),
        pytest.param({**visit(), "consultation": ["T1"]}, "consultation", id="a visit that is a list"),
        pytest.param({**visit(), "version": "9.9"}, "version", id="an unknown version"),
        pytest.param({**visit(), "form": "long"}, "form", id="an unknown form"),
        pytest.param({**visit(), "patient": "yes"}, "patient", id="a side that is a text"),
        pytest.param([visit()], "", id="an array"),
        pytest.param(b'{"consultation": NaN}', "", id="NaN"),
        pytest.param('{"comment": "blå"}'.encode("latin-1"), "", id="Latin-1"),
        pytest.param(b"{", "", id="no JSON"),
    ],
)
def test_a_line_that_is_no_visit_is_a_fault(raw: Any, path: str) -> None:
    assert faults(raw) == [path]


def test_a_doubled_key_is_named_and_none_of_the_two_wins() -> None:
    text = json.dumps(visit()).replace('"heard": "mostly"', '"heard": "mostly", "heard": "not_at_all"', 1)
    assert faults(text.encode()) == ["patient.answers.heard"]


def test_all_faults_of_a_line_come_at_once() -> None:
    raw = side(told(visit(), held_at="soon", clinic=""), "patient", mode="fax", answers={"heard": "always"})
    assert faults(raw) == [
        "consultation.clinic",
        "consultation.held_at",
        "patient.mode",
        "patient.answers.heard",
    ]

"""The gate, on both engines: who sees what of a visit, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from clinic_feedback.records.drafts import PageTurned
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import stop, turn_page
from clinic_feedback.records.transaction import Records
from clinic_feedback.records.visibility import Seen, VisitSeen, seen_by_clinician
from forms.model import LinkId, Sharing, Side
from forms.result import result_of
from tests.clinic_feedback.records.setting import TestClock, Visit, begin, new_visit, send_side
from tests.forms.pairs import example

C08 = example("c08")
PATIENT: Mapping[str, Any] = C08["patient"]["answers"]
CLINICIAN: Mapping[str, Any] = C08["clinician"]["answers"]

Happening = Callable[[Records, Visit], object]


def nothing(_: Records, __: Visit) -> None:
    """The patient does nothing."""


def begun(records: Records, visit: Visit) -> None:
    """The patient answers a question, and leaves it at that."""
    page = PageTurned({LinkId("reassured"): "not_at_all"})
    records.write(lambda tx: turn_page(tx, visit.public_id, visit.ticket, Mode.TABLET, page))


def stopped(records: Records, visit: Visit) -> None:
    """The patient stops without sending."""
    begin(records, visit)
    records.write(lambda tx: stop(tx, visit.public_id, visit.ticket, {}))


def for_totals(records: Records, visit: Visit) -> None:
    """The patient sends for totals only."""
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, PATIENT, Sharing.TOTALS_ONLY)


def all_blank(records: Records, visit: Visit) -> None:
    """The patient sends without answering anything."""
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, {})


NOTHING_TO_SEE: tuple[Happening, ...] = (nothing, begun, stopped, for_totals, all_blank)


def seen(records: Records, visit: Visit, clinician_id: int | None = None) -> VisitSeen | None:
    ids = frozenset({clinician_id or visit.clinician_id})
    with records.read() as tx:
        return seen_by_clinician(tx, visit.public_id, ids)


def blurred(found: VisitSeen | None) -> VisitSeen | None:
    """What is seen of a visit, without its own id."""
    return found and replace(found, facts=replace(found.facts, public_id=""))


def test_before_the_own_form_is_sent_every_visit_looks_the_same(records: Records) -> None:
    looks = []
    for number, happening in enumerate((*NOTHING_TO_SEE, shared)):
        visit = new_visit(records, code=f"c{number}")
        happening(records, visit)
        found = blurred(seen(records, visit))
        assert found is not None
        assert found.seen is Seen.OWN_FORM
        facts = replace(found.facts, clinic_name="", clinician_name="")
        looks.append(replace(found, facts=facts))
    assert all(look == looks[0] for look in looks)


def shared(records: Records, visit: Visit) -> None:
    """The patient sends, and shares with the clinician."""
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, PATIENT)


@pytest.mark.parametrize("own_sent", [True, False])
@pytest.mark.parametrize("hours", [1, 100])
def test_every_reason_to_show_nothing_looks_the_same(
    records: Records, clock: TestClock, own_sent: bool, hours: int
) -> None:
    looks = []
    visits = [new_visit(records, code=f"c{number}") for number, _ in enumerate(NOTHING_TO_SEE)]
    for visit, happening in zip(visits, NOTHING_TO_SEE, strict=True):
        happening(records, visit)
        if own_sent:
            send_side(records, visit, Side.CLINICIAN, CLINICIAN)
    clock.forward(hours=hours)
    for visit in visits:
        found = blurred(seen(records, visit))
        assert found is not None
        looks.append(replace(found, facts=replace(found.facts, clinic_name="")))
    assert all(look == looks[0] for look in looks)
    expected = Seen.NOTHING if own_sent or hours > 72 else Seen.OWN_FORM
    assert looks[0].seen is expected
    assert looks[0].answered.patient is None


def test_both_sides_are_seen_at_once_when_both_are_in_and_shared(records: Records) -> None:
    visit = new_visit(records)
    shared(records, visit)
    send_side(records, visit, Side.CLINICIAN, {**CLINICIAN, "comment": "mine"})
    found = seen(records, visit)
    assert found is not None
    assert found.seen is Seen.PAIR
    assert found.answered.answers(Side.PATIENT) == {**PATIENT, "changed": ("nothing",)}
    assert result_of(found.answered, "en")["follow_up"] is True


def test_a_shared_side_is_seen_alone_after_closing(records: Records, clock: TestClock) -> None:
    visit = new_visit(records)
    shared(records, visit)
    clock.forward(hours=72)
    found = seen(records, visit)
    assert found is not None
    assert (found.seen, found.answered.clinician) == (Seen.ONE_SIDED, None)


def test_only_the_clinician_of_the_visit_sees_that_there_is_one(records: Records) -> None:
    visit, other = new_visit(records, code="north"), new_visit(records, code="south")
    shared(records, visit)
    assert seen(records, visit, other.clinician_id) is None
    assert seen(records, replace(visit, public_id="nosuchvisit")) is None

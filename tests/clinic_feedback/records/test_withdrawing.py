"""Taking answers back, on both engines: what goes, what stays, and that nothing comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from clinic_feedback.codes import Receipt
from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.closing import close_due
from clinic_feedback.records.drafts import PageTurned
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.models.responses import FlagRow, PairRow, ResponseRow
from clinic_feedback.records.models.safety import AuditEntry
from clinic_feedback.records.patient_forms import Door, patient_form, turn_page
from clinic_feedback.records.receipts import receipted
from clinic_feedback.records.sending import Outcome
from clinic_feedback.records.tombstones import Buried, buried, bury_all, is_buried, tombstone_of
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.visibility import Seen, seen_by_clinician
from clinic_feedback.records.withdrawing import (
    make_stricter,
    take_out_buried,
    withdraw,
    withdraw_contact,
    withdraw_for_patient,
)
from forms.model import Sharing, Side
from tests.clinic_feedback.records.dump import differences, dump_of
from tests.clinic_feedback.records.setting import TestClock, Visit, begin, new_visit, send_side
from tests.forms.pairs import example

C08 = example("c08")
PATIENT: Mapping[str, Any] = C08["patient"]["answers"]
CLINICIAN: Mapping[str, Any] = C08["clinician"]["answers"]
WROTE = {**PATIENT, "comment": "MARKER"}
STAFF = Actor("the command", Origin.COMMAND, "asked by letter")


@pytest.fixture
def visit(records: Records) -> Visit:
    """A visit that nobody has answered."""
    return new_visit(records)


def receipt(visit: Visit) -> Receipt:
    return Receipt(f"receipt of {visit.public_id}")


def take_back(records: Records, visit: Visit, *, contact_too: bool = False) -> bool:
    return records.write(lambda tx: withdraw(tx, receipt(visit), contact_too=contact_too))


def reasons(records: Records) -> set[str]:
    with records.read() as tx:
        return set(tx.session.scalars(select(FollowUp.reason)))


def count(records: Records, table: type[ResponseRow | PairRow | FlagRow | AuditEntry]) -> int:
    with records.read() as tx:
        return len(tx.session.scalars(select(table)).all())


def patient_sends(records: Records, visit: Visit) -> None:
    begin(records, visit)
    assert send_side(records, visit, Side.PATIENT, WROTE) is Outcome.ACCEPTED


def clinician_sends(records: Records, visit: Visit) -> None:
    assert send_side(records, visit, Side.CLINICIAN, CLINICIAN) is Outcome.ACCEPTED


def withdraw_all(records: Records, visit: Visit) -> None:
    assert take_back(records, visit)


def stricter(records: Records, visit: Visit) -> None:
    assert records.write(lambda tx: make_stricter(tx, receipt(visit)))


@dataclass(frozen=True, slots=True)
class Case:
    """How far a visit has come when its patient takes the answers back."""

    reason: str
    before: tuple[Callable[[Records, Visit], None], ...] = ()
    after: tuple[Callable[[Records, Visit], None], ...] = ()
    closes: bool = False
    stricter: bool = False


CASES = (
    Case("the patient's side alone"),
    Case("the clinician's own form came first: a pair, flags and a task", before=(clinician_sends,)),
    Case("alone at closing: flags and a task of one side", closes=True),
    Case("a pair that closed since", before=(clinician_sends,), closes=True),
    Case("out of the clinician's sight before", before=(clinician_sends,), stricter=True),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.reason)
def test_nothing_of_the_patient_is_left_in_any_table(
    records: Records, visit: Visit, clock: TestClock, case: Case
) -> None:
    for happening in case.before:
        happening(records, visit)
    before = dump_of(records)
    patient_sends(records, visit)
    if case.stricter:
        assert records.write(lambda tx: make_stricter(tx, receipt(visit)))
    if case.closes:
        clock.forward(hours=73)
        assert close_due(records) == 1
    assert take_back(records, visit)
    changed = differences(before, dump_of(records))
    assert set(changed) == {"consultation", "tombstone"}
    ((was,), (now,)) = changed["consultation"]
    assert {name for name in was if was[name] != now[name]} <= {"patient_state", "closed"}
    assert now["patient_state"] == "withdrawn"
    assert len(changed["tombstone"][1]) == 1


def test_the_clinicians_side_stays_and_the_visit_looks_like_any_without_answers(
    records: Records, visit: Visit
) -> None:
    patient_sends(records, visit)
    clinician_sends(records, visit)
    assert [count(records, table) for table in (ResponseRow, PairRow)] == [2, 1]
    take_back(records, visit)
    assert [count(records, table) for table in (ResponseRow, PairRow, FlagRow)] == [1, 0, 0]
    with records.read() as tx:
        found = seen_by_clinician(tx, visit.public_id, frozenset({visit.clinician_id}))
    assert found is not None
    assert (found.seen, found.answered.patient) == (Seen.NOTHING, None)
    assert found.answered.clinician is not None


def test_a_sending_that_is_repeated_brings_nothing_back(records: Records, visit: Visit) -> None:
    patient_sends(records, visit)
    take_back(records, visit)
    assert send_side(records, visit, Side.PATIENT, WROTE) is Outcome.CLOSED
    turned = records.write(lambda tx: turn_page(tx, visit.public_id, visit.ticket, Mode.TABLET, PageTurned()))
    assert turned is Door.CLOSED
    with records.read() as tx:
        form = patient_form(tx, visit.public_id, visit.ticket)
    assert form is not None
    assert (form.door, form.begun, form.filled) == (Door.CLOSED, False, None)
    assert count(records, ResponseRow) == 0


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
def test_after_it_the_receipt_leads_nowhere(records: Records, visit: Visit) -> None:
    patient_sends(records, visit)
    take_back(records, visit)
    with records.read() as tx:
        assert receipted(tx, receipt(visit)) is None
    assert not take_back(records, visit)
    assert not records.write(lambda tx: make_stricter(tx, receipt(visit)))
    assert not records.write(lambda tx: withdraw_contact(tx, receipt(visit)))


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
def test_what_a_patient_takes_back_leaves_no_entry_in_the_trail(records: Records, visit: Visit) -> None:
    patient_sends(records, visit)
    records.write(lambda tx: withdraw_contact(tx, receipt(visit)))
    records.write(lambda tx: make_stricter(tx, receipt(visit)))
    take_back(records, visit)
    assert count(records, AuditEntry) == 0


@pytest.mark.parametrize("too", [False, True])
def test_a_wish_for_contact_stands_unless_it_is_taken_back_too(
    records: Records, visit: Visit, too: bool
) -> None:
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, {**WROTE, "contact": "my_clinician"})
    clinician_sends(records, visit)
    assert reasons(records) == {"contact", "not_reassured"}
    take_back(records, visit, contact_too=too)
    assert reasons(records) == (set() if too else {"contact"})


def test_a_wish_for_contact_can_be_taken_back_alone(records: Records, visit: Visit) -> None:
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, {**WROTE, "contact": "someone_else"})
    clinician_sends(records, visit)
    assert records.write(lambda tx: withdraw_contact(tx, receipt(visit)))
    assert reasons(records) == {"not_reassured"}
    assert [count(records, table) for table in (ResponseRow, PairRow)] == [2, 1]


@pytest.mark.parametrize("first", list(Side))
def test_stricter_takes_flags_text_and_task_and_leaves_the_rest_to_be_counted(
    records: Records, visit: Visit, first: Side
) -> None:
    for happening in (patient_sends, clinician_sends)[:: 1 if first is Side.PATIENT else -1]:
        happening(records, visit)
    assert records.write(lambda tx: make_stricter(tx, receipt(visit)))
    assert [count(records, table) for table in (ResponseRow, PairRow, FlagRow)] == [2, 1, 0]
    assert reasons(records) == set()
    with records.read() as tx:
        row = tx.session.scalars(select(ResponseRow).filter_by(side="patient")).one()
        found = seen_by_clinician(tx, visit.public_id, frozenset({visit.clinician_id}))
    assert (row.sharing, row.texts_enc, row.answers["reassured"]) == (
        Sharing.TOTALS_ONLY,
        None,
        PATIENT["reassured"],
    )
    assert found is not None
    assert found.seen is Seen.NOTHING


def test_stricter_never_goes_back(records: Records, visit: Visit, clock: TestClock) -> None:
    patient_sends(records, visit)
    records.write(lambda tx: make_stricter(tx, receipt(visit)))
    records.write(lambda tx: make_stricter(tx, receipt(visit)))
    assert send_side(records, visit, Side.PATIENT, WROTE) is Outcome.REPEATED
    clinician_sends(records, visit)
    clock.forward(hours=73)
    close_due(records)
    with records.read() as tx:
        found = receipted(tx, receipt(visit))
    assert found is not None
    assert not found.shared
    assert (count(records, FlagRow), reasons(records)) == (0, set())


def test_one_patient_takes_back_nothing_of_another(records: Records, visit: Visit) -> None:
    other = new_visit(records, code="south")
    for one in (visit, other):
        patient_sends(records, one)
        clinician_sends(records, one)
    before = dump_of(records)
    take_back(records, visit)
    with records.read() as tx:
        ours = tx.session.scalars(select(Consultation.id).filter_by(public_id=visit.public_id)).one()
    gone = differences(before, dump_of(records))
    touched = {row.get("consultation_id", row["id"]) for was, _ in gone.values() for row in was}
    assert touched == {ours}


def test_staff_can_withdraw_for_a_patient_without_receipt_and_it_is_on_the_trail(
    records: Records, visit: Visit
) -> None:
    patient_sends(records, visit)
    clinician_sends(records, visit)
    assert records.write(lambda tx: withdraw_for_patient(tx, visit.public_id, STAFF))
    assert [count(records, table) for table in (ResponseRow, PairRow, FlagRow)] == [1, 0, 0]
    with records.read() as tx:
        (entry,) = tx.session.scalars(select(AuditEntry))
    assert (entry.act, entry.subject, entry.why) == (
        "withdrawn_by_staff",
        visit.public_id,
        "asked by letter",
    )
    assert not records.write(lambda tx: withdraw_for_patient(tx, "nosuchvisit", STAFF))


def test_what_is_withdrawn_before_it_came_does_not_come(records: Records, visit: Visit) -> None:
    records.write(lambda tx: withdraw_for_patient(tx, visit.public_id, STAFF))
    begin(records, visit)
    assert send_side(records, visit, Side.PATIENT, WROTE) is Outcome.CLOSED


def test_what_a_backup_brought_back_is_taken_out_again(records: Records, visit: Visit) -> None:
    other = new_visit(records, code="south")
    for one in (visit, other):
        patient_sends(records, one)
        clinician_sends(records, one)
    with records.read() as tx:
        gone = [Buried(tombstone(tx, visit), tx.now)]
    assert take_out_buried(records) == 0
    assert records.write(lambda tx: bury_all(tx, gone)) == 1
    assert records.write(lambda tx: bury_all(tx, gone)) == 0
    assert take_out_buried(records) == 1
    assert take_out_buried(records) == 0
    assert [count(records, table) for table in (ResponseRow, PairRow)] == [3, 1]


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
def test_a_visit_that_is_imported_anew_is_known_by_its_reference(records: Records, visit: Visit) -> None:
    def named(tx: Transaction, public_id: str, reference: bytes) -> Consultation:
        row = tx.session.scalars(select(Consultation).filter_by(public_id=visit.public_id)).one()
        tx.session.expunge(row)
        row.public_id, row.ref_hmac, row.source = public_id, reference, "import"
        return row

    with records.read() as tx:
        first, again = named(tx, "first", b"r" * 32), named(tx, "again", b"r" * 32)
        other = named(tx, "other", b"s" * 32)
        gone = [Buried(tombstone_of_row(tx, first), tx.now)]
    records.write(lambda tx: bury_all(tx, gone))
    with records.read() as tx:
        assert is_buried(tx, again, Side.PATIENT)
        assert not is_buried(tx, again, Side.CLINICIAN)
        assert not is_buried(tx, other, Side.PATIENT)


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
def test_a_tombstone_tells_nothing_without_the_keys(records: Records, visit: Visit) -> None:
    patient_sends(records, visit)
    take_back(records, visit)
    with records.read() as tx:
        (ours,) = buried(tx)
        assert ours.digest == tombstone(tx, visit)
        others = replace(tx, keys=replace(tx.keys, lookup_key=b"another key" * 3))
        assert ours.digest != tombstone(others, visit)


def tombstone(tx: Transaction, visit: Visit) -> bytes:
    return tombstone_of_row(
        tx, tx.session.scalars(select(Consultation).filter_by(public_id=visit.public_id)).one()
    )


def tombstone_of_row(tx: Transaction, row: Consultation) -> bytes:
    return tombstone_of(tx, row, Side.PATIENT)


@pytest.mark.parametrize("act", [withdraw_all, stricter], ids=["withdraw", "stricter"])
def test_a_clinician_who_sends_at_the_same_moment_gets_nothing_of_it(
    records: Records, act: Callable[[Records, Visit], object]
) -> None:
    visits = [new_visit(records, code=f"c{number}") for number in range(10)]
    for one in visits:
        patient_sends(records, one)
    with ThreadPoolExecutor(2) as pool:
        for one in visits:
            barrier = Barrier(2)
            both = [pool.submit(at_once, barrier, records, one, what) for what in (act, clinician_sends)]
            for done in both:
                done.result()
    assert count(records, FlagRow) == 0
    assert reasons(records) == set()
    assert count(records, PairRow) == (0 if act is withdraw_all else len(visits))


def at_once(
    barrier: Barrier, records: Records, visit: Visit, what: Callable[[Records, Visit], object]
) -> None:
    barrier.wait()
    what(records, visit)

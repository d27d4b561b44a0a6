"""Import, side by side: what is there stays, what is new is added and pairs, what differs is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.checking import check
from clinic_feedback.records.closing import close_due
from clinic_feedback.records.engine import Database
from clinic_feedback.records.models.consultations import Draft
from clinic_feedback.records.models.follow_ups import FollowUp, FollowUpState, How
from clinic_feedback.records.models.safety import AuditEntry
from clinic_feedback.records.tombstones import buried, bury_all
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import NewVisit, find, make
from clinic_feedback.records.withdrawing import withdraw_for_patient
from forms.catalogue import installed
from forms.model import Form, Sharing, Side
from tests.clinic_feedback.records.dump import differences, dump_of
from tests.clinic_feedback.records.import_files import (
    NOT_REASSURED,
    Raw,
    counted,
    import_all,
    only,
    paths,
    stored_visits,
    told,
    visit,
)
from tests.clinic_feedback.records.setting import TestClock, small_clinic
from tests.databases import MakeUrl
from tests.forms.edited_packs import REASSURANCE, edit
from tests.forms.pairs import base

STANDS_ALONE = ["not_reassured", "understood_not_reassured"]
PATIENT = visit("T9", "patient", patient=NOT_REASSURED)
BOTH = visit("T9", patient=NOT_REASSURED)
ACTOR = Actor("withdraw", Origin.COMMAND, "asked for it")


def test_patients_then_clinicians_in_reverse_then_both_again_are_all_paired(records: Records) -> None:
    both = [visit(f"V{number}") for number in range(520)]  # more than one lot
    assert counted(import_all(records, [only(raw, "patient") for raw in both])[0]) == (520, 0, 0, 0)
    clinicians = [only(raw, "clinician") for raw in reversed(both)]
    assert counted(import_all(records, clinicians)[0]) == (0, 520, 0, 0)
    before = dump_of(records)
    assert counted(import_all(records, both)[0]) == (0, 0, 520, 0)
    assert differences(before, dump_of(records)) == {}
    assert {one["pairs"] for one in stored_visits(records).values()} == {1}
    assert check(records, None).all_well


def test_a_visit_closes_when_it_was_held_and_belongs_to_the_week_of_its_place(records: Records) -> None:
    import_all(records, [told(only(visit(), ""), held_at="2026-03-29T22:30:00Z")])
    stored = stored_visits(records)["T1"]
    held_at = datetime(2026, 3, 29, 22, 30, tzinfo=UTC)
    assert stored["time"] == (held_at, "2026-W14", held_at, True)
    assert stored["states"] == ("open", "open")
    assert (stored["sides"], stored["pairs"], stored["flags"]) == ({}, 0, [])


def test_a_side_keeps_how_and_when_it_was_sent_else_the_time_of_the_visit(records: Records) -> None:
    raw = visit()
    raw["patient"] |= {"mode": "paper", "sent_at": "2026-03-02T08:00:00Z"}
    import_all(records, [raw])
    sides = stored_visits(records)["T1"]["sides"]
    assert sides["patient"][1:3] == ("paper", datetime(2026, 3, 2, 8, tzinfo=UTC))
    assert sides["clinician"][1:3] == ("import", datetime(2026, 3, 1, 9, tzinfo=UTC))
    assert sides["patient"][3] is not None  # the texts as they were read
    assert sides["clinician"][3] is None  # no language told


def test_a_shared_side_that_stands_alone_has_its_flags_at_once_and_a_pair_has_its_own(
    records: Records,
) -> None:
    import_all(records, [PATIENT])
    alone = stored_visits(records)["T9"]
    assert [flag[0] for flag in alone["flags"]] == STANDS_ALONE
    assert alone["states"] == ("sent", "open")
    tally, _ = import_all(records, [BOTH])
    pair = stored_visits(records)["T9"]
    assert counted(tally) == (0, 1, 0, 0)
    assert {"gap", "self_reassurance", *STANDS_ALONE} == {flag[0] for flag in pair["flags"]}
    assert (pair["pairs"], pair["states"]) == (1, ("sent", "sent"))
    assert pair["sides"]["patient"] == alone["sides"]["patient"]


def test_both_sides_in_one_line_end_as_one_after_the_other(records: Records) -> None:
    import_all(records, [told(BOTH, id="at once"), told(PATIENT, id="in turn")])
    import_all(records, [told(only(BOTH, "clinician"), id="in turn")])
    stored = stored_visits(records)
    assert stored["at once"] == stored["in turn"]


def test_no_flag_arises_from_answers_that_count_in_totals_only(records: Records) -> None:
    raw = visit(patient={**NOT_REASSURED, "comment": "private", "contact": "someone_else"})
    raw["patient"]["sharing"] = Sharing.TOTALS_ONLY
    tally, _ = import_all(records, [raw], follow_up=True)
    stored = stored_visits(records)["T1"]
    assert tally.texts_left_out == 1
    assert "comment" not in stored["sides"]["patient"][0].answers
    assert (stored["pairs"], stored["flags"]) == (1, [])
    assert stored["follow_ups"] == ["contact"]  # a wish to be contacted needs no sharing
    again, _ = import_all(records, [raw])
    assert (counted(again), again.texts_left_out) == ((0, 0, 1, 0), 0)


def test_follow_ups_are_opened_only_where_the_import_is_asked_to(records: Records) -> None:
    raw = visit("T9", patient={**NOT_REASSURED, "contact": "my_clinician"})
    import_all(records, [raw])
    assert stored_visits(records)["T9"]["follow_ups"] == []
    import_all(records, [told(raw, id="T10")], follow_up=True)
    assert stored_visits(records)["T10"]["follow_ups"] == ["contact", "not_reassured"]


def test_a_follow_up_of_a_side_alone_stays_the_only_one_when_the_other_side_comes(records: Records) -> None:
    import_all(records, [PATIENT], follow_up=True)
    import_all(records, [BOTH], follow_up=True)
    assert stored_visits(records)["T9"]["follow_ups"] == ["not_reassured"]


def test_a_closed_follow_up_stays_as_it_was_closed(records: Records) -> None:
    import_all(records, [BOTH], follow_up=True)

    def close(tx: Transaction) -> None:
        follow_up = tx.session.scalars(select(FollowUp)).one()
        follow_up.state, follow_up.how = FollowUpState.DONE, How.CALLED

    records.write(close)
    before = dump_of(records)
    assert counted(import_all(records, [BOTH], follow_up=True)[0]) == (0, 0, 1, 0)
    assert differences(before, dump_of(records)) == {}


def other(raw: Raw) -> Raw:
    return {
        **raw,
        "patient": {**raw["patient"], "answers": {**raw["patient"]["answers"], "worried": "slightly"}},
    }


def without_mirror(raw: Raw) -> Raw:
    return {**raw, "clinician": {"answers": {}}}


def in_core(raw: Raw) -> Raw:
    return {**only(raw, ""), **only(base(form="core"), "clinician")}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        pytest.param(other, "patient", id="another answer"),
        pytest.param(without_mirror, "clinician", id="no answers any more"),
        pytest.param(
            lambda raw: {**raw, "patient": {**raw["patient"], "language": "nb"}}, "patient", id="language"
        ),
        pytest.param(
            lambda raw: {**raw, "patient": {**raw["patient"], "sharing": "totals_only"}},
            "patient",
            id="sharing",
        ),
        pytest.param(
            lambda raw: {**raw, "patient": {**raw["patient"], "mode": "paper"}}, "patient.mode", id="mode"
        ),
        pytest.param(
            lambda raw: {**raw, "clinician": {**raw["clinician"], "sent_at": "2026-03-03T10:00:00Z"}},
            "clinician.sent_at",
            id="sending",
        ),
        pytest.param(
            lambda raw: told(raw, held_at="2026-03-02T10:00:00Z"), "consultation.held_at", id="time"
        ),
        pytest.param(lambda raw: told(raw, clinic="east"), "consultation.clinic", id="clinic"),
        pytest.param(lambda raw: told(raw, clinician="c2"), "consultation.clinician", id="clinician"),
        pytest.param(lambda raw: told(raw, profession="nurse"), "consultation.profession", id="profession"),
        pytest.param(in_core, "form", id="form"),
    ],
)
def test_what_differs_is_refused_and_nothing_stored_changes(
    records: Records, change: Callable[[Raw], Raw], path: str
) -> None:
    import_all(records, [BOTH])
    before = dump_of(records)
    tally, rejected = import_all(records, [change(BOTH)], follow_up=True)
    assert (counted(tally), paths(rejected[1])) == ((0, 0, 0, 1), [path])
    assert differences(before, dump_of(records)) == {}


def test_a_line_of_another_form_is_told_what_the_visit_pins(records: Records) -> None:
    _, rejected = import_all(records, [PATIENT, in_core(BOTH)])
    assert [str(fault) for fault in rejected[2].faults] == [
        "form: is core, and this visit pins full; give full"
    ]


def test_a_line_of_another_version_is_told_what_the_visit_pins(records: Records, tmp_path: Path) -> None:
    newer = tmp_path / "reassurance" / "1.1"
    shutil.copytree(REASSURANCE, newer, ignore=shutil.ignore_patterns("published.lock"))
    edit(newer, "questionnaire.toml", 'version = "1.0"', 'version = "1.1"')
    both = replace(records, catalogue=installed(tmp_path))
    import_all(both, [PATIENT])
    later = {**only(BOTH, "clinician"), "version": "1.1"}
    tally, rejected = import_all(both, [later, told(later, id="T10"), only(BOTH, "clinician")])
    assert counted(tally) == (1, 1, 0, 1)
    assert [str(fault) for fault in rejected[1].faults] == [
        "version: is 1.1, and this visit pins 1.0; give 1.0"
    ]
    stored = stored_visits(both)
    assert [stored[name]["asked"][1] for name in ("T9", "T10")] == ["1.0", "1.1"]
    assert stored["T9"]["pairs"] == 1


def test_a_side_added_to_a_visit_that_is_still_open_has_no_flags_until_it_closes(
    records: Records, clock: TestClock
) -> None:
    """So it is with the demo's visits, which have a reference and are open for days."""

    def hold(tx: Transaction) -> None:
        clinic, clinician = small_clinic(tx)
        new = NewVisit(clinic, clinician, newest(tx, "reassurance"), Form.FULL, tx.now, timedelta(hours=72))
        begun = make(tx, replace(new, source="demo", reference="T9"))
        tx.session.add(
            Draft(
                consultation_id=begun.id,
                side=Side.PATIENT,
                key_hmac=bytes(32),
                body_enc=b"",
                touched_at=tx.now,
                lasts_until=tx.now,
            )
        )

    records.write(hold)
    patient = told(PATIENT, held_at=clock.now().isoformat(), clinician="north-1")
    import_all(records, [patient], source="demo")
    open_one = stored_visits(records)["T9"]
    assert (open_one["states"], open_one["flags"]) == (("sent", "open"), [])
    with records.read() as tx:
        assert tx.session.scalars(select(Draft)).all() == []
    clock.forward(hours=72)
    close_due(records)
    assert [flag[0] for flag in stored_visits(records)["T9"]["flags"]] == STANDS_ALONE


def test_keys_in_another_order_and_the_same_moment_elsewhere_are_no_difference(records: Records) -> None:
    import_all(records, [BOTH])
    turned = told({key: BOTH[key] for key in reversed(BOTH)}, held_at="2026-03-01T09:00:00Z")
    turned["patient"] = {**BOTH["patient"], "answers": dict(reversed(BOTH["patient"]["answers"].items()))}
    assert counted(import_all(records, [turned])[0]) == (0, 0, 1, 0)


def test_one_visit_may_stand_in_a_file_several_times(records: Records) -> None:
    lines = [PATIENT, only(BOTH, ""), PATIENT, other(PATIENT), only(BOTH, "clinician"), BOTH]
    tally, rejected = import_all(records, lines)
    assert (counted(tally), list(rejected)) == ((1, 1, 0, 1), [4])
    assert stored_visits(records)["T9"]["pairs"] == 1


def test_a_visit_held_gets_its_first_side_later(records: Records) -> None:
    import_all(records, [only(BOTH, "")])
    tally, _ = import_all(records, [PATIENT])
    assert (counted(tally), len(tally.first_side)) == ((0, 0, 0, 0), 1)


def test_the_same_reference_of_two_systems_is_two_visits(records: Records) -> None:
    import_all(records, [visit("7")])
    tally, _ = import_all(records, [visit("7"), visit("007")], source="other")
    assert counted(tally) == (2, 2, 0, 0)
    with records.read() as tx:
        found = [find(tx, name) for name in ("import:7", "other:7", "other:007", "import:007")]
        assert len({one.id for one in found if one is not None}) == 3
        assert found[-1] is None


def test_a_withdrawn_side_stays_withdrawn_and_the_other_one_stays(records: Records) -> None:
    import_all(records, [BOTH], follow_up=True)
    assert records.write(lambda tx: withdraw_for_patient(tx, "import:T9", ACTOR))
    before = dump_of(records)
    tally, _ = import_all(records, [BOTH, other(BOTH)], follow_up=True)
    assert (counted(tally), tally.taken_back) == ((0, 0, 1, 0), [1, 2])
    assert differences(before, dump_of(records)) == {}
    stored = stored_visits(records)["T9"]
    assert (list(stored["sides"]), stored["states"]) == (["clinician"], ("withdrawn", "sent"))


def test_a_side_that_was_withdrawn_before_this_database_was_is_left_out(
    records: Records, new_database_url: MakeUrl
) -> None:
    import_all(records, [BOTH])
    records.write(lambda tx: withdraw_for_patient(tx, "import:T9", ACTOR))
    with records.read() as tx:
        gone = buried(tx)
    with closing(Database(new_database_url())) as database:
        fresh = Records(database, records.keys, records.catalogue, records.clock)
        fresh.write(lambda tx: bury_all(tx, gone))
        tally, _ = import_all(fresh, [BOTH, told(BOTH, id="T10")])
        assert (counted(tally), tally.taken_back) == ((2, 1, 0, 0), [1])
        stored = stored_visits(fresh)
        assert stored["T9"]["states"] == ("withdrawn", "sent")
        assert (list(stored["T9"]["sides"]), stored["T9"]["flags"]) == (["clinician"], [])
        assert stored["T10"]["pairs"] == 1


def test_one_file_imported_twice_at_once_is_there_once(records: Records) -> None:
    lines = [told(visit(f"V{number}"), clinic=f"clinic-{number % 7}") for number in range(300)]
    with ThreadPoolExecutor(2) as pool:
        tallies = [tally for tally, _ in pool.map(lambda some: import_all(records, some), [lines, lines])]
    assert sorted(counted(tally) for tally in tallies) == [(0, 0, 300, 0), (300, 300, 0, 0)]
    assert {one["pairs"] for one in stored_visits(records).values()} == {1}


def test_what_changed_something_leaves_an_entry_in_the_trail(records: Records) -> None:
    for _ in range(2):
        import_all(records, [visit(f"V{number}") for number in range(501)], source="pas")
    with records.read() as tx:
        entries = tx.session.execute(
            select(AuditEntry.actor, AuditEntry.act, AuditEntry.subject_kind, AuditEntry.subject)
        ).all()
        assert [tuple(entry) for entry in entries] == 2 * [("import", "imported", "source", "pas")]
        assert tx.session.scalar(select(func.count()).select_from(AuditEntry)) == 2

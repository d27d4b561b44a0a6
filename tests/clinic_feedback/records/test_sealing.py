"""Sealing, on both engines: each closed visit is counted once, in blocks that hide everybody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import count, cycle, islice
from typing import Any

import pytest
from sqlalchemy import Executable, delete, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from clinic_feedback.records import sealing
from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.closed_units import ClosedUnit, locked_units
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.sealing import (
    Block,
    BlockCell,
    ClusterCell,
    Listing,
    SealedUnit,
    SealedWeek,
    Staffing,
    Stratum,
)
from clinic_feedback.records.recounting import blocks_that_differ
from clinic_feedback.records.sealing import Sealed, seal_due
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.withdrawing import withdraw_for_patient
from reports.release import Terms
from tests.clinic_feedback.records.closed_visits import Closed, take_in
from tests.clinic_feedback.records.import_files import import_all, only, visit
from tests.clinic_feedback.records.setting import TestClock

TERMS = Terms()
ACTOR = Actor("withdraw", Origin.COMMAND, "asked for it")
LOW: dict[str, Any] = {"reassured": "a_little"}


@pytest.fixture
def clock() -> TestClock:
    """Wednesday of week 13 of 2026."""
    return TestClock(datetime(2026, 3, 25, 10, 0, tzinfo=UTC))


def of(profession: str, clinicians: int, visits: int, **facts: Any) -> list[Closed]:
    """Visits of a profession, whose clinicians take turns; one patient in three is not reassured."""
    facts = {"week": "2026-W10", "clinic": "north", **facts}
    names = islice(cycle(range(clinicians)), visits)
    answers = islice(cycle([{}, LOW, {"reassured": "completely"}]), visits)
    return [
        Closed(
            clinician=f"{facts['clinic']} {profession} {name}",
            profession=profession,
            **{"patient": answer, **facts},
        )
        for name, answer in zip(names, answers, strict=True)
    ]


def blocks(records: Records) -> list[tuple[str, str, str, str, int, int]]:
    """Place, professions, weeks, visits and answers of every block."""
    with records.read() as tx:
        rows = tx.session.execute(
            select(Block, Stratum).join(Stratum).order_by(Block.last_week, Stratum.place, Stratum.professions)
        )
        return [(s.place, s.professions, b.first_week, b.last_week, b.units, b.answers) for b, s in rows]


def cells(records: Records, family: str) -> dict[tuple[str, str], int]:
    """What the blocks hold of a family, over all of them."""
    with records.read() as tx:
        query = select(BlockCell.p, BlockCell.c, func.sum(BlockCell.n)).where(BlockCell.family == family)
        return {(p, c): n for p, c, n in tx.session.execute(query.group_by(BlockCell.p, BlockCell.c))}


def everything(records: Records) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the sums, without the moment of sealing."""
    with records.read() as tx:
        tables = (Stratum, Staffing, Block, BlockCell, ClusterCell, Listing, SealedUnit)
        found = {
            table.__tablename__: sorted(tuple(row) for row in tx.session.execute(select(table.__table__)))
            for table in tables
        }
        found["weeks"] = sorted(tuple(row) for row in tx.session.execute(select(SealedWeek.week)))
        return found


def test_a_week_is_sealed_when_it_is_over_and_no_sooner(records: Records, clock: TestClock) -> None:
    take_in(records, of("physiotherapist", 4, 14, week="2026-W12"))
    clock.moment = datetime(2026, 3, 22, 22, 59, tzinfo=UTC)  # 23:59 on Sunday in Oslo
    assert seal_due(records, TERMS) == Sealed(0, 0, 0, None)
    clock.moment = datetime(2026, 3, 22, 23, 0, tzinfo=UTC)
    assert seal_due(records, TERMS) == Sealed(1, 1, 14, "2026-W12")
    assert blocks(records) == [("north", "physiotherapist", "2026-W12", "2026-W12", 14, 14)]


def test_sealing_again_does_nothing(records: Records) -> None:
    take_in(records, of("physiotherapist", 4, 14))
    assert seal_due(records, TERMS) == Sealed(3, 1, 14, "2026-W12")
    before = everything(records)
    assert seal_due(records, TERMS) == Sealed(0, 0, 0, "2026-W12")
    assert everything(records) == before


def test_without_any_visit_there_is_nothing_to_seal(records: Records) -> None:
    assert seal_due(records, TERMS) == Sealed(0, 0, 0, None)


def test_a_small_group_waits_until_it_is_ten_and_is_then_seen_whole(records: Records) -> None:
    take_in(
        records,
        [
            *of("doctor", 4, 12),
            *of("physiotherapist", 3, 9),
            *of("nurse", 4, 14),
            *of("nurse", 3, 12, clinic="east"),
            *of("doctor", 4, 1, week="2026-W11"),
            *of("physiotherapist", 3, 1, week="2026-W12"),
        ],
    )
    seal_due(records, TERMS)
    assert blocks(records) == [
        ("east", "nurse", "2026-W10", "2026-W10", 12, 12),
        ("north", "doctor", "2026-W10", "2026-W10", 12, 12),
        ("north", "nurse", "2026-W10", "2026-W10", 14, 14),
        ("north", "physiotherapist", "2026-W10", "2026-W12", 10, 10),
    ]


def test_the_only_psychologist_is_counted_with_the_doctors(records: Records) -> None:
    take_in(records, [*of("psychologist", 1, 15), *of("doctor", 2, 20), *of("nurse", 4, 30)])
    seal_due(records, TERMS)
    assert [(professions, units) for _, professions, _, _, units, _ in blocks(records)] == [
        ("doctor+psychologist", 35),
        ("nurse", 30),
    ]


def test_with_one_doctor_the_clinic_is_one(records: Records) -> None:
    take_in(records, [*of("psychologist", 1, 15), *of("doctor", 1, 20), *of("nurse", 4, 30)])
    seal_due(records, TERMS)
    assert [(one[1], one[4]) for one in blocks(records)] == [("doctor+nurse+psychologist", 65)]


def test_clinics_of_two_people_are_counted_together(records: Records) -> None:
    take_in(records, [*of("doctor", 2, 8, clinic="a"), *of("nurse", 2, 8, clinic="b")])
    seal_due(records, TERMS)
    assert [one[:2] + one[4:] for one in blocks(records)] == [("", "", 16, 16)]


def test_who_did_not_answer_is_counted_as_held_and_makes_no_block(records: Records) -> None:
    silent = of("physiotherapist", 4, 20, patient=None, other_side=None)
    take_in(records, [*silent, *of("physiotherapist", 4, 9)])
    assert seal_due(records, TERMS).blocks == 0
    take_in(records, of("physiotherapist", 4, 1), name="late")
    records.clock.moment = datetime(2026, 4, 1, tzinfo=UTC)  # type: ignore[attr-defined] # the test's clock
    seal_due(records, TERMS)
    assert blocks(records) == [("north", "physiotherapist", "2026-W10", "2026-W13", 30, 10)]
    assert cells(records, "answered") == {("yes", ""): 10, ("no", ""): 20}


def test_what_a_patient_keeps_from_the_clinician_is_counted(records: Records) -> None:
    take_in(records, [replace(one, sharing="totals_only") for one in of("physiotherapist", 4, 12)])
    seal_due(records, TERMS)
    assert cells(records, "rule:not_reassured:reassured") == {("attention", ""): 4, ("not", ""): 8}
    assert cells(records, "sharing") == {("totals_only", ""): 12}


def test_an_old_visit_that_comes_late_joins_the_block_then_open(records: Records, clock: TestClock) -> None:
    take_in(records, of("physiotherapist", 4, 14))
    seal_due(records, TERMS)
    before = cells(records, "patient:reassured")
    take_in(records, of("physiotherapist", 4, 12), name="late")
    assert seal_due(records, TERMS).blocks == 0
    assert cells(records, "patient:reassured") == before
    clock.forward(days=7)
    assert seal_due(records, TERMS).blocks == 1
    assert blocks(records)[-1] == ("north", "physiotherapist", "2026-W10", "2026-W13", 12, 12)


def test_who_waits_at_a_quarters_end_goes_on_where_the_clinician_is_then(
    records: Records, clock: TestClock
) -> None:
    take_in(records, [*of("physiotherapist", 4, 8, week="2026-W13"), *of("doctor", 3, 12, week="2026-W13")])
    take_in(records, of("physiotherapist", 4, 3, week="2026-W14"), name="next")
    clock.moment = datetime(2026, 4, 8, tzinfo=UTC)
    seal_due(records, TERMS)
    with records.read() as tx:
        rows = tx.session.execute(select(Stratum.professions, Stratum.quarter).join(Block))
        quarters = sorted(tuple(row) for row in rows)
    assert quarters == [("doctor", "2026-Q1"), ("physiotherapist", "2026-Q2")]
    assert blocks(records)[-1] == ("north", "physiotherapist", "2026-W13", "2026-W14", 11, 11)


def test_a_family_in_which_all_say_the_same_is_listed_with_the_next_block(records: Records) -> None:
    alike = {"patient": {"reassured": "completely"}}
    silent = of("physiotherapist", 4, 4, patient=None)
    take_in(records, [*of("physiotherapist", 4, 12, **alike), *silent])
    later = [replace(one, week="2026-W11") for one in (*of("physiotherapist", 4, 12), *silent)]
    take_in(records, later, name="mixed")
    seal_due(records, TERMS)
    with records.read() as tx:
        first, second = tx.session.scalars(select(Block.id).order_by(Block.last_week))
        listed = tx.session.execute(
            select(Listing.block_id, Listing.listed_id).filter_by(family="patient:reassured")
        )
        assert sorted(tuple(row) for row in listed) == [(first, second), (second, second)]


def test_where_everybody_answered_nothing_is_told_before_that_may_be(records: Records) -> None:
    """Twelve of twelve: the sum of any question's counts would tell each clinician of the own patients."""
    take_in(records, of("physiotherapist", 4, 12))
    seal_due(records, TERMS)
    with records.read() as tx:
        assert tx.session.scalars(select(Block.units)).all() == [12]
        assert tx.session.scalars(select(Listing.id)).all() == []


def test_what_clinicians_expected_waits_for_patients_left_over_in_an_earlier_block(records: Records) -> None:
    """In week 10 one form was never sent; in week 11 all were: together they would still leave that one over."""
    silent = of("nurse", 4, 4, patient=None)
    low = [
        replace(one, patient=LOW, other_side=LOW if n % 2 else {}) for n, one in enumerate(of("nurse", 4, 12))
    ]
    first, *others = low
    take_in(records, [replace(first, other_side=None), *others, *silent])
    take_in(records, [replace(one, week="2026-W11") for one in (*low, *silent)], name="later")
    seal_due(records, TERMS)
    with records.read() as tx:
        found = tx.session.scalars(select(Listing.family).distinct()).all()
    assert "paired" in found
    assert "recognition:reassured" not in found
    assert cells(records, "unrecognised:reassured") == {("yes", ""): 1}


def test_two_that_seal_at_once_leave_what_one_leaves(records: Records) -> None:
    visits = [*of("physiotherapist", 4, 14), *of("nurse", 4, 14, week="2026-W11")]
    take_in(records, visits)
    with ThreadPoolExecutor(4) as several:
        done = list(several.map(lambda _: seal_due(records, TERMS), range(4)))
    assert sum(one.blocks for one in done) == 2
    assert sum(one.units for one in done) == 28
    with records.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(SealedUnit)) == 28


def test_cut_off_in_a_week_it_goes_on_with_that_week(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(records, [*of("physiotherapist", 4, 14), *of("nurse", 4, 14, week="2026-W11")])
    with monkeypatch.context() as patched:
        patched.setattr(sealing, "list_families", _fail)
        with pytest.raises(KeyboardInterrupt):
            seal_due(records, TERMS)
    assert everything(records)["block"] == []
    assert seal_due(records, TERMS).blocks == 2
    assert blocks_that_differ(records) == ()


def _fail(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_week_that_the_database_refuses_is_told_and_not_tried_for_ever(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(records, of("physiotherapist", 4, 14))
    tries = count(1)

    def refused(tx: Transaction, *_: object) -> None:
        assert next(tries) == 1
        tx.session.add(SealedUnit(block_id=None, consultation_id=None))
        tx.session.flush()

    with monkeypatch.context() as patched:
        patched.setattr(sealing, "note_counted", refused)
        with pytest.raises(IntegrityError):
            seal_due(records, TERMS)
    assert everything(records)["block"] == []
    assert seal_due(records, TERMS) == Sealed(3, 1, 14, "2026-W12")


def test_a_week_that_somebody_else_has_just_sealed_is_passed_over(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(records, of("physiotherapist", 4, 14))
    real = sealing._next_week  # noqa: SLF001 - somebody else seals between asking and sealing
    asked = count(1)

    def overtaken(tx: Transaction) -> str | None:
        week = real(tx)
        if next(asked) == 1:
            monkeypatch.setattr(sealing, "_next_week", real)
            seal_due(records, TERMS)
        return week

    monkeypatch.setattr(sealing, "_next_week", overtaken)
    assert seal_due(records, TERMS) == Sealed(0, 0, 0, "2026-W12")
    assert len(blocks(records)) == 1


def test_who_withdraws_before_is_not_counted_and_afterwards_stays_in_the_sums(records: Records) -> None:
    names = take_in(records, of("physiotherapist", 4, 15))
    records.write(lambda tx: withdraw_for_patient(tx, f"import:{names[1]}", ACTOR))
    seal_due(records, TERMS)
    before = everything(records)
    assert cells(records, "answered") == {("yes", ""): 14, ("no", ""): 1}
    records.write(lambda tx: withdraw_for_patient(tx, f"import:{names[4]}", ACTOR))
    assert everything(records) == before
    assert blocks_that_differ(records) == ()


def test_who_withdraws_while_a_block_is_made_is_not_hidden_by_nine(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL somebody may withdraw after the visits were listed and before they are locked."""
    take_in(records, of("doctor", 4, 10))
    real = locked_units

    def one_less(*asked: Any) -> list[ClosedUnit]:
        first, *others = real(*asked)
        return [first._replace(unit=replace(first.unit, answered=False)), *others]

    monkeypatch.setattr(sealing, "locked_units", one_less)
    seal_due(records, TERMS)
    assert blocks(records) == []


def test_a_side_that_comes_after_its_visit_was_counted_is_refused(records: Records) -> None:
    take_in(records, of("physiotherapist", 4, 14, other_side=None))
    seal_due(records, TERMS)
    whole = visit("V0")
    line = {**whole, "consultation": {**whole["consultation"]}}
    line["consultation"] |= {"clinician": "north physiotherapist 0", "held_at": "2026-03-04T12:00:00+00:00"}
    line |= {"form": "core", "clinician": {"answers": {"reassured": "mostly"}}}
    _, rejected = import_all(records, [only(line, "clinician")])
    assert [fault.path for fault in rejected[1].faults] == ["clinician"]
    assert "comes after this visit was counted" in str(rejected[1].faults[0])


def test_sums_that_do_not_fit_their_visits_are_named(records: Records) -> None:
    take_in(records, of("physiotherapist", 4, 14))
    seal_due(records, TERMS)
    assert blocks_that_differ(records) == ()

    def exchange(tx: Transaction) -> None:
        unit = tx.session.scalars(select(SealedUnit).order_by(SealedUnit.id).limit(1)).one()
        silent = select(Consultation.id).order_by(Consultation.id.desc()).limit(1)
        unit.consultation_id = tx.session.scalars(silent).one()

    take_in(records, of("physiotherapist", 4, 1, patient=None), name="silent")
    records.write(exchange)
    assert blocks_that_differ(records) == ("north physiotherapist 2026-W10 to 2026-W10",)


@pytest.mark.parametrize("table", [Stratum, Block, BlockCell, Listing])
def test_the_database_itself_keeps_published_sums_from_being_changed(records: Records, table: Any) -> None:
    take_in(records, [*of("physiotherapist", 4, 14), *of("physiotherapist", 4, 4, patient=None)])
    seal_due(records, TERMS)
    for change in (update(table).values(id=table.id + 1), delete(table)):
        with pytest.raises(DBAPIError, match="never changed"):
            records.write(partial(_execute, change=change))


def _execute(tx: Transaction, change: Executable) -> None:
    tx.session.execute(change)


def test_nobody_can_tell_a_clinician_from_the_key_in_the_sums(records: Records) -> None:
    take_in(records, of("physiotherapist", 4, 14))
    seal_due(records, TERMS)
    with records.read() as tx:
        keys = set(tx.session.scalars(select(ClusterCell.clinician_key)))
    assert len(keys) == 4
    assert all(len(key) == 16 and int(key, 16) >= 0 for key in keys)

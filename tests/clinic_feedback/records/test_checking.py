"""What is wrong in the records is found, mended once, and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.checking import Checked, check
from clinic_feedback.records.engine import Database
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.responses import FlagRow, PairRow, ResponseRow
from clinic_feedback.records.models.safety import Tombstone
from clinic_feedback.records.models.sealing import SealedUnit
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.withdrawal_ledger import bring_up_to_date, entries_of
from clinic_feedback.records.withdrawing import withdraw, withdraw_for_patient
from forms.catalogue import Catalogue
from forms.model import Side
from reports.release import Terms
from tests.clinic_feedback.records.closed_visits import Closed, take_in
from tests.clinic_feedback.records.dump import differences, dump_of
from tests.clinic_feedback.records.setting import Visit, begin, new_visit, send_side
from tests.databases import MakeUrl
from tests.forms.pairs import example

C08 = example("c08")
PATIENT: Mapping[str, Any] = C08["patient"]["answers"]
CLINICIAN: Mapping[str, Any] = C08["clinician"]["answers"]
NOTHING = Checked((), (), 0, 0, ())


@pytest.fixture
def visit(records: Records) -> Visit:
    """A visit that both sides answered."""
    made = new_visit(records)
    begin(records, made)
    send_side(records, made, Side.PATIENT, PATIENT)
    send_side(records, made, Side.CLINICIAN, CLINICIAN)
    return made


def lose_the_pair(records: Records) -> None:
    def lose(tx: Transaction) -> None:
        for table in (FlagRow, PairRow, FollowUp):
            tx.session.execute(delete(table))

    records.write(lose)


def without_ids(rows: Any) -> list[dict[str, Any]]:
    return [{name: row[name] for name in row if name not in {"id", "public_id"}} for row in rows]


def test_a_pair_that_is_missing_is_made_as_sending_would_have_made_it(
    records: Records, visit: Visit, tmp_path: Path
) -> None:
    before = dump_of(records)
    assert check(records, tmp_path / "ledger") == NOTHING
    lose_the_pair(records)
    assert check(records, tmp_path / "ledger") == replace(NOTHING, paired=(visit.public_id,))
    assert check(records, tmp_path / "ledger").all_well
    after = dump_of(records)
    for table in ("pair", "flag", "follow_up"):
        assert without_ids(after[table]) == without_ids(before[table])
    assert set(differences(before, after)) <= {"pair", "flag", "follow_up"}


def test_an_imported_visit_is_paired_without_a_task(records: Records, visit: Visit) -> None:
    assert visit
    lose_the_pair(records)
    records.write(lambda tx: tx.session.execute(update(Consultation).values(source="import")))
    assert len(check(records, None).paired) == 1
    with records.read() as tx:
        assert tx.session.scalars(select(FollowUp)).all() == []
        assert len(tx.session.scalars(select(FlagRow)).all()) > 0


def test_a_visit_whose_questionnaire_is_not_there_is_told_and_left(records: Records, visit: Visit) -> None:
    lose_the_pair(records)
    found = check(replace(records, catalogue=Catalogue([])), None)
    assert found == replace(NOTHING, unpaired=(visit.public_id,))
    assert not found.all_well


def test_a_backup_that_was_copied_by_hand_brings_nothing_back(
    records: Records, visit: Visit, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger"
    code = f"receipt of {visit.public_id}"
    records.write(lambda tx: withdraw(tx, code, contact_too=False))
    bring_up_to_date(records, ledger)

    other = new_visit(records, code="south")
    begin(records, other)
    send_side(records, other, Side.PATIENT, PATIENT)
    kept = entries_of(ledger)

    def as_before(tx: Transaction) -> None:
        tx.session.execute(delete(Tombstone))
        row = tx.session.scalars(select(Consultation).filter_by(public_id=visit.public_id)).one()
        theirs = tx.session.scalars(select(ResponseRow).filter_by(side=Side.PATIENT)).one()
        row.patient_state = "sent"
        theirs.consultation_id = row.id

    records.write(as_before)
    assert check(records, ledger) == replace(NOTHING, taken_out=1, ledger=1)
    assert check(records, ledger).all_well
    assert entries_of(ledger) == kept
    with records.read() as tx:
        assert [row.side for row in tx.session.scalars(select(ResponseRow))] == ["clinician"]


@pytest.fixture
def backup(records: Records, new_database_url: MakeUrl) -> Iterator[Records]:
    """Other records with the same keys: what is done to both makes them copies of each other."""
    database = Database(new_database_url())
    yield replace(records, database=database)
    database.close()


def test_a_backup_in_which_a_block_counts_who_withdrew_later_is_well_after_one_check(
    records: Records, backup: Records, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger"
    for each in (records, backup):
        _, name, *_ = take_in(each, (Closed("2026-W08", f"c{number % 4}") for number in range(14)))
        assert seal_due(each, Terms()).units == 14
    actor = Actor("withdraw", Origin.COMMAND, "asked for it")
    records.write(lambda tx: withdraw_for_patient(tx, f"import:{name}", actor))
    bring_up_to_date(records, ledger)
    assert check(records, ledger).all_well

    assert check(backup, ledger) == replace(NOTHING, taken_out=1, ledger=1)
    assert check(backup, ledger).all_well
    assert [blocks_of_tombstones(each) for each in (records, backup)] == [blocks_counted(records)] * 2


def blocks_of_tombstones(records: Records) -> list[int | None]:
    with records.read() as tx:
        return list(tx.session.scalars(select(Tombstone.block_id)))


def blocks_counted(records: Records) -> list[int]:
    with records.read() as tx:
        return list(tx.session.scalars(select(SealedUnit.block_id).distinct()))


def test_who_withdrew_before_a_block_was_made_is_not_taken_for_one_whom_it_counts(
    records: Records, backup: Records, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger"
    for each in (records, backup):
        _, name, *_ = take_in(each, (Closed("2026-W08", f"c{number % 4}") for number in range(14)))
    actor = Actor("withdraw", Origin.COMMAND, "asked for it")
    records.write(lambda tx: withdraw_for_patient(tx, f"import:{name}", actor))
    bring_up_to_date(records, ledger)
    assert check(backup, ledger) == replace(NOTHING, taken_out=1, ledger=1)
    for each in (records, backup):
        seal_due(each, Terms())
        assert check(each, ledger).all_well
        assert blocks_of_tombstones(each) == [None]


def test_a_ledger_that_is_lost_is_written_anew(records: Records, visit: Visit, tmp_path: Path) -> None:
    records.write(lambda tx: withdraw(tx, f"receipt of {visit.public_id}", contact_too=False))
    assert check(records, tmp_path / "ledger") == replace(NOTHING, ledger=1)
    assert len(entries_of(tmp_path / "ledger")) == 1

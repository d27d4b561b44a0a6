"""The two kinds of transaction, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from clinic_feedback.records.engine import Database, NotStoredError
from clinic_feedback.records.models.clinics import Clinician
from clinic_feedback.records.models.safety import Tombstone
from tests.clinic_feedback.conftest import NOW


def add(session: Session, number: int) -> None:
    session.add(Tombstone(digest=number.to_bytes(32), made_at=NOW))


def count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count(Tombstone.id))) or 0


def test_reading_cannot_write(database: Database) -> None:
    values = {"digest": bytes(32), "made_at": NOW}
    with database.read() as session, pytest.raises(DBAPIError, match=r"read-only|readonly"):
        session.execute(insert(Tombstone), values)
    assert count(database) == 0


def test_work_that_fails_leaves_nothing(database: Database) -> None:
    def work(session: Session) -> None:
        add(session, 1)
        session.flush()
        raise KeyError

    with pytest.raises(KeyError):
        database.write(work)
    assert count(database) == 0


def test_writers_that_read_first_wait_for_each_other(database: Database) -> None:
    """As a begun transaction that reads and then writes: the usual way to 'database is locked'."""
    database.write(lambda session: session.add(Clinician(source="s", code="0", name="n", profession="nurse")))

    def work(session: Session) -> None:
        name = session.scalars(select(Clinician.name).with_for_update()).one()
        session.execute(update(Clinician).values(name=f"{name}+"))

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: database.write(work), range(100)))
    with database.read() as session:
        assert session.scalars(select(Clinician.name)).one() == "n" + "+" * 100


def test_whoever_reads_sees_one_state_throughout(database: Database) -> None:
    with database.read() as session:
        before = session.scalar(select(func.count(Tombstone.id)))
        database.write(lambda other: add(other, 1))
        assert session.scalar(select(func.count(Tombstone.id))) == before
    assert count(database) == 1


def test_work_that_was_in_somebodys_way_is_done_again_whole(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite's writers wait, and have no deadlocks")
    tries = []

    def work(session: Session) -> None:
        tries.append(1)
        add(session, 1)
        if len(tries) < 3:
            session.execute(text("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$"))

    database.write(work)
    assert (len(tries), count(database)) == (3, 1)


def test_a_full_disk_is_told_and_leaves_nothing(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("SQLite's files can be limited")

    def work(session: Session) -> None:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count={pages}"))
        for number in range(2_000):
            add(session, number)
        session.flush()

    with pytest.raises(NotStoredError):
        database.write(work)
    assert count(database) == 0

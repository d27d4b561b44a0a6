"""Migrations, on both engines: up, down and with data; once; whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from clinic_feedback.records.audit import Act, Actor, Origin, note
from clinic_feedback.records.engine import Database
from clinic_feedback.records.migrating import (
    MigrationError,
    downgrade,
    newest_revision,
    revision_of,
    upgrade,
)
from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.transaction import Records
from forms.model import Side
from tests.clinic_feedback.records.setting import begin, new_visit, send_side
from tests.forms.pairs import example

Step = Callable[[Operations], None]


def counts(database: Database) -> Mapping[str, int]:
    with database.read() as session:
        return {
            table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in SCHEMA.sorted_tables
        }


def constraints(database: Database) -> set[tuple[str, str]]:
    """Every constraint and index by name, and every trigger."""
    with database.writer.connect() as connection:
        found, inspector = set(), inspect(connection)
        for table in inspector.get_table_names():
            named: list[Any] = [
                *inspector.get_check_constraints(table),
                *inspector.get_unique_constraints(table),
                *inspector.get_indexes(table),
                *inspector.get_foreign_keys(table),
            ]
            found |= {(table, str(one["name"])) for one in named}
        return found


def take(monkeypatch: pytest.MonkeyPatch, database: Database, step: Step) -> None:
    """Migrate by one step that is no release's."""

    def run(config: Config, _: str) -> None:
        connection: Connection = config.attributes["connection"]
        step(Operations(MigrationContext.configure(connection)))

    monkeypatch.setattr(command, "upgrade", run)
    upgrade(database, to="a step of the test")


@pytest.fixture
def filled(records: Records) -> Records:
    """Records in which every table that matters holds something."""
    for number in range(3):
        visit = new_visit(records, code=f"c{number}")
        begin(records, visit)
        if number:
            send_side(records, visit, Side.PATIENT, example("c08")["patient"]["answers"])
            send_side(records, visit, Side.CLINICIAN, example("c08")["clinician"]["answers"])
    actor = Actor("somebody", Origin.COMMAND)
    records.write(lambda tx: note(tx, actor, Act.CLINIC_SET, "clinic", "c0"))
    return records


def test_the_migrated_tables_are_those_of_the_program(database: Database) -> None:
    assert revision_of(database) == newest_revision()
    with database.writer.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SCHEMA) == []


def test_the_tables_can_be_taken_away_and_made_again(database: Database) -> None:
    before = constraints(database)
    downgrade(database, "base")
    assert revision_of(database) is None
    upgrade(database)
    assert constraints(database) == before


def test_a_change_of_a_table_that_others_point_to_keeps_every_row(
    filled: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = filled.database
    before, names = counts(database), constraints(database)
    assert before["response"] == 4

    # Only SQLite has to copy, drop and rename a table in order to change it.
    recreate: Literal["always", "never"] = "always" if database.is_sqlite else "never"

    def step(operations: Operations) -> None:
        with operations.batch_alter_table("consultation", recreate=recreate) as batch:
            batch.add_column(sa.Column("added", sa.Integer()))

    take(monkeypatch, database, step)
    assert counts(database) == before
    assert constraints(database) == names
    with database.writer.connect() as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("consultation")}
    assert "added" in columns


def test_a_step_that_loses_rows_changes_nothing(filled: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts(filled.database)
    with pytest.raises(MigrationError, match="flag: 20 rows before, 0 after"):
        take(monkeypatch, filled.database, lambda operations: operations.execute("DELETE FROM flag"))
    assert counts(filled.database) == before


def test_a_step_that_fails_in_the_middle_changes_nothing(
    filled: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts(filled.database)

    def step(operations: Operations) -> None:
        operations.add_column("clinic", sa.Column("added", sa.Integer()))
        operations.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(DBAPIError):
        take(monkeypatch, filled.database, step)
    assert counts(filled.database) == before
    with filled.database.writer.connect() as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("clinic")}
        assert "added" not in columns
        if filled.database.is_sqlite:
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_a_copy_lies_beside_a_sqlite_file_before_it_is_changed(
    filled: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not filled.database.is_sqlite:
        pytest.skip("PostgreSQL has its own ways of backup")
    take(monkeypatch, filled.database, lambda _: None)
    file = Path(str(filled.database.url.database))
    copy = file.with_name(f"{file.name}.before-upgrade-from-{newest_revision()}")
    assert counts(Database(f"sqlite:///{copy}")) == counts(filled.database)


def test_programs_that_start_at_once_migrate_once(database: Database) -> None:
    downgrade(database, "base")
    others = [Database(database.url.render_as_string(hide_password=False)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, others))
    for other in others:
        other.close()
    assert revision_of(database) == newest_revision()


@pytest.mark.parametrize("act", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"])
def test_the_trail_of_acts_can_only_grow(filled: Records, act: str) -> None:
    with pytest.raises(DBAPIError, match="are never changed"):
        filled.write(lambda tx: tx.session.execute(text(act)))
    assert counts(filled.database)["audit"] == 1

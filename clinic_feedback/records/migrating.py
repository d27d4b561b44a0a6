"""Takes the tables from one state to the next: once, whole or not at all, with every row still there."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, inspect, text

from clinic_feedback.records.engine import Database

_LOCK_NUMBER = 7_263_481
"""Any number, as long as nothing else in the database locks by it."""


class MigrationError(Exception):
    """The tables were left as they were; the message says why."""


def newest_revision() -> str:
    """The state of the tables that this program needs."""
    with _config() as config:
        head = ScriptDirectory.from_config(config).get_current_head()
    if head is None:
        raise MigrationError("the program came without its migrations; install it again")
    return head


def revision_of(database: Database) -> str | None:
    """The state that a database is in; None where it has no tables yet."""
    with database.writer.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, to: str = "head") -> Path | None:
    """Bring the tables to a state; returns the backup that was made before, where there was one to make.

    Of two processes that try at once, one waits for the other. Raises MigrationError.
    """
    return _migrate(database, to, command.upgrade)


def downgrade(database: Database, to: str) -> Path | None:
    """Take the tables back to an earlier state. Raises MigrationError."""
    return _migrate(database, to, command.downgrade)


def _migrate(database: Database, to: str, step: Callable[[Config, str], None]) -> Path | None:
    with _alone(database):
        before = revision_of(database)
        if before == (newest_revision() if to == "head" else to):
            return None
        backup = _backup(database, before) if before is not None else None
        with _config() as config, _unguarded(database) as connection:
            counted = _row_counts(connection)
            config.attributes["connection"] = connection
            _take(step, config, to)
            _check(connection, counted)
    return backup


def _take(step: Callable[[Config, str], None], config: Config, to: str) -> None:
    try:
        step(config, to)
    except CommandError:
        raise MigrationError(
            "the database was made by a newer release; install that one, or restore a backup of before"
        ) from None


@contextmanager
def _config() -> Iterator[Config]:
    with as_file(files("clinic_feedback").joinpath("migrations")) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))
        yield config


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Nobody else migrates meanwhile."""
    if database.is_sqlite:
        # Held by the process: it is gone when the process is, however that ends.
        with Path(f"{database.url.database}.migrating").open("w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with database.writer.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": _LOCK_NUMBER})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": _LOCK_NUMBER})


@contextmanager
def _unguarded(database: Database) -> Iterator[Connection]:
    """A transaction in which SQLite may rebuild a table without deleting what points to it."""
    with database.writer.connect() as connection:
        if database.is_sqlite:
            _set_foreign_keys(connection, on=False)
        try:
            with connection.begin():
                yield connection
        finally:
            if database.is_sqlite:
                _set_foreign_keys(connection, on=True)


def _set_foreign_keys(connection: Connection, *, on: bool) -> None:
    # SQLite ignores this inside a transaction, so it goes past SQLAlchemy, which would begin one.
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _row_counts(connection: Connection) -> Mapping[str, int]:
    tables = inspect(connection).get_table_names()
    quote = connection.dialect.identifier_preparer.quote
    return {
        table: connection.execute(text(f"SELECT count(*) FROM {quote(table)}")).scalar_one()  # noqa: S608 - names from the database itself
        for table in tables
        if table != "alembic_version"
    }


def _check(connection: Connection, before: Mapping[str, int]) -> None:
    """Every row that was there is there, and points to one that is there."""
    after = _row_counts(connection)
    lost = {name: (count, after[name]) for name, count in before.items() if after.get(name, count) < count}
    if lost:
        said = ", ".join(f"{name}: {was} rows before, {now} after" for name, (was, now) in lost.items())
        raise MigrationError(f"rows were lost, so nothing was changed ({said})")
    if connection.dialect.name == "sqlite":
        dangling = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
        if dangling:
            named = ", ".join(sorted({row[0] for row in dangling}))
            raise MigrationError(f"rows point to rows that are not there, so nothing was changed ({named})")


def _backup(database: Database, revision: str) -> Path | None:
    """A copy beside the file, named after the state that it holds; None on PostgreSQL, which has its own."""
    if not database.is_sqlite:
        return None
    original = Path(str(database.url.database))
    copy = original.with_name(f"{original.name}.before-upgrade-from-{revision}")
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    copy.chmod(original.stat().st_mode)
    return copy

"""The two kinds of transaction, alike on SQLite and PostgreSQL: reading, which cannot write, and writing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from clinic_feedback.records.database_files import refuse_unsafe_place

Result = TypeVar("Result")

_ATTEMPTS = 3
_PAUSE_SECONDS = 0.05
_WAIT_SECONDS = 15
"""How long a writer waits for another one: many times the longest transaction."""

_SQLITE = {"timeout": _WAIT_SECONDS, "check_same_thread": False}
_SERIALIZATION_FAILURES = {"40001", "40P01"}
_BUSY = "database is locked"


class NotStoredError(Exception):
    """The database could not take it now: busy, full or away. Nothing was written; trying again may help."""


class Database:
    """One database. Readers and writers have connections of their own, so that no reader can write."""

    def __init__(self, url: str) -> None:
        """Prepare to connect; nothing is opened yet.

        `url`: `sqlite:///FILE` or `postgresql://...`. Raises DatabaseRefusedError where a SQLite file
        would not be safe.
        """
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            refuse_unsafe_place(self.url.database)
            self.writer = _sqlite(self.url, "BEGIN IMMEDIATE", query_only=False)
            self.reader = _sqlite(self.url, "BEGIN", query_only=True)
        else:
            # Asked before use whether it is still there: a server that was restarted costs nobody a page.
            self.writer = create_engine(self.url, hide_parameters=True, pool_pre_ping=True)
            self.reader = create_engine(
                self.url,
                hide_parameters=True,
                pool_pre_ping=True,
                execution_options={"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"},
            )

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One view of the data that does not change while it lasts; writing in it fails."""
        with self.reader.connect() as connection, Session(connection) as session:
            yield session

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Do the whole work in one transaction, and all of it again where another one got in its way.

        So the work must have no effect but on its session. Raises NotStoredError, or what the work
        raises, with nothing written.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with self.writer.begin() as connection, Session(connection) as session:
                    result = work(session)
                    session.flush()
                    return result
            except OperationalError as error:
                if attempt == _ATTEMPTS or not _passes(error):
                    raise NotStoredError from error
            time.sleep(_PAUSE_SECONDS * attempt)
        raise AssertionError  # the last attempt returns or raises

    def close(self) -> None:
        """Let go of every connection."""
        self.writer.dispose()
        self.reader.dispose()


def _sqlite(url: URL, begin: str, *, query_only: bool) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args=_SQLITE)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # The driver's own BEGIN is deferred: it would refuse a writer at once instead of letting it wait.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        if query_only:
            connection.execute("PRAGMA query_only=ON")

    def begin_so(connection: PoolProxiedConnection) -> None:
        connection.cursor().execute(begin)

    # As a listener it would cost every page a statement's time.
    engine.dialect.do_begin = begin_so  # type: ignore[assignment] # a dialect's own begin does nothing here
    return engine


def _passes(error: OperationalError) -> bool:
    """Whether the same work can succeed a moment later."""
    state = getattr(error.orig, "sqlstate", None)
    return state in _SERIALIZATION_FAILURES or _BUSY in str(error.orig)

"""SQLite as a small Flask program has it: the driver alone, and a connection a thread that stays open."""

from __future__ import annotations

import sqlite3
from threading import local


class PlainSqlite:
    """One database. It is as safe as the program's: a commit is on the disk."""

    def __init__(self, file: str, tables: str) -> None:
        """Make the tables."""
        self._file, self._own = file, local()
        self.connection.executescript(tables)

    @property
    def connection(self) -> sqlite3.Connection:
        """The thread's own connection."""
        found: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if found is None:
            found = self._own.connection = sqlite3.connect(self._file)
            found.execute("PRAGMA journal_mode=WAL")
            found.execute("PRAGMA synchronous=FULL")
        return found

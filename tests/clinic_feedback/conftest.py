"""Records on both engines, and the web program over them.

Each test gets a database of its own, copied from one that was migrated once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from clinic_feedback.key_files import load_keys
from clinic_feedback.records.engine import Database
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings import Settings
from clinic_feedback.settings_reading import load_settings
from forms.catalogue import built_in
from tests.clinic_feedback.records.setting import TestClock
from tests.databases import MakeUrl

KEYS_TEXT = f"data={bytes(range(32)).hex()} lookup={bytes(range(32, 64)).hex()} session={'5e' * 32}"
KEYS = load_keys(Path("none"), KEYS_TEXT)
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database_url(request: pytest.FixtureRequest) -> MakeUrl:
    """Each engine in turn."""
    made: MakeUrl = request.getfixturevalue(f"{request.param}_url")
    return made


@pytest.fixture
def database(new_database_url: MakeUrl) -> Iterator[Database]:
    """An empty database with the newest tables."""
    opened = Database(new_database_url())
    yield opened
    opened.close()


@pytest.fixture
def clock() -> TestClock:
    """A clock that the test sets."""
    return TestClock(NOW)


@pytest.fixture
def records(database: Database, clock: TestClock) -> Records:
    """Empty records on each engine."""
    return Records(database, KEYS, built_in(), clock)


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    """Settings under which the program runs over the test's database."""
    url = database.url.render_as_string(hide_password=False)
    environ = {
        "CLINIC_FEEDBACK_DATABASE": url.removeprefix("sqlite:///"),
        "CLINIC_FEEDBACK_KEYS_FILE": str(tmp_path / "keys"),
        "CLINIC_FEEDBACK_KEYS": KEYS_TEXT,
        "CLINIC_FEEDBACK_ADDRESS": "https://clinic.example/feedback",
    }
    return load_settings(None, environ)


@pytest.fixture
def app(settings: Settings, clock: TestClock) -> Iterator[Flask]:
    """The web program over the test's database."""
    from clinic_feedback.app import create_app  # noqa: PLC0415 - until every wing is there

    program = create_app(settings, clock)
    yield program
    program.extensions["clinic-feedback"].records.database.close()


@pytest.fixture
def bytes_of_database() -> Callable[[Database], bytes]:
    """All that lies on the disk of a SQLite database."""

    def read(database: Database) -> bytes:
        file = Path(str(database.url.database))
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))

    return read

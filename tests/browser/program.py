"""The whole program on a port of its own, over a database on either engine, with a clinic in it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from flask import Flask
from sqlalchemy import update
from werkzeug.serving import make_server

from clinic_feedback.app import create_app
from clinic_feedback.clock import local_date
from clinic_feedback.current import running_of
from clinic_feedback.demo import study
from clinic_feedback.demo.filling import open_clinic, study_clinic
from clinic_feedback.key_files import new_keys
from clinic_feedback.records.models.staff import Role, User
from clinic_feedback.records.staff_accounts import Person, add_user
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.settings_reading import load_settings
from clinic_feedback.sign_in.passwords import hashed
from tests.clinic_feedback.security.conftest import ACTOR

PASSWORD = "a long enough phrase"  # noqa: S105 - of a clinic that is there for a test
CLINICIAN, OTHER = "doctor-1", "physio-1"


@dataclass(frozen=True, slots=True)
class Program:
    """A running program. `address`: where it is reached, without a slash at the end."""

    address: str
    records: Records
    app: Flask


@contextmanager
def running(
    database_url: str, folder: Path, *, with_visits: bool = False, language: str = "en"
) -> Iterator[Program]:
    """Serve the program, with the study's clinic and its people, until the test is over.

    `with_visits`: with the study's nineteen visits of the two months before today, and one that begins now.
    `language`: the clinic's own, and its staff's.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        "CLINIC_FEEDBACK_DATABASE": database_url.removeprefix("sqlite:///"),
        "CLINIC_FEEDBACK_KEYS_FILE": str(folder / "keys"),
        "CLINIC_FEEDBACK_KEYS": new_keys(),
        "CLINIC_FEEDBACK_ADDRESS": address,
        "CLINIC_FEEDBACK_DEFAULT_LANGUAGE": language,
    }
    app = create_app(load_settings(None, environment))
    records = running_of(app).records
    records.write((_visits if with_visits else _people)(hashed(PASSWORD)))
    records.write(lambda tx: tx.session.execute(update(User).values(language=language)))
    server = make_server("127.0.0.1", port, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield Program(address, records, app)
    server.shutdown()
    server.server_close()
    records.database.close()


def _people(password_hash: str) -> Callable[[Transaction], None]:
    def work(tx: Transaction) -> None:
        open_clinic(tx, study.clinic(), password_hash)
        for role in (Role.QUALITY, Role.ADMINISTRATOR):
            person = Person(f"One {role}", "en", roles=frozenset({role}))
            add_user(tx, ACTOR, role, person).password = password_hash

    return work


def _visits(password_hash: str) -> Callable[[Transaction], None]:
    def work(tx: Transaction) -> None:
        study_clinic(tx, local_date(tx.now, study.clinic().time_zone), password_hash)

    return work

"""No log holds what a patient wrote, what a source calls a visit, or a way in to a form."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest
from flask import Flask
from gunicorn.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from clinic_feedback import errors
from clinic_feedback.app import create_app
from clinic_feedback.clinician import own_form, visit_reading
from clinic_feedback.codes import derived_receipt
from clinic_feedback.current import running_of
from clinic_feedback.patient import doorway, entrance, form_pages, sending_off, showing
from clinic_feedback.receipt import looking_up
from clinic_feedback.records.engine import Database
from clinic_feedback.records.transaction import Records
from clinic_feedback.serving import QuietLogger
from clinic_feedback.settings import Settings
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.clinician.house import House, house
from tests.clinic_feedback.conftest import KEYS_TEXT
from tests.clinic_feedback.records.setting import TestClock
from tests.clinic_feedback.security.planting import Planted, plant, planted_visit
from tests.databases import MakeUrl

MARKER = "MARKERcomment"


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database_url(request: pytest.FixtureRequest) -> MakeUrl:
    """Each engine in turn."""
    made: MakeUrl = request.getfixturevalue(f"{request.param}_url")
    return made


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Everything that is logged, from the most to the least important, and everything that is printed."""
    for name in ("", "sqlalchemy"):  # which keeps a level of its own
        caplog.set_level(logging.DEBUG, name)

    def read() -> str:
        return "\n".join(
            [caplog.text, *(repr(vars(record)) for record in caplog.records), *capfd.readouterr()]
        )

    return read


@pytest.fixture
def loud(settings: Settings, clock: TestClock) -> Iterator[Flask]:
    """The program, begun when everything is logged already."""
    program = create_app(settings, clock)
    yield program
    running_of(program).records.database.close()


def test_whatever_becomes_of_visits_no_log_tells_of_it(
    loud: Flask, logged: Callable[[], str], records: Records, clock: TestClock
) -> None:
    planted = plant(loud, house(records), clock)
    told = logged()
    assert "SELECT" in told, "the loudest log says more than this one"
    assert [word for one in planted for word in secrets_of(one) if word in told] == []


def secrets_of(planted: Planted) -> Sequence[str]:
    return (*planted.markers, planted.visit.ticket.token, planted.visit.code)


Press = Callable[[Flask, House, Planted], Browser]
"""What somebody does until something breaks."""


def opens_the_form(app: Flask, _: House, planted: Planted) -> Browser:
    patient = Browser(app)
    patient.get(f"/p/{planted.visit.ticket.token}")
    return patient


def turns_a_page(app: Flask, there: House, planted: Planted) -> Browser:
    patient = opens_the_form(app, there, planted)
    patient.press("next", comment=planted.texts[1])
    return patient


def sends_all_at_once(app: Flask, there: House, planted: Planted) -> Browser:
    patient = turns_a_page(app, there, planted)
    texts = {"comment": planted.texts[1], "sharing": "clinician", "send": "yes"}
    patient.post(patient.address.replace("sharing", "overview"), {**patient.fields(), **texts})
    return patient


def types_a_receipt(app: Flask, _: House, __: Planted) -> Browser:
    somebody = Browser(app)
    somebody.get("/receipt")
    code = derived_receipt(bytes(32))
    somebody.post("/receipt", {**somebody.fields(), "code": code})
    return somebody


def looks_at_the_visit(app: Flask, there: House, planted: Planted) -> Browser:
    kari = Browser(app)
    with kari.client.session_transaction(base_url=f"{ADDRESS}/staff/") as session:
        session["token"] = there.kari.token
    kari.get(f"/staff/visits/{planted.public_id}")
    return kari


def answers_own(app: Flask, there: House, planted: Planted) -> Browser:
    kari = looks_at_the_visit(app, there, planted)
    kari.press("next", heard="mostly")
    return kari


@pytest.mark.parametrize(
    ("module", "breaks", "press"),
    [
        (entrance, "patient_form", opens_the_form),
        (showing, "screen", opens_the_form),
        (form_pages, "turn_page", turns_a_page),
        (sending_off, "send", sends_all_at_once),
        (looking_up, "receipted", types_a_receipt),
        (visit_reading, "seen_by_clinician", looks_at_the_visit),
        (own_form, "turn_own_page", answers_own),
    ],
)
def test_a_fault_is_told_by_its_kind_and_place_alone(  # noqa: PLR0913, PLR0917 - fixtures and a row
    module: ModuleType,
    breaks: str,
    press: Press,
    loud: Flask,
    records: Records,
    logged: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = house(records)
    planted = planted_visit(there, "faulty")
    monkeypatch.setattr(module, breaks, raising(" ".join(secrets_of(planted))))
    somebody, told = press(loud, there, planted), ""
    told = logged()
    assert somebody.status == 500
    assert "fault: RuntimeError at" in told
    assert "<- KeyError at" in told
    assert [word for word in secrets_of(planted) if word in told + somebody.page] == []


def test_a_fault_while_a_fault_is_told_is_told_alike(
    loud: Flask, records: Records, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last resort of the framework writes the address that was asked for: a way in stands in it."""
    planted = planted_visit(house(records), "faulty")
    for module, breaks in ((doorway, "visit_of_link"), (errors, "render_template")):
        monkeypatch.setattr(module, breaks, raising(" ".join(secrets_of(planted))))
    with pytest.raises(RuntimeError):
        Browser(loud).get(f"/p/{planted.visit.ticket.token}")
    told = logged()
    assert "fault: RuntimeError at" in told
    assert [word for word in secrets_of(planted) if word in told] == []


def raising(words: str) -> Callable[..., NoReturn]:
    """A service that breaks, with words in its message and in that of what led to it."""

    def broken(*_: object, **__: object) -> NoReturn:
        raise RuntimeError(words) from KeyError(words)

    return broken


@pytest.mark.parametrize("way", ["reader", "writer"])
def test_a_refusal_of_the_database_does_not_repeat_what_it_was_given(database: Database, way: str) -> None:
    with getattr(database, way).connect() as connection, pytest.raises(DBAPIError) as refused:
        connection.execute(text("SELECT nothing FROM nowhere WHERE some = :word"), {"word": MARKER})
    assert MARKER not in str(refused.value)


def test_the_server_tells_a_fault_by_its_kind_and_place_alone(logged: Callable[[], str]) -> None:
    logger = QuietLogger(Config())
    try:
        raising(MARKER)()
    except RuntimeError:
        logger.exception("Error handling request %s %s", "GET", f"/p/{MARKER}")
    finally:
        for handler in tuple(logger.error_log.handlers):
            logger.error_log.removeHandler(handler)
    told = logged()
    assert "fault: RuntimeError at" in told
    assert MARKER not in told


ODD_REQUESTS = (
    b"GET /p/MARKER comment HTTP/1.1\r\n\r\n",
    b"get /p/MARKERcomment HTTP/1.1\r\n\r\n",
    b"GET /p/MARKERcomment HTTP/9.9\r\n\r\n",
    b"GET /p/MARKERcomment HTTP/1.1\r\nHost: here\r\nMARKER comment: x\r\n\r\n",
    b"GET /p/" + b"MARKERcomment" * 1_000 + b" HTTP/1.1\r\n\r\n",
    b"POST /p/MARKERcomment HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: MARKERcomment\r\n\r\n",
)


@pytest.mark.slow
def test_the_server_does_not_repeat_a_request_that_is_none(sqlite_url: MakeUrl, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "CLINIC_FEEDBACK_DATABASE": sqlite_url().removeprefix("sqlite:///"),
        "CLINIC_FEEDBACK_KEYS": KEYS_TEXT,
    }
    command = [str(Path(sys.executable).with_name("clinic-feedback")), "serve", "--port", str(port)]
    with (tmp_path / "log").open("w+") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        answered = [asked(port, request) for request in ODD_REQUESTS]
        server.terminate()
        server.wait(20)
        log.seek(0)
        told = log.read()
    assert [answer[9:12] for answer in answered] == [b"400", b"400", b"400", b"400", b"414", b"501"]
    assert "MARKER" not in told


def asked(port: int, request: bytes) -> bytes:
    """The beginning of the answer, as soon as there is a server."""
    for _ in range(200):
        with (
            suppress(ConnectionRefusedError),
            closing(socket.create_connection(("127.0.0.1", port), 5)) as there,
        ):
            there.sendall(request)
            return there.recv(100)
        time.sleep(0.05)
    return b""

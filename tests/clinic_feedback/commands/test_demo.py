"""The demo, as somebody starts it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from sqlalchemy import func, select

from clinic_feedback.opening import open_records
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.responses import PairRow
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings_reading import load_settings

CONSOLE = "from clinic_feedback.commands.main import main; main()"
ROLES = {"clinician", "other_clinician", "contact_person", "quality", "administrator"}

pytestmark = pytest.mark.slow


def environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder)}


def started(folder: Path, *options: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", CONSOLE, "demo", "--json", *options]
    return subprocess.Popen(arguments, env=environment(folder), stdout=subprocess.PIPE, text=True)


def told(demo: subprocess.Popen[str]) -> dict[str, Any]:
    assert demo.stdout is not None
    said: dict[str, Any] = json.loads(demo.stdout.readline())
    return said


def records_of(said: Mapping[str, Any]) -> Iterator[Records]:
    records = open_records(load_settings(None, said["environment"]))
    yield records
    records.database.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Any], Records]]:
    """A demo with its year, made and left alone."""
    demo = started(tmp_path_factory.mktemp("demo"), "--no-serve")
    said = told(demo)
    assert demo.wait(60) == 0
    assert demo.stdout is not None
    demo.stdout.close()
    for records in records_of(said):
        yield said, records


def test_it_tells_where_everybody_gets_in(whole: tuple[dict[str, Any], Records]) -> None:
    said, _ = whole
    assert set(said) == {"url", "logins", "patient_url", "database", "environment"}
    assert set(said["logins"]) == ROLES
    for role in ("clinician", "other_clinician"):
        assert set(said["logins"][role]) == {"user", "password", "clinic", "clinician"}
    assert said["patient_url"].startswith(f"{said['url']}/p/")
    assert Path(said["database"]).exists()


def test_it_holds_the_study_and_a_year_of_two_clinics(whole: tuple[dict[str, Any], Records]) -> None:
    _, records = whole
    with records.read() as tx:
        assert 1_500 < (tx.session.scalar(select(func.count(Consultation.id))) or 0) < 2_600
        assert len(set(tx.session.scalars(select(Consultation.clinic_id)))) == 3
        assert (tx.session.scalar(select(func.count(PairRow.id))) or 0) > 1_000


def test_every_other_command_reaches_it_by_the_environment_that_it_tells(
    whole: tuple[dict[str, Any], Records], tmp_path: Path
) -> None:
    said, _ = whole
    ran = subprocess.run(
        [sys.executable, "-c", CONSOLE, "report", "consultation", "demo:C08", "--out", "c08.pdf"],
        env={**environment(tmp_path), **said["environment"]},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (tmp_path / "c08.pdf").read_bytes().startswith(b"%PDF-")


def answers(url: str) -> int:
    """The status of an address, once somebody answers there."""
    browser = build_opener(HTTPCookieProcessor())
    for _ in range(100):
        try:
            with browser.open(url) as response:
                return int(response.status)
        except URLError:
            time.sleep(0.1)
    return 0


def test_it_serves_and_leaves_nothing_when_it_is_stopped(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    demo = started(tmp_path, "--no-year", "--port", port)
    try:
        said = told(demo)
        assert [answers(f"{said['url']}/{page}") for page in ("healthz", "readyz")] == [200, 200]
        assert answers(said["patient_url"]) == 200
        assert list(tmp_path.glob("clinic-feedback-demo-*"))
    finally:
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(30) == 0
    assert demo.stdout is not None
    demo.stdout.close()
    assert list(tmp_path.glob("clinic-feedback-demo-*")) == []

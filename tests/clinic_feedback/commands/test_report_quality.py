"""`clinic-feedback seal` and `report quality`: a period as a file, with nobody in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_feedback.commands import main as console
from clinic_feedback.key_files import make_key_file
from clinic_feedback.opening import open_records
from clinic_feedback.quality import period_reading
from clinic_feedback.quality.period_reading import PeriodRead, period_read
from clinic_feedback.records.audit import latest
from clinic_feedback.records.readiness import note_keys
from clinic_feedback.records.sealing import done_through
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.settings_reading import load_settings
from reports.published import Cut, View
from tests.clinic_feedback.records.closed_visits import Closed, take_in
from tests.databases import MakeUrl

Run = Callable[..., tuple[int, str, list[str]]]
PERIOD = ("--from", "2025-03-05", "--to", "2025-03-20")


@pytest.fixture
def records(sqlite_url: MakeUrl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Records:
    """Records that the commands reach, with the closed visits of four doctors and one nurse."""
    environ = {
        "CLINIC_FEEDBACK_DATABASE": sqlite_url().removeprefix("sqlite:///"),
        "CLINIC_FEEDBACK_KEYS_FILE": str(tmp_path / "keys"),
    }
    monkeypatch.delenv("CLINIC_FEEDBACK_SETTINGS", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    make_key_file(tmp_path / "keys")
    opened = open_records(load_settings(None, environ))
    opened.write(note_keys)
    low = {"reassured": "a_little"}
    doctors = [
        Closed("2025-W10", f"d{number % 4}", "doctor", patient=low if number % 3 else {})
        for number in range(14)
    ]
    silent = [Closed("2025-W10", f"d{number}", "doctor", patient=None) for number in range(2)]
    take_in(opened, [*doctors, *silent, Closed("2025-W10", "n1", "nurse")])
    return opened


@pytest.fixture
def run(records: Records, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command: exit code, standard output, lines on stderr."""

    def ran(*arguments: object) -> tuple[int, str, list[str]]:
        with pytest.raises(SystemExit) as stopped:
            console.main(list(map(str, arguments)))
        records.database.close()
        out, err = capsys.readouterr()
        return int(str(stopped.value.code)), out, err.splitlines()

    return ran


def report(run: Run, out: Path, *more: object) -> tuple[int, str, list[str]]:
    return run("report", "quality", *PERIOD, "--format", out.suffix[1:], "--out", out, *more)


def test_sealing_says_what_it_did_and_the_second_time_does_nothing(run: Run) -> None:
    code, out, err = run("seal")
    assert (code, err) == (0, [])
    assert "blocks: 1, visits: 17" in out
    assert run("seal")[1].startswith("weeks: 0, blocks: 0, visits: 0, sealed through: 20")


def test_a_period_is_sealed_first_and_its_json_begins_with_what_it_is_of(
    run: Run, records: Records, tmp_path: Path
) -> None:
    out = tmp_path / "q.json"
    assert report(run, out) == (0, "", [])
    found = json.loads(out.read_text("utf-8"))
    assert list(found)[:6] == ["held", "counted", "units", "n", "held_back", "weeks"]
    assert (found["held"], found["units"], found["held_back"]) == (17, 17, 0)
    assert found["not_reassured"]["x"] == 9
    with records.read() as tx:
        told = [(entry.actor, entry.act, entry.subject) for entry in latest(tx, 1)]
    assert told == [("report quality", "quality_read", "2025-W10 2025-W12")]


@pytest.mark.parametrize("format_", ["pdf", "html", "csv", "xlsx", "json"])
def test_the_same_data_make_the_same_bytes_and_name_no_clinician(
    run: Run, tmp_path: Path, format_: str
) -> None:
    first, second = tmp_path / f"a.{format_}", tmp_path / f"b.{format_}"
    assert report(run, first, "--language", "nb")[0] == 0
    assert report(run, second, "--language", "nb")[0] == 0
    assert first.read_bytes() == second.read_bytes()
    assert b"d0" not in first.read_bytes() or format_ in {"pdf", "xlsx"}  # packed bytes hold any pair


def traces(records: Records) -> tuple[str | None, int]:
    """The last week that is sealed, and how many entries the trail has."""
    with records.read() as tx:
        return done_through(tx), len(latest(tx, 1_000))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--clinic", "nort"], "did you mean north", id="a clinic that is not there"),
        pytest.param(["--profession", "dentist"], "--profession", id="a profession that is not known"),
        pytest.param(["--to", "2025-01-01"], "is before", id="the end before the beginning"),
        pytest.param(["--language", "de"], "--language", id="a language that is not spoken"),
        pytest.param(
            ["--from", "1000-01-01"],
            "--from: 1000-01-01 cannot be reported on; give a day from 1990-01-01 to 2199-12-31",
            id="a beginning before any visit",
        ),
        pytest.param(["--from", "0001-01-01"], "--from: 0001-01-01 cannot", id="the first day there is"),
        pytest.param(["--from", "1989-12-31"], "--from: 1989-12-31 cannot", id="a day too early"),
        pytest.param(["--to", "2200-01-01"], "--to: 2200-01-01 cannot", id="a day too late"),
        pytest.param(["--to", "9999-12-31"], "--to: 9999-12-31 cannot", id="the last day there is"),
        pytest.param(
            ["--to", "2035-03-07"],
            "--to: 2035-03-07 is more than ten years after 2025-03-05; give 2035-03-06 or a day before",
            id="a day more than ten years",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_before_anything_is_sealed_noted_or_written(
    run: Run, records: Records, tmp_path: Path, arguments: list[str], said: str
) -> None:
    out, before = tmp_path / "q.csv", traces(records)
    code, printed, (line,) = report(run, out, *arguments)
    assert (code, printed) == (2, "")
    assert said in line
    assert not out.exists()
    assert traces(records) == before


def test_a_choice_that_cuts_a_block_is_told_after_sealing_and_nothing_is_written(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "q.csv"
    code, printed, (line,) = report(run, out, "--profession", "nurse")
    assert (code, printed) == (2, "")
    assert "would cut a block in two" in line
    assert not out.exists()


def test_a_language_that_the_questionnaire_of_the_time_lacks_is_refused_and_no_reading_noted(
    run: Run, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_english_alone(tx: Transaction, view: View) -> PeriodRead | Cut:
        read = period_read(tx, view)
        assert isinstance(read, PeriodRead)
        return replace(read, pack=replace(read.pack, texts={"en": read.pack.texts["en"]}))

    monkeypatch.setattr(period_reading, "period_read", in_english_alone)
    out, entries = tmp_path / "q.csv", traces(records)[1]
    code, _, (line,) = report(run, out, "--language", "nb")
    assert (code, line.partition(":")[0]) == (2, "--language")
    assert not out.exists()
    assert traces(records)[1] == entries


def test_two_days_out_of_bounds_are_told_at_once(run: Run, tmp_path: Path) -> None:
    code, _, lines = report(run, tmp_path / "q.csv", "--from", "1000-01-01", "--to", "3000-01-01")
    assert code == 2
    assert [line.partition(":")[0] for line in lines] == ["--from", "--to"]


@pytest.mark.parametrize(
    "days",
    [
        pytest.param(("--from", "1990-01-01", "--to", "1990-01-01"), id="the earliest day"),
        pytest.param(("--from", "2199-12-31", "--to", "2199-12-31"), id="the latest day"),
        pytest.param(("--from", "2025-03-05", "--to", "2035-03-06"), id="ten years"),
    ],
)
def test_what_is_just_within_bounds_is_reported_on(run: Run, tmp_path: Path, days: tuple[str, ...]) -> None:
    out = tmp_path / "q.json"
    assert report(run, out, *days) == (0, "", [])
    assert out.exists()

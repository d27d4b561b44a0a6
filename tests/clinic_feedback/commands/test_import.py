"""`clinic-feedback import`: what a file of any kind ends as, and what whoever runs it is told."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from clinic_feedback.records.engine import NotStoredError
from clinic_feedback.records.versions import PinnedVersionError
from tests.clinic_feedback.commands.running import Run, at_home, records_of, runner
from tests.clinic_feedback.records.import_files import Raw, Stored, only, stored_visits, told, visit

SECRET = "nobody shall read this"  # noqa: S105 - a patient's words


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs commands over a new database."""
    at_home(tmp_path, monkeypatch)
    ran = runner(capsys)
    ran("keys", "make")
    ran("db", "upgrade")
    return ran


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to be imported."""
    return tmp_path / "visits.jsonl"


def write(file: Path, lines: Iterable[Raw | bytes]) -> Path:
    """Put lines into a file."""
    data = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    file.write_bytes(b"\n".join(data) + b"\n")
    return file


def rejected(file: Path) -> dict[int, list[dict[str, str]]]:
    """The faults of each rejected line."""
    lines = file.with_name("visits.rejected.jsonl").read_text("utf-8").splitlines()
    return {one["line"]: one["faults"] for one in map(json.loads, lines)}


def stored(folder: Path) -> dict[str, Stored]:
    """What lies in the records."""
    records = records_of(folder)
    with closing(records.database):
        return stored_visits(records)


def test_it_ends_with_what_became_of_the_visits(run: Run, file: Path, tmp_path: Path) -> None:
    write(file, [visit("1"), visit("2", "patient"), only(visit("3"), "")])
    code, out, err = run("import", file)
    assert (code, err) == (0, [])
    assert out.splitlines() == [
        "clinics that were not known before: north",
        "clinicians that were not known before: c1",
        "new: 3, paired: 1, unchanged: 0, rejected: 0",
    ]
    write(file, [visit("2"), visit("3", "clinician")])
    assert run("import", file)[1] == (
        "visits that got a first side: 1\nnew: 0, paired: 1, unchanged: 0, rejected: 0\n"
    )
    assert run("import", file)[1] == "new: 0, paired: 0, unchanged: 2, rejected: 0\n"
    assert sorted(stored(tmp_path)) == ["1", "2", "3"]
    assert not file.with_name("visits.rejected.jsonl").exists()


def a_bad_line(number: int) -> Raw | bytes:
    """One of ten kinds."""
    raw = visit(f"bad {number}", patient={"comment": SECRET})
    patient = raw["patient"]["answers"]
    kinds: list[Callable[[], Raw | bytes]] = [
        lambda: told(raw, profession="surgeon"),
        lambda: told(raw, held_at="2026-03-01T10:00:00"),
        lambda: told(raw, id=number),
        lambda: {**raw, "version": "9.9"},
        lambda: {**raw, "patient": {"answers": {**patient, "heard": SECRET}}},
        lambda: {**raw, "patient": {"answers": {**patient, "comment": f"{SECRET}\0"}}},
        lambda: {**raw, "patient": {"answers": {**patient, SECRET: "mostly"}}},
        lambda: json.dumps(raw).encode()[:-1],
        lambda: json.dumps(raw).replace(SECRET, "blå").encode("latin-1"),
        lambda: json.dumps([raw]).encode(),
    ]
    return kinds[number % 10]()


def test_a_hundred_bad_lines_among_a_thousand_leave_the_others_and_are_explained(
    run: Run, file: Path, tmp_path: Path
) -> None:
    write(file, [a_bad_line(n // 10) if n % 10 == 3 else visit(f"{n}") for n in range(1000)])
    code, out, (line,) = run("import", file)
    assert (code, out.splitlines()[-1]) == (1, "new: 900, paired: 900, unchanged: 0, rejected: 100")
    told_of = file.with_name("visits.rejected.jsonl")
    assert line == f"{told_of}: says what is wrong with the rejected lines (100)"
    assert list(rejected(file)) == [n + 1 for n in range(1000) if n % 10 == 3]
    assert all(fault["message"] and fault["code"] for faults in rejected(file).values() for fault in faults)
    kinds = {tuple(fault["path"] for fault in faults) for faults in rejected(file).values()}
    assert len(kinds) == 8  # what cannot be read at all has no path, whatever is wrong with it
    assert SECRET not in told_of.read_text("utf-8")
    assert stat.S_IMODE(told_of.stat().st_mode) == 0o600
    assert len(stored(tmp_path)) == 900


def test_every_kind_of_line_is_told_from_the_others_by_its_number(
    run: Run, file: Path, tmp_path: Path
) -> None:
    doubled = json.dumps(visit("6")).replace(
        '"heard": "mostly"', '"heard": "mostly", "heard": "not_at_all"', 1
    )
    lines = [
        b"\xef\xbb\xbf" + json.dumps(visit("1")).encode() + b"\r",
        b"",
        b"  \r",
        json.dumps(visit("4", patient={"comment": "blå"}), ensure_ascii=False).encode("latin-1"),
        json.dumps(visit("5", patient={"comment": "blå"}), ensure_ascii=False).encode() + b"\r",
        doubled.encode(),
        json.dumps(visit("7")).replace('"mostly"', "NaN", 1).encode(),
        b'{"comment": "' + 5_000_000 * b"x" + b'"}',
        json.dumps([visit("9")]).encode(),
        json.dumps(visit("10")).encode(),
    ]
    file.write_bytes(b"\n".join(lines))  # no line end after the last one
    code, out, _ = run("import", file)
    assert (code, out.splitlines()[-1]) == (1, "new: 3, paired: 3, unchanged: 0, rejected: 5")
    assert {number: [fault["path"] for fault in faults] for number, faults in rejected(file).items()} == {
        4: [""],
        6: ["patient.answers.heard"],
        7: [""],
        8: [""],
        9: [""],
    }
    assert sorted(stored(tmp_path)) == ["1", "10", "5"]


def test_an_older_rejected_file_gives_way(run: Run, file: Path) -> None:
    run("import", write(file, [told(visit(), held_at="soon")]))
    assert list(rejected(file)) == [1]
    run("import", write(file, [visit(), told(visit(), held_at="soon")]))
    assert list(rejected(file)) == [2]
    run("import", write(file, [visit()]))
    assert not file.with_name("visits.rejected.jsonl").exists()


def test_a_rejected_file_of_somebody_else_is_not_written_through(
    run: Run, file: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    file.with_name("visits.rejected.jsonl").symlink_to(elsewhere)
    run("import", write(file, [told(visit(), held_at="soon")]))
    assert (elsewhere.read_text(), list(rejected(file))) == ("mine", [1])


def test_where_the_rejected_file_cannot_be_written_the_good_lines_are_kept(
    run: Run, file: Path, tmp_path: Path
) -> None:
    file.with_name("visits.rejected.jsonl").mkdir()
    code, out, (line,) = run("import", write(file, [visit(), told(visit(), held_at="soon")]))
    assert (code, out.splitlines()[-1]) == (1, "new: 1, paired: 1, unchanged: 0, rejected: 1")
    assert "cannot be written" in line
    assert list(stored(tmp_path)) == ["T1"]
    assert not list(tmp_path.glob(".rejected.*"))


def test_with_no_create_unknown_clinics_and_clinicians_are_named(run: Run, file: Path) -> None:
    code, out, _ = run("import", "--no-create", write(file, [visit()]))
    assert (code, out) == (1, "new: 0, paired: 0, unchanged: 0, rejected: 1\n")
    assert [fault["path"] for fault in rejected(file)[1]] == ["consultation.clinic", "consultation.clinician"]


def test_follow_ups_come_with_their_option_and_sources_keep_apart(
    run: Run, file: Path, tmp_path: Path
) -> None:
    write(file, [visit(patient={"contact": "my_clinician"})])
    run("import", file)
    assert stored(tmp_path)["T1"]["follow_ups"] == []
    code, out, _ = run("import", file, "--follow-up", "--source", "pas")
    assert (code, out.splitlines()[-1]) == (0, "new: 1, paired: 1, unchanged: 0, rejected: 0")
    assert stored(tmp_path)["T1"]["follow_ups"] == ["contact"]


def test_a_withdrawn_side_and_texts_left_out_are_told_before_the_last_line(run: Run, file: Path) -> None:
    raw = visit("2", patient={"comment": SECRET})
    raw["patient"]["sharing"] = "totals_only"
    run("import", write(file, [visit("1")]))
    run("withdraw", "import:1", "--why", "asked for it")
    code, out, err = run("import", write(file, [visit("1"), raw]))
    assert (code, err) == (0, [])
    assert out.splitlines() == [
        "withdrawn before, and left out again: 1 (line 1)",
        "texts left out: 1",
        "new: 1, paired: 1, unchanged: 1, rejected: 0",
    ]


def test_many_new_names_are_not_all_listed(run: Run, file: Path) -> None:
    write(file, [told(visit(f"{n}"), clinic=f"clinic-{n:02}") for n in range(25)])
    assert "clinic-19 and 5 more\n" in run("import", file)[1]


@pytest.mark.parametrize("content", [b"", b"\n\r\n", b"\xef\xbb\xbf\n"])
def test_a_day_without_visits_is_no_fault(run: Run, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert run("import", file) == (0, "new: 0, paired: 0, unchanged: 0, rejected: 0\n", [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["missing.jsonl"], "there is no such file", id="no file"),
        pytest.param(["."], "is a folder", id="a folder"),
        pytest.param(["-"], "give a file", id="standard input"),
        pytest.param(["x.jsonl", "--source", "live"], "--source", id="our own name"),
        pytest.param(["x.jsonl", "--source", "a:b"], "--source", id="a source that no visit can be found by"),
        pytest.param(["x.jsonl", "--source", ""], "--source", id="an empty source"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_one_line(run: Run, arguments: list[str], said: str) -> None:
    code, out, (line,) = run("import", *arguments)
    assert (code, out) == (2, "")
    assert said in line


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(NotStoredError(), "run the same again", id="database away"),
        pytest.param(PinnedVersionError("put the pack back"), "put the pack back", id="pack changed"),
    ],
)
def test_what_stops_it_midway_is_said_with_what_to_do(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def stop(*_: Any) -> None:
        raise error

    monkeypatch.setattr("clinic_feedback.records.importing._take_in", stop)
    code, out, (line,) = run("import", write(file, [visit()]))
    assert (code, out) == (2, "")
    assert said in line


def test_a_bar_is_shown_on_a_terminal_alone(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(file, [visit(f"{n}") for n in range(30)])
    assert run("import", file)[2] == []
    with monkeypatch.context() as patched:
        patched.setattr(sys.stderr, "isatty", lambda: True)
        assert "100%" in "".join(run("import", file)[2])

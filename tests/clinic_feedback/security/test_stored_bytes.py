"""What patients write, and what a source calls a visit, lies nowhere on the disk in a form that can be read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from clinic_feedback.commands import main as console
from clinic_feedback.records.engine import Database
from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.clinician.house import house
from tests.clinic_feedback.conftest import KEYS_TEXT
from tests.clinic_feedback.records.dump import dump_of
from tests.clinic_feedback.records.setting import TestClock
from tests.clinic_feedback.security.planting import plant
from tests.databases import MakeUrl

pytestmark = pytest.mark.slow

IMPORTED = "MARKERimported"
MARKERS = ("MARKERchanged", "MARKERcomment", "MARKERreference")


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database_url(request: pytest.FixtureRequest) -> MakeUrl:
    """Each engine in turn."""
    made: MakeUrl = request.getfixturevalue(f"{request.param}_url")
    return made


def test_no_byte_of_the_database_tells_what_patients_wrote_or_are_called(
    app: Flask, records: Records, clock: TestClock
) -> None:
    planted = plant(app, house(records), clock)
    secrets = [one.visit.ticket.token for one in planted] + [one.visit.code for one in planted]
    found = found_on_disk(records, [*MARKERS, *secrets])
    assert found == []
    # The same search finds what may be read there.
    assert found_on_disk(records, [planted[0].public_id]) != []


def test_an_import_leaves_nothing_to_read_either(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = records.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("CLINIC_FEEDBACK_DATABASE", url.removeprefix("sqlite:///"))
    monkeypatch.setenv("CLINIC_FEEDBACK_KEYS", KEYS_TEXT)
    file = tmp_path / "visits.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines_to_import()))
    with pytest.raises(SystemExit) as stopped:
        console.main(["import", str(file)])
    printed = capsys.readouterr()
    told = (tmp_path / "visits.rejected.jsonl").read_text()
    assert stopped.value.code == 1
    assert printed.out.endswith("new: 1, paired: 0, unchanged: 0, rejected: 2\n")
    assert IMPORTED not in printed.out + printed.err + told
    assert found_on_disk(records, [IMPORTED]) == []


def lines_to_import() -> Iterator[dict[str, object]]:
    """A sound line, one whose text is too long, and one that answers by something that is no answer."""
    for number, answers in enumerate(
        ({"comment": IMPORTED, "heard": "mostly"}, {"comment": IMPORTED * 200}, {"heard": IMPORTED})
    ):
        yield {
            "questionnaire": "reassurance",
            "version": "1.0",
            "form": "full",
            "consultation": {
                "id": f"{IMPORTED}-{number}",
                "held_at": "2026-03-02T09:00:00+01:00",
                "clinic": "north",
                "clinician": "k1",
                "profession": "nurse",
            },
            "patient": {
                "language": "en",
                "sharing": "clinician",
                "answers": {"changed_text": IMPORTED} | answers,
            },
        }


def found_on_disk(records: Records, sought: Sequence[str]) -> list[str]:
    """Where any of some texts stands in a table, or in a file, journals included."""
    rows = repr(dump_of(records)).encode()
    contents = {"tables": rows} | {path.name: path.read_bytes() for path in files_of(records.database)}
    return [
        f"{name}: {word}" for name, there in contents.items() for word in sought if word.encode() in there
    ]


def files_of(database: Database) -> Iterable[Path]:
    """Every file in which the database keeps anything, its own log included."""
    if database.is_sqlite:
        file = Path(str(database.url.database))
        return list(file.parent.glob(f"{file.name}*"))
    with database.writer.connect() as connection:
        oid = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    folder = Path(str(database.url.query["host"]))
    places = (folder / "base" / str(oid), folder / "pg_wal")
    return [folder / "log", *(path for place in places for path in place.rglob("*") if path.is_file())]

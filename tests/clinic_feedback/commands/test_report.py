"""`clinic-feedback report consultation`: what the visit's clinician would see, as a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from clinic_feedback.commands import main as console
from clinic_feedback.key_files import make_key_file
from clinic_feedback.opening import open_records
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.safety import AuditEntry
from clinic_feedback.records.readiness import note_keys
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import NewVisit, make
from clinic_feedback.settings_reading import load_settings
from forms.model import Form
from tests.clinic_feedback.clinician.house import House, house
from tests.clinic_feedback.clinician.patients import answers_own_form, counts_in_totals, nothing, shares
from tests.databases import MakeUrl

Run = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def records(sqlite_url: MakeUrl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Records:
    """Records that the command reaches through the environment."""
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
    return opened


@pytest.fixture
def there(records: Records) -> House:
    """A live clinic and who works there."""
    return house(records)


@pytest.fixture
def run(records: Records, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `clinic-feedback report consultation`: exit code, standard output, lines on stderr."""

    def ran(*arguments: object) -> tuple[int, str, list[str]]:
        with pytest.raises(SystemExit) as stopped:
            console.main(["report", "consultation", *map(str, arguments)])
        records.database.close()
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err.splitlines()

    return ran


def test_it_writes_what_the_clinician_sees_and_notes_that_it_did(
    there: House, run: Run, tmp_path: Path
) -> None:
    visit = there.visit()
    shares(there.records, visit)
    answers_own_form(there.records, visit)
    page, pdf = tmp_path / "visit.html", tmp_path / "visit.pdf"
    assert run(visit.public_id, "--out", page) == (0, "", [])
    assert run(visit.public_id, "--language", "nb", "--out", pdf) == (0, "", [])
    assert "MARKER-pt" in page.read_text("utf-8")
    assert pdf.read_bytes().startswith(b"%PDF-")
    with there.records.read() as tx:
        entries = tx.session.scalars(select(AuditEntry).where(AuditEntry.subject == visit.public_id)).all()
        assert [(entry.act, entry.actor, entry.origin) for entry in entries] == [
            ("report_read", "report consultation", "command")
        ] * 2


def test_what_the_clinician_may_not_see_is_not_in_it(there: House, run: Run, tmp_path: Path) -> None:
    waiting, silent, totals = there.visit(), there.visit(), there.visit()
    shares(there.records, waiting)
    nothing(there.records, silent)
    counts_in_totals(there.records, totals)
    answers_own_form(there.records, totals)
    pages = []
    for number, visit in enumerate((waiting, silent, totals)):
        file = tmp_path / f"{number}.html"
        assert run(visit.public_id, "--out", file)[0] == 0
        pages.append(file.read_text("utf-8"))
    assert pages[0] == pages[1] == pages[2]
    assert "There are no answers to show for this visit." in pages[0]


def test_a_visit_is_found_by_what_its_source_calls_it(there: House, run: Run, tmp_path: Path) -> None:
    def imported(tx: Transaction) -> None:
        clinic = tx.session.get_one(Clinic, there.clinic_id)
        clinician = tx.session.get_one(Clinician, there.kari.clinician_id)
        pack = newest(tx, "reassurance")
        make(tx, NewVisit(clinic, clinician, pack, Form.FULL, tx.now, timedelta(hours=72), "import", "007"))

    there.records.write(imported)
    assert run("import:007", "--out", tmp_path / "it.html")[0] == 0
    assert run("import:7", "--out", tmp_path / "other.html")[0] == 2
    assert not (tmp_path / "other.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["nosuchvisit", "--out", "OUT.pdf"], "nosuchvisit: there is no such visit", id="unknown"
        ),
        pytest.param(["a\udcffb", "--out", "OUT.pdf"], "no id has", id="no text at all"),
        pytest.param(
            ["VISIT", "--out", "OUT.docx"], "is neither FILE.pdf nor FILE.html", id="another kind of file"
        ),
        pytest.param(
            ["VISIT", "--out", "OUT.pdf", "--language", "xx"], "--language", id="a language we do not speak"
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: list[str], said: str, there: House, run: Run, tmp_path: Path
) -> None:
    visit = there.visit()
    places = {"VISIT": visit.public_id, "OUT": str(tmp_path / "x")}
    code, out, err = run(*(re.sub("VISIT|OUT", lambda found: places[found[0]], one) for one in arguments))
    assert (code, out, len(err)) == (2, "", 1)
    assert said in err[0]
    assert list(tmp_path.glob("x.*")) == []

"""`clinic-feedback user`: added by ones or from a list, each with a link to choose a password."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.set_up_links import invited_by
from clinic_feedback.records.staff_accounts import everybody, person_of
from tests.clinic_feedback.commands.running import Run, at_home, records_of, runner


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs commands over a database with one clinic."""
    at_home(tmp_path, monkeypatch)
    monkeypatch.setenv("CLINIC_FEEDBACK_ADDRESS", "https://clinic.example/feedback")
    ran = runner(capsys)
    ran("keys", "make")
    ran("db", "upgrade")
    ran("clinic", "set", "north")
    return ran


def names(tmp_path: Path) -> list[str]:
    """Who is there."""
    records = records_of(tmp_path)
    with closing(records.database), records.read() as tx:
        return [user.username for user in everybody(tx)]


def test_a_clinician_is_added_and_the_link_is_theirs(run: Run, tmp_path: Path) -> None:
    code, out, err = run(
        *("user", "add", "Anna", "--name", "Anna Vik", "--language", "nb", "--profession", "nurse"),
        *("--role", "clinician", "--role", "contact_person", "--clinic", "north", "--role", "quality"),
    )
    assert (code, len(err)) == (0, 1)
    assert re.fullmatch(r"https://clinic\.example/feedback/staff/set-up/\w{26}\n", out)
    records = records_of(tmp_path)
    with closing(records.database), records.read() as tx:
        (user,) = everybody(tx)
        assert (user.username, user.password) == ("anna", "")
        assert person_of(tx, user).places == {(Role.CLINICIAN, "north"), (Role.CONTACT_PERSON, "north")}
        assert person_of(tx, user).roles == {Role.QUALITY}
        invited = invited_by(tx, out.strip().rpartition("/")[2])
        assert invited is not None
        assert invited.name == "Anna Vik"


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        pytest.param(("--role", "boss"), "--role and --clinic", id="no such role"),
        pytest.param((), "--role and --clinic", id="no role"),
        pytest.param(("--role", "clinician"), "--role and --clinic", id="no clinic for it"),
        pytest.param(("--role", "clinician", "--clinic", "x"), "--role and --clinic", id="no such clinic"),
        pytest.param(("--role", "clinician", "--clinic", "north"), "--profession", id="no profession"),
        pytest.param(("--role", "quality", "--language", "xx"), "--language", id="a language not spoken"),
    ],
)
def test_what_does_not_fit_is_named_by_option(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], option: str
) -> None:
    code, out, lines = run("user", "add", "anna", "--name", "Anna", *arguments)
    assert (code, out) == (2, "")
    assert [line.partition(":")[0] for line in lines] == [option]
    assert names(tmp_path) == []


LIST = """\
user,name,language,role,clinic,profession,clinician
anna,Anna Vik,nb,clinician,north,nurse,n1
Anna,,,contact_person,north,,
odd,Odd Moe,,administrator,,,
"""


def test_a_list_adds_everybody_once_and_run_again_nobody(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("\ufeff" + LIST, "utf-8")
    code, out, err = run("user", "import", file)
    assert (code, len(err)) == (0, 1)
    head, *lines = out.splitlines()
    assert head == "user,link"
    assert [line.partition(",")[0] for line in lines] == ["anna", "odd"]
    records = records_of(tmp_path)
    with closing(records.database), records.read() as tx:
        anna = person_of(tx, everybody(tx)[0])
    assert anna.places == {(Role.CLINICIAN, "north"), (Role.CONTACT_PERSON, "north")}
    assert (anna.name, anna.clinician, anna.profession) == ("Anna Vik", "n1", "nurse")

    code, out, err = run("user", "import", file)
    assert (code, out) == (0, "user,link\n")
    assert err[0].startswith("new: 0, there already: 2.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("user\nanna\n", "line 1: give the columns", id="a column is missing"),
        pytest.param("user,name,rank\na,A,1\n", "line 1: give the columns", id="a column too many"),
        pytest.param("", "line 1: give the columns", id="empty"),
        pytest.param(
            "user,name,role\nanna,Anna\n", "line 2: has another number of columns", id="a short line"
        ),
        pytest.param("user,name,role\na,A,quality,x\n", "line 2: has another number", id="a long line"),
        pytest.param(
            "user,name,role\nanna,A,quality\nanna,B,administrator\n",
            "line 3: anna had another name",
            id="two names",
        ),
        pytest.param('user,name,role\nanna,"A,quality\n', "is no CSV", id="a quotation mark that never ends"),
        pytest.param(
            "user,name,role\nodd,Odd,quality\n a b ,A,quality\n",
            "line 3: USER: Use letters",
            id="one bad line",
        ),
        pytest.param(
            "user,name,role\nodd,Odd,quality\nanna,A,boss\n",
            "line 3: --role and --clinic:",
            id="no such role",
        ),
        pytest.param(
            "user,name,role,clinic\nanna,A,quality,north\n", "line 2: --role and --clinic:", id="in no clinic"
        ),
    ],
)
def test_a_faulty_list_is_told_by_line_and_adds_nobody(
    run: Run, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(text, "utf-8")
    code, out, lines = run("user", "import", file)
    assert (code, out) == (2, "")
    assert said in lines[0]
    assert names(tmp_path) == []


def test_a_list_that_is_not_utf8_or_not_there_is_one_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_bytes("user,name\nø,Ø\n".encode("latin-1"))
    assert run("user", "import", file)[2] == [f"{file}: is not UTF-8; save it as CSV UTF-8"]
    assert "there is no such file" in run("user", "import", tmp_path / "none.csv")[2][0]

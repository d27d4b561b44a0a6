"""Settings: what they are, where they come from, and how every fault is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from clinic_feedback.setting_faults import range_of
from clinic_feedback.settings import Settings
from clinic_feedback.settings_reading import load_settings, variable
from forms.faults import FaultyInputError
from forms.wording import spoken

SECRETS = ("hunter2", "data=aaaa")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment with a home folder and nothing of ours."""
    return {"HOME": str(tmp_path / "home")}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a settings file."""

    def written(text: str) -> Path:
        file = tmp_path / "settings.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return written


def faults_of(file: Path | None, environ: dict[str, str]) -> list[str]:
    """What is wrong, a line a fault."""
    with pytest.raises(FaultyInputError) as caught:
        load_settings(file, environ)
    return [str(fault) for fault in caught.value.faults]


def test_without_file_and_variables_everything_lies_in_the_users_data_folder(
    environ: dict[str, str], tmp_path: Path
) -> None:
    settings = load_settings(None, environ)
    folder = tmp_path / "home" / ".local" / "share" / "clinic-feedback"
    assert settings.database_url == f"sqlite:///{folder}/clinic-feedback.sqlite"
    assert settings.keys_file == folder / "clinic-feedback.keys"
    elsewhere = load_settings(None, {**environ, "XDG_DATA_HOME": "/data"})
    assert elsewhere.keys_file == Path("/data/clinic-feedback/clinic-feedback.keys")
    relative = load_settings(None, {**environ, "XDG_DATA_HOME": "data"})
    assert relative.keys_file == settings.keys_file, "a relative one is to be ignored, says XDG"


def test_beside_a_file_lie_its_database_and_its_keys(
    write: Callable[[str], Path], environ: dict[str, str], tmp_path: Path
) -> None:
    file = write('packs_folder = "own"\n')
    (tmp_path / "own").mkdir()
    for settings in (
        load_settings(file, environ),
        load_settings(None, {**environ, "CLINIC_FEEDBACK_SETTINGS": str(file)}),
    ):
        assert settings.database_url == f"sqlite:///{tmp_path}/clinic-feedback.sqlite"
        assert settings.keys_file == tmp_path / "clinic-feedback.keys"
        assert settings.packs_folder == tmp_path / "own"


def test_the_environment_wins_and_its_paths_start_where_the_program_was_started(
    write: Callable[[str], Path], environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    file = write('closing_hours = 48\nidle_after = 60\ndatabase = "x.sqlite"\nkeys_file = "k"\n')
    given = {"CLOSING_HOURS": "96", "BEHIND_PROXY": "true", "DATABASE": "y.sqlite"}
    settings = load_settings(file, {**environ, **{f"CLINIC_FEEDBACK_{k}": v for k, v in given.items()}})
    assert (settings.closing_hours, settings.idle_after, settings.behind_proxy) == (96, 60, True)
    assert settings.database_url == f"sqlite:///{tmp_path}/here/y.sqlite"
    assert settings.keys_file == tmp_path / "k"


def test_a_variable_without_content_is_not_given(
    write: Callable[[str], Path], environ: dict[str, str]
) -> None:
    file = write("closing_hours = 48\n")
    given = {"CLINIC_FEEDBACK_CLOSING_HOURS": "", "CLINIC_FEEDBACK_SETTINGS": "", "CLINIC_FEEDBACK_LOGO": ""}
    assert load_settings(file, {**environ, **given}).closing_hours == 48
    assert load_settings(None, {**environ, **given}).closing_hours == 72


def test_settings_cannot_be_changed(environ: dict[str, str]) -> None:
    settings = load_settings(None, environ)
    with pytest.raises(ValidationError):
        settings.closing_hours = 1


def test_secrets_are_not_printed(environ: dict[str, str]) -> None:
    given = {"DATABASE": "postgresql://u:hunter2@db/feedback", "KEYS": "data=aaaa"}
    settings = load_settings(None, {**environ, **{f"CLINIC_FEEDBACK_{k}": v for k, v in given.items()}})
    assert (settings.database_url, settings.keys_text) == tuple(given.values())
    for printed in (repr(settings), str(settings), str(settings.model_dump())):
        assert [secret for secret in SECRETS if secret in printed] == []


IN_A_FILE = [
    pytest.param("closing_hour = 5", "closing_hour: is no setting; did you mean closing_hours?", id="a near miss"),
    pytest.param("[clinic]\nname = 1", "clinic: is no setting; take it out; settings are database, keys_file, address", id="a table: there are none"),
    pytest.param('"a b" = 1', "(a text of 3 characters): is no setting; take it out", id="a name that is none"),
    pytest.param("closing_hours = 500", "closing_hours: is 500; give a number from 24 to 168", id="too high"),
    pytest.param("due_days = 0", "due_days: is 0; give a number from 1 to 60", id="too low"),
    pytest.param("block_minimum = 9", "block_minimum: is 9; give a number from 10 to 1000", id="sums of fewer tell too much"),
    pytest.param("idle_after = 9999999999999", "idle_after: is a longer number; give a number from 30 to 900", id="no row of digits"),
    pytest.param('idle_after = "60"', "idle_after: is '60', which does not fit here; give a whole number", id="a text for a number"),
    pytest.param("idle_after = 60.5", "idle_after: is a number; give a whole number", id="a part of a second"),
    pytest.param('behind_proxy = "yes"', "behind_proxy: is 'yes', which does not fit here; give true or false", id="a text for a switch"),
    pytest.param("behind_proxy = 1", "behind_proxy: is a number; give true or false", id="a number for a switch"),
    pytest.param('default_language = "de"', "default_language: is not spoken here; choose one of: en, nb", id="a language without texts"),
    pytest.param("organisation = 3", "organisation: is a number; give a text, in quotes", id="a number for a name"),
    pytest.param('organisation = "a\\nb"', "organisation: does not fit; give at most 80 characters on one line", id="two lines"),
    pytest.param('organisation = "a\\u0000b"', "organisation: does not fit; give at most 80 characters on one line", id="NUL"),
    pytest.param('accent = "plum"', "accent: is 'plum', which does not fit here; give a # and six digits", id="no colour"),
    pytest.param('accent_dark = "#12345g"', "accent_dark: is a text of 7 characters, which does not fit here; give a # and six digits", id="nearly a colour"),
    pytest.param("logo = 3", "logo: is a number; give a text, in quotes", id="a number for a path"),
    pytest.param('logo = ""', "logo: is no path; name a file or folder, or leave the setting out", id="an empty path"),
    pytest.param('logo = "a\\u0000b"', "logo: is no path; name a file or folder", id="NUL in a path"),
    pytest.param('logo = "~nobody-of-this-name/x.png"', "logo: begins with ~, and there is no such home folder; give the whole path", id="a stranger's home"),
    pytest.param('logo = "x.png"', "logo: there is no such file; check its name", id="a missing picture"),
    pytest.param('logo = "x.pdf"', "logo: is no picture that a browser shows; give a file that ends in .png", id="no picture"),
    pytest.param('packs_folder = "packs"', "packs_folder: there is no such folder; check its name", id="a missing folder"),
    pytest.param('database = "postgres://u:hunter2@db/x"', "database: is neither a file nor PostgreSQL; give a path, or postgresql://USER@HOST/NAME", id="an old name of PostgreSQL; no password is repeated"),
    pytest.param('database = ":memory:"', "database: is neither a file nor PostgreSQL", id="memory keeps nothing"),
    pytest.param('database = "x.sqlite?mode=ro"', "database: is neither a file nor PostgreSQL", id="options of a driver"),
    pytest.param('address = "http://10.0.0.5:8080"', "address: begins with http://, which only this machine itself may use; use https", id="no TLS"),
    pytest.param("address = 5", "address: is a number; give a text, in quotes", id="a number for an address"),
    pytest.param('keys = "data=aaaa"', "keys: keys do not belong here; move them into a file of their own (keys_file), or into CLINIC_FEEDBACK_KEYS", id="keys in a file that is copied about"),
    pytest.param("draft_tablet_minutes = 5\nidle_after = 200", "draft_tablet_minutes: ends before the page that covers itself does, after 380 seconds; give more minutes", id="a draft that ends under the hands"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "begins"), IN_A_FILE)
def test_a_fault_in_the_file_is_named_with_its_key_and_what_to_do(
    text: str, begins: str, write: Callable[[str], Path], environ: dict[str, str]
) -> None:
    file = write(text)
    (line,) = faults_of(file, environ)
    assert line.startswith(f"{file}: {begins}")
    assert [secret for secret in SECRETS if secret in line] == []


IN_A_VARIABLE = [
    pytest.param("IDLE_GRACES", "3", "is no setting; did you mean CLINIC_FEEDBACK_IDLE_GRACE?", id="a near miss"),
    pytest.param("IDLE_GRACE", "3x", "is '3x', which does not fit here; give a whole number", id="no number"),
    pytest.param("IDLE_GRACE", "5", "is 5; give a number from 20 to 900", id="too low"),
    pytest.param("BEHIND_PROXY", "ja", "is 'ja', which does not fit here; give true or false", id="no switch"),
    pytest.param("LOGO", "/no/such.png", "there is no such file; check its name", id="a missing picture"),
    pytest.param("DATABASE", "mysql://u:hunter2@db/x", "is neither a file nor PostgreSQL", id="another database"),
    pytest.param("DRAFT_TABLET_MINUTES", "nan", "is 'nan', which does not fit here; give a whole number", id="not a number at all"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "begins"), IN_A_VARIABLE)
def test_a_fault_in_the_environment_is_named_with_its_variable(
    name: str, value: str, begins: str, environ: dict[str, str]
) -> None:
    (line,) = faults_of(None, {**environ, f"CLINIC_FEEDBACK_{name}": value})
    assert line.startswith(f"CLINIC_FEEDBACK_{name}: {begins}")
    assert "hunter2" not in line


def test_all_faults_are_named_at_once(write: Callable[[str], Path], environ: dict[str, str]) -> None:
    file = write('closing_hours = 500\nidle_afer = 3\nlogo = "no.png"\naccent = "red"\n')
    given = {"CLINIC_FEEDBACK_SESSION_HOURS": "0", "CLINIC_FEEDBACK_ACCENTS": "x"}
    places = [line.rpartition(": ")[0].removeprefix(f"{file}: ") for line in faults_of(file, environ | given)]
    ours = [variable("accents"), variable("session_hours")]
    assert sorted(places) == sorted(["idle_afer", "closing_hours", "accent", "logo", *ours])


def test_a_variable_does_not_hide_a_fault_of_the_file(
    write: Callable[[str], Path], environ: dict[str, str]
) -> None:
    file = write("closing_hours = 500\n")
    (line,) = faults_of(file, {**environ, "CLINIC_FEEDBACK_CLOSING_HOURS": "48"})
    assert line.startswith(f"{file}: closing_hours: is 500")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(None, "is missing", id="no such file"),
        pytest.param(b"closing_hours = ", "it is not TOML", id="half a line"),
        pytest.param(b"\xff\xfe", "it is not UTF-8", id="another encoding"),
    ],
)
def test_a_settings_file_that_cannot_be_read_is_one_line(
    content: bytes | None, words: str, environ: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "settings.toml"
    if content is not None:
        file.write_bytes(content)
    (line,) = faults_of(file, environ)
    assert line.startswith(f"{file}: ")
    assert words in line


def described(root: Path) -> dict[str, tuple[str, str]]:
    """Each setting of the document with its default and what it may be."""
    text = (root / "docs" / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \|([^|]*)\|([^|]*)\|[^|]*\w[^|]*\|$", text, flags=re.MULTILINE)
    return {name: (default.strip(), allowed.strip()) for name, default, allowed in rows}


def in_document(value: Any) -> str:
    """A default as the document writes it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_every_setting_is_described_and_nothing_else_is(root: Path) -> None:
    assert sorted(described(root)) == sorted(Settings.model_fields)


def test_the_document_tells_defaults_and_limits_as_they_are(root: Path) -> None:
    for name, (default, allowed) in described(root).items():
        field = Settings.model_fields[name]
        if field.is_required():
            assert default.endswith(", here"), name
        else:
            assert default == in_document(field.default), name
        if range_of(name):
            assert allowed == range_of(name), name
    assert described(root)["default_language"][1] == ", ".join(spoken("clinic_feedback"))


def test_the_example_of_the_document_is_right(
    root: Path, write: Callable[[str], Path], environ: dict[str, str]
) -> None:
    (example,) = re.findall(
        r"```toml\n(.*?)```", (root / "docs" / "settings.md").read_text("utf-8"), re.DOTALL
    )
    settings = load_settings(write(example), environ)
    assert str(settings.address) == "https://clinic.example/feedback"

"""`clinic-feedback keys`: made once, never overwritten, and with a word on what to keep."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clinic_feedback.commands import main as console
from clinic_feedback.key_files import load_keys


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs `clinic-feedback keys` in a home of its own: exit code, standard output, lines on stderr."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("CLINIC_FEEDBACK_SETTINGS", raising=False)

    def ran(*arguments: object) -> tuple[int, str, list[str]]:
        with pytest.raises(SystemExit) as stopped:
            console.main(["keys", *map(str, arguments)])
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err.splitlines()

    return ran


def test_keys_are_made_with_a_word_on_what_to_back_up_and_why(run: Any, tmp_path: Path) -> None:
    code, out, err = run("make", tmp_path / "keys")
    assert (code, err) == (0, [])
    assert out.startswith(f"{tmp_path}/keys: made.")
    assert "not where the backups of the database lie" in out
    text = (tmp_path / "keys").read_text("utf-8")
    assert load_keys(tmp_path / "keys").lookup_key.hex() in text
    assert [word for word in text.split() if "=" in word and word.partition("=")[2] in out] == []


def test_without_a_name_they_lie_where_the_program_looks_for_them(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "data" / "clinic-feedback" / "clinic-feedback.keys"
    assert run("make")[0] == 0
    assert load_keys(file)
    assert file.parent.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("CLINIC_FEEDBACK_KEYS_FILE", str(tmp_path / "elsewhere"))
    assert run("make")[0] == 0
    assert load_keys(tmp_path / "elsewhere")


def test_keys_that_are_there_are_never_overwritten(run: Any, tmp_path: Path) -> None:
    run("make", tmp_path / "keys")
    before = (tmp_path / "keys").read_bytes()
    code, out, (line,) = run("make", tmp_path / "keys")
    assert (code, out) == (2, "")
    assert "is there already; its keys may be in use" in line
    assert (tmp_path / "keys").read_bytes() == before


def test_faulty_settings_are_named_and_no_keys_are_made(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_FEEDBACK_CLOSING_HOURS", "1")
    monkeypatch.setenv("CLINIC_FEEDBACK_IDLE_AFTER", "1")
    code, out, err = run("make")
    assert (code, out, len(err)) == (2, "", 2)
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_no_folder_can_be_made_is_one_line(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CLINIC_FEEDBACK_KEYS_FILE", str(tmp_path / "file" / "folder" / "keys"))
    code, out, err = run("make")
    assert (code, out, len(err)) == (2, "", 1)
    assert "name a FILE" in err[0]

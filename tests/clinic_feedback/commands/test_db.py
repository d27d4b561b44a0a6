"""`clinic-feedback db upgrade`, and what every command says where the records are not ready."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from clinic_feedback.records.migrating import newest_revision
from tests.clinic_feedback.commands.running import Run, at_home, runner


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs commands in a home of their own that holds keys alone."""
    at_home(tmp_path, monkeypatch)
    ran = runner(capsys)
    ran("keys", "make")
    return ran


def execute(tmp_path: Path, statement: str) -> list[tuple[object, ...]]:
    """Run a statement past the program."""
    with closing(sqlite3.connect(tmp_path / "clinic.sqlite")) as connection, connection:
        return connection.execute(statement).fetchall()


def test_the_tables_are_made_once_and_the_keys_noted(run: Run, tmp_path: Path) -> None:
    assert run("db", "upgrade") == (0, f"the tables are now at {newest_revision()}\n", [])
    assert run("db", "upgrade") == (0, "the tables were the newest already\n", [])
    assert len(execute(tmp_path, "SELECT key_id FROM key_check")) == 2


def test_a_command_before_the_upgrade_says_what_to_run(run: Run) -> None:
    code, out, (line,) = run("clinic", "set", "north")
    assert (code, out) == (2, "")
    assert line.endswith("run: clinic-feedback db upgrade")


def test_other_keys_than_the_databases_are_refused_before_anything_is_written(
    run: Run, tmp_path: Path
) -> None:
    run("db", "upgrade")
    (tmp_path / "keys").unlink()
    run("keys", "make")
    for command in (("db", "upgrade"), ("clinic", "set", "north")):
        code, out, (line,) = run(*command)
        assert (code, out) == (2, "")
        assert "the keys do not fit this database" in line
        assert "put back the file of keys" in line
    assert execute(tmp_path, "SELECT * FROM clinic") == []


def test_without_keys_the_refusal_says_how_to_make_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "keys").unlink()
    code, out, lines = run("db", "upgrade")
    assert (code, out) == (2, "")
    assert "clinic-feedback keys make" in " ".join(lines)


def test_a_database_of_a_newer_release_is_left_alone(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    execute(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    code, out, (line,) = run("db", "upgrade")
    assert (code, out) == (2, "")
    assert "made by a newer release" in line
    assert execute(tmp_path, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_what_is_no_database_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "clinic.sqlite").write_text("Dear diary", "utf-8")
    code, out, (line,) = run("db", "upgrade")
    assert (code, out) == (2, "")
    assert "clinic.sqlite" in line


def test_a_folder_that_is_not_there_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_FEEDBACK_DATABASE", str(tmp_path / "nowhere" / "clinic.sqlite"))
    code, out, (line,) = run("db", "upgrade")
    assert (code, out) == (2, "")
    assert "its folder is not there" in line


def test_a_server_that_does_not_answer_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_FEEDBACK_DATABASE", "postgresql://user:secret@127.0.0.1:1/none")
    code, out, (line,) = run("db", "upgrade")
    assert (code, out) == (2, "")
    assert "the database does not answer" in line
    assert "secret" not in line

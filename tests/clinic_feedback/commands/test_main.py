"""The console script itself: how it is called, and how it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from clinic_feedback.commands import main as console


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the console script and gives exit code, standard output and lines on stderr."""

    def ran(*arguments: str) -> tuple[int, str, list[str]]:
        with pytest.raises(SystemExit) as stopped:
            console.main(list(arguments))
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err.splitlines()

    return ran


@pytest.mark.parametrize(
    ("arguments", "words", "why"),
    [
        (("comparee",), "comparee", "an unknown command is named"),
        (("comparee",), "compare", "and the near one suggested"),
        (("packs", "chekc", "x"), "chekc", "an unknown command of a group"),
        (("compare", "--langage", "nb", "x"), "--language", "a near miss among options"),
        (("--nonsense",), "--nonsense", "an unknown option"),
    ],
)
def test_a_wrong_call_is_one_line_that_names_it(
    arguments: tuple[str, ...], words: str, why: str, run: Any
) -> None:
    code, out, err = run(*arguments)
    assert (code, out, len(err)) == (2, "", 1), why
    assert words in err[0]


@pytest.mark.parametrize("arguments", [("--help",), ("compare", "--help"), ("packs", "check", "-h")])
def test_every_command_has_help(arguments: tuple[str, ...], run: Any) -> None:
    code, out, err = run(*arguments)
    assert (code, err) == (0, [])
    assert out.startswith("Usage: clinic-feedback")


def test_without_a_command_the_help_is_shown_and_nothing_is_done(run: Any) -> None:
    code, out, err = run()
    assert (code, out) == (2, "")
    assert err[0].startswith("Usage: clinic-feedback")


def test_it_tells_its_version(run: Any) -> None:
    assert run("--version") == (0, f"{version('clinic-feedback')}\n", [])


def test_stopping_it_by_hand_is_no_traceback(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(console.cli, "main", interrupted)
    assert run("compare", "x") == (130, "", ["clinic-feedback: stopped"])


def test_another_package_of_our_name_is_told_in_one_line(tmp_path: Path, root: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "__init__.py").write_text("")
    code = "from clinic_feedback.commands.main import main; main(['--version'])"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(root)])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (2, "", 1)
    assert "another 'forms'" in ran.stderr


def test_a_reader_that_goes_away_is_no_traceback(root: Path) -> None:
    code = "from clinic_feedback.commands.main import main; main()"
    command = f"'{sys.executable}' -c \"{code}\" compare examples/c08.json | true"
    ran = subprocess.run(["/bin/bash", "-c", command], cwd=root, capture_output=True, text=True, check=False)
    assert ran.stderr == ""


def test_a_full_disk_is_one_line(root: Path) -> None:
    code = "from clinic_feedback.commands.main import main; main()"
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-c", code, "compare", "examples/c08.json"],
            cwd=root,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)
    assert "cannot be printed" in ran.stderr


def test_a_home_folder_runs_no_code_when_a_pdf_is_made(root: Path, tmp_path: Path) -> None:
    (tmp_path / ".reportlab_mods").write_text("raise SystemExit('run from home')")
    code = "from clinic_feedback.commands.main import main; main()"
    for home in (tmp_path, "/dev/null"):
        subprocess.run(
            [sys.executable, "-c", code, "compare", "examples/c08.json", "--pdf", tmp_path / "x.pdf"],
            cwd=root,
            env={**os.environ, "HOME": str(home)},
            capture_output=True,
            check=True,
        )
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")

"""`clinic-feedback packs`, as somebody who writes a questionnaire meets it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from clinic_feedback.commands.main import main

CORRIDOR = Path(__file__).parents[2] / "packs" / "corridor"
BUILT_IN = Path(__file__).parents[3] / "forms" / "packs"

Outcome = tuple[int, list[str], list[str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command and gives its exit code, its lines and its lines on stderr."""

    def ran(*arguments: object) -> Outcome:
        with pytest.raises(SystemExit) as stopped:
            main(["packs", *(str(argument) for argument in arguments)])
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out.splitlines(), printed.err.splitlines()

    return ran


@pytest.fixture
def corridor(tmp_path: Path) -> Path:
    """A copy of the tests' own small questionnaire."""
    return Path(shutil.copytree(CORRIDOR, tmp_path / "corridor"))


@pytest.mark.parametrize("folder", [CORRIDOR, BUILT_IN], ids=["the tests' pack", "the built-in pack"])
def test_a_good_pack_has_no_fault(folder: Path, run: Any) -> None:
    code, out, err = run("check", folder)
    assert (code, err) == (0, [])
    assert [line for line in out if not line.endswith(": no fault")] == []
    assert out != []


def test_every_fault_of_a_bad_pack_is_a_line_and_nothing_is_printed(run: Any, corridor: Path) -> None:
    (rules,) = corridor.rglob("rules.toml")
    rules.write_text(rules.read_text("utf-8").replace('name = "', 'nmae = "'), encoding="utf-8")
    (english,) = corridor.rglob("en.toml")
    english.write_text(english.read_text("utf-8").replace("[topics]", "[topcis]"), encoding="utf-8")
    code, out, err = run("check", corridor)
    assert (code, out) == (2, [])
    assert [line for line in err if "rules.toml" in line] != []
    assert [line for line in err if "en.toml" in line] != []


def test_a_folder_without_packs_and_a_missing_one_are_one_line(run: Any, tmp_path: Path) -> None:
    for folder, words in ((tmp_path, "holds no questionnaire.toml"), (tmp_path / "none", "no such folder")):
        code, out, err = run("check", folder)
        assert (code, out, len(err)) == (2, [], 1)
        assert words in err[0]


def test_a_published_structure_cannot_change(run: Any, corridor: Path) -> None:
    assert run("publish", corridor)[0] == 0
    (questionnaire,) = corridor.rglob("questionnaire.toml")
    text = questionnaire.read_text("utf-8")
    assert "core = true" in text
    questionnaire.write_text(text.replace("core = true", "core = false", 1), encoding="utf-8")
    code, out, err = run("publish", corridor)
    assert (code, out) == (2, [])
    assert err != []

"""`clinic-feedback packs`, as somebody who writes a questionnaire meets it."""

from __future__ import annotations

import os
import shutil
from errno import EACCES, ENOSPC
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


def copied(folder: Path) -> Path:
    """A copy of the small questionnaire in this folder, not published."""
    return Path(shutil.copytree(CORRIDOR / "1.0", folder, ignore=shutil.ignore_patterns("published.lock")))


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


@pytest.mark.parametrize("asked", ["", "wards", "wards/2.0"], ids=["all", "the name", "the version"])
@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_pack_in_a_folder_that_calls_it_otherwise_is_told(
    command: str, asked: str, run: Any, tmp_path: Path
) -> None:
    lies_in = copied(tmp_path / "wards" / "2.0")
    code, out, err = run(command, tmp_path / asked)
    assert (code, out) == (2, [])
    seen_from = f"{within}/" if (within := lies_in.relative_to(tmp_path / asked).as_posix()) != "." else ""
    assert err == [
        f"{seen_from}questionnaire.toml: name: is 'corridor'; its folder says 'wards'",
        f"{seen_from}questionnaire.toml: version: is '1.0'; its folder says '2.0'",
    ]


@pytest.mark.parametrize(
    ("folder", "asked"),
    [
        pytest.param("corridor/1.0-draft", "", id="a folder of packs"),
        pytest.param("corridor/1.0-draft", "corridor", id="the folder of a name"),
        pytest.param("corridor/1.0-draft", "corridor/1.0-draft", id="itself: it begins as a version does"),
        pytest.param("corridor/draft", "", id="where a version would lie"),
    ],
)
def test_a_folder_that_the_catalogue_would_not_take_is_told(
    folder: str, asked: str, run: Any, tmp_path: Path
) -> None:
    lies_in = copied(tmp_path / folder)
    code, out, (line,) = run("check", tmp_path / asked)
    assert (code, out) == (2, [])
    assert f"lies in the folder '{lies_in.name}', which is no version; name the folder by" in line


@pytest.mark.parametrize("asked", ["drafts/x", "drafts"], ids=["itself", "the folder around it"])
def test_a_loose_pack_is_called_as_its_author_likes(asked: str, run: Any, tmp_path: Path) -> None:
    loose = copied(tmp_path / "drafts" / "x")
    assert run("check", tmp_path / asked) == (0, [f"{loose}: no fault"], [])
    assert run("publish", tmp_path / asked) == (0, [f"{loose}: published"], [])


def test_the_folder_that_one_stands_in_has_its_own_name(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copied(tmp_path / "corridor" / "2.0"))
    code, _, err = run("check", ".")
    assert (code, err) == (2, ["questionnaire.toml: version: is '1.0'; its folder says '2.0'"])


def test_one_pack_is_published_at_a_time(run: Any, tmp_path: Path) -> None:
    packs = [copied(tmp_path / "corridor" / "1.0"), copied(tmp_path / "drafts")]
    code, out, (line,) = run("publish", tmp_path)
    assert (code, out) == (2, [])
    assert line == f"{tmp_path}: holds 2 packs; name the folder of one: {packs[0]}, {packs[1]}"
    assert list(tmp_path.rglob("published.lock")) == []
    assert run("publish", packs[0])[0] == 0
    assert [lock.parent for lock in tmp_path.rglob("published.lock")] == packs[:1]


def test_a_lock_that_cannot_be_written_is_one_line(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    pack = copied(tmp_path / "x")
    monkeypatch.setattr(Path, "write_text", full)
    assert run("publish", pack) == (
        2,
        [],
        [
            f"{pack}/published.lock: cannot be written (No space left on device); check its disk and permissions"
        ],
    )


def test_a_link_that_leads_back_is_not_followed(run: Any, corridor: Path) -> None:
    (corridor / "1.0" / "back").symlink_to(corridor)
    (corridor / "1.0" / "circle").symlink_to("circle")
    assert run("check", corridor) == (0, [f"{corridor}/1.0: no fault"], [])


@pytest.mark.parametrize("kind", ["a folder", "a circle"])
def test_a_pack_whose_questionnaire_is_no_file_is_found_and_told(kind: str, run: Any, corridor: Path) -> None:
    file = corridor / "1.0" / "questionnaire.toml"
    file.unlink()
    if kind == "a folder":
        file.mkdir()
    else:
        file.symlink_to(file.name)
    code, out, err = run("check", corridor)
    assert (code, out, len(err)) == (2, [], 1)
    assert err[0].startswith("1.0/questionnaire.toml: cannot be read: ")


def test_a_folder_that_may_not_be_listed_is_one_line(
    run: Any, corridor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.scandir

    def refusing(folder: Path | str) -> Any:
        if Path(folder).name == "closed":
            raise PermissionError(EACCES, "Permission denied", str(folder))
        return listed(folder)

    (corridor / "closed").mkdir()
    monkeypatch.setattr(os, "scandir", refusing)
    assert run("check", corridor) == (
        2,
        [],
        [f"{corridor}/closed: cannot be read (Permission denied); check its permissions"],
    )


def test_a_folder_that_may_not_be_reached_is_one_line(
    run: Any, corridor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(folder: Path) -> bool:
        raise PermissionError(EACCES, "Permission denied", str(folder))

    monkeypatch.setattr(Path, "is_dir", refused)
    line = f"{corridor}: cannot be read (Permission denied); check its permissions"
    assert run("check", corridor) == (2, [], [line])


def test_a_published_structure_cannot_change(run: Any, corridor: Path) -> None:
    assert run("publish", corridor)[0] == 0
    (questionnaire,) = corridor.rglob("questionnaire.toml")
    text = questionnaire.read_text("utf-8")
    assert "core = true" in text
    questionnaire.write_text(text.replace("core = true", "core = false", 1), encoding="utf-8")
    code, out, err = run("publish", corridor)
    assert (code, out) == (2, [])
    assert err != []

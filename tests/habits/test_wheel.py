"""Who installs the program gets all of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.habits.conftest import PACKAGES, is_ours

pytestmark = pytest.mark.slow

MADE_ANEW = {"built", ".built"}
"""What pages load, as it was built for this checkout, and the mark that it was."""


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it; pages' files, too."""
    copy, out = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("built")
    for folder in (*PACKAGES, "frontend"):
        shutil.copytree(
            root / folder,
            copy / folder,
            ignore=lambda _, names: [name for name in names if not is_ours(name) or name in MADE_ANEW],
        )
    for name in ("setup.cfg", "setup.py", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(root / name, copy)
    run = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, copy],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return out


@pytest.fixture
def in_wheel(built: Path) -> set[str]:
    """The names of all files in the wheel."""
    (wheel,) = built.glob("*.whl")
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_file_of_the_packages(
    in_wheel: set[str], root: Path, package_files: tuple[Path, ...]
) -> None:
    ours = {str(path.relative_to(root)) for path in package_files}
    assert ours - in_wheel == set()


def test_the_wheel_holds_nothing_else(in_wheel: set[str]) -> None:
    assert {name.split("/")[0].partition("-")[0] for name in in_wheel} == set(PACKAGES)


def test_the_wheel_brings_the_command_and_the_licence(in_wheel: set[str]) -> None:
    names = {name.partition(".dist-info/")[2] for name in in_wheel if ".dist-info/" in name}
    assert {"entry_points.txt", "licenses/LICENSE"} <= names


def test_the_wheel_brings_what_pages_load_and_its_compressed_forms(in_wheel: set[str]) -> None:
    folder = "clinic_feedback/static/built/"
    loaded = {name.removeprefix(folder) for name in in_wheel if name.startswith(folder)}
    names = {"patient.css", "staff.css", "page.js", "idle.js"}
    served = {f"{name}{ending}" for name in names for ending in ("", ".br", ".gz")}
    assert loaded == served | {"designsystemet-LICENSE.txt"}


def test_the_source_distribution_holds_what_its_wheel_was_built_from(built: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "pyproject.toml", "setup.cfg", "setup.py"} <= names
    assert {"frontend/package-lock.json", "frontend/build.py", "frontend/own.css"} <= names
    assert "frontend/.built" not in names

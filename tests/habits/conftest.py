"""The project's own files, for the tests that guard its habits."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGES = ("forms", "reports", "clinic_feedback")
NOT_OURS = {".git", ".hypothesis", "__pycache__", "build", "dist"}


@dataclass(frozen=True)
class Module:
    """A Python file. `path`: from the project's folder."""

    path: Path
    text: str

    @property
    def tree(self) -> ast.Module:
        """What the file says, parsed."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """How long the file is, blank lines and comments counted."""
        return len(self.text.splitlines())

    @property
    def imports(self) -> set[str]:
        """All modules that the file imports, at its top or later."""
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
        return names


def is_ours(folder: str) -> bool:
    """Whether a folder may hold files of the project: caches and what building leaves do not."""
    leftover = folder.startswith(".venv") or folder.endswith((".egg-info", "_cache"))
    return folder not in NOT_OURS and not leftover


def walk(folder: Path) -> Iterator[Path]:
    """Every file of the project in a folder."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(filter(is_ours, folders))
        yield from (Path(here) / name for name in sorted(names))


@pytest.fixture(scope="session")
def project_files(root: Path) -> tuple[Path, ...]:
    """Every file of the project."""
    return tuple(walk(root))


@pytest.fixture(scope="session")
def package_files(root: Path) -> tuple[Path, ...]:
    """Every file of the three packages: code, templates, style sheets, texts, fonts."""
    return tuple(path for package in PACKAGES for path in walk(root / package))


@pytest.fixture(scope="session")
def modules(root: Path, package_files: tuple[Path, ...]) -> tuple[Module, ...]:
    """Every module of the three packages."""
    return tuple(
        Module(path.relative_to(root), path.read_text("utf-8"))
        for path in package_files
        if path.suffix == ".py"
    )


@pytest.fixture(scope="session")
def test_modules(root: Path) -> tuple[Module, ...]:
    """Every module of the tests."""
    return tuple(
        Module(path.relative_to(root), path.read_text("utf-8"))
        for path in walk(root / "tests")
        if path.suffix == ".py"
    )

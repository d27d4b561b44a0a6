"""Whoever opens a file learns what it is for, and why it bends a rule."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

from tests.habits.conftest import Module

EXCEPTION = re.compile(r"#\s*(?:noqa\b(?::\s*[A-Z0-9, ]*\d)?|type:\s*ignore(?:\[[^]]*\])?)(?P<rest>.*)")


@pytest.fixture
def all_modules(modules: tuple[Module, ...], test_modules: tuple[Module, ...]) -> tuple[Module, ...]:
    """The packages' modules and the tests'."""
    return modules + test_modules


def without_reason(line: str) -> bool:
    """Whether a line silences a checker and does not say why."""
    exception = EXCEPTION.search(line)
    return exception is not None and not re.search(r"[a-z]{2}", exception["rest"])


@pytest.mark.parametrize(
    ("line", "silent"),
    [
        pytest.param("x = f()", False, id="no exception"),
        pytest.param("x = f()  # noqa: S704", True, id="the rule alone is no reason"),
        pytest.param("x = f()  # noqa: S704, S101", True, id="nor are two rules"),
        pytest.param("x = f()  # noqa: S704  our own file", False, id="a reason"),
        pytest.param("x = f()  # type: ignore[arg-type]", True, id="mypy's exceptions, too"),
        pytest.param("x = f()  # type: ignore[arg-type]  # wrong on purpose", False, id="with a reason"),
    ],
)
def test_an_exception_without_reason_is_noticed(line: str, silent: bool) -> None:
    assert without_reason(line) is silent


def test_every_exception_to_a_rule_has_its_reason_on_the_line(all_modules: tuple[Module, ...]) -> None:
    here = Path(__file__).name
    silent = [
        f"{module.path}:{number}: {line.strip()}"
        for module in all_modules
        if module.path.name != here
        for number, line in enumerate(module.text.splitlines(), start=1)
        if without_reason(line)
    ]
    assert silent == []


def test_every_module_says_what_it_is(all_modules: tuple[Module, ...]) -> None:
    assert [str(module.path) for module in all_modules if not ast.get_docstring(module.tree)] == []


@pytest.fixture
def scripts(root: Path) -> list[Path]:
    """What people and the check of a change start."""
    return [root / ".ci" / "run", *sorted((root / "script").iterdir())]


def test_every_script_can_be_started(scripts: list[Path]) -> None:
    assert [path.name for path in scripts if not os.access(path, os.X_OK)] == []


def test_every_script_says_what_it_does_and_stops_at_a_fault(scripts: list[Path]) -> None:
    wrong = []
    for path in scripts:
        first, second, *rest = path.read_text("utf-8").splitlines()
        python = "python" in first
        if not (first.startswith("#!") and second.startswith(('"""', "# "))):
            wrong.append(f"{path.name}: no explanation on top")
        if not python and "set -euo pipefail" not in rest:
            wrong.append(f"{path.name}: no `set -euo pipefail`")
    assert wrong == []

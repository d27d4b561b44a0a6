"""A module fits on a few screens, a function on one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

import pytest

from tests.habits.conftest import Module


class Size(NamedTuple):
    """How many lines something has, and where it is."""

    lines: int
    place: str


def functions(module: Module) -> Iterator[Size]:
    """Every function and method, from `def` to its last line."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield Size(node.end_lineno - node.lineno + 1, f"{module.path}:{node.lineno} {node.name}")


@pytest.fixture
def read_modules(modules: tuple[Module, ...]) -> list[Module]:
    """What people read and change: a migration is a list of columns, written once."""
    return [module for module in modules if "versions" not in module.path.parts]


@pytest.fixture
def module_sizes(read_modules: list[Module]) -> list[Size]:
    """The modules that hold code: a nearly empty __init__.py would flatter the others."""
    return [Size(m.lines, str(m.path)) for m in read_modules if m.path.name != "__init__.py"]


@pytest.fixture
def function_sizes(read_modules: list[Module]) -> list[Size]:
    """All functions."""
    return [size for module in read_modules for size in functions(module)]


def over(sizes: list[Size], limit: int) -> list[Size]:
    """What is longer than the limit, the longest first."""
    return sorted((size for size in sizes if size.lines > limit), reverse=True)


def test_no_module_is_over_400_lines(module_sizes: list[Size]) -> None:
    assert over(module_sizes, 400) == []


def test_nine_of_ten_modules_are_under_220_lines(module_sizes: list[Size]) -> None:
    long = over(module_sizes, 219)
    assert len(long) * 10 <= len(module_sizes), f"of {len(module_sizes)} too many are long: {long}"


def test_half_of_the_modules_have_no_more_than_90_lines(module_sizes: list[Size]) -> None:
    assert median(size.lines for size in module_sizes) <= 90, over(module_sizes, 90)


def test_no_function_is_over_40_lines(function_sizes: list[Size]) -> None:
    assert over(function_sizes, 40) == []


def test_nine_of_ten_functions_are_under_25_lines(function_sizes: list[Size]) -> None:
    long = over(function_sizes, 24)
    assert len(long) * 10 <= len(function_sizes), f"of {len(function_sizes)} too many are long: {long}"

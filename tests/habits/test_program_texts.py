"""The program speaks every language whole, and says nothing that nobody hears."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from tests.habits.conftest import PACKAGES, Module

LANGUAGES = ("en", "nb")
Texts = Mapping[str, str]


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a catalogue with the path of its key."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            assert isinstance(value, str), f"{prefix}{key} is no text"
            yield f"{prefix}{key}", value


def places(text: str) -> set[str]:
    """The names in curly brackets, which the program fills."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.fixture(params=PACKAGES)
def catalogues(root: Path, request: pytest.FixtureRequest) -> dict[str, Texts]:
    """A package's texts by language; a package without texts has none in any."""
    folder = root / request.param / "translations"
    if not folder.exists():
        return {language: {} for language in LANGUAGES}
    return {path.stem: dict(flat(tomllib.loads(path.read_text("utf-8")))) for path in folder.glob("*.toml")}


def test_every_package_speaks_the_same_languages(catalogues: dict[str, Texts]) -> None:
    assert sorted(catalogues) == sorted(LANGUAGES)


def test_every_text_is_there_in_every_language(catalogues: dict[str, Texts]) -> None:
    english = set(catalogues["en"])
    assert {name: english ^ set(texts) for name, texts in catalogues.items() if english ^ set(texts)} == {}


def test_every_text_has_words(catalogues: dict[str, Texts]) -> None:
    assert [
        (name, key) for name, texts in catalogues.items() for key in texts if not texts[key].strip()
    ] == []


def test_every_language_fills_the_same_places(catalogues: dict[str, Texts]) -> None:
    english = catalogues["en"]
    assert [
        (name, key, places(text) ^ places(english[key]))
        for name, texts in catalogues.items()
        for key, text in texts.items()
        if places(text) != places(english[key])
    ] == []


def words_of(module: Module) -> Iterator[str]:
    """The strings of a module's code, but for docstrings; `*` stands for an f-string's places."""
    tree = module.tree
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.fixture(scope="session")
def spoken(modules: tuple[Module, ...], package_files: tuple[Path, ...]) -> re.Pattern[str]:
    """What matches a key that the code or a template names, whole or by its last part."""
    named = {word for module in modules for word in words_of(module)}
    for path in package_files:
        if path.suffix == ".html":
            named.update(re.findall(r"\w+", path.read_text("utf-8")))
    keys = {name for name in named if re.fullmatch(r"[\w.*]*\w{2}[\w.*]*", name)}
    return re.compile("|".join(sorted(re.escape(key).replace(r"\*", r"\w+") for key in keys)))


def test_no_text_waits_unused(catalogues: dict[str, Texts], spoken: re.Pattern[str]) -> None:
    unused = [
        key
        for key in catalogues["en"]
        if not spoken.fullmatch(key) and not spoken.fullmatch(key.rpartition(".")[2])
    ]
    assert unused == []

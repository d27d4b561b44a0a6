"""What a form says where an answer cannot be taken, in each language that the program speaks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

FaultTexts = Mapping[str, str]
"""One sentence a fault, by its key; each says what to do, and some hold places such as {limit}."""

_FALLBACK = "en"


def fault_texts(language: str) -> FaultTexts:
    """The sentences in a language; a pack's language that the program does not speak gets English."""
    spoken = _by_language()
    return spoken.get(language, spoken[_FALLBACK])


def spoken_languages() -> tuple[str, ...]:
    """The languages that have these sentences, in alphabetical order."""
    return tuple(_by_language())


@cache
def _by_language() -> Mapping[str, FaultTexts]:
    found = files("forms").joinpath("translations").iterdir()
    sources = {file.name.removesuffix(".toml"): file for file in found if file.name.endswith(".toml")}
    return {
        language: MappingProxyType(tomllib.loads(source.read_text("utf-8"))["fault"])
        for language, source in sorted(sources.items())
    }

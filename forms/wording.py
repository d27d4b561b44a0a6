"""The program's own sentences, by language, section and key, from a package's `translations`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

Sentences = Mapping[str, Mapping[str, str]]
"""Whole sentences by section and key; some hold places such as {limit}."""

FaultTexts = Mapping[str, str]
"""One sentence a fault, by its key; each says what to do."""

_FALLBACK = "en"


def sentences(package: str, language: str) -> Sentences:
    """A package's sentences in a language. Raises KeyError where it does not speak it."""
    return _by_language(package)[language]


def spoken(package: str) -> tuple[str, ...]:
    """The languages that a package speaks, in alphabetical order."""
    return tuple(_by_language(package))


def fault_texts(language: str) -> FaultTexts:
    """What a form says about a fault; in a pack's language that the program does not speak, in English."""
    return sentences("forms", language if language in spoken("forms") else _FALLBACK)["fault"]


@cache
def _by_language(package: str) -> Mapping[str, Sentences]:
    found = files(package).joinpath("translations").iterdir()
    sources = {file.name.removesuffix(".toml"): file for file in found if file.name.endswith(".toml")}
    return {language: _frozen(source.read_text("utf-8")) for language, source in sorted(sources.items())}


def _frozen(text: str) -> Sentences:
    sections = tomllib.loads(text)
    return MappingProxyType({name: MappingProxyType(section) for name, section in sections.items()})

"""The program's own words in reports, by language: the questionnaire's words are in its pack."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Words = Mapping[str, Mapping[str, str]]
"""Whole sentences by section and key, with {places} to be filled."""


@cache
def words(language: str) -> Words:
    """Every text of a language. Raises FileNotFoundError for a language that is not there."""
    text = (files("reports") / "translations" / f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)

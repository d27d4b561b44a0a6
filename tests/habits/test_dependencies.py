"""What is imported is asked for in setup.cfg, and what is asked for is used."""

from __future__ import annotations

import re
import sys
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.habits.conftest import PACKAGES, Module

PARTS = {"pydantic-core": "pydantic"}
"""Distributions that come with another one, which alone chooses their release."""

UNSEEN = {
    "argon2-cffi": "hashes the passwords that Flask-Security is asked about",
    "psycopg": "speaks to PostgreSQL for SQLAlchemy",
    "tzdata": "is where Python looks for time zones that the machine does not have",
    "zxcvbn": "judges passwords for Flask-Security",
}
"""Distributions that we need and that others import, with what for."""


def canonical(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture
def required(root: Path) -> set[str]:
    """The distributions that an installation of ours brings along."""
    parser = ConfigParser()
    parser.read(root / "setup.cfg", encoding="utf-8")
    lines = parser["options"]["install_requires"].split("\n")
    return {canonical(re.split(r"[<>=!~\[; ]", line)[0]) for line in lines if line}


@pytest.fixture
def imported(modules: tuple[Module, ...]) -> set[str]:
    """The distributions that our code imports."""
    names = {name.partition(".")[0] for module in modules for name in module.imports}
    names -= sys.stdlib_module_names | set(PACKAGES)
    owners = packages_distributions()
    used = {canonical(owner) for name in names for owner in owners.get(name, [f"nobody's {name}"])}
    return {PARTS.get(name, name) for name in used}


def test_what_is_imported_is_installed_with_us(imported: set[str], required: set[str]) -> None:
    assert imported - required == set()


def test_what_is_installed_with_us_is_used(imported: set[str], required: set[str]) -> None:
    assert required - imported == set(UNSEEN)

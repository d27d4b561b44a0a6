"""Where packs come from: the program itself, a folder, other distributions' entry points."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import ModuleType

from forms.faults import FaultyInputError, inconsistent, not_readable
from forms.loading.toml_files import Folder, reason

GROUP = "clinic_feedback.packs"
"""The group of entry points by which other distributions give packs."""


@dataclass(frozen=True, slots=True)
class Source:
    """A folder of packs, or of one. `label`: where it comes from, for messages."""

    label: str
    folder: Folder


def own_source() -> Source:
    """The packs that come with the program."""
    return Source("the program", files("forms") / "packs")


def folder_source(folder: Path) -> Source:
    """A folder of packs. Raises FaultyInputError where there is none to be read."""
    try:
        why = "" if folder.is_dir() else "there is no such folder of packs"
    except OSError as error:
        why = reason(error)
    if why:
        raise FaultyInputError([not_readable(str(folder), why)])
    return Source(str(folder), folder)


def given_sources() -> list[Source]:
    """The packs of other distributions: an entry point is a path, or a package that holds them.

    Raises FaultyInputError where one is neither, or cannot be loaded.
    """
    points = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return [_source_of(point) for point in points]


def _source_of(point: EntryPoint) -> Source:
    label = f"the distribution {point.dist.name}" if point.dist else f"the entry point {point.name}"
    try:
        given = point.load()
    except (ImportError, AttributeError) as error:
        fault = not_readable(label, f"its packs, {point.value}, cannot be loaded ({error})")
        raise FaultyInputError([fault]) from error
    if isinstance(given, ModuleType):
        return Source(label, files(given))
    if isinstance(given, str):
        return Source(label, Path(given))
    if isinstance(given, Path | Traversable):
        return Source(label, given)
    remedy = "give a path, or a package that holds folders of packs"
    raise FaultyInputError([inconsistent(label, f"gives {point.value} as packs", remedy)])

"""Where packs come from: the program itself, a folder, other distributions' entry points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import ModuleType

from forms.faults import Fault, FaultKind, FaultyInputError
from forms.loading.reading import QUESTIONNAIRE_FILE
from forms.loading.toml_files import Folder

GROUP = "clinic_feedback.packs"
"""The group of entry points by which other distributions give packs."""


@dataclass(frozen=True, slots=True)
class Source:
    """A folder of packs, each in `name/version/`. `label`: where it comes from, for messages."""

    label: str
    folder: Folder


def own_source() -> Source:
    """The packs that come with the program."""
    return Source("the program", files("forms") / "packs")


def folder_source(folder: Path) -> Source:
    """A folder of packs. Raises FaultyInputError where there is none."""
    if not folder.is_dir():
        why = "there is no such folder of packs"
        raise FaultyInputError([Fault(str(folder), FaultKind.NOT_READABLE, allowed=why)])
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
        fault = Fault(
            label, FaultKind.NOT_READABLE, allowed=f"its packs, {point.value}, cannot be loaded ({error})"
        )
        raise FaultyInputError([fault]) from error
    if isinstance(given, ModuleType):
        return Source(label, files(given))
    if isinstance(given, str):
        return Source(label, Path(given))
    if isinstance(given, Path | Traversable):
        return Source(label, given)
    remedy = "give a path, or a package that holds folders of packs"
    raise FaultyInputError([Fault(label, FaultKind.INCONSISTENT, f"gives {point.value} as packs", remedy)])


def packs_in(folder: Folder) -> Iterator[tuple[str, str, Folder]]:
    """Each folder two levels down that holds a questionnaire, with its name and version."""
    for named in _folders_in(folder):
        for versioned in _folders_in(named):
            if (versioned / QUESTIONNAIRE_FILE).is_file():
                if not all(number.isdecimal() for number in versioned.name.split(".")):
                    remedy = "name a version's folder by its numbers, as 1.0"
                    path = f"{named.name}/{versioned.name}"
                    raise FaultyInputError([Fault(path, FaultKind.INCONSISTENT, "is no version", remedy)])
                yield named.name, versioned.name, versioned


def _folders_in(folder: Folder) -> list[Folder]:
    inside: Iterable[Folder] = folder.iterdir() if folder.is_dir() else ()
    return sorted((one for one in inside if one.is_dir()), key=lambda one: one.name)

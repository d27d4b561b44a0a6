"""Packs in their folders: each version in `name/version/`, called as its own file says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from forms.faults import Fault, inconsistent, shown
from forms.loading.file_shapes import VERSION
from forms.loading.reading import QUESTIONNAIRE_FILE
from forms.loading.toml_files import Folder
from forms.questionnaire import Questionnaire


class Place(NamedTuple):
    """What the two folders around a pack call it."""

    name: str
    version: str

    @property
    def is_version(self) -> bool:
        """Whether the inner folder is called as a version can be."""
        return re.fullmatch(VERSION, self.version, re.ASCII) is not None


def place_faults(place: Place, questionnaire: Questionnaire | None = None) -> Iterator[Fault]:
    """Where a pack's folders call it otherwise than it does itself; unread, whether they can be right."""
    if not place.is_version:
        found = f"lies in the folder {shown(place.version)}, which is no version"
        yield inconsistent(QUESTIONNAIRE_FILE, found, "name the folder by the version's numbers, as 1.0")
    if questionnaire is None:
        return
    header = {"name": (questionnaire.name, place.name), "version": (questionnaire.version, place.version)}
    for key, (said, called) in header.items():
        if said != called and (key == "name" or place.is_version):
            yield inconsistent(
                f"{QUESTIONNAIRE_FILE}: {key}", f"is '{said}'", f"its folder says {shown(called)}"
            )


def packs_in(folder: Folder) -> Iterator[tuple[Place, Folder]]:
    """Each folder two levels down that holds a questionnaire. Raises OSError where it cannot be listed.

    A folder inside that cannot be listed holds nothing for us (a disk's `lost+found`).
    """
    for named in _folders_in(folder):
        try:
            versions = _folders_in(named)
        except OSError:
            continue
        for versioned in versions:
            if _holds_a_questionnaire(versioned):
                yield Place(named.name, versioned.name), versioned


def _folders_in(folder: Folder) -> list[Folder]:
    inside: Iterable[Folder] = folder.iterdir() if folder.is_dir() else ()
    return sorted((one for one in inside if one.is_dir()), key=lambda one: one.name)


def _holds_a_questionnaire(folder: Folder) -> bool:
    try:
        return any(one.name == QUESTIONNAIRE_FILE for one in folder.iterdir())
    except OSError:
        return True  # reading it will say why it cannot be read

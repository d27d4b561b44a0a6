"""Folders of questionnaires as their authors name them: one, or all that lie below."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

from clinic_feedback.commands.refusals import RefusedError
from forms.loading.folders import Place
from forms.loading.reading import QUESTIONNAIRE_FILE

_LEVELS = 2


def pack_folders(folder: Path) -> list[Path]:
    """Every folder that holds a questionnaire, in or below this one; links to folders are not followed.

    Raises RefusedError where there is none, or one cannot be looked into.
    """
    try:
        is_there = folder.is_dir()
    except OSError as error:
        _refuse(error)
    if not is_there:
        raise RefusedError([f"{folder}: there is no such folder"])
    walked = os.walk(folder, onerror=_refuse)
    found = sorted(Path(one) for one, folders, files in walked if QUESTIONNAIRE_FILE in (*folders, *files))
    if not found:
        raise RefusedError([f"{folder}: holds no {QUESTIONNAIRE_FILE}, nor does a folder below it"])
    return found


def place_of(one: Path, asked: Path) -> Place | None:
    """What a pack's folders call it; None for a loose one, as a draft may be.

    Two levels down lies what a folder of packs holds; a name that begins as a version is meant as one.
    """
    full = one.resolve()
    two_levels_down = len(one.relative_to(asked).parts) == _LEVELS
    return Place(full.parent.name, full.name) if two_levels_down or full.name[:1].isdecimal() else None


def _refuse(error: OSError) -> NoReturn:
    raise RefusedError([f"{error.filename}: cannot be read ({error.strerror}); check its permissions"])

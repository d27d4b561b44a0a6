"""`clinic-feedback packs`: for those who write questionnaires."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from clinic_feedback.commands.refusals import RefusedError
from forms.authoring.checking import check_pack
from forms.authoring.publishing import publish
from forms.faults import Fault, FaultyInputError
from forms.loading.folders import Place
from forms.loading.lock import LOCK_FILE
from forms.loading.reading import QUESTIONNAIRE_FILE

_FOLDER = click.Path(path_type=Path)
_LEVELS = 2


@click.group()
def packs() -> None:
    """Check and publish questionnaires (packs)."""


@packs.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
def check(folder: Path) -> None:
    """Name everything that is wrong with the packs in DIR, or below it.

    Missing translations, unknown codes, rules on items that do not exist, texts that are hard to
    read, a published version that was changed.
    """
    found = _folders(folder)
    faults = [line for one in found for line in _lines(one, folder, check_pack(one, _place(one, folder)))]
    if faults:
        raise RefusedError(faults)
    for one in found:
        click.echo(f"{one}: no fault")


@packs.command(name="publish")
@click.argument("folder", metavar="DIR", type=_FOLDER)
def publish_folder(folder: Path) -> None:
    """Write published.lock for the pack in DIR: from then on its structure cannot change."""
    one, *others = _folders(folder)
    if others:
        listed = ", ".join(str(found) for found in (one, *others))
        raise RefusedError([f"{folder}: holds {len(others) + 1} packs; name the folder of one: {listed}"])
    try:
        publish(one, _place(one, folder))
    except FaultyInputError as error:
        raise RefusedError(_lines(one, folder, error.faults)) from None
    except OSError as error:
        why = f"cannot be written ({error.strerror}); check its disk and permissions"
        raise RefusedError([f"{one / LOCK_FILE}: {why}"]) from None
    click.echo(f"{one}: published")


def _folders(folder: Path) -> list[Path]:
    """Every folder that holds a questionnaire, in or below this one; links to folders are not followed."""
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


def _refuse(error: OSError) -> NoReturn:
    raise RefusedError([f"{error.filename}: cannot be read ({error.strerror}); check its permissions"])


def _place(one: Path, asked: Path) -> Place | None:
    """What a pack's folders call it; None for a loose one, as a draft may be.

    Two levels down lies what a folder of packs holds; a name that begins as a version is meant as one.
    """
    full = one.resolve()
    two_levels_down = len(one.relative_to(asked).parts) == _LEVELS
    return Place(full.parent.name, full.name) if two_levels_down or full.name[:1].isdecimal() else None


def _lines(one: Path, asked: Path, faults: Iterable[Fault]) -> list[str]:
    """A fault's file as seen from the folder that was asked for."""
    within = "" if one == asked else f"{one.relative_to(asked)}/"
    return [f"{within}{fault}" for fault in faults]

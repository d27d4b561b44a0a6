"""`clinic-feedback packs`: for those who write questionnaires."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from clinic_feedback.commands.pack_folders import pack_folders, place_of
from clinic_feedback.commands.refusals import RefusedError
from forms.authoring.checking import check_pack
from forms.authoring.publishing import publish
from forms.faults import Fault, FaultyInputError
from forms.loading.lock import LOCK_FILE

_FOLDER = click.Path(path_type=Path)


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
    found = pack_folders(folder)
    faults = [line for one in found for line in _lines(one, folder, check_pack(one, place_of(one, folder)))]
    if faults:
        raise RefusedError(faults)
    for one in found:
        click.echo(f"{one}: no fault")


@packs.command(name="publish")
@click.argument("folder", metavar="DIR", type=_FOLDER)
def publish_folder(folder: Path) -> None:
    """Write published.lock for the pack in DIR: from then on its structure cannot change."""
    one, *others = pack_folders(folder)
    if others:
        listed = ", ".join(str(found) for found in (one, *others))
        raise RefusedError([f"{folder}: holds {len(others) + 1} packs; name the folder of one: {listed}"])
    try:
        publish(one, place_of(one, folder))
    except FaultyInputError as error:
        raise RefusedError(_lines(one, folder, error.faults)) from None
    except OSError as error:
        why = f"cannot be written ({error.strerror}); check its disk and permissions"
        raise RefusedError([f"{one / LOCK_FILE}: {why}"]) from None
    click.echo(f"{one}: published")


def _lines(one: Path, asked: Path, faults: Iterable[Fault]) -> list[str]:
    """A fault's file as seen from the folder that was asked for."""
    within = "" if one == asked else f"{one.relative_to(asked)}/"
    return [f"{within}{fault}" for fault in faults]

"""`clinic-feedback keys`: the keys that stored texts are encrypted with."""

from __future__ import annotations

import os
from pathlib import Path

import click

from clinic_feedback.commands.keys_rotate import rotate
from clinic_feedback.commands.refusals import RefusedError
from forms.faults import FaultyInputError

_MADE = """\
{file}: made. Only the account that made it can read it; the program has to run as that account.

Now put a copy of it somewhere safe, but not where the backups of the database lie: whoever has both can
read everything. Without this file nobody can read the texts and references that are
stored from now on, and no code, link or receipt that was given out works any more.
"""


@click.group()
def keys() -> None:
    """Make the keys that stored texts are encrypted with."""


@keys.command()
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
def make(file: Path | None) -> None:
    """Make a new file of keys; FILE is the one of the settings (keys_file) if left out.

    A file that is there already is never overwritten.
    """
    from clinic_feedback.key_files import make_key_file
    from clinic_feedback.settings_reading import load_settings

    try:
        if file is None:
            file = load_settings(None, os.environ).keys_file
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_key_file(file)
    except FaultyInputError as error:
        raise RefusedError(f"{fault}" for fault in error.faults) from None
    except OSError as error:
        raise RefusedError([f"{error.filename}: cannot be made ({error.strerror}); name a FILE"]) from None
    click.echo(_MADE.format(file=file), nl=False)


keys.add_command(rotate)

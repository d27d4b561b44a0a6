"""`clinic-feedback keys rotate`: a new data key, and every text sealed again with it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from clinic_feedback.commands.refusals import EXIT_SOME_REFUSED, RefusedError

if TYPE_CHECKING:
    from clinic_feedback.records.rekeying import Rekeyed
    from clinic_feedback.settings import Settings

_COMMAND = "keys rotate"
_ADDED = """\
{file}: holds the new data key {key}, which seals from now on. Put a copy of the file where the others are.
"""
_RESTART = """\
Now restart the program: until then it cannot open these texts, and goes on sealing with the older key.
Then run: clinic-feedback keys rotate --finish
"""
_MAY_GO = """\
Every text is sealed with the data key {newest}. The program needs these no more, and you may take them out
of the keys: {older}. Keep a copy as long as a backup from before today.
"""
_NONE_TO_GO = "Every text is sealed with the data key {newest}; there is no older one.\n"
_FROM_VARIABLE = (
    "the keys come from CLINIC_FEEDBACK_KEYS, which this command cannot change: put a new data=... before "
    "the others there (clinic-feedback keys make FILE makes one), restart the program, and run this again"
)


@click.command()
@click.option("--finish", is_flag=True, help="Add no key; seal what is left, and say which keys may go.")
def rotate(*, finish: bool) -> int:
    """Add a new data key, and seal every stored text again with it.

    Stop the program before, or restart it right afterwards. Cut off at any moment, every text still
    opens, and running it again goes on: while texts are left that an older key sealed, no further key
    is added.
    """
    from clinic_feedback.commands.open_records import settings_of_command

    settings = settings_of_command()
    if not finish and _left(settings) == 0:
        _add(settings)
    done = _seal_again(settings)
    for line in done.closed:
        click.echo(line, err=True)
    if done.closed:
        return EXIT_SOME_REFUSED
    if finish:
        _tell_which_may_go(settings)
    else:
        click.echo(_RESTART, nl=False)
    return 0


def _left(settings: Settings) -> int:
    from clinic_feedback.commands.open_records import opened_records
    from clinic_feedback.records.rekeying import texts_to_seal_again

    with opened_records(settings, every_key=True) as records, records.read() as tx:
        return texts_to_seal_again(tx)


def _add(settings: Settings) -> None:
    from clinic_feedback.key_files import add_data_key
    from forms.faults import FaultyInputError

    if settings.keys_text is not None:
        raise RefusedError([_FROM_VARIABLE])
    try:
        key = add_data_key(settings.keys_file)
    except FaultyInputError as error:
        raise RefusedError(f"{fault}" for fault in error.faults) from None
    click.echo(_ADDED.format(file=settings.keys_file, key=key), nl=False)


def _seal_again(settings: Settings) -> Rekeyed:
    from clinic_feedback.commands.open_records import opened_records
    from clinic_feedback.records.audit import Actor, Origin
    from clinic_feedback.records.rekeying import rekey, texts_to_seal_again

    with opened_records(settings, every_key=True) as records:
        with records.read() as tx:
            left = texts_to_seal_again(tx)
        # On a pipe or in a file a bar is only noise.
        hidden = not sys.stderr.isatty()
        with click.progressbar(length=left, label="sealing again", file=sys.stderr, hidden=hidden) as bar:
            done = rekey(records, Actor(_COMMAND, Origin.COMMAND), bar.update)
    click.echo(f"texts sealed again: {done.again}")
    return done


def _tell_which_may_go(settings: Settings) -> None:
    from clinic_feedback.commands.open_records import opened_records
    from clinic_feedback.records.rekeying import let_old_keys_go

    with opened_records(settings, every_key=True) as records:
        older = records.write(let_old_keys_go)
        newest = next(iter(records.keys.fingerprints))
    said = _MAY_GO if older else _NONE_TO_GO
    click.echo(said.format(newest=newest, older=", ".join(older)), nl=False)

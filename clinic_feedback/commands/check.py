"""`clinic-feedback check`: look through the records, and mend what should not be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from clinic_feedback.commands.refusals import EXIT_SOME_REFUSED, RefusedError

if TYPE_CHECKING:
    from clinic_feedback.records.checking import Checked

_NO_LEDGER = (
    "withdrawals are in the database alone: name a file beside your backups (withdrawals_file), or a backup "
    "that is restored brings back what patients took back"
)


@click.command()
def check() -> int:
    """Look for what should not be in the records, and mend it.

    Visits with two responses and no pair get their pair; withdrawn answers that came back, with a
    backup that was copied by hand, are deleted again; database and ledger of withdrawals are made to
    know the same. Sealed blocks are counted again; sums that do not fit are named, and stay as they are.
    Exit code 0: nothing was found; 1: something was, and is mended unless a line says otherwise.
    """
    from clinic_feedback.commands.open_records import opened_records, settings_of_command
    from clinic_feedback.records.checking import check as checked
    from clinic_feedback.records.withdrawal_ledger import ledger_of

    settings = settings_of_command()
    with opened_records(settings) as records:
        ledger = ledger_of(records.database, settings.withdrawals_file)
        try:
            found = checked(records, ledger)
        except OSError as error:
            why = f"{ledger}: cannot be read or written ({error.strerror})"
            raise RefusedError([f"{why}; allow it, or make room, and run this again"]) from None
    for line in _told(found):
        click.echo(line)
    if ledger is None:
        click.echo(_NO_LEDGER, err=True)
    return 0 if found.all_well else EXIT_SOME_REFUSED


def _told(found: Checked) -> Iterator[str]:
    if found.paired:
        yield f"paired, as both sides were there: {len(found.paired)} ({', '.join(found.paired)})"
    if found.unpaired:
        named = ", ".join(found.unpaired)
        yield f"not paired, as their questionnaire is not there: {len(found.unpaired)} ({named})"
    if found.taken_out:
        yield f"withdrawn answers that had come back, deleted again: {found.taken_out}"
    if found.ledger:
        yield f"withdrawals that database or ledger did not know of: {found.ledger}"
    if found.miscounted:
        named = "; ".join(found.miscounted)
        yield f"sealed blocks whose sums do not fit their visits: {len(found.miscounted)} ({named})"
    if found.all_well:
        yield "nothing was found"

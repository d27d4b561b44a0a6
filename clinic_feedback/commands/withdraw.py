"""`clinic-feedback withdraw`: take a patient's side out for somebody who has no receipt."""

from __future__ import annotations

import click

from clinic_feedback.commands.refusals import EXIT_SOME_REFUSED, RefusedError

_LONGEST_REASON = 200
_COMMAND = "withdraw"
_DONE = """\
{name}: the patient's side is withdrawn. What was there is deleted, and nothing is taken in for it any more.
Sums that were made before stay as they are; prints and downloads are not reached from here.
"""
_NOT_IN_LEDGER = (
    "it is withdrawn, but {ledger} cannot be written ({why}), so that a restored backup could bring it back; "
    "put that right, then run: clinic-feedback check"
)


@click.command()
@click.argument("visit", metavar="ID")
@click.option("--why", required=True, help="The reason, for the audit trail; name no patient in it.")
def withdraw(visit: str, why: str) -> int:
    """Delete a patient's answers, and all that arose from them, for good.

    For patients who have no receipt: their answers came on paper or were imported. ID is a visit's, or
    SOURCE:REF. It does not tell whether there were any answers.
    """
    from clinic_feedback.commands.open_records import opened_records, settings_of_command
    from clinic_feedback.records.audit import Actor, Origin
    from clinic_feedback.records.withdrawal_ledger import bring_up_to_date, ledger_of
    from clinic_feedback.records.withdrawing import withdraw_for_patient
    from forms.free_text import first_sign

    actor = Actor(_COMMAND, Origin.COMMAND, _reason(why))
    settings = settings_of_command()
    with opened_records(settings) as records:
        if first_sign(visit) or not records.write(lambda tx: withdraw_for_patient(tx, visit, actor)):
            raise RefusedError(["there is no such visit; give its id, or SOURCE:REF"])
        click.echo(_DONE.format(name=visit), nl=False)
        ledger = ledger_of(records.database, settings.withdrawals_file)
        try:
            bring_up_to_date(records, ledger)
        except OSError as error:
            click.echo(_NOT_IN_LEDGER.format(ledger=ledger, why=error.strerror), err=True)
            return EXIT_SOME_REFUSED
    return 0


def _reason(typed: str) -> str:
    """The reason as it is kept. Raises RefusedError."""
    from forms.free_text import first_sign, tidy

    reason = tidy(typed)
    if not reason or first_sign(typed) or len(reason.splitlines()) > 1 or len(reason) > _LONGEST_REASON:
        raise RefusedError([f"--why: give a reason of at most {_LONGEST_REASON} characters on one line"])
    return reason

"""`clinic-feedback seal`: count what is over, in blocks in which nobody can be found."""

from __future__ import annotations

import click


@click.command()
def seal() -> None:
    """Count the visits of every week that is over, in blocks in which nobody can be found.

    The program does it by itself while it is served, and before every quality report. Cut off, it goes
    on where it was; run again, it counts nothing twice.
    """
    from clinic_feedback.commands.open_records import opened_records, settings_of_command
    from clinic_feedback.records.sealing import seal_due
    from reports.release import Terms

    settings = settings_of_command()
    with opened_records(settings) as records:
        done = seal_due(records, Terms(answers=settings.block_minimum))
    through = done.through or "none"
    click.echo(f"weeks: {done.weeks}, blocks: {done.blocks}, visits: {done.units}, sealed through: {through}")

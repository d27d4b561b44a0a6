"""`clinic-feedback db`: the tables of the database."""

from __future__ import annotations

import click

from clinic_feedback.commands.refusals import RefusedError


@click.group()
def db() -> None:
    """Make the database's tables, and bring them to this release."""


@db.command()
def upgrade() -> None:
    """Bring the tables to what this release needs; makes them where there are none.

    A SQLite file is copied first. Nothing is changed if a step fails, and running it again does no harm.
    """
    from clinic_feedback.commands.open_records import (
        connected_records,
        refuse_wrong_keys,
        settings_of_command,
    )
    from clinic_feedback.records import migrating
    from clinic_feedback.records.readiness import note_keys

    with connected_records(settings_of_command()) as records:
        try:
            before = migrating.revision_of(records.database)
            backup = migrating.upgrade(records.database)
        except migrating.MigrationError as error:
            raise RefusedError([str(error)]) from None
        refuse_wrong_keys(records)
        records.write(note_keys)
    newest = migrating.newest_revision()
    if backup is not None:
        click.echo(f"{backup}: a copy of the database as it was")
    click.echo(
        "the tables were the newest already" if before == newest else f"the tables are now at {newest}"
    )

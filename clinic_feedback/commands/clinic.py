"""`clinic-feedback clinic`: clinics, and what each needs before patients are asked there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from clinic_feedback.records.transaction import Transaction


@dataclass(frozen=True, slots=True)
class _Set:
    """What a clinic is after the command."""

    name: str
    missing: tuple[str, ...]


@click.group()
def clinic() -> None:
    """Make clinics, and change what they are set to."""


@clinic.command(name="set")
@click.argument("code")
@click.option("--name", help="What people call it.")
@click.option("--time-zone", help="Where its clocks hang, such as Europe/Oslo.")
@click.option("--form", help="What new visits ask: core (short) or full.")
@click.option("--closing-hours", type=int, help="Hours until a visit's forms close, 24 to 168.")
@click.option("--due-days", type=int, help="Working days until a follow-up is due.")
@click.option("--contact-person", metavar="USER", help="A user with that role in this clinic.")
@click.option("--not-urgent", metavar="PHONE", help="Where patients call when it cannot wait.")
def set_clinic(code: str, **given: str | int | None) -> None:
    """Make the clinic CODE, or change it; then say what is missing before it is live.

    What is not given stays as it is.
    """
    from clinic_feedback.commands.field_lines import english, refused_in_words
    from clinic_feedback.commands.open_records import opened_records, settings_of_command
    from clinic_feedback.records import clinics
    from clinic_feedback.records.audit import Actor, Origin

    settings = settings_of_command()
    changes = clinics.ClinicChanges(**given)  # type: ignore[arg-type]  # the options above, by their names
    defaults = clinics.NewClinicDefaults(settings.closing_hours, settings.due_days)

    def service(tx: Transaction) -> _Set:
        actor = Actor("clinic set", Origin.COMMAND)
        made = clinics.set_clinic(tx, actor, code, changes, defaults)
        return _Set(made.name, clinics.missing_in(tx, made))

    with opened_records(settings) as records, refused_in_words():
        made = records.write(service)
    said = english("admin")
    if made.missing:
        named = ", ".join(said[key] for key in made.missing)
        click.echo(f"{code} ({made.name}) is not live yet. {said['not_live'].format(missing=named)}")
    else:
        click.echo(f"{code} ({made.name}) is live.")

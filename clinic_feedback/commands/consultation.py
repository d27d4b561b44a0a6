"""`clinic-feedback consultation`: visits that another program begins."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from clinic_feedback.commands.refusals import RefusedError

if TYPE_CHECKING:
    from clinic_feedback.public_address import PublicAddress
    from clinic_feedback.records.visits_by_command import BegunVisit, NotBegunError, WantedVisit
    from clinic_feedback.settings import Settings

_NO_ADDRESS = (
    "the setting 'address' is not set, and the links need it: put address = \"https://clinic.example\" into "
    "the settings, or CLINIC_FEEDBACK_ADDRESS into the environment"
)
_CLOSED = "the forms of that time are closed already: give a later --held-at, or import what was answered"


@click.group()
def consultation() -> None:
    """Begin visits from another program."""


@consultation.command(name="new")
@click.option("--clinic", required=True, metavar="CODE", help="A clinic that is live.")
@click.option("--clinician", required=True, metavar="CODE", help="Somebody who holds visits there.")
@click.option("--held-at", metavar="TIME", help="Such as 2026-03-02T10:00:00+01:00; now if left out.")
@click.option("--ref", metavar="REF", help="What the other program calls the visit.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
def new(clinic: str, clinician: str, held_at: str | None, ref: str | None, *, as_json: bool) -> None:
    """Begin a visit, and print the ways in to its forms.

    The patient's link and code are shown this once. The clinician's link opens after signing in.
    """
    from clinic_feedback.commands.open_records import settings_of_command

    wanted = _wanted(clinic, clinician, held_at, ref)
    settings = settings_of_command()
    if settings.address is None:
        raise RefusedError([_NO_ADDRESS])
    told = _told(settings.address, _begun(settings, wanted))
    click.echo(json.dumps(told) if as_json else "\n".join(f"{key}: {value}" for key, value in told.items()))


def _wanted(clinic: str, clinician: str, held_at: str | None, ref: str | None) -> WantedVisit:
    """What was asked for, as an import would read it. Raises RefusedError."""
    from clinic_feedback.records.import_words import REFERENCE, WordsReader
    from clinic_feedback.records.visits_by_command import WantedVisit
    from forms.faults import Fault

    faults: list[Fault] = []
    read = WordsReader("", {"--held-at": held_at, "--ref": ref}, faults)
    moment = read.moment("--held-at", needed=False)
    reference = None if ref is None else read.word("--ref", REFERENCE)
    if faults:
        raise RefusedError(str(fault) for fault in faults)
    return WantedVisit(clinic, clinician, moment, reference)


def _begun(settings: Settings, wanted: WantedVisit) -> BegunVisit:
    from clinic_feedback.commands.open_records import opened_records
    from clinic_feedback.records.audit import Actor, Origin
    from clinic_feedback.records.visits_by_command import NotBegunError, begin_for

    actor = Actor("consultation new", Origin.COMMAND)
    with opened_records(settings) as records:
        try:
            begun = records.write(lambda tx: begin_for(tx, actor, wanted))
        except NotBegunError as error:
            raise RefusedError([_why_not(error, wanted)]) from None
        if begun.closes_at <= records.clock.now():
            click.echo(_CLOSED, err=True)
    return begun


def _why_not(error: NotBegunError, wanted: WantedVisit) -> str:
    from clinic_feedback.commands.field_lines import english
    from clinic_feedback.records.visits_by_command import Reason
    from forms.faults import unknown

    if error.reason is Reason.NO_CLINIC:
        return str(unknown("--clinic", wanted.clinic, error.named))
    if error.reason is Reason.NO_CLINICIAN:
        return str(unknown("--clinician", wanted.clinician, error.named))
    if error.reason is Reason.REFERENCE_TAKEN:
        return "--ref: there is a visit of this reference already, and nothing was made; give another one"
    said = english("admin")
    named = ", ".join(said[key] for key in error.named)
    return f"--clinic: {wanted.clinic} is not live yet. {said['not_live'].format(missing=named)}"


def _told(address: PublicAddress, begun: BegunVisit) -> Mapping[str, str]:
    return {
        "id": begun.public_id,
        "patient_url": address.link(f"/p/{begun.ways.token}"),
        "clinician_url": address.link(f"/staff/visits/{begun.public_id}"),
        "code": begun.ways.code,
    }

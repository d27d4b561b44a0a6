"""Looking at a visit: its clinician alone, through the gate, and with a note before anything is shown."""

from __future__ import annotations

from flask import abort

from clinic_feedback.clinician.staff_page import reader
from clinic_feedback.current import records
from clinic_feedback.records.audit import Act, Actor, Origin, note
from clinic_feedback.records.visibility import VisitSeen, seen_by_clinician


def visit_seen(public_id: str) -> VisitSeen:
    """A visit as the reader may see it now. Aborts with 404 where there is no such visit of theirs."""
    with records().read() as tx:
        seen = seen_by_clinician(tx, public_id, reader().clinician_ids)
    return seen or abort(404)


def note_look(public_id: str, act: Act) -> None:
    """Note that a visit is looked at, also where there is nothing to see: the trail does not tell which."""
    actor = Actor(reader().username, Origin.BROWSER)
    records().write(lambda tx: note(tx, actor, act, "visit", public_id))

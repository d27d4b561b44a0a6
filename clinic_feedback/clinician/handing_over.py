"""The button that hands a browser over to the patient."""

from __future__ import annotations

from flask import make_response, redirect, url_for
from werkzeug.wrappers import Response as Answer

from clinic_feedback.clinician.staff_page import comes_from_our_page, reader, staff_page
from clinic_feedback.cookies import Cookie, take_back
from clinic_feedback.current import records
from clinic_feedback.languages import wanted_language
from clinic_feedback.records.engine import NotStoredError
from clinic_feedback.records.handing_over import hand_over as end_and_open
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import Ticket
from clinic_feedback.staff_token import drop_staff_token, session_hmac
from clinic_feedback.ticket_cookie import give_ticket

_UNAVAILABLE = 503


def hand_over(public_id: str) -> Answer | tuple[str, int]:
    """End the sign-in of this browser on the server, and open the patient's form in it; or neither."""
    back = redirect(url_for("clinician.visit", public_id=public_id), 303)
    if not comes_from_our_page():
        return back
    member, session = reader(), session_hmac()
    try:
        ticket = records().write(lambda tx: end_and_open(tx, public_id, member, session))
    except NotStoredError:
        page = staff_page("clinician/not_handed_over.html", wanted_language(), public_id=public_id)
        return page, _UNAVAILABLE
    if ticket is None:
        return back
    return to_patient(public_id, ticket)


def to_patient(public_id: str, ticket: Ticket) -> Answer:
    """Into the patient's form, with nothing of a sign-in left in the browser."""
    opened = make_response(redirect(url_for("patient.page", public_id=public_id, page="intro"), 303))
    drop_staff_token()
    take_back(opened, Cookie.STAFF)
    give_ticket(opened, Mode.TABLET, ticket)
    return opened

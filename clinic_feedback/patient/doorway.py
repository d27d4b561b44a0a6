"""The ways in: a link that is opened or scanned, and a code that is typed on a clinic's tablet."""

from __future__ import annotations

from flask import make_response, redirect, url_for
from werkzeug.wrappers import Response

from clinic_feedback import cookies
from clinic_feedback.cookies import Cookie
from clinic_feedback.current import records
from clinic_feedback.patient.form_pages import Reply
from clinic_feedback.patient.screen import INTRO
from clinic_feedback.patient.showing import closed_page
from clinic_feedback.records.invitations import visit_of_link
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import Ticket
from clinic_feedback.records.tablets import tablet_of
from clinic_feedback.ticket_cookie import give_ticket, new_key, ticket_of_request


def open_link(token: str) -> Reply:
    """A link that somebody opened: it leads to an address without it, and spends nothing."""
    credential = cookies.read(Cookie.TABLET)
    with records().read() as tx:
        public_id = visit_of_link(tx, token)
        on_tablet = bool(credential) and tablet_of(tx, credential) is not None
    if public_id is None:
        return closed_page()
    return enter(public_id, Mode.TABLET if on_tablet else Mode.PHONE, token)


def enter(public_id: str, mode: Mode, token: str) -> Response:
    """Into a form. An own phone keeps its key, so that two forms on it go on side by side."""
    had = ticket_of_request()
    key = had[1].key if had and had[0] is mode is Mode.PHONE else new_key()
    response = make_response(redirect(url_for("patient.page", public_id=public_id, page=INTRO), 303))
    give_ticket(response, mode, Ticket(key, token))
    return response

"""Leaving the form: finished, stopped, or gone away. All end on one page, with nothing left behind."""

from __future__ import annotations

from collections.abc import Callable

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from clinic_feedback import csrf
from clinic_feedback.current import records
from clinic_feedback.fault_log import log_fault
from clinic_feedback.patient.entrance import Entered, carried, entered
from clinic_feedback.patient.form_pages import Reply, to_page
from clinic_feedback.patient.screen import INTRO, page_to_show
from clinic_feedback.patient.showing import (
    closed_page,
    contact_form,
    done_page,
    not_stopped_page,
    privacy_page,
    stop_page,
)
from clinic_feedback.records import patient_forms
from clinic_feedback.records.engine import NotStoredError
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import Door
from clinic_feedback.ticket_cookie import take_back_ticket
from forms.responses import Given


def ask_to_stop(public_id: str) -> Reply:
    """Whether the patient means to stop."""
    who = entered(public_id)
    if who is None or who.form.door is not Door.OPEN:
        return closed_page()
    return stop_page(who, _page_before(who))


def stop(public_id: str) -> Reply:
    """Stop for good, or go on."""
    who = entered(public_id)
    if who is None or who.form.door is not Door.OPEN:
        return closed_page()
    if "back" in request.form:
        return to_page(public_id, _page_before(who))
    if "stop" not in request.form or not csrf.is_ours(who.ticket.key):
        return stop_page(who, _page_before(who))
    ticket, wishes = who.ticket, _wishes(who)
    try:
        records().write(lambda tx: patient_forms.stop(tx, public_id, ticket, wishes))
    except NotStoredError:
        return not_stopped_page(who, _page_before(who), request.form)
    return _gone(who, who.reader.mode)


def finish(public_id: str) -> Reply:
    """The patient is done with 'thank you'."""
    return _gone(_whatever_fails(entered, public_id), Mode.PHONE)


def idle(public_id: str) -> Reply:
    """Nobody touched the page for a while: what was not sent is cleared. No other site's link does that."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return closed_page()
    return _gone(_whatever_fails(_cleared, public_id), Mode.TABLET)


def done(where: str) -> Reply:
    """The end."""
    return done_page(Mode.PHONE if where == Mode.PHONE else Mode.TABLET)


def privacy(public_id: str) -> Reply:
    """What happens to the answers."""
    who = entered(public_id)
    if who is None or who.form.door is not Door.OPEN:
        return closed_page()
    return privacy_page(who, _page_before(who))


def _cleared(public_id: str) -> Entered | None:
    who = entered(public_id)
    if who is not None and request.method == "POST" and who.form.door is Door.OPEN:
        ticket = who.ticket
        records().write(lambda tx: patient_forms.abandon(tx, public_id, ticket))
    return who


def _whatever_fails(ask: Callable[[str], Entered | None], public_id: str) -> Entered | None:
    """Who leaves, where that can be told. They are let go in any case, and the form with them."""
    try:
        return ask(public_id)
    except Exception as error:  # noqa: BLE001 - the next person must not find the form, whatever it was
        log_fault(error)
        return None


def _gone(who: Entered | None, mode: Mode) -> Response:
    """To the last page, as the form was read. `mode`: where somebody is of whom nothing is known."""
    as_read = carried(who.reader) if who else {}
    address = url_for("patient.done", where=who.reader.mode if who else mode, **as_read)  # type: ignore[arg-type] # no option of url_for's
    response = make_response(redirect(address, 303))
    take_back_ticket(response)
    return response


def _page_before(who: Entered) -> str:
    page = page_to_show(who.form, request.args.get("page", INTRO))
    return page.name if page else INTRO


def _wishes(who: Entered) -> Given:
    form = contact_form(who).posted(request.form)
    answered = {item: form[item].answer for item in who.form.pack.questionnaire.by_link_id if item in form}
    return {item: answer for item, answer in answered.items() if answer is not None}

"""The pages of the patient's form: shown, turned, and sent."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from clinic_feedback import csrf
from clinic_feedback.current import records
from clinic_feedback.patient.entrance import Entered, carried, entered
from clinic_feedback.patient.posted_page import Button, PostedPage, posted_page
from clinic_feedback.patient.screen import INTRO, OVERVIEW, page_to_show, pages_of
from clinic_feedback.patient.sending_off import send_off
from clinic_feedback.patient.showing import (
    already_sent_page,
    closed_page,
    not_saved_page,
    question_page,
    thanks_page,
)
from clinic_feedback.records.drafts import Notice, PageTurned, Pending
from clinic_feedback.records.engine import NotStoredError
from clinic_feedback.records.patient_forms import Door, turn_page
from clinic_feedback.records.sending import Outcome
from forms.pages import Page, PageKind, page_named

Reply = Response | str | tuple[str, int]

THANKS = PageKind.THANKS.value
CAME_FROM = "from"


def show(public_id: str, page: str) -> Reply:
    """A page of a form, for the browser that the form belongs to."""
    who = entered(public_id)
    if who is None or who.form.door is Door.CLOSED:
        return closed_page()
    if who.form.door is Door.SENT:
        return thanks_page(who) if page == THANKS else _to_thanks(who)
    wanted = page_to_show(who.form, page)
    if wanted is None or wanted.name != page:
        return to_page(public_id, wanted.name if wanted else INTRO)
    return question_page(who, wanted, _pending(who, wanted), _came_from())


def turn(public_id: str, page: str) -> Reply:
    """A page that was filled in: what it brought is kept, and its button leads on."""
    who = entered(public_id)
    if who is None or who.form.door is Door.CLOSED:
        return closed_page()
    if who.form.door is Door.SENT and page != OVERVIEW:
        return _to_thanks(who)
    wanted = page_named(pages_of(who.form, None), page) if page == OVERVIEW else page_to_show(who.form, page)
    if wanted is None or wanted.name != page:
        return to_page(public_id, wanted.name if wanted else INTRO)
    return _kept(who, wanted)


def to_page(public_id: str, page: str, came_from: str = "") -> Response:
    """On to a page of a form."""
    values = {"public_id": public_id, "page": page} | ({CAME_FROM: came_from} if came_from else {})
    return redirect(url_for("patient.page", **values), 303)  # type: ignore[arg-type] # `from` is a word of Python


def _kept(who: Entered, page: Page) -> Reply:
    posted = posted_page(who.form, page, who.reader.language, request.form, _notice(who, page))
    again = Pending(page.name, posted.fields, Notice.KEPT)
    if not csrf.is_ours(who.ticket.key):
        return question_page(who, page, again, _came_from())
    try:
        if posted.button is Button.SEND and page.kind is PageKind.OVERVIEW and not posted.stays:
            return _sent(who, page, posted)
        return _turned(who, page, posted)
    except NotStoredError:
        return not_saved_page(who, page, replace(again, notice=None))


def _turned(who: Entered, page: Page, posted: PostedPage) -> Reply:
    public_id, ticket, mode, turned = who.public_id, who.ticket, who.reader.mode, _as_read(who, posted.turned)
    door = records().write(lambda tx: turn_page(tx, public_id, ticket, mode, turned))
    if door is not Door.OPEN:
        return closed_page()
    if posted.button is Button.STOP:
        return redirect(url_for("patient.stop", public_id=public_id, page=page.name), 303)
    if posted.stays:
        return to_page(public_id, page.name, _came_from())
    if _came_from():
        return to_page(public_id, OVERVIEW)
    leads = page.previous if posted.button is Button.BACK else page.next
    return to_page(public_id, leads or page.name)


def _as_read(who: Entered, turned: PageTurned) -> PageTurned:
    """What begins a form, also one whose time was over, begins it as the page was read."""
    if who.form.filled is not None:
        return turned
    reader = who.reader
    return replace(
        turned, language=turned.language or reader.language, text_size=turned.text_size or reader.text_size
    )


def _sent(who: Entered, page: Page, posted: PostedPage) -> Reply:
    # The page says how it was read: the form's time may be over, and with it what it knew.
    who = replace(who, reader=replace(who.reader, language=posted.turned.language or who.reader.language))
    outcome = send_off(who.form, page, posted.form, who.reader, who.ticket)
    if outcome is Outcome.OTHERS_SENT:
        return already_sent_page(who)
    return closed_page() if outcome is Outcome.CLOSED else _to_thanks(who)


def _to_thanks(who: Entered) -> Response:
    """On to 'thank you', which knows of no form any more how it was read."""
    address = url_for("patient.page", public_id=who.public_id, page=THANKS, **carried(who.reader))  # type: ignore[arg-type] # no option of url_for's
    return redirect(address, 303)


def _pending(who: Entered, page: Page) -> Pending | None:
    """What this very page has to show again; a form whose time was over says so on any page."""
    filled = who.form.filled
    if filled is None:
        return Pending(page.name, notice=Notice.DRAFT_ENDED) if who.form.begun else None
    return filled.pending if filled.pending and filled.pending.page == page.name else None


def _notice(who: Entered, page: Page) -> Notice | None:
    """Why a posted page has to be shown again. An overview carries all answers, so it never has to."""
    ended = who.form.begun and who.form.filled is None and who.form.door is Door.OPEN
    return Notice.DRAFT_ENDED if ended and page.kind is not PageKind.OVERVIEW else None


def _came_from() -> str:
    return OVERVIEW if request.args.get(CAME_FROM) == OVERVIEW else ""

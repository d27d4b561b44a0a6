"""The clinician's own form: shown page by page, turned, and sent once."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from clinic_feedback.clinician.own_posting import BEGUN, Button, PostedPage, posted_page
from clinic_feedback.clinician.own_screen import language_of, own_screen, pages_of, where_left
from clinic_feedback.clinician.staff_page import comes_from_our_page, reader, staff_page
from clinic_feedback.current import records
from clinic_feedback.languages import wanted_language
from clinic_feedback.records.drafts import Notice, PageTurned, Pending
from clinic_feedback.records.engine import NotStoredError
from clinic_feedback.records.own_forms import OwnDoor, OwnForm, own_form, send_own, turn_own_page
from clinic_feedback.records.sending import Outcome
from forms.builder import PageForm
from forms.model import LinkId
from forms.pages import Page, PageKind, page_named
from forms.responses import Answer as Given
from forms.responses import Response

_UNAVAILABLE = 503

TOLD: Mapping[Outcome | OwnDoor | None, str] = {
    Outcome.ACCEPTED: "own_sent",
    Outcome.REPEATED: "own_sent",
    Outcome.OTHERS_SENT: "own_already_sent",
    Outcome.CLOSED: "own_closed",
    OwnDoor.SENT: "own_already_sent",
    OwnDoor.CLOSED: "own_closed",
}
"""What the visit's page says to somebody who comes from the own form, by what became of it."""


def show(public_id: str, page: str) -> str | Answer:
    """A page of the own form."""
    own = _own_form(public_id)
    if own.door is not OwnDoor.OPEN:
        return redirect(url_for("clinician.visit", public_id=public_id), 303)
    wanted = page_named(pages_of(own), page)
    if wanted is None:
        return _to_page(public_id, where_left(own).name)
    pending = own.filled.pending if own.filled else None
    notice = pending.notice if pending and pending.page == page else None
    return _page(own, wanted, language_of(own, wanted_language()), notice=notice)


def turn(public_id: str, page: str) -> str | Answer | tuple[str, int]:
    """A page that was filled in: kept, and on to where its button leads."""
    own = _own_form(public_id)
    wanted = page_named(pages_of(own), page)
    if wanted is None:
        return _to_page(public_id, where_left(own).name)
    read = posted_page(own, wanted, wanted_language(), request.form)
    sends = read.button is Button.SEND and wanted.kind is PageKind.OVERVIEW
    ours = comes_from_our_page()
    if own.door is not OwnDoor.OPEN and not (sends and ours):
        return _to_visit(public_id, own.door)
    if not ours:
        return _page(own, wanted, read.language, read.form, Notice.KEPT)
    try:
        return _send(own, wanted, read) if sends else _turn(own, wanted, read)
    except NotStoredError:
        return _page(own, wanted, read.language, read.form, not_saved=True), _UNAVAILABLE


def _send(own: OwnForm, page: Page, read: PostedPage) -> str | Answer:
    if read.faulty:
        return _page(own, page, read.language, read.form)
    answers = {link_id: answer for link_id, answer in read.answers.items() if answer is not None}
    response = Response(answers, read.language)
    started_at = own.filled.started_at if own.filled else None
    member = reader()
    outcome = records().write(lambda tx: send_own(tx, own.public_id, member, response, started_at))
    return _to_visit(own.public_id, outcome)


def _turn(own: OwnForm, page: Page, read: PostedPage) -> str | Answer:
    ended = read.begun and own.filled is None and page.kind is PageKind.QUESTIONS
    notice = Notice.DRAFT_ENDED if ended else Notice.CLEARED if read.button is Button.CLEAR else None
    pending = None if notice is None else Pending(page.name, notice=notice)
    turned = PageTurned(_kept(own, page, read), language=read.chosen, pending=pending)
    member = reader()
    door = records().write(lambda tx: turn_own_page(tx, own.public_id, member, turned))
    if door is not OwnDoor.OPEN:
        return _to_visit(own.public_id, door)
    if read.faulty:
        return _page(own, page, read.language, read.form)
    return _to_page(own.public_id, page.name if ended else read.target)


def _kept(own: OwnForm, page: Page, read: PostedPage) -> Mapping[LinkId, Given | None]:
    """What of a page goes into the form: an overview only shows, and gives back what has ended meanwhile."""
    only_shows = page.kind is PageKind.OVERVIEW and own.filled is not None
    return {} if only_shows else read.answers


def _own_form(public_id: str) -> OwnForm:
    member = reader()
    with records().read() as tx:
        own = own_form(tx, public_id, member)
    return own or abort(404)


def _page(  # noqa: PLR0913 - each is one thing that a page can have to say
    own: OwnForm,
    page: Page,
    language: str,
    posted: PageForm | None = None,
    notice: Notice | None = None,
    *,
    not_saved: bool = False,
) -> str:
    screen = own_screen(own, page, language, posted)
    return staff_page(
        f"clinician/own_{page.kind}.html",
        language,
        screen=screen,
        notice=notice,
        not_saved=not_saved,
        begun=BEGUN if own.filled or BEGUN in request.form else None,
    )


def _to_page(public_id: str, page: str) -> Answer:
    return redirect(url_for("clinician.own_form", public_id=public_id, page=page), 303)


def _to_visit(public_id: str, outcome: Outcome | OwnDoor | None) -> Answer:
    return redirect(url_for("clinician.visit", public_id=public_id, told=TOLD.get(outcome)), 303)

"""Following up: planned, done, or passed on."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from clinic_feedback.clinician.follow_up_lines import FollowUpLine, colleagues_for, how_choices, line_of
from clinic_feedback.clinician.staff_page import comes_from_our_page, reader, staff_page
from clinic_feedback.current import records
from clinic_feedback.languages import wanted_language, words
from clinic_feedback.records import follow_up_work
from clinic_feedback.records.follow_up_work import Conflict, NotTheirsError, Turn
from clinic_feedback.records.models.follow_ups import How
from clinic_feedback.records.transaction import Transaction

_CONFLICT = 409

Reply = str | Answer | tuple[str, int]


def show(public_id: str) -> str:
    """A follow-up, and what can be done with it."""
    line = line_of(public_id, wanted_language())
    return _page(public_id, line or abort(404))


def plan(public_id: str) -> Reply:
    """Note that it is planned."""
    return _changed(public_id, follow_up_work.plan, to_itself=True)


def finish(public_id: str) -> Reply:
    """Note that it is done, and how."""
    how = request.form.get("how", "")
    if how not in set(How):
        return _to(public_id)
    return _changed(public_id, lambda tx, turn: follow_up_work.finish(tx, turn, How(how)))


def hand_on(public_id: str) -> Reply:
    """Pass it on to another clinician."""
    colleague = request.form.get("colleague", "")
    return _changed(public_id, lambda tx, turn: follow_up_work.hand_on(tx, turn, colleague))


def _changed(
    public_id: str, change: Callable[[Transaction, Turn], Conflict | None], *, to_itself: bool = False
) -> Reply:
    if not comes_from_our_page():
        return _to(public_id)
    turn = Turn(reader(), public_id, request.form.get("revision", 0, type=int))
    try:
        conflict = records().write(lambda tx: change(tx, turn))
    except NotTheirsError:
        abort(404)
    if conflict is not None:
        return _page(public_id, line_of(public_id, wanted_language()), conflict), _CONFLICT
    return _to(public_id) if to_itself else redirect(url_for("clinician.today"), 303)


def _page(public_id: str, line: FollowUpLine | None, conflict: Conflict | None = None) -> str:
    """The page of a follow-up. `line`: None where it was done, or given away, by somebody else just now."""
    language = wanted_language()
    return staff_page(
        "clinician/follow_up_page.html",
        language,
        line=line,
        colleagues=[(one.key, one.name) for one in colleagues_for(public_id)] if line else [],
        how=how_choices(language),
        conflict=conflict and words(language)["staff"]["follow_up_conflict"].format(name=conflict.name),
    )


def _to(public_id: str) -> Answer:
    return redirect(url_for("clinician.follow_up", public_id=public_id), 303)

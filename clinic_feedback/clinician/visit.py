"""The page of a visit: the own form until that is sent or closed, then what there is to see."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from clinic_feedback.clinician.follow_up_lines import how_choices, lines_to_do
from clinic_feedback.clinician.own_screen import where_left
from clinic_feedback.clinician.staff_page import reader, staff_page
from clinic_feedback.clinician.visit_document import other_languages, report_language, visit_document
from clinic_feedback.clinician.visit_glance import at_a_glance
from clinic_feedback.clinician.visit_reading import note_look, visit_seen
from clinic_feedback.current import records
from clinic_feedback.languages import date_text, moment_text, wanted_language, words
from clinic_feedback.records.audit import Act
from clinic_feedback.records.own_forms import OwnDoor, own_form
from clinic_feedback.records.visibility import Seen, VisitFacts, VisitSeen
from reports.html.renderer import render_fragment

_TOLD = ("own_sent", "own_already_sent", "own_closed")
_TITLES = {Seen.PAIR: "pair_title", Seen.ONE_SIDED: "one_sided_title"}


def visit(public_id: str) -> str | Answer:
    """The pair, the one side, or that there is nothing to show; before that, the way to the own form."""
    seen = visit_seen(public_id)
    page = _own_page(public_id) if seen.seen is Seen.OWN_FORM else None
    if page is not None:
        return redirect(url_for("clinician.own_form", public_id=public_id, page=page), 303)
    note_look(public_id, Act.VISIT_READ)
    return _page(seen, report_language(seen, request.args.get("language"), wanted_language()))


def _own_page(public_id: str) -> str | None:
    """Where the own form was left; None where it cannot be filled in."""
    with records().read() as tx:
        own = own_form(tx, public_id, reader())
    return where_left(own).name if own is not None and own.door is OwnDoor.OPEN else None


def _page(seen: VisitSeen, language: str) -> str:
    said, facts, until = words(language)["staff"], seen.facts, seen.may_still_come
    day = date_text(facts.held_at, language, facts.time_zone)
    return staff_page(
        "clinician/visit.html",
        language,
        public_id=facts.public_id,
        title=said[_TITLES.get(seen.seen, "nothing_title")].format(date=day),
        told=_told(facts, language),
        glances=at_a_glance(seen, language),
        report=render_fragment(visit_document(seen, language)),
        may_still_come=until and moment_text(until, language, facts.time_zone),
        gives_code=until is not None and not facts.handed_over,
        follow_ups=[line for line in lines_to_do(language) if line.visit == facts.public_id],
        how=how_choices(language),
        languages=other_languages(seen, language),
    )


def _told(facts: VisitFacts, language: str) -> str | None:
    """What became of the own form, for somebody who comes from it."""
    told = request.args.get("told")
    if told not in _TOLD:
        return None
    closes = moment_text(facts.closes_at, language, facts.time_zone)
    return words(language)["staff"][told].format(closes=closes)

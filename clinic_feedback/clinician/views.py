"""The addresses of the clinician's wing."""

from __future__ import annotations

from flask import Blueprint

from clinic_feedback.clinician import (
    follow_up,
    handing_over,
    new_visit,
    own_form,
    patient_code,
    today,
    visit,
    visit_files,
)

pages = Blueprint("clinician", __name__, template_folder="templates")


pages.add_url_rule("/staff/today", "today", today.today)
pages.add_url_rule("/staff/code", "code", patient_code.ask)
pages.add_url_rule("/staff/code", "typed_code", patient_code.take, methods=["POST"])
pages.add_url_rule("/staff/visits/<public_id>/new", "new_visit", new_visit.new_visit, methods=["POST"])
pages.add_url_rule("/staff/visits/<public_id>/new", "new_visit_left", new_visit.left)
pages.add_url_rule(
    "/staff/visits/<public_id>/hand-over", "hand_over", handing_over.hand_over, methods=["POST"]
)
pages.add_url_rule("/staff/visits/<public_id>", "visit", visit.visit)
pages.add_url_rule("/staff/visits/<public_id>/report.pdf", "pdf", visit_files.pdf)
pages.add_url_rule("/staff/visits/<public_id>/report.html", "html", visit_files.html)
pages.add_url_rule("/staff/visits/<public_id>/form/<page>", "own_form", own_form.show)
pages.add_url_rule(
    "/staff/visits/<public_id>/form/<page>", "turned_own_form", own_form.turn, methods=["POST"]
)
pages.add_url_rule("/staff/follow-ups/<public_id>", "follow_up", follow_up.show)
pages.add_url_rule("/staff/follow-ups/<public_id>/plan", "plan_follow_up", follow_up.plan, methods=["POST"])
pages.add_url_rule(
    "/staff/follow-ups/<public_id>/done", "finish_follow_up", follow_up.finish, methods=["POST"]
)
pages.add_url_rule(
    "/staff/follow-ups/<public_id>/hand-on", "hand_on_follow_up", follow_up.hand_on, methods=["POST"]
)

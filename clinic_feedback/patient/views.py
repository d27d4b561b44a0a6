"""The addresses of the patient's wing."""

from __future__ import annotations

from flask import Blueprint

from clinic_feedback.patient import doorway, form_pages, leaving, typed_code

pages = Blueprint("patient", __name__, template_folder="templates")

pages.add_url_rule("/p/<token>", "link", doorway.open_link)
pages.add_url_rule("/code", "code", typed_code.ask_code)
pages.add_url_rule("/code", "typed_code", typed_code.take_code, methods=["POST"])
pages.add_url_rule("/form/done/<where>", "done", leaving.done)
pages.add_url_rule("/form/<public_id>/stop", "stop", leaving.ask_to_stop)
pages.add_url_rule("/form/<public_id>/stop", "stopped", leaving.stop, methods=["POST"])
pages.add_url_rule("/form/<public_id>/finish", "finish", leaving.finish, methods=["POST"])
pages.add_url_rule("/form/<public_id>/idle", "idle", leaving.idle, methods=["GET", "POST"])
pages.add_url_rule("/form/<public_id>/privacy", "privacy", leaving.privacy)
pages.add_url_rule("/form/<public_id>/<page>", "page", form_pages.show)
pages.add_url_rule("/form/<public_id>/<page>", "turned_page", form_pages.turn, methods=["POST"])

"""The addresses of the administrator's wing."""

from __future__ import annotations

from flask import Blueprint

from clinic_feedback.admin import clinics, leaving, people, tablets, trail

pages = Blueprint("admin", __name__, url_prefix="/staff", template_folder="templates")

_CLINIC = "/admin/clinics/<code>"
_PERSON = "/admin/staff/<username>"


pages.add_url_rule("/admin/clinics", "clinics", clinics.listed)
pages.add_url_rule("/admin/new-clinic", "new_clinic", clinics.new)
pages.add_url_rule("/admin/new-clinic", "made_clinic", clinics.make, methods=["POST"])
pages.add_url_rule(_CLINIC, "clinic", clinics.show)
pages.add_url_rule(_CLINIC, "changed_clinic", clinics.change, methods=["POST"])

pages.add_url_rule("/admin/staff", "people", people.listed)
pages.add_url_rule("/admin/new-staff", "new_person", people.new)
pages.add_url_rule("/admin/new-staff", "added_person", people.add, methods=["POST"])
pages.add_url_rule(_PERSON, "person", people.show)
pages.add_url_rule(_PERSON, "changed_person", people.change, methods=["POST"])
pages.add_url_rule(f"{_PERSON}/link", "new_link", people.new_link, methods=["POST"])
pages.add_url_rule(f"{_PERSON}/leaving", "leaving", leaving.ask)
pages.add_url_rule(f"{_PERSON}/leaving", "left", leaving.leave, methods=["POST"])
pages.add_url_rule(f"{_PERSON}/return", "returned", leaving.come_back, methods=["POST"])

pages.add_url_rule("/admin/tablets", "tablets", tablets.listed)
pages.add_url_rule("/admin/tablets/<public_id>/end", "revoked", tablets.revoke, methods=["POST"])
pages.add_url_rule("/tablet", "enrol", tablets.ask)
pages.add_url_rule("/tablet", "enrolled", tablets.enrol, methods=["POST"])

pages.add_url_rule("/admin/audit", "audit", trail.shown)

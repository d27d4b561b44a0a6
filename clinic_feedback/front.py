"""The first page: it leads everybody to their own."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from clinic_feedback import cookies
from clinic_feedback.cookies import Cookie
from clinic_feedback.current import staff
from clinic_feedback.records.models.staff import Role

pages = Blueprint("front", __name__)

_FIRST_PAGES = {
    Role.CLINICIAN: "clinician.today",
    Role.CONTACT_PERSON: "clinician.today",
    Role.QUALITY: "quality.start",
    Role.ADMINISTRATOR: "admin.clinics",
}
"""Where each role begins; who holds several begins where the most urgent work is."""


@pages.get("/")
def start() -> Response:
    """A clinic's tablet to its page for codes, everybody else to the staff's pages."""
    wanted = "patient.code" if cookies.read(Cookie.TABLET) else "front.staff_start"
    return redirect(url_for(wanted), 303)


@pages.get("/staff/")
def staff_start() -> Response:
    """Somebody who is signed in to the first page of their role."""
    member = staff()
    roles = member.roles if member is not None else frozenset()
    return redirect(url_for(next(page for role, page in _FIRST_PAGES.items() if role in roles)), 303)

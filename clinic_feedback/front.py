"""The first page: it leads everybody to their own."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, url_for
from werkzeug.wrappers import Response

from clinic_feedback import cookies
from clinic_feedback.cookies import AS_LONG_AS_BROWSERS_KEEP, Cookie
from clinic_feedback.current import records, staff
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.tablets import tablet_of

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
    """A clinic's tablet to its page for codes, everybody else to the staff's pages.

    Browsers keep no cookie for ever: a tablet gets its own anew. One that was ended loses it.
    """
    credential = cookies.read(Cookie.TABLET)
    with records().read() as tx:
        is_tablet = bool(credential) and tablet_of(tx, credential) is not None
    response = make_response(redirect(url_for("patient.code" if is_tablet else "front.staff_start"), 303))
    if is_tablet:
        cookies.give(response, Cookie.TABLET, credential, AS_LONG_AS_BROWSERS_KEEP)
    elif credential:
        cookies.take_back(response, Cookie.TABLET)
    return response


@pages.get("/staff/")
def staff_start() -> Response:
    """Somebody who is signed in to the first page of their role."""
    member = staff()
    roles = member.roles if member is not None else frozenset()
    return redirect(url_for(next(page for role, page in _FIRST_PAGES.items() if role in roles)), 303)

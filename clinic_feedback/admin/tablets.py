"""Clinic tablets: naming a browser one, and taking that back."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from clinic_feedback import cookies
from clinic_feedback.admin.page import Page, actor, admin_page, comes_from_our_page, reader
from clinic_feedback.codes import Token
from clinic_feedback.cookies import AS_LONG_AS_BROWSERS_KEEP, Cookie
from clinic_feedback.current import records
from clinic_feedback.languages import date_text, wanted_language
from clinic_feedback.records import tablets
from clinic_feedback.records.clinics import all_clinics
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.refused_fields import FieldFault, RefusedFieldsError
from clinic_feedback.records.staff_sessions import end_session
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.staff_token import drop_staff_token, session_hmac


def listed(*, kept: bool = False) -> Page:
    """Every tablet, those in use first."""
    language = wanted_language()
    with records().read() as tx:
        found = tablets.all_tablets(tx)
    rows = [
        (
            tablet,
            date_text(tablet.enrolled_at, language, tablet.time_zone),
            date_text(tablet.revoked_at, language, tablet.time_zone) if tablet.revoked_at else "",
        )
        for tablet in found
    ]
    return admin_page("tablets", kept=kept, rows=rows)


def revoke(public_id: str) -> Page | Response:
    """Make a tablet an ordinary browser again."""
    if not comes_from_our_page():
        return listed(kept=True)
    who = actor()
    if not records().write(lambda tx: tablets.revoke(tx, who, public_id)):
        abort(404)
    return redirect(url_for("admin.tablets"), 303)


def ask() -> Page:
    """The form that names this browser a clinic's tablet."""
    return _page()


def enrol() -> Page | Response:
    """Name this browser a clinic's tablet, and end the sign-in in it: patients hold it next."""
    if not comes_from_our_page():
        return _page(kept=True)
    clinics = {code: clinic_id for clinic_id, code, _ in _clinics()}
    clinic_id = clinics.get(request.form.get("clinic", ""))
    if clinic_id is None:
        return _page([FieldFault("clinic", "choice_wrong")])
    name, who, session = request.form.get("name", ""), actor(), session_hmac()

    def service(tx: Transaction) -> Token:
        credential = tablets.enrol(tx, who, clinic_id, name)
        end_session(tx, session)
        return credential

    try:
        credential = records().write(service)
    except RefusedFieldsError as error:
        return _page(error.faults)
    response = make_response(redirect(url_for("front.start"), 303))
    cookies.give(response, Cookie.TABLET, credential, AS_LONG_AS_BROWSERS_KEEP)
    drop_staff_token()
    return response


def _clinics() -> tuple[tuple[int, str, str], ...]:
    """Where whoever asks may enrol: a clinician in the own clinics, an administrator in all."""
    member = reader()
    if Role.ADMINISTRATOR in member.roles:
        with records().read() as tx:
            return tuple((clinic.id, clinic.code, clinic.name) for clinic in all_clinics(tx))
    posts = member.posts_as(Role.CLINICIAN)
    return tuple((post.clinic_id, post.clinic_code, post.clinic_name) for post in posts)


def _page(faults: Iterable[FieldFault] = (), *, kept: bool = False) -> Page:
    return admin_page(
        "enrol",
        faults,
        kept=kept,
        clinics=[(code, name) for _, code, name in _clinics()],
        chosen=request.form.get("clinic", ""),
        typed_name=request.form.get("name", ""),
    )

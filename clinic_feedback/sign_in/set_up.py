"""Choosing a password by a link that works once."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from clinic_feedback import csrf
from clinic_feedback.current import records
from clinic_feedback.languages import wanted_language, words
from clinic_feedback.records.set_up_links import Invited, choose_password, invited_by
from clinic_feedback.sign_in.passwords import LEAST_LENGTH, MOST_LENGTH, hashed, password_fault
from clinic_feedback.staff_frame import frame

_GONE, _WRONG = 410, 422

Reply = tuple[str, int] | Response


def set_up_page(token: str) -> Reply:
    """Ask for a password, or say that the link cannot be used."""
    invited = _invited(token)
    return _page(invited) if invited is not None else _used()


def take_password(token: str) -> Reply:
    """Keep the chosen password, and lead to the sign-in."""
    invited = _invited(token)
    if invited is None:
        return _used()
    if not csrf.is_ours(csrf.door_secret()):
        return _page(invited, fault="kept")
    password, again = request.form.get("password", ""), request.form.get("again", "")
    fault = password_fault(password, invited.username, invited.name)
    if fault is not None:
        return _page(invited, fault=fault)
    if again != password:
        return _page(invited, again_fault="password_again_wrong")
    stored = hashed(password)
    if not records().write(lambda tx: choose_password(tx, token, stored)):
        return _used()
    return redirect(url_for("sign_in.sign_in"), 303)


def _invited(token: str) -> Invited | None:
    with records().read() as tx:
        return invited_by(tx, token)


def _page(invited: Invited, fault: str = "", again_fault: str = "") -> tuple[str, int]:
    """The page. `fault`, `again_fault`: the keys of what is wrong; passwords are never shown again."""
    said = words(wanted_language())["staff"]
    limits = {"least": LEAST_LENGTH, "most": MOST_LENGTH}
    faults = {"password": fault, "again": again_fault}
    page = render_template(
        "sign_in/set_up.html",
        invited=invited,
        hint=said["password_hint"].format(**limits),
        faults={name: said[key].format(**limits) if key else "" for name, key in faults.items()},
        csrf_token=csrf.token_for(csrf.door_secret()),
        **frame(wanted_language()),
    )
    return page, _WRONG if fault or again_fault else 200


def _used() -> tuple[str, int]:
    return render_template("sign_in/set_up_used.html", **frame(wanted_language())), _GONE

"""The page where a code is typed: on a clinic's tablet alone. Elsewhere no code is ever right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request

from clinic_feedback import cookies, csrf, throttle
from clinic_feedback.codes import CodeFault, ShortCode, Token, read_short_code
from clinic_feedback.cookies import Cookie
from clinic_feedback.current import records
from clinic_feedback.languages import time_text, words
from clinic_feedback.patient.doorway import enter
from clinic_feedback.patient.entrance import first_language
from clinic_feedback.patient.form_pages import Reply
from clinic_feedback.patient.showing import bare_frame
from clinic_feedback.records.invitations import link_for_code
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.tablets import tablet_of
from clinic_feedback.records.throttling import Action, count
from clinic_feedback.records.transaction import Transaction

_BAD, _TOO_MANY = 422, 429


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a typed code: a visit and a link to it, or when to try again after too many tries."""

    way_in: tuple[str, Token] | None = None
    wait_until: datetime | None = None
    time_zone: str = "UTC"


def ask_code() -> Reply:
    """The first page of a clinic's tablet."""
    return _page()


def take_code() -> Reply:
    """Open the form of a typed code."""
    typed = request.form.get("code", "")
    if not csrf.is_ours(csrf.door_secret()):
        return _page(typed)
    code, said = read_short_code(typed), words(first_language(Mode.TABLET))
    if isinstance(code, CodeFault):
        fault = said["code"][code.kind].format(n=code.n, typed=code.typed)
        return _page(typed, fault), _BAD
    credential = cookies.read(Cookie.TABLET)
    tried = records().write(lambda tx: _try(tx, credential, code))
    if tried.wait_until is not None:
        time = time_text(tried.wait_until, first_language(Mode.TABLET), tried.time_zone)
        return _page(typed, said["patient"]["too_many"].format(time=time)), _TOO_MANY
    if tried.way_in is None:
        return _page(typed, said["patient"]["code_wrong"]), _BAD
    public_id, token = tried.way_in
    return enter(public_id, Mode.TABLET, token)


def _try(tx: Transaction, credential: str, code: ShortCode) -> Tried:
    tablet = tablet_of(tx, credential) if credential else None
    if tablet is None:
        return Tried()
    wait_until = count(tx, Action.CODE, tablet.public_id, throttle.tablet_limit())
    if wait_until is not None:
        return Tried(None, wait_until, tablet.time_zone)
    return Tried(link_for_code(tx, code))


def _page(typed: str = "", fault: str = "") -> str:
    return render_template(
        "patient/code.html",
        **bare_frame(Mode.TABLET),
        csrf_token=csrf.token_for(csrf.door_secret()),
        typed=typed,
        fault=fault,
    )

"""The patient's cookie: where the form is filled in, the browser's own key, and the link that it came by."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from flask import Response

from clinic_feedback import cookies
from clinic_feedback.cookies import Cookie
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import Ticket

_SIGNS: Mapping[Mode, str] = {Mode.TABLET: "t", Mode.PHONE: "p"}
_PARTS = 3
_LONGEST = 200
_KEPT_SECONDS = 7 * 24 * 3600
"""On an own phone the cookie outlives every form, so that a form can be gone on with after a pause."""


def new_key() -> str:
    """A browser's key that nobody can guess."""
    return secrets.token_urlsafe(16)


def ticket_of_request() -> tuple[Mode, Ticket] | None:
    """What the browser shows to get in; None where it shows nothing of ours."""
    parts = cookies.read(Cookie.PATIENT)[:_LONGEST].split(".")
    modes = {sign: mode for mode, sign in _SIGNS.items()}
    if len(parts) != _PARTS or parts[0] not in modes or not parts[1]:
        return None
    return modes[parts[0]], Ticket(parts[1], parts[2])


def give_ticket(response: Response, mode: Mode, ticket: Ticket) -> None:
    """Let the browser keep its ticket: on a clinic's tablet until it is handed back at most."""
    value = ".".join((_SIGNS[mode], ticket.key, ticket.token))
    cookies.give(response, Cookie.PATIENT, value, _KEPT_SECONDS if mode is Mode.PHONE else None)


def take_back_ticket(response: Response) -> None:
    """Leave nothing by which this browser gets in."""
    cookies.take_back(response, Cookie.PATIENT)

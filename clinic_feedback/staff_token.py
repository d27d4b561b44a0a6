"""The secret of a sign-in, in the cookie that goes to the staff's pages alone."""

from __future__ import annotations

from flask import session

from clinic_feedback.codes import Token
from clinic_feedback.current import records
from clinic_feedback.keys import Purpose

_KEY = "token"


def staff_token() -> str:
    """The secret of this browser's sign-in, whether or not that still lasts; '' where there is none.

    Forms on the staff's pages are bound to it. Never asked for on a patient's page.
    """
    token = session.get(_KEY, "")
    return token if isinstance(token, str) else ""


def session_hmac() -> bytes:
    """What this browser's sign-in is looked up by."""
    return records().keys.digest(Purpose.STAFF_SESSION, staff_token())


def keep_staff_token(token: Token) -> None:
    """Let the browser keep a new sign-in, and nothing of an earlier one."""
    session.clear()
    session[_KEY] = token


def drop_staff_token() -> None:
    """Leave nothing of a sign-in in the browser."""
    session.clear()

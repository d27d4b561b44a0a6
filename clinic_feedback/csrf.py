"""A token in every form, bound to the cookie that its page was given with: it lives as long as its form."""

from __future__ import annotations

import hmac
import secrets

from flask import Request, Response, g, request

from clinic_feedback import cookies
from clinic_feedback.cookies import Cookie
from clinic_feedback.current import records
from clinic_feedback.keys import Purpose

FIELD = "csrf"

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_FOREIGN = {"cross-site", "same-site"}


def token_for(secret: str) -> str:
    """The token of a form whose page belongs to a secret that only its browser knows."""
    return records().keys.digest(Purpose.CSRF, secret).hex()[:32]


def is_ours(secret: str) -> bool:
    """Whether the posted form carries the token of this secret."""
    return bool(secret) and hmac.compare_digest(
        request.form.get(FIELD, "").encode(), token_for(secret).encode()
    )


def door_secret() -> str:
    """The secret of pages before any sign-in or form; made where the browser has none yet."""
    if "door_secret" not in g:
        g.door_secret = cookies.read(Cookie.DOOR) or secrets.token_urlsafe(16)
    secret: str = g.door_secret
    return secret


def give_door_secret(response: Response) -> Response:
    """Let the browser keep the secret that was made for the page it gets."""
    if "door_secret" in g and not cookies.read(Cookie.DOOR):
        cookies.give(response, Cookie.DOOR, g.door_secret)
    return response


def comes_from_elsewhere(asked: Request, host: str) -> bool:
    """Whether a browser says that another site makes it send this.

    A request that says neither is no browser's of today; its token still has to fit.
    """
    if asked.method in _SAFE_METHODS:
        return False
    fetch_site = asked.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in _FOREIGN
    origin = asked.headers.get("Origin")
    return origin is not None and origin.partition("://")[2] != host

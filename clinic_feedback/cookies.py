"""Cookies: one a side, named after where the program lies, so that two of them on one host never meet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from flask import Response, request

from clinic_feedback.current import settings
from clinic_feedback.public_address import PublicAddress

_ODD = re.compile(r"[^A-Za-z0-9]+")


AS_LONG_AS_BROWSERS_KEEP = 400 * 24 * 60 * 60
"""Seconds: they cut off whatever is longer."""


class Cookie(StrEnum):
    """Whose cookie it is: a form's, a sign-in's, an enrolled tablet's, or nobody's yet (DOOR)."""

    PATIENT = "patient"
    STAFF = "staff"
    TABLET = "tablet"
    DOOR = "door"


_PLACES: Mapping[Cookie, tuple[str, ...]] = {Cookie.PATIENT: ("/form", "/p"), Cookie.STAFF: ("/staff",)}
"""The pages that get a side's cookie: a browser sends it to no other, so neither side reads the other's.

Of a patient's these are the form, and the link: who opens it again comes back to what was begun.
"""


def cookie_name(cookie: Cookie, address: PublicAddress | None) -> str:
    """What a cookie is called: with the address's prefix in it."""
    prefix = _ODD.sub("_", address.prefix if address else "").strip("_")
    return "_".join(part for part in ("cf", prefix, cookie) if part)


def read(cookie: Cookie) -> str:
    """What the browser sent; '' where it sent nothing."""
    return request.cookies.get(cookie_name(cookie, settings().address), "")


def give(response: Response, cookie: Cookie, value: str, seconds: int | None = None) -> None:
    """Set a cookie that no script reads and no other site sends. `seconds`: None until the browser ends."""
    address = settings().address
    for path in cookie_paths(cookie, address):
        response.set_cookie(
            cookie_name(cookie, address),
            value,
            max_age=seconds,
            path=path,
            secure=address is not None and address.scheme == "https",
            httponly=True,
            samesite="Lax",
        )


def take_back(response: Response, cookie: Cookie) -> None:
    """Leave nothing of a cookie in the browser."""
    address = settings().address
    for path in cookie_paths(cookie, address):
        response.delete_cookie(cookie_name(cookie, address), path=path)


def cookie_paths(cookie: Cookie, address: PublicAddress | None) -> tuple[str, ...]:
    """The paths of the pages that get a cookie."""
    prefix = address.prefix if address else ""
    return tuple(prefix + place or "/" for place in _PLACES.get(cookie, ("",)))

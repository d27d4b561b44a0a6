"""Addresses to go on to after signing in: one of our own pages for staff, or none."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException

from clinic_feedback.access import needs_sign_in

_HOME = "/staff/"


def own_page(address: str, method: str) -> str | None:
    """A path, with its query, that leads to a page for staff by this method; None for any other address.

    Like those of requests it has no prefix.
    """
    if not address.startswith(_HOME):
        return None
    parts = urlsplit(address)
    try:
        endpoint, _ = current_app.url_map.bind("").match(parts.path, method)
    except HTTPException:
        return None
    if not needs_sign_in(endpoint):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path

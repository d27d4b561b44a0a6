"""What happens before any view: who is asking, from where, and may they."""

from __future__ import annotations

from flask import abort, g, request
from werkzeug.wrappers import Response

from clinic_feedback import csrf
from clinic_feedback.access import may_open, needs_sign_in
from clinic_feedback.current import settings
from clinic_feedback.sign_in.sign_in_page import ask_to_sign_in
from clinic_feedback.sign_in.staff_of_request import staff_of_request

_LONGEST_ID = 64


def let_in() -> Response | None:
    """Let a request through to its view, or send it to sign in.

    Aborts with 403 what another site sends or a role may not do, with 404 what nobody serves.
    """
    endpoint = request.endpoint
    if endpoint is None:
        return None  # no such page, or not by this method: the error page says which
    address = settings().address
    if csrf.comes_from_elsewhere(request, address.host if address else request.host):
        abort(403)
    if not _is_an_id((request.view_args or {}).get("public_id", "0")):
        abort(404)
    if not needs_sign_in(endpoint):
        return None
    g.staff = staff_of_request()
    if g.staff is None:
        return ask_to_sign_in()
    if not may_open(endpoint, g.staff):
        abort(403)
    return None


def _is_an_id(public_id: str) -> bool:
    """Whether an id of ours looks like this: not every database takes any sign."""
    return public_id.isascii() and public_id.isalnum() and len(public_id) <= _LONGEST_ID

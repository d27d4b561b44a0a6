"""A new visit: made by one button, and its ways in are shown once."""

from __future__ import annotations

import re

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from clinic_feedback.clinician.staff_page import comes_from_our_page, reader, staff_page
from clinic_feedback.codes import ALPHABET, grouped
from clinic_feedback.current import records, settings
from clinic_feedback.languages import wanted_language
from clinic_feedback.qr_codes import qr_svg
from clinic_feedback.records.invitations import WaysIn
from clinic_feedback.records.live_visits import NotBegun, begin

_IDS = re.compile(f"[{ALPHABET.lower()}]{{16}}")
"""The ids that our own pages choose for a visit that is to be made."""


def new_visit(public_id: str) -> str | Answer:
    """Make the visit that the page's button names, or give new ways in to it where it is made already."""
    if not _IDS.fullmatch(public_id):
        abort(404)
    if not comes_from_our_page():
        return redirect(url_for("clinician.today"), 303)
    member, clinic = reader(), request.form.get("clinic", "")
    begun = records().write(lambda tx: begin(tx, member, clinic, public_id))
    if begun is NotBegun.NOT_THEIRS:
        abort(404)
    if begun is NotBegun.NOT_LIVE:
        return redirect(url_for("clinician.today"), 303)
    if begun.ways is None:
        return left(public_id)
    return _ways_in(public_id, begun.ways)


def left(public_id: str) -> Answer:
    """Where somebody comes to who asks again for a page that is shown once."""
    return redirect(url_for("clinician.visit", public_id=public_id), 303)


def _ways_in(public_id: str, ways: WaysIn) -> str:
    """The page that is shown once. Without an address that phones reach, there is no QR code."""
    address = settings().address
    link = address.link(f"/p/{ways.token}") if address else None
    reached = address is not None and not address.is_loopback
    return staff_page(
        "clinician/new_visit.html",
        wanted_language(),
        public_id=public_id,
        code=grouped(ways.code),
        qr=qr_svg(link) if link and reached else None,
        link=None if reached else link,
    )

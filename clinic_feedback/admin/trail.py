"""The trail of acts, newest first, in plain words. It holds nothing that a patient did."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from clinic_feedback.admin.page import Page, admin_page
from clinic_feedback.current import records
from clinic_feedback.languages import moment_text, wanted_language, words
from clinic_feedback.records.audit import latest
from clinic_feedback.records.clinics import house_time_zone

_ROWS = 50
_MOST = 2**31 - 1
"""The largest number that every database takes for a row."""


@dataclass(frozen=True, slots=True)
class ActShown:
    """A line of the trail."""

    when: str
    who: str
    what: str
    which: str
    origin: str


def shown() -> Page:
    """A page of the trail; `before` in the address: the one that follows it."""
    language = wanted_language()
    said = words(language)["admin"]
    before = request.args.get("before", type=int)
    with records().read() as tx:
        entries = latest(tx, _ROWS, None if before is None else max(0, min(before, _MOST)))
        zone = house_time_zone(tx)
    acts = [
        ActShown(
            moment_text(entry.at, language, zone),
            entry.actor,
            said[f"act_{entry.act}"],
            entry.subject,
            said[f"origin_{entry.origin}"],
        )
        for entry in entries
    ]
    older = entries[-1].id if len(entries) == _ROWS else None
    return admin_page("audit", acts=acts, older=older)

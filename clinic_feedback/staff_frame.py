"""What all pages for staff have around them: their words, who is signed in, and the ways to other pages."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from clinic_feedback import csrf
from clinic_feedback.access import may_open
from clinic_feedback.current import staff
from clinic_feedback.languages import words
from clinic_feedback.staff_token import staff_token

_WAYS = {
    "clinician.today": ("staff", "today_title"),
    "admin.clinics": ("admin", "clinics"),
    "admin.people": ("admin", "staff"),
    "admin.tablets": ("admin", "tablets"),
    "admin.audit": ("admin", "audit"),
    "quality.start": ("roles", "quality"),
}
"""The pages that the navigation leads to, with the section and key of their names."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to another page. `current`: it leads to where the reader is, or to what that belongs to."""

    address: str
    label: str
    current: bool


def frame(language: str) -> dict[str, object]:
    """What layouts/staff.html needs for whoever is reading."""
    said, member = words(language), staff()
    around: dict[str, object] = {"language": language, "said": said["staff"]}
    if member is None:
        return around
    ways = [
        Way(url_for(page), said[section][key], request.path.startswith(_path(page)))
        for page, (section, key) in _WAYS.items()
        if may_open(page, member)
    ]
    return around | {
        "navigation": ways,
        "person": member.name,
        "sign_out": url_for("sign_in.sign_out"),
        "csrf_token": csrf.token_for(staff_token()),
    }


def _path(page: str) -> str:
    """A page's address without the prefix, as requests have it."""
    return url_for(page).removeprefix(request.script_root)

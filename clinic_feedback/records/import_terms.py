"""What whoever imports has decided: under which name the file comes, and what may arise from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clinic_feedback.records.clinics import NewClinicDefaults
from clinic_feedback.records.visits import OWN_SOURCE

_SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Terms:
    """How a file is taken in.

    `source`: what the system is called that its ids and codes come from; `create`: whether unknown
    clinics and clinicians are made, a clinic with `new_clinic`; `follow_up`: whether promises arise.
    """

    source: str
    new_clinic: NewClinicDefaults
    create: bool = True
    follow_up: bool = False


def is_source(name: str) -> bool:
    """Whether a system may be called so. Ours may not: its visits are made here."""
    return _SOURCE.fullmatch(name) is not None and name != OWN_SOURCE

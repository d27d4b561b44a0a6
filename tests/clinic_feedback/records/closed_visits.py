"""Many closed visits for tests of counting: who held them, when they closed, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from clinic_feedback.records.transaction import Records
from reports.weeks import monday
from tests.clinic_feedback.records.import_files import counted, import_all
from tests.forms.pairs import base


@dataclass(frozen=True, slots=True)
class Closed:
    """A visit that closed on the Wednesday of a week, at noon UTC. A side that is None did not answer."""

    week: str
    clinician: str
    profession: str = "physiotherapist"
    clinic: str = "north"
    patient: Mapping[str, Any] | None = field(default_factory=dict)
    other_side: Mapping[str, Any] | None = field(default_factory=dict)
    sharing: str = "clinician"
    mode: str = "import"


def take_in(records: Records, visits: Iterable[Closed], name: str = "V") -> list[str]:
    """Import visits as held and closed in their weeks; their references."""
    lines = [line_of(f"{name}{number}", visit) for number, visit in enumerate(visits)]
    tally, rejected = import_all(records, lines)
    assert rejected == {}
    assert counted(tally)[0] == len(lines)
    return [line["consultation"]["id"] for line in lines]


def line_of(reference: str, visit: Closed) -> dict[str, Any]:
    """The line of an import that tells of a visit."""
    day = monday(visit.week) + timedelta(days=2)
    raw = base(dict(visit.patient or {}), dict(visit.other_side or {}), form="core")
    raw["patient"]["sharing"] = visit.sharing
    if visit.mode != "import":
        raw["patient"]["mode"] = visit.mode
    raw["consultation"] = {
        "id": reference,
        "held_at": f"{day.isoformat()}T12:00:00+00:00",
        "clinic": visit.clinic,
        "clinician": visit.clinician,
        "profession": visit.profession,
    }
    if visit.patient is None:
        del raw["patient"]
    if visit.other_side is None:
        del raw["clinician"]
    return raw

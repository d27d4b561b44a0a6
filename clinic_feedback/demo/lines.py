"""Visits of the demo as lines of `clinic-feedback import --source demo`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from clinic_feedback.demo.setting import QUESTIONNAIRE, VERSION, DemoSide, DemoVisit


def import_lines(visits: Iterable[DemoVisit]) -> Iterator[str]:
    """One line of JSON a visit, with its end of line; a visit that nobody answered has neither side."""
    for visit in visits:
        yield json.dumps(_line(visit), ensure_ascii=False) + "\n"


def _line(visit: DemoVisit) -> dict[str, object]:
    sides = {"patient": visit.patient, "clinician": visit.clinician_side}
    return {
        "questionnaire": QUESTIONNAIRE,
        "version": VERSION,
        "form": visit.form,
        **{name: _side(side) for name, side in sides.items() if side is not None},
        "consultation": {
            "id": visit.reference,
            "held_at": visit.held_at.isoformat(),
            "clinic": visit.clinic,
            "clinician": visit.clinician,
            "profession": visit.profession,
        },
    }


def _side(side: DemoSide) -> dict[str, object]:
    told = {"language": side.language, "sharing": side.sharing, "mode": side.mode}
    return {
        **{name: value for name, value in told.items() if value is not None},
        "answers": dict(side.answers),
        "sent_at": side.sent_at.isoformat(),
    }

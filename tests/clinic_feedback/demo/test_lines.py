"""Visits of the demo are lines that the `import` command takes."""

from __future__ import annotations

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinic_feedback.demo import study
from clinic_feedback.demo.lines import import_lines
from clinic_feedback.demo.setting import DemoSide, DemoVisit
from clinic_feedback.demo.year import year
from forms.model import Form, Sharing
from tests.clinic_feedback.demo.reading import consultation

OSLO = ZoneInfo("Europe/Oslo")
VISIT = DemoVisit(
    reference="a-1",
    held_at=datetime(2026, 3, 27, 14, 30, tzinfo=OSLO),
    clinic="a",
    clinician="a-f1",
    profession="physiotherapist",
    form=Form.CORE,
    patient=DemoSide(
        answers={"reassured": "mostly", "changed": ["actions"]},
        sent_at=datetime(2026, 3, 30, 8, 0, tzinfo=OSLO),
        language="nb",
        mode="phone",
        sharing=Sharing.CLINICIAN,
    ),
    clinician_side=None,
)


def test_a_line_holds_the_visit_and_the_side_that_was_sent() -> None:
    (line,) = import_lines([VISIT])
    assert line.endswith("}\n")
    assert json.loads(line) == {
        "questionnaire": "reassurance",
        "version": "1.0",
        "form": "core",
        "patient": {
            "language": "nb",
            "sharing": "clinician",
            "mode": "phone",
            "answers": {"reassured": "mostly", "changed": ["actions"]},
            "sent_at": "2026-03-30T08:00:00+02:00",
        },
        "consultation": {
            "id": "a-1",
            "held_at": "2026-03-27T14:30:00+01:00",
            "clinic": "a",
            "clinician": "a-f1",
            "profession": "physiotherapist",
        },
    }


def test_every_line_of_the_demo_is_accepted() -> None:
    today = date(2026, 11, 25)
    read = [consultation(visit) for visit in [*study.visits(today), *year(1, today)]]
    assert sum(one is not None for one in read) > 1500
    assert any(one is None for one in read)

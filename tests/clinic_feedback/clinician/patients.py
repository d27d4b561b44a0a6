"""What patients do with their form, and what nobody may be able to tell apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from clinic_feedback.records.drafts import PageTurned
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import stop, turn_page
from clinic_feedback.records.transaction import Records
from forms.model import LinkId, Sharing, Side
from tests.clinic_feedback.records.setting import Visit, begin, send_side
from tests.forms.pairs import example

C08 = example("c08")
PATIENT: Mapping[str, Any] = C08["patient"]["answers"]
CLINICIAN: Mapping[str, Any] = C08["clinician"]["answers"]

Happening = Callable[[Records, Visit], object]


def nothing(_: Records, __: Visit) -> None:
    """The patient does nothing."""


def begins(records: Records, visit: Visit) -> None:
    """The patient answers a question, and leaves it at that."""
    page = PageTurned({LinkId("reassured"): "not_at_all"})
    records.write(lambda tx: turn_page(tx, visit.public_id, visit.ticket, Mode.TABLET, page))


def stops(records: Records, visit: Visit) -> None:
    """The patient stops without sending."""
    begin(records, visit)
    records.write(lambda tx: stop(tx, visit.public_id, visit.ticket, {}))


def counts_in_totals(records: Records, visit: Visit) -> None:
    """The patient is worried, and sends for totals only."""
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, PATIENT, Sharing.TOTALS_ONLY)


def leaves_all_blank(records: Records, visit: Visit) -> None:
    """The patient sends without answering anything."""
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, {})


def shares(records: Records, visit: Visit) -> None:
    """The patient sends, and shares with the clinician."""
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, {**PATIENT, "comment": "MARKER-pt"})


def asks_for_contact(records: Records, visit: Visit) -> None:
    """The patient shares nothing, and asks the clinician to get in touch."""
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, {"contact": "my_clinician"}, Sharing.TOTALS_ONLY)


def asks_for_another(records: Records, visit: Visit) -> None:
    """The patient shares nothing, and asks somebody else to get in touch."""
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, {"contact": "someone_else"}, Sharing.TOTALS_ONLY)


def answers_own_form(records: Records, visit: Visit) -> None:
    """The clinician sends the own form."""
    send_side(records, visit, Side.CLINICIAN, {**CLINICIAN, "comment": "MARKER-cs"})


NOTHING_TO_SEE: tuple[Happening, ...] = (nothing, begins, stops, counts_in_totals, leaves_all_blank)
"""What looks the same for ever."""

"""What a patient writes is served to the right clinician alone, and what a source calls a visit to nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from clinic_feedback.records.models.consultations import ClinicianState, Consultation
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.transaction import Records
from forms.model import Sharing, Side
from tests.clinic_feedback.clinician.house import house
from tests.clinic_feedback.records.setting import TestClock
from tests.clinic_feedback.security.conftest import Tokens
from tests.clinic_feedback.security.crawling import Served
from tests.clinic_feedback.security.planting import plant
from tests.clinic_feedback.security.town import RIGHT, Town, on_a_copy, town

pytestmark = pytest.mark.slow

LEAST_PAGES = {RIGHT: 300, "a colleague": 150, "administrator": 100}


@pytest.fixture
def full_town(app: Flask, records: Records, tokens: Tokens, clock: TestClock) -> Town:
    """The program with everybody who could look, and visits with markers in them."""
    there = house(records)
    return town(app, there, tokens, plant(app, there, clock))


def test_what_patients_write_is_served_to_the_right_clinician_alone_and_at_the_right_time(
    full_town: Town, tmp_path: Path
) -> None:
    numbers, found = count(), {}
    for who in full_town.everybody:
        with on_a_copy(full_town.app, tmp_path / f"{next(numbers)}.sqlite") as records:
            found[who] = markers_served(full_town, who, records)
    right = found.pop(RIGHT)
    assert {who: dict(served) for who, served in found.items() if served} == {}
    # Pressing every button, that clinician sends the own forms that are open: then the rest may be seen.
    texts = {one.fate: set(one.texts) for one in full_town.planted}
    assert set(right) == texts["both"] | texts["closed"] | texts["sent"]


def markers_served(there: Town, who: str, records: Records) -> Mapping[str, AbstractSet[str]]:
    """By marker, what served it to somebody. What may be served to the right clinician must have its time."""
    found, pages = defaultdict(set), 0
    for served in everywhere(there, who):
        pages += 1
        assert served.status < 500, served.asked
        for planted in there.planted:
            seen = [marker for marker in planted.markers if marker in served.text]
            for marker in seen:
                found[marker].add(served.asked)
            assert not seen or may_read(records, planted.public_id), served.asked
    assert pages >= LEAST_PAGES.get(who, 50), f"{who} did not get far"
    return found


def everywhere(there: Town, who: str) -> Iterator[Served]:
    """Every guess, then every link and every button."""
    walker = there.walker(who)
    yield from walker.guess(there.app, there.known())
    yield from walker.crawl()


def may_read(records: Records, public_id: str) -> bool:
    """Whether the clinician of a visit may see what its patient wrote, as the records stand now."""
    with records.read() as tx:
        visit = tx.session.scalars(select(Consultation).filter_by(public_id=public_id)).one()
        of_patient = select(ResponseRow.sharing).filter_by(consultation_id=visit.id, side=Side.PATIENT)
        own_is_over = visit.clinician_state == ClinicianState.SENT or visit.closes_at <= tx.now
        return own_is_over and tx.session.scalar(of_patient) == Sharing.CLINICIAN

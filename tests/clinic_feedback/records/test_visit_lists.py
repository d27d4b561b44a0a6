"""A clinician's lists: what is in them, in which order, and that no patient shows in them."""

from __future__ import annotations

import pytest

from clinic_feedback.records.transaction import Records
from clinic_feedback.records.visit_lists import VISITS_OF_A_PAGE, own_forms, own_visits
from forms.model import Side
from tests.clinic_feedback.clinician.house import house
from tests.clinic_feedback.records.setting import TestClock, send_side


def test_forms_that_wait_come_oldest_first_and_only_ones_own(records: Records) -> None:
    there = house(records)
    young, old, of_another = there.visit(), there.visit(hours_ago=50), there.visit(there.ola)
    sent, over = there.visit(hours_ago=10), there.visit(hours_ago=72)
    send_side(records, sent, Side.CLINICIAN, {})
    with records.read() as tx:
        listed = own_forms(tx, there.kari.member.clinician_ids)
    assert [row.public_id for row in listed] == [old.public_id, young.public_id]
    assert over.public_id not in {row.public_id for row in listed}
    assert of_another.public_id not in {row.public_id for row in listed}


def test_a_form_waits_until_the_moment_it_closes(records: Records, clock: TestClock) -> None:
    there = house(records)
    there.visit()
    clock.forward(hours=71, minutes=59)
    with records.read() as tx:
        assert len(own_forms(tx, there.kari.member.clinician_ids)) == 1
    clock.forward(minutes=1)
    with records.read() as tx:
        assert own_forms(tx, there.kari.member.clinician_ids) == ()


@pytest.mark.parametrize(
    ("made", "lengths"),
    [
        (0, [0]),
        (VISITS_OF_A_PAGE, [VISITS_OF_A_PAGE]),
        (VISITS_OF_A_PAGE + 1, [VISITS_OF_A_PAGE, 1]),
    ],
)
def test_every_own_visit_stands_on_one_page_the_newest_first(
    records: Records, made: int, lengths: list[int]
) -> None:
    there = house(records)
    visits = [there.visit(hours_ago=hours).public_id for hours in range(made)]
    there.visit(there.ola)
    listed, number = [], 1
    with records.read() as tx:
        pages = [own_visits(tx, there.kari.member.clinician_ids, number)]
        while pages[-1].goes_on:
            number += 1
            pages.append(own_visits(tx, there.kari.member.clinician_ids, number))
    listed = [row.public_id for page in pages for row in page.rows]
    assert [len(page.rows) for page in pages] == lengths
    assert listed == visits


def test_a_page_that_is_not_there_is_empty(records: Records) -> None:
    there = house(records)
    there.visit()
    with records.read() as tx:
        assert own_visits(tx, there.kari.member.clinician_ids, 7).rows == ()
        assert own_visits(tx, there.kari.member.clinician_ids, -3).number == 1


def test_who_holds_no_visits_has_none(records: Records) -> None:
    there = house(records)
    there.visit()
    with records.read() as tx:
        assert own_forms(tx, there.contact.member.clinician_ids) == ()
        assert own_visits(tx, there.contact.member.clinician_ids).rows == ()

"""A full disk: nobody is thanked for what was not stored, nothing half is left, and it goes on afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError

from clinic_feedback.current import running_of
from clinic_feedback.records.audit import Act, note
from clinic_feedback.records.engine import Database, NotStoredError
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.clinician.house import House, house
from tests.clinic_feedback.people import TESTER, add_clinic, add_person, sign_in
from tests.clinic_feedback.records.dump import differences, dump_of
from tests.clinic_feedback.records.setting import Visit
from tests.clinic_feedback.security.way_through import (
    LONG,
    OWN,
    counts,
    receipt_of,
    staff_browser,
    to_overview,
    to_question,
)

ENDLESS = 4_294_967_294
"""How many pages a database may have when nothing limits it."""


@pytest.fixture
def there(records: Records) -> House:
    """A clinic and who works there."""
    return house(records)


@pytest.fixture
def visit(there: House) -> Visit:
    """A visit of the first clinician."""
    return there.visit()


def fill(records: Records, times: int) -> None:
    """Use up what is free in the pages that there are."""
    for _ in range(times):
        records.write(lambda tx: note(tx, TESTER, Act.IMPORTED, "source", "filler"))


@contextmanager
def full_disk(app: Flask) -> Iterator[None]:
    """Let the database not grow by a single page, with nothing free in those that there are."""
    records, pages = running_of(app).records, [1]  # fewer than there are: no more than there are

    def limit(connection: DBAPIConnection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages[0]}")

    event.listen(records.database.writer, "checkout", limit)
    with pytest.raises(NotStoredError):
        fill(records, 5_000)
    yield
    pages[0] = ENDLESS
    fill(records, 1)
    event.remove(records.database.writer, "checkout", limit)


def test_a_page_that_cannot_be_kept_comes_back_with_all_that_was_on_it(app: Flask, visit: Visit) -> None:
    patient = Browser(app)
    to_question(patient, visit, "comment")
    with full_disk(app):
        patient.press("next", comment=LONG)
        assert patient.status == 503
        assert patient.fields()["comment"] == LONG
        assert "We could not save your answers just now." in patient.text()
        assert "This page was open for a long time." not in patient.text()
    patient.press("next")
    assert patient.status == 200
    patient.press("back")
    assert patient.fields()["comment"] == LONG


def test_a_patient_is_thanked_when_the_answers_are_there_and_not_before(
    app: Flask, visit: Visit, records: Records
) -> None:
    patient = Browser(app)
    to_question(patient, visit, "comment")
    to_overview(patient)
    before = patient.fields()
    with full_disk(app):
        for _ in range(2):
            patient.press("send")
            assert (patient.status, receipt_of(patient)) == (503, "")
            assert patient.fields() == before
            assert "We could not save your answers just now." in patient.text()
    assert counts(records) == [0, 0]
    patient.press("send")
    assert receipt_of(patient)
    assert counts(records) == [1, 0]


def test_a_clinician_keeps_the_own_form_until_it_can_be_stored_and_no_half_pair_comes_to_be(
    app: Flask, there: House, visit: Visit, records: Records
) -> None:
    patient, kari = Browser(app), staff_browser(app, there.kari)
    to_question(patient, visit, "comment")
    to_overview(patient)
    patient.press("send")
    kari.get(f"/staff/visits/{visit.public_id}")
    while 'name="comment"' not in kari.page:
        kari.press("next")
    with full_disk(app):
        kari.press("next", comment=LONG)
        assert (kari.status, kari.fields()["comment"]) == (503, LONG)
    to_overview(kari, OWN)
    before = dump_of(records)
    with full_disk(app):
        kari.press("send")
        assert kari.status == 503
        assert "MARKER" in kari.page
        assert receipt_of(patient) not in kari.page
    assert set(differences(before, dump_of(records))) == {"audit"}
    kari.press("send")
    assert kari.status == 200
    assert counts(records) == [2, 1]


def test_answers_are_taken_back_whole_or_not_at_all(app: Flask, visit: Visit, records: Records) -> None:
    patient = Browser(app)
    to_question(patient, visit, "comment")
    to_overview(patient)
    patient.press("send")
    receipt = receipt_of(patient)
    patient.get("/receipt")
    patient.post("/receipt", {**patient.fields(), "code": receipt, "withdraw": "yes"})
    before, asked, question = dump_of(records), patient.address, patient.fields()
    with refused(app, "tombstone"):  # the last that is written, when the answers are gone already
        patient.press("confirm")
    assert patient.status == 503
    assert "Please try again in a little while." in patient.text()
    assert differences(before, dump_of(records)) == {}
    patient.post(asked, {**question, "confirm": "yes"})
    assert patient.status == 200
    assert counts(records) == [0, 0]


@contextmanager
def refused(app: Flask, table: str) -> Iterator[None]:
    """Let the disk be full when a table is written to."""
    writer = running_of(app).records.database.writer

    def refuse(*told: object) -> None:
        if f"INSERT INTO {table}" in str(told[2]):
            raise OperationalError(None, None, sqlite3.OperationalError("database or disk is full"))

    event.listen(writer, "before_cursor_execute", refuse)
    yield
    event.remove(writer, "before_cursor_execute", refuse)


def test_who_cannot_be_signed_in_is_told_to_try_again(app: Flask, records: Records) -> None:
    add_clinic(records)
    add_person(records, "kari", Role.ADMINISTRATOR)
    somebody = Browser(app)
    with full_disk(app):
        sign_in(somebody, "kari")
        assert somebody.status == 503
        assert "try again in a little while." in somebody.text()
    sign_in(somebody, "kari")
    assert somebody.status == 200


def test_what_is_there_can_be_read(app: Flask, there: House, visit: Visit) -> None:
    patient, kari = Browser(app), staff_browser(app, there.kari)
    to_question(patient, visit, "comment")
    with full_disk(app):
        for browser, address in ((patient, patient.address), (kari, "/staff/today"), (patient, "/receipt")):
            browser.get(address)
            assert browser.status == 200


@pytest.mark.parametrize("broken", ["write", "read"])
def test_a_tablet_that_nobody_touches_forgets_its_patient_whatever_can_be_stored(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    patient = Browser(app)
    to_question(patient, visit, "comment")
    address = patient.address
    patient.press("next", comment="MARKER")
    with monkeypatch.context() as patch:
        patch.setattr(Database, broken, unable)
        patient.post(f"/form/{visit.public_id}/idle", {})
    assert "Please give the tablet back to the staff." in patient.text()
    assert not [name for name in patient.cookies() if "patient" in name]
    assert "MARKER" not in patient.get(address)


def test_stopping_that_cannot_be_stored_is_asked_again_with_the_wish_to_be_contacted(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch, records: Records
) -> None:
    patient = Browser(app)
    to_question(patient, visit, "comment")
    patient.press("stop")
    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", unable)
        patient.press("stop", contact="my_clinician")
    assert patient.status == 503
    assert "This did not work just now" in patient.text()
    assert patient.fields()["contact"] == "my_clinician"
    patient.press("stop")
    assert "You can close this page now." in patient.text()
    with records.read() as tx:
        assert tx.session.scalar(select(func.count(FollowUp.id))) == 1


def unable(*_: object) -> NoReturn:
    """The database as it is when it cannot do anything."""
    raise NotStoredError

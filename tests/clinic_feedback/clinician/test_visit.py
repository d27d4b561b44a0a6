"""A visit's page, PDF and page to print: both sides beside each other, or that there is nothing to show."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from clinic_feedback.records.audit import Act
from clinic_feedback.records.engine import Database, NotStoredError
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.models.safety import AuditEntry
from clinic_feedback.records.models.staff import User
from forms.model import Side
from tests.clinic_feedback.clinician.browser import Browser, path_of
from tests.clinic_feedback.clinician.conftest import SignedIn
from tests.clinic_feedback.clinician.house import House
from tests.clinic_feedback.clinician.patients import (
    NOTHING_TO_SEE,
    Happening,
    answers_own_form,
    asks_for_contact,
    nothing,
    shares,
)
from tests.clinic_feedback.records.setting import TestClock, Visit

REPORTS = ("", "/report.pdf", "/report.html")
NOTHING = "There are no answers to show for this visit."


def address(visit: Visit, report: str = "") -> str:
    return f"/staff/visits/{visit.public_id}{report}"


def seen(kari: Browser, visit: Visit, report: str = "") -> bytes:
    """What is served, with the visit's own id taken out."""
    served: bytes = kari.get(address(visit, report)).data
    return served.replace(visit.public_id.encode(), b"ID")


def test_both_sides_stand_beside_each_other(there: House, browser: SignedIn) -> None:
    visit = there.visit()
    shares(there.records, visit)
    answers_own_form(there.records, visit)
    page = browser(there.kari).get(address(visit)).text
    for words in (": both sides</h1>", "Visit 2 March 2026 11:00, Clinic north", "What to look at first"):
        assert words in page
    for words in ("From the study", "Question by question", "MARKER-pt", "MARKER-cs", "<svg"):
        assert words in page
    assert f"/visits/{visit.public_id}/report.pdf" in page
    assert "The patient feels little or no reassurance" in page
    assert page.count("<h1") == 1


def test_before_the_own_form_is_sent_nothing_of_the_patient_is_served(
    there: House, browser: SignedIn
) -> None:
    shared, silent, kari = there.visit(), there.visit(), browser(there.kari)
    shares(there.records, shared)
    for report in REPORTS:
        assert seen(kari, shared, report) == seen(kari, silent, report)
    assert path_of(kari.get(address(shared))).endswith("/form/questions-1")
    assert NOTHING in kari.get(address(shared, "/report.html")).text


@pytest.mark.parametrize("own_sent", [True, False])
def test_every_reason_to_show_nothing_looks_the_same_for_ever(
    own_sent: bool, there: House, browser: SignedIn, clock: TestClock
) -> None:
    visits = [there.visit() for _ in NOTHING_TO_SEE]
    for happening, visit in zip(NOTHING_TO_SEE, visits, strict=True):
        happening(there.records, visit)
        if own_sent:
            answers_own_form(there.records, visit)
    for hours in (0, 100):
        clock.forward(hours=hours)
        kari = browser(there.again(there.kari))
        for report in REPORTS:
            assert len({seen(kari, visit, report) for visit in visits}) == 1
        assert NOTHING in kari.get(address(visits[0], "/report.html")).text


def test_something_may_come_until_the_closing_and_not_after(
    there: House, browser: SignedIn, clock: TestClock
) -> None:
    visit = there.visit()
    answers_own_form(there.records, visit)
    page = browser(there.kari).get(address(visit)).text
    assert NOTHING in page
    assert "Something may still come until 5 March 2026 11:00." in page
    clock.forward(hours=72)
    assert "may still come" not in browser(there.again(there.kari)).get(address(visit)).text


def test_a_worried_patient_is_heard_though_the_own_form_never_came(
    there: House, browser: SignedIn, clock: TestClock
) -> None:
    visit = there.visit()
    shares(there.records, visit)
    clock.forward(hours=72)
    page = browser(there.again(there.kari)).get(address(visit)).text
    assert "the patient&#39;s side</h1>" in page
    assert "Your own form closed before it was sent." in page
    assert "MARKER-pt" in page


def test_a_request_for_contact_stands_there_without_an_answer(there: House, browser: SignedIn) -> None:
    visit = there.visit()
    asks_for_contact(there.records, visit)
    answers_own_form(there.records, visit)
    page = browser(there.kari).get(address(visit)).text
    assert NOTHING in page
    assert "Please make contact. Working days to do so: 3." in page


@pytest.mark.parametrize("report", REPORTS)
def test_another_clinicians_visit_is_not_there(report: str, there: House, browser: SignedIn) -> None:
    visit = there.visit()
    shares(there.records, visit)
    answers_own_form(there.records, visit)
    assert browser(there.ola).get(address(visit, report)).status_code == 404
    assert browser(there.contact).get(address(visit, report)).status_code == 403
    for odd in ("0" * 16, "a%00b", "%F0%9F%92%A9", "0" * 200):
        assert browser(there.kari).get(f"/staff/visits/{odd}{report}").status_code == 404


@pytest.mark.parametrize("happening", [nothing, shares])
def test_the_trail_notes_every_look_and_does_not_tell_at_what(
    happening: Happening, there: House, browser: SignedIn
) -> None:
    visit, kari = there.visit(), browser(there.kari)
    happening(there.records, visit)
    answers_own_form(there.records, visit)
    for report in REPORTS:
        kari.get(address(visit, report))
    with there.records.read() as tx:
        entries = tx.session.scalars(select(AuditEntry).where(AuditEntry.subject == visit.public_id)).all()
    acts = [(entry.act, entry.actor, entry.subject_kind) for entry in entries]
    assert acts == [
        (act, "kari-north", "visit") for act in (Act.VISIT_READ, Act.REPORT_READ, Act.REPORT_READ)
    ]


def test_what_cannot_be_noted_is_not_shown(
    there: House, browser: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, kari = there.visit(), browser(there.kari)
    shares(there.records, visit)
    answers_own_form(there.records, visit)
    monkeypatch.setattr(Database, "write", full)
    for report in REPORTS:
        page = kari.get(address(visit, report))
        assert page.status_code == 503
        assert b"MARKER" not in page.data


def full(*_: object) -> None:
    raise NotStoredError


def test_the_pdf_is_called_by_its_day_alone_and_the_same_each_time(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    shares(there.records, visit)
    answers_own_form(there.records, visit)
    first, again = kari.get(address(visit, "/report.pdf")), kari.get(address(visit, "/report.pdf"))
    assert first.data.startswith(b"%PDF-")
    assert first.data == again.data
    assert first.headers["Content-Disposition"] == 'attachment; filename="visit-2026-03-02.pdf"'
    assert first.headers["Cache-Control"] == "no-store"
    assert visit.public_id.encode() not in first.data


def test_reports_speak_the_language_asked_for_or_the_readers(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    shares(there.records, visit)
    answers_own_form(there.records, visit)
    report = address(visit, "/report.html")
    assert '<html lang="en"' in kari.get(report).text
    assert '<html lang="nb"' in kari.get(f"{report}?language=nb").text
    assert '<html lang="en"' in kari.get(f"{report}?language=xx").text
    assert f'href="/feedback{address(visit)}?language=nb">Norsk' in kari.get(address(visit)).text
    assert '<html lang="nb"' in kari.get(f"{address(visit)}?language=nb").text
    there.records.write(lambda tx: tx.session.execute(update(User).values(language="nb")))
    assert '<html lang="nb"' in kari.get(report).text
    page = kari.get(address(visit)).text
    assert "Konsultasjon" in page
    assert "MARKER-pt" in page
    assert "From the study" not in page


def test_the_page_to_print_may_load_its_own_style_and_nothing_else(there: House, browser: SignedIn) -> None:
    visit = there.visit()
    answers_own_form(there.records, visit)
    policy = browser(there.kari).get(address(visit, "/report.html")).headers["Content-Security-Policy"]
    assert re.match(r"default-src 'none'; style-src 'sha256-[^']+'; ", policy)
    assert "frame-ancestors 'none'" in policy


def test_words_that_do_not_open_say_so_and_the_rest_is_there(there: House, browser: SignedIn) -> None:
    visit, other = there.visit(), there.visit()
    for one in (visit, other):
        shares(there.records, one)
        answers_own_form(there.records, one)
    moved = (
        update(ResponseRow)
        .where(ResponseRow.side == Side.PATIENT)
        .values(texts_enc=b"moved here from elsewhere")
    )
    there.records.write(lambda tx: tx.session.execute(moved))
    kari = browser(there.kari)
    for report in ("", "/report.html"):
        page = kari.get(address(visit, report)).text
        assert "This text cannot be opened" in page
        assert "MARKER-pt" not in page
        assert "Question by question" in page
    assert kari.get(address(visit, "/report.pdf")).data.startswith(b"%PDF-")


def test_nothing_typed_is_read_as_mark_up(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    shares(there.records, visit)
    page = kari.get(address(visit, "/form/questions-11"))
    kari.press(page, "next", comment="<script>alert(1)</script>")
    overview = kari.get(address(visit, "/form/overview"))
    assert "<script>alert" not in overview.text
    assert "<script>alert" not in kari.press(overview, "send").text


def test_sending_is_one_commit_of_few_statements(there: House, browser: SignedIn, app: Flask) -> None:
    visit, kari = there.visit(), browser(there.kari)
    shares(there.records, visit)
    kari.press(kari.get(address(visit, "/form/questions-7")), "next", reassured="completely")
    overview = kari.get(address(visit, "/form/overview"))
    writer = app.extensions["clinic-feedback"].records.database.writer
    statements: list[str] = []
    commits: list[object] = []
    event.listen(writer, "before_cursor_execute", lambda *args: statements.append(args[2]))
    event.listen(writer, "commit", commits.append)
    kari.press(overview, "send", follow=False)
    assert len(commits) == 1
    assert len([one for one in statements if not one.startswith("BEGIN")]) <= 12, statements

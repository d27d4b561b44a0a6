"""The trail of acts: plain words, page by page, and nothing of a patient."""

from __future__ import annotations

import pytest

from clinic_feedback.languages import words
from clinic_feedback.records.audit import Act, Actor, Origin, note
from clinic_feedback.records.transaction import Records, Transaction
from forms.model import Side
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.records.setting import begin, new_visit, send_side


def rows(browser: Browser) -> list[str]:
    """The lines of the table, without its head."""
    return [" ".join(" ".join(row.itertext()).split()) for row in browser.all("tr")[1:]]


def test_every_act_is_told_in_words_with_when_who_and_which(browser: Browser, records: Records) -> None:
    def work(tx: Transaction) -> None:
        for act in Act:
            note(tx, Actor("eva", Origin.ITSELF), act, "clinic", "north")

    records.write(work)
    browser.get("/staff/admin/audit")
    assert rows(browser)[0].startswith("2 March 2026 11:00 eva (By itself)")
    said = browser.text()
    assert [act for act in Act if words("en")["admin"][f"act_{act}"] not in said] == []


@pytest.mark.parametrize("language", ["en", "nb"])
def test_no_act_and_no_origin_lacks_its_words(language: str) -> None:
    said = words(language)["admin"]
    needed = {f"act_{act}" for act in Act} | {f"origin_{origin}" for origin in Origin}
    assert needed - said.keys() == set()


def test_older_acts_follow_page_by_page(browser: Browser, records: Records) -> None:
    def work(tx: Transaction) -> None:
        for number in range(60):
            note(tx, Actor("eva", Origin.BROWSER), Act.CLINIC_SET, "clinic", f"clinic{number}")

    records.write(work)
    browser.get("/staff/admin/audit")
    first = rows(browser)
    (older,) = [link.get("href") for link in browser.all("a") if "before=" in (link.get("href") or "")]
    browser.get(str(older))
    second = rows(browser)
    assert len(first) == 50
    assert set(first).isdisjoint(second)
    assert second[0].endswith("clinic9")


@pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 40])
def test_no_number_breaks_the_page(browser: Browser, before: str) -> None:
    browser.get(f"/staff/admin/audit?before={before}")
    assert browser.status == 200


def test_what_a_patient_does_leaves_no_trace(browser: Browser, records: Records) -> None:
    visit = new_visit(records, code="west")
    browser.get("/staff/admin/audit")
    before = rows(browser)
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, {"reassured": "not_at_all"})
    browser.get("/staff/admin/audit")
    assert rows(browser) == before

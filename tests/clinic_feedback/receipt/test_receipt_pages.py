"""The page for receipts, as a browser without scripts meets it."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from clinic_feedback.codes import Receipt, check_character, grouped
from clinic_feedback.cookies import Cookie, cookie_name
from clinic_feedback.public_address import public_address
from clinic_feedback.records.clinics import all_clinics
from clinic_feedback.records.models.base import Record
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.models.safety import AuditEntry, Tombstone
from clinic_feedback.records.tablets import enrol
from clinic_feedback.records.transaction import Records
from clinic_feedback.records.withdrawal_ledger import entries_of
from clinic_feedback.settings import Settings
from forms.model import Sharing
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.people import TESTER
from tests.clinic_feedback.receipt.conftest import Sent
from tests.clinic_feedback.records.setting import TestClock

ANSWERS = {"reassured": "a_little", "changed": ["nothing"], "comment": "one\ntwo <b>MARKER</b>"}
WRONG = "We do not know this code"
CHOICES = "What do you want to do?"


def rows(records: Records, table: type[Record]) -> int:
    with records.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(table)) or 0


def wrong_code(number: int) -> str:
    signs = f"B1C{number:08}"
    return signs + check_character(signs)


def enter(browser: Browser, code: str) -> str:
    browser.get("/receipt")
    return browser.press("go_on", code=code)


def buttons(browser: Browser) -> set[str]:
    return {str(button.get("name")) for button in browser.all("button")}


def test_own_answers_are_seen_again_on_an_own_phone(browser: Browser, sent: Sent) -> None:
    code = sent(ANSWERS)
    assert CHOICES in enter(browser, code)
    assert buttons(browser) == {"see", "stricter", "withdraw"}
    page = browser.press("see")
    shown = [element.text for element in browser.all("p") if element.get("dir") == "auto"]
    assert shown == ["A little", "Nothing changed", "one", "two <b>MARKER</b>"]
    assert "<b>MARKER" not in page
    assert "Not answered. That is fine." in browser.text()
    assert CHOICES in browser.press("cancel")


def test_what_was_sent_on_a_tablet_is_not_shown_but_can_be_taken_back(
    browser: Browser, sent: Sent, records: Records
) -> None:
    enter(browser, sent(ANSWERS, Mode.TABLET))
    assert buttons(browser) == {"stricter", "withdraw"}
    assert "You sent your answers on our tablet." in browser.text()
    assert "MARKER" not in browser.press("see")
    assert CHOICES in browser.text()
    browser.press("withdraw")
    browser.press("confirm")
    assert rows(records, ResponseRow) == 0


def test_answers_are_taken_back_only_after_yes(
    browser: Browser, sent: Sent, records: Records, settings: Settings
) -> None:
    code = sent(ANSWERS)
    enter(browser, code)
    assert "We will delete your answers for good." in browser.press("withdraw")
    assert CHOICES in browser.press("cancel")
    assert rows(records, ResponseRow) == 1
    browser.press("withdraw")
    assert "Your answers are deleted. The code does not work any more." in browser.press("confirm")
    assert (rows(records, ResponseRow), rows(records, Tombstone), rows(records, AuditEntry)) == (0, 1, 0)
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    assert len(entries_of(file.with_name(f"{file.name}.withdrawals"))) == 1
    assert WRONG in enter(browser, code)


def test_a_ledger_that_cannot_be_written_keeps_nobody_from_taking_answers_back(
    browser: Browser, sent: Sent, records: Records, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    file.with_name(f"{file.name}.withdrawals").mkdir()
    enter(browser, sent(ANSWERS))
    browser.press("withdraw")
    with caplog.at_level(logging.ERROR, "clinic_feedback"):
        assert "Your answers are deleted." in browser.press("confirm")
    assert rows(records, ResponseRow) == 0
    assert "IsADirectoryError" in caplog.text


@pytest.mark.parametrize("too", [True, False])
def test_the_page_asks_whether_the_wish_for_contact_is_taken_back_too(
    browser: Browser, sent: Sent, records: Records, too: bool
) -> None:
    enter(browser, sent({**ANSWERS, "contact": "someone_else"}))
    assert buttons(browser) == {"see", "stricter", "withdraw", "contact"}
    browser.press("withdraw")
    page = browser.press("confirm", contact_too="yes") if too else browser.press("confirm")
    assert rows(records, FollowUp) == (0 if too else 1)
    assert ("Someone may have tried to reach you by now." in page) is too


def test_a_wish_for_contact_is_taken_back_alone(browser: Browser, sent: Sent, records: Records) -> None:
    enter(browser, sent({**ANSWERS, "contact": "someone_else"}))
    browser.press("contact")
    assert rows(records, FollowUp) == 1
    assert "We have noted it." in browser.press("confirm")
    assert (rows(records, FollowUp), rows(records, ResponseRow)) == (0, 1)
    assert "contact" not in buttons(browser)


def test_answers_are_kept_from_the_clinician_only_after_yes_and_for_good(
    browser: Browser, sent: Sent, records: Records
) -> None:
    code = sent(ANSWERS)
    enter(browser, code)
    assert "You cannot change this back." in browser.press("stricter")
    with records.read() as tx:
        assert tx.session.scalars(select(ResponseRow.sharing)).one() == Sharing.CLINICIAN
    assert "Your clinician cannot see your answers now." in browser.press("confirm")
    assert buttons(browser) == {"see", "withdraw"}
    with records.read() as tx:
        assert tx.session.scalars(select(ResponseRow.sharing)).one() == Sharing.TOTALS_ONLY
    enter(browser, code)
    assert buttons(browser) == {"see", "withdraw"}
    assert "MARKER" not in browser.press("see")


def test_opening_the_page_changes_nothing_whatever_its_address_says(
    browser: Browser, sent: Sent, records: Records
) -> None:
    code = sent(ANSWERS)
    for query in (f"code={code}&withdraw=yes", f"code={code}&confirm=yes&wish=withdraw", "language=xx"):
        page = browser.get(f"/receipt?{query}")
        assert browser.status == 200
        assert CHOICES not in page
        assert code not in page
    for method in ("head", "options"):
        getattr(browser.client, method)(f"/receipt?code={code}&withdraw=yes&confirm=yes")
    assert (rows(records, ResponseRow), rows(records, Tombstone)) == (1, 0)


def test_the_code_stands_in_no_address_and_no_cookie_and_the_page_is_kept_by_nobody(
    browser: Browser, sent: Sent
) -> None:
    code = sent(ANSWERS)
    enter(browser, code)
    for press in ("see", "cancel", "withdraw"):
        browser.press(press)
        assert browser.address == "https://clinic.example/feedback/receipt"
        assert browser.headers["Cache-Control"] == "no-store"
    assert all(code not in value and grouped(code) not in value for value in browser.cookies().values())
    links = {element.get("href") for element in browser.all("a")}
    assert not any(code in str(link) for link in links)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (lambda code: grouped(code).lower(), "in small letters and groups"),
        (lambda code: f"  {code[:3]} {code[3:]}\t", "with blanks"),
        (lambda code: code.replace("0", "o").replace("1", "l"), "letters for digits"),
    ],
)
def test_a_code_is_read_as_people_type_it(browser: Browser, sent: Sent, typed: object, reason: str) -> None:
    assert callable(typed), reason
    assert CHOICES in enter(browser, typed(sent(ANSWERS)))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "The code has 12 letters and numbers. You typed 0."),
        ("ABC 123", "The code has 12 letters and numbers. You typed 6."),
        ("B1C000000000", "Something in the code is wrong. Please check each letter and number."),
        (wrong_code(1), WRONG),
        ("<script>" + "x" * 1000, "The code has 12 letters and numbers."),
    ],
)
def test_what_is_wrong_with_a_code_stands_at_its_field_and_it_is_still_there(
    browser: Browser, typed: str, words: str
) -> None:
    page = enter(browser, typed)
    (field,) = [element for element in browser.all("input") if element.get("name") == "code"]
    assert field.get("value") == typed[:64]
    assert (field.get("autocomplete"), field.get("spellcheck"), field.get("aria-invalid")) == (
        "off",
        "false",
        "true",
    )
    described = str(field.get("aria-describedby")).split()
    told = [element for element in browser.all("div") if element.get("id") in described]
    assert words in "".join(told[0].itertext())
    assert "<script>x" not in page


def test_a_page_whose_token_is_too_old_says_so_and_keeps_the_code(
    browser: Browser, sent: Sent, records: Records
) -> None:
    code = sent(ANSWERS)
    for fields in ({"csrf": "old"}, {}):
        page = browser.post("/receipt", {"code": code, "confirm": "yes", "wish": "withdraw", **fields})
        assert browser.status == 200
        assert "Your code is still here. Please press the button once more." in page
        assert browser.fields()["code"] == code
    assert rows(records, ResponseRow) == 1
    assert CHOICES in browser.press("go_on")


def test_another_site_cannot_send_it(browser: Browser, sent: Sent, records: Records) -> None:
    enter(browser, sent(ANSWERS))
    fields = {**browser.fields(), "confirm": "yes", "wish": "withdraw"}
    browser.post("/receipt", fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert (browser.status, rows(records, ResponseRow)) == (403, 1)


def test_a_guesser_is_stopped_and_the_next_browser_is_not(
    app: Flask, browser: Browser, sent: Sent, clock: TestClock
) -> None:
    code = sent(ANSWERS)
    for number in range(20):
        assert WRONG in enter(browser, wrong_code(number))
    page = enter(browser, code)
    assert browser.status == 429
    assert re.search(r"Please try again in \d+ minutes\.", page)
    assert CHOICES in enter(Browser(app), code)
    clock.forward(minutes=15)
    assert CHOICES in enter(browser, code)


def test_guessing_from_ever_new_browsers_is_stopped_too(
    app: Flask, browser: Browser, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_feedback.receipt.looking_up._CLINICS", 1)
    settings = app.extensions["clinic-feedback"].settings
    monkeypatch.setitem(settings.__dict__, "throttle_clinic", 3)
    code = sent(ANSWERS)
    for number in range(3):
        assert WRONG in enter(Browser(app), wrong_code(number))
    enter(browser, code)
    assert browser.status == 429


def test_right_codes_are_not_counted(browser: Browser, sent: Sent) -> None:
    code = sent(ANSWERS)
    for _ in range(25):
        assert CHOICES in enter(browser, code)


def test_the_page_speaks_the_language_that_is_chosen_and_keeps_it(browser: Browser, sent: Sent) -> None:
    code = sent(ANSWERS)
    browser.get("/receipt")
    (link,) = [element for element in browser.all("a") if element.get("hreflang")]
    assert (link.text, link.get("lang")) == ("Norsk", "nb")
    browser.get(str(link.get("href")))
    assert "Hva vil du gjøre?" in browser.press("go_on", code=code)
    browser.press("see")
    assert "Litt" in browser.text()
    browser.press("cancel")
    browser.press("withdraw")
    assert "Svarene er slettet." in browser.press("confirm")
    assert browser.all("html")[0].get("lang") == "nb"


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        pytest.param("nn-NO, nn;q=0.9, en;q=0.5", "Bruk koden din", id="Nynorsk is read as Bokmål"),
        pytest.param("nn-NO,en;q=0.8", "Bruk koden din", id="only with its country"),
        pytest.param("de-DE, no;q=0.9, en;q=0.8", "Bruk koden din", id="what we do not speak is passed over"),
        pytest.param("en-GB, nb;q=0.9", "Use your code", id="English of some country"),
        pytest.param("*", "Use your code", id="any"),
    ],
)
def test_the_browsers_own_language_is_the_first(browser: Browser, asked: str, title: str) -> None:
    assert title in browser.get("/receipt", headers={"Accept-Language": asked})


def test_a_receipt_whose_answers_go_meanwhile_is_told_like_any_wrong_one(
    app: Flask, browser: Browser, sent: Sent
) -> None:
    code: Receipt = sent(ANSWERS)
    other = Browser(app)
    for one in (browser, other):
        enter(one, code)
        one.press("withdraw")
    browser.press("confirm")
    assert WRONG in other.press("confirm")


def test_a_clinics_tablet_covers_the_page_after_a_while_and_goes_back_to_its_start(
    browser: Browser, sent: Sent, records: Records
) -> None:
    code = sent(ANSWERS)
    assert "data-idle-url" not in enter(browser, code)
    tablet = Browser(browser.client.application)
    with records.read() as tx:
        (clinic,) = all_clinics(tx)
    credential = records.write(lambda tx: enrol(tx, TESTER, clinic.id, "Room 2"))
    name = cookie_name(Cookie.TABLET, public_address(ADDRESS))
    tablet.client.set_cookie(name, credential, domain="clinic.example", path="/feedback")
    page = enter(tablet, code)
    assert 'data-idle-url="/feedback/receipt/left"' in page
    assert 'content="300;url=/feedback/receipt/left"' in page  # for who has no script: both times together
    tablet.get("/receipt/left")
    assert tablet.address == f"{ADDRESS}/code"

"""The patient's form over HTTP, on both engines: page by page, back and forth, and sent once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from clinic_feedback.records.models.consultations import Draft
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.records.setting import TestClock, Visit
from tests.forms.pairs import example

C08: Mapping[str, Any] = example("c08")["patient"]["answers"]


def response(records: Records) -> ResponseRow | None:
    with records.read() as tx:
        return tx.session.scalars(select(ResponseRow)).one_or_none()


def to_sharing(browser: Browser, visit: Visit) -> None:
    browser.get(f"/p/{visit.ticket.token}")
    browser.press("next")


def to_first_question(browser: Browser, visit: Visit, sharing: str = "clinician") -> None:
    to_sharing(browser, visit)
    browser.press("next", sharing=sharing)


def to_question(browser: Browser, visit: Visit, link_id: str, sharing: str = "clinician") -> None:
    to_first_question(browser, visit, sharing)
    while f'name="{link_id}"' not in browser.page:
        browser.press("next")


def to_overview(browser: Browser, answers: Mapping[str, Any] | None = None) -> None:
    """Go through the questions, answering those that are given."""
    while not browser.address.endswith("/overview"):
        asked = {name: value for name, value in (answers or {}).items() if f'name="{name}"' in browser.page}
        before = browser.address
        browser.press("next", **asked)
        assert browser.address != before, browser.text()


def test_the_whole_way_ends_with_a_response_and_a_receipt(
    phone: Browser, visit: Visit, records: Records
) -> None:
    to_first_question(phone, visit)
    to_overview(phone, {**C08, "changed_text": "Maria <b>sa</b> det", "comment": "Æ Ø Å 😀"})
    assert "Maria &lt;b&gt;sa&lt;/b&gt; det" in phone.page
    phone.press("send")
    assert phone.status == 200
    assert 'id="receipt"' in phone.page
    row = response(records)
    assert row is not None
    assert {name: value for name, value in C08.items() if name != "changed"} == {
        name: value for name, value in row.answers.items() if name != "changed"
    }
    assert (row.language, row.sharing, row.mode) == ("en", "clinician", "phone")


def test_opening_a_link_leads_to_an_address_without_it(phone: Browser, visit: Visit) -> None:
    phone.get(f"/p/{visit.ticket.token}")
    assert phone.address.endswith(f"/form/{visit.public_id}/intro")
    assert visit.ticket.token not in phone.page


def test_nobody_is_told_off_for_a_page_that_was_just_opened(phone: Browser, visit: Visit) -> None:
    to_sharing(phone, visit)
    asked = 'id="errors"'
    assert asked not in phone.page
    phone.press("text_size", "large")
    assert asked not in phone.page
    phone.press("next")
    assert phone.address.endswith("/sharing")
    assert asked in phone.page


def test_the_pages_after_the_end_are_read_as_the_form_was(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit)
    phone.press("text_size", "largest")
    phone.press("language", "nb")
    to_overview(phone)
    for button in ("send", "finish"):
        phone.press(button)
        assert '<html lang="nb"' in phone.page
        assert 'data-text-size="largest"' in phone.page


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "GET"])
def test_previews_and_scanners_spend_nothing(app: Flask, phone: Browser, visit: Visit, method: str) -> None:
    for _ in range(3):
        headers = {"Sec-Purpose": "prefetch"}
        app.test_client().open(f"/p/{visit.ticket.token}", method=method, headers=headers)
    to_first_question(phone, visit)
    assert 'name="heard"' in phone.page


def test_every_page_may_be_left_unanswered_but_for_who_sees_the_answers(
    phone: Browser, visit: Visit, records: Records
) -> None:
    to_sharing(phone, visit)
    phone.press("next")
    assert "Please pick who may see your answers." in phone.text()
    assert (phone.all("title")[0].text or "").startswith("Error: ")
    phone.press("next", sharing="clinician")
    to_overview(phone)
    assert "You have not picked any answers." in phone.text()
    phone.press("send")
    row = response(records)
    assert row is not None
    assert row.answers == {}


@pytest.mark.parametrize(
    ("given", "message", "reason"),
    [
        ("None", "Please pick one of the answers on the page.", "a text that is no code"),
        (["mostly", "partly"], "Please pick one answer only.", "two answers to one question"),
    ],
)
def test_what_no_page_offers_is_refused_at_its_question(
    phone: Browser, visit: Visit, given: Any, message: str, reason: str
) -> None:
    to_first_question(phone, visit)
    phone.press("next", heard=given, taken_seriously="mostly")
    assert message in phone.text(), reason
    phone.press("next")
    assert message not in phone.text()
    to_overview(phone)
    assert "heard" not in phone.fields()
    assert phone.fields()["taken_seriously"] == "mostly"


def test_an_answer_can_be_taken_back_where_it_was_given(
    phone: Browser, visit: Visit, records: Records
) -> None:
    to_question(phone, visit, "reassured")
    phone.press("clear", "reassured", reassured="not_at_all", worried="very")
    assert "Your answer was cleared." in phone.text()
    assert phone.fields().get("reassured") is None
    assert phone.fields()["worried"] == "very"
    to_overview(phone)
    phone.press("send")
    row = response(records)
    assert row is not None
    assert row.answers == {"worried": "very"}


def test_ticks_that_are_taken_back_on_the_way_back_stay_away(
    phone: Browser, visit: Visit, records: Records
) -> None:
    to_question(phone, visit, "changed")
    phone.press("next", changed=["understanding", "actions"], changed_text="more")
    phone.press("back")
    assert phone.fields()["changed"] == ["understanding", "actions"]
    sent = phone.fields()
    sent.pop("changed")
    phone.post(phone.address, {**sent, "changed_text": "", "next": "yes"})
    to_overview(phone)
    phone.press("send")
    row = response(records)
    assert row is not None
    assert (row.answers, row.texts_enc) == ({}, None)


def test_nothing_and_something_is_asked_again_with_both_ticks(phone: Browser, visit: Visit) -> None:
    to_question(phone, visit, "changed")
    phone.press("next", changed=["understanding", "nothing"])
    assert "Which is right?" in phone.text()
    assert phone.fields()["changed"] == ["understanding", "nothing"]


def test_a_text_that_is_too_long_is_kept_whole_beside_its_message(phone: Browser, visit: Visit) -> None:
    to_question(phone, visit, "comment")
    phone.press("next", comment="x" * 2_001)
    assert "Characters to take out: 1." in phone.text()
    assert phone.fields()["comment"] == "x" * 2_001


@pytest.mark.parametrize("sign", ["\0", "\ufffe", "\x0b"])
def test_a_sign_that_cannot_be_saved_is_named_at_its_text(phone: Browser, visit: Visit, sign: str) -> None:
    to_question(phone, visit, "comment")
    phone.press("next", comment=f"before{sign}after")
    assert "cannot be saved" in phone.text()
    assert "before" in str(phone.fields()["comment"])
    assert "after" in str(phone.fields()["comment"])


def test_a_stale_second_tab_touches_its_own_question_alone(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit)
    stale_fields, stale_address = phone.fields(), phone.address
    phone.press("next", heard="mostly")
    while 'name="worried"' not in phone.page:
        phone.press("next")
    phone.press("next", worried="very")
    phone.post(stale_address, {**stale_fields, "next": "yes"})
    phone.get(stale_address)
    phone.press("next", heard="partly")
    to_overview(phone)
    assert phone.fields()["heard"] == "partly"
    assert phone.fields()["worried"] == "very"


def test_changing_the_language_keeps_the_page_and_its_ticks(phone: Browser, visit: Visit) -> None:
    phone.get(f"/p/{visit.ticket.token}")
    phone.press("language", "nb")
    assert 'lang="nb"' in phone.page
    assert phone.address.endswith("/intro")
    phone.press("next")
    phone.press("next", sharing="clinician")
    phone.press("text_size", "largest", heard="mostly")
    assert phone.fields()["heard"] == "mostly"
    assert "Neste" in phone.text()


def test_back_leads_back_and_keeps_what_was_ticked(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit)
    phone.press("next", heard="mostly")
    phone.press("back", impact="partly")
    assert phone.fields()["heard"] == "mostly"
    phone.press("next")
    assert phone.fields()["impact"] == "partly"


def test_skip_goes_on_and_leaves_open_what_is_open(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit)
    phone.press("skip")
    assert 'name="impact"' in phone.page
    to_overview(phone)
    assert "heard" not in phone.fields()


def test_whoever_skips_loses_nothing_that_was_ticked_or_answered_before(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit)
    phone.press("next", heard="mostly")
    phone.press("back")
    phone.press("skip", heard=[], taken_seriously="partly")
    to_overview(phone)
    assert (phone.fields()["heard"], phone.fields()["taken_seriously"]) == ("mostly", "partly")


def test_an_answer_is_changed_from_the_overview_and_leads_back_there(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit)
    to_overview(phone, {"heard": "mostly"})
    link = next(a for a in phone.all("a") if "Time to tell the story" in "".join(a.itertext()))
    phone.get(link.get("href") or "")
    phone.press("next", heard="completely")
    assert phone.address.endswith("/overview")
    assert phone.fields()["heard"] == "completely"


def test_totals_leave_out_what_was_written_and_say_so(phone: Browser, visit: Visit, records: Records) -> None:
    to_first_question(phone, visit)
    to_overview(phone, {"comment": "MARKER", "heard": "mostly"})
    assert "If you pick totals, what you wrote is not sent." in phone.text()
    phone.press("send", sharing="totals_only")
    row = response(records)
    assert row is not None
    assert (row.sharing, row.texts_enc, row.answers) == ("totals_only", None, {"heard": "mostly"})


def test_with_totals_only_no_text_is_asked_for(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit, "totals_only")
    seen = ""
    while not phone.address.endswith("/overview"):
        seen += phone.page
        phone.press("next")
    assert "<textarea" not in seen


def test_sending_again_gives_the_same_page_and_the_same_receipt(
    phone: Browser, visit: Visit, records: Records
) -> None:
    to_first_question(phone, visit)
    to_overview(phone, {"heard": "mostly"})
    fields, address = {**phone.fields(), "send": "yes"}, phone.address
    first = phone.post(address, fields)
    assert phone.post(address, fields) == first
    assert response(records) is not None


def test_other_answers_are_not_taken_for_the_first_ones(
    phone: Browser, visit: Visit, records: Records
) -> None:
    to_first_question(phone, visit)
    to_overview(phone, {"heard": "mostly"})
    fields, address = {**phone.fields(), "send": "yes"}, phone.address
    phone.post(address, fields)
    phone.post(address, {**fields, "heard": "not_at_all"})
    assert "They were not changed." in phone.text()
    assert 'id="receipt"' not in phone.page
    row = response(records)
    assert row is not None
    assert row.answers == {"heard": "mostly"}


def test_a_form_left_open_for_an_hour_loses_nothing_of_its_page(
    phone: Browser, visit: Visit, clock: TestClock
) -> None:
    to_question(phone, visit, "comment")
    clock.forward(hours=25)  # longer than any unsent form is kept
    phone.press("next", comment="MARKER")
    assert phone.fields()["comment"] == "MARKER"
    assert "What you see on this page is still here." in phone.text()
    phone.press("next")
    assert "MARKER" not in phone.text()


def test_an_overview_left_open_sends_all_that_it_shows(
    phone: Browser, visit: Visit, clock: TestClock, records: Records
) -> None:
    to_first_question(phone, visit)
    to_overview(phone, {"heard": "mostly", "comment": "a text"})
    clock.forward(hours=25)
    phone.press("send")
    row = response(records)
    assert row is not None
    assert row.answers == {"heard": "mostly"}
    assert row.texts_enc is not None


def test_a_form_without_its_token_is_shown_again_and_not_kept(
    phone: Browser, visit: Visit, records: Records
) -> None:
    to_first_question(phone, visit)
    phone.post(phone.address, {"heard": "mostly", "next": "yes"})
    assert "Please press the button once more." in phone.text()
    assert phone.fields()["heard"] == "mostly"
    with records.read() as tx:
        assert tx.session.scalar(select(func.count(Draft.id))) == 1


def test_another_site_cannot_send_a_form(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit)
    phone.post(phone.address, phone.fields(), headers={"Sec-Fetch-Site": "cross-site"})
    assert phone.status == 403


def test_another_browser_with_the_same_link_finds_a_closed_form(
    app: Flask, phone: Browser, visit: Visit
) -> None:
    to_first_question(phone, visit)
    other = Browser(app)
    other.get(f"/p/{visit.ticket.token}")
    assert "This form is closed" in other.text()
    assert other.status == 410


def test_no_cookie_grows_or_tells_an_answer(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit)
    long = "الألم 😀" * 250
    to_overview(phone, {**C08, "changed_text": long, "comment": long})
    for name, value in phone.cookies().items():
        assert len(f"{name}={value}") < 400
        assert "reassured" not in value


def test_a_patients_page_is_kept_by_nobody(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit)
    assert phone.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in phone.headers["Content-Security-Policy"]


def test_a_wish_to_be_contacted_stays_ticked_for_who_stops(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit)
    while "contact" not in phone.fields() and 'name="contact"' not in phone.page:
        phone.press("next")
    phone.press("stop", contact="my_clinician")
    assert phone.fields()["contact"] == "my_clinician"


def test_a_link_of_another_site_clears_no_form(phone: Browser, visit: Visit) -> None:
    to_first_question(phone, visit)
    address = phone.address
    phone.get(f"/form/{visit.public_id}/idle", headers={"Sec-Fetch-Site": "cross-site"})
    assert phone.status == 410
    phone.get(address)
    assert phone.status == 200


def test_stopping_asks_once_more_and_leaves_nothing(phone: Browser, visit: Visit, records: Records) -> None:
    to_first_question(phone, visit)
    phone.press("stop", heard="mostly")
    assert "Do you want to stop?" in phone.text()
    phone.press("back")
    assert phone.fields()["heard"] == "mostly"
    phone.press("stop")
    phone.press("stop", contact="my_clinician")
    assert "You can close this page now." in phone.text()
    assert response(records) is None
    assert not any("patient" in name for name in phone.cookies())
    phone.get(f"/p/{visit.ticket.token}")
    assert "This form is closed" in phone.text()


def test_finishing_leaves_nothing_by_which_the_receipt_can_be_seen_again(
    phone: Browser, visit: Visit
) -> None:
    to_first_question(phone, visit)
    to_overview(phone, {"contact": "my_clinician"})
    phone.press("send")
    assert "We have noted that you would like to be contacted." in phone.text()
    address = phone.address
    phone.press("finish")
    phone.get(address)
    assert "This form is closed" in phone.text()


def test_a_question_page_takes_at_most_two_statements_and_no_commit(
    phone: Browser, visit: Visit, app: Flask
) -> None:
    to_first_question(phone, visit)
    running = app.extensions["clinic-feedback"].records.database
    statements: list[str] = []
    commits: list[object] = []
    for engine in (running.reader, running.writer):
        event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        event.listen(engine, "commit", commits.append)
    phone.get(phone.address)
    assert len([s for s in statements if not s.startswith("BEGIN")]) <= 2
    assert commits == []
    statements.clear()
    phone.client.post(
        phone.address.removeprefix(ADDRESS),
        data={**phone.fields(), "heard": "mostly", "next": "yes"},
        base_url=ADDRESS,
    )
    assert len([s for s in statements if not s.startswith("BEGIN")]) <= 12
    assert len(commits) == 1

"""The patient's pages one after the other, each in every state that it can be in."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from sqlalchemy import delete

from clinic_feedback.records.models.consultations import Draft
from tests.browser.page_checks import Tour
from tests.browser.program import Program

COMMENT = "Rehabiliteringsoppholdet mitt ble ikke nevnt med ett ord."
TOO_LONG = "too long " * 250
PICK_THE_SECOND = (
    "document.querySelectorAll('fieldset').forEach(one => one.querySelectorAll('input')[1].click())"
)
RECEIPT_OF_NOBODY = "0000-0000-0000"


def go(page: Page, selector: str) -> None:
    """Press something that leads to another page."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def press(page: Page, button: str) -> None:
    """Press a button by its name."""
    go(page, f'button[name="{button}"]')


def spoil_token(page: Page) -> None:
    """Make the page one that was open for too long."""
    page.locator("#page input[name=csrf]").evaluate("one => { one.value = 'old' }")


def before_the_questions(tour: Tour, program: Program) -> None:
    """The pages up to the first question, and what they say where something is wrong."""
    page = tour.page
    tour.look("intro")
    go(page, "main a.cf-target")
    tour.look("privacy")
    go(page, "main a")
    press(page, "next")
    expect(page.locator("#errors")).to_have_count(0)
    tour.look("sharing")
    press(page, "next")
    expect(page.locator("#errors")).to_be_focused()
    tour.look("sharing, left open")
    page.locator("label[for=answer-sharing-1]").click()
    press(page, "next")
    program.records.write(lambda tx: tx.session.execute(delete(Draft)))
    press(page, "next")
    tour.look("a draft that ended")
    press(page, "next")  # who may see the answers has to be asked again, too
    page.locator("label[for=answer-sharing-1]").click()
    press(page, "next")


def questions(tour: Tour) -> None:
    """Every page with questions, answered; the states that a page can be in where they come up."""
    page = tour.page
    while not page.url.endswith("/overview"):
        name = page.url.rsplit("/", 1)[1]
        tour.look(name)
        _states(tour, name)
        page.evaluate(PICK_THE_SECOND)
        if page.locator("textarea").count():
            page.locator("textarea").fill(COMMENT)
        press(page, "next")


def _states(tour: Tour, name: str) -> None:
    page = tour.page
    if page.locator("input[name=heard]").count():
        page.locator("label").first.click()
        press(page, "clear")
        tour.look(f"{name}, cleared")
        spoil_token(page)
        press(page, "next")
        tour.look(f"{name}, kept")
    if page.locator("input[name=changed]").count():
        page.locator("label").first.click()
        page.locator("label[for^=answer-changed]").last.click()
        page.locator("textarea").fill(TOO_LONG)
        press(page, "next")
        tour.look(f"{name}, faulty")
        page.locator("label").first.click()
        page.locator("label[for^=answer-changed]").last.click()


def the_end(tour: Tour) -> str:
    """From the overview to the last page; returns the receipt."""
    page, other = tour.page, tour.page.context.new_page()
    tour.look("overview")
    press(page, "stop")
    tour.look("stop")
    press(page, "back")
    other.goto(page.url)
    press(other, "send")
    other.close()
    page.bring_to_front()
    page.locator("label[for=answer-sharing-2]").click()
    press(page, "send")
    tour.look("already sent")
    go(page, "main a")
    tour.look("thanks")
    receipt, form = page.locator("#receipt").inner_text(), page.url
    press(page, "finish")
    tour.look("done")
    page.goto(form)
    tour.look("closed")
    return receipt


def with_a_receipt(tour: Tour, address: str, receipt: str) -> None:
    """What can be done by a code, up to where nothing is left."""
    page = tour.page
    page.goto(f"{address}/receipt")
    tour.look("receipt")
    for name, code in (("too short", "ABC"), ("unknown", RECEIPT_OF_NOBODY)):
        page.locator("#answer-code").fill(code)
        go(page, "#page button")
        tour.look(f"receipt, {name}")
    page.locator("#answer-code").fill(receipt)
    spoil_token(page)
    go(page, "#page button")
    tour.look("receipt, kept")
    go(page, "#page button")
    tour.look("choices")
    press(page, "see")
    tour.look("own answers")
    press(page, "cancel")
    for wish in ("stricter", "contact", "withdraw"):
        press(page, wish)
        tour.look(f"{wish}, asked once more")
        press(page, "confirm")
        tour.look(f"{wish}, done")


def codes(tour: Tour, address: str) -> None:
    """The first page of a clinic's tablet."""
    page = tour.page
    page.goto(f"{address}/code")
    tour.look("code")
    page.locator("#answer-code").fill("ABC")
    go(page, "#page button")
    tour.look("code, too short")


def handed_over(tour: Tour) -> None:
    """A whole form on a clinic's tablet, with everything left open."""
    page = tour.page
    tour.look("intro on a tablet")
    press(page, "next")
    page.locator("label[for=answer-sharing-2]").click()
    while not re.search("/(overview|thanks)", page.url):
        press(page, "next")
    tour.look("overview of nothing")
    press(page, "send")
    tour.look("thanks on a tablet")
    press(page, "finish")
    tour.look("done on a tablet")

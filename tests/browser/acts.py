"""What people do in a browser, in their own words, so that a journey reads as one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.program import PASSWORD


def sign_in(page: Page, address: str, user: str) -> None:
    """A member of staff signs in."""
    page.goto(f"{address}/staff/")
    page.locator("input[name=username]").fill(user)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button").first.click()
    expect(page.locator("input[name=password]")).to_have_count(0)


def tick(page: Page, link_id: str, code: str) -> None:
    """Touch the card of an answer."""
    chosen = page.locator(f'input[name="{link_id}"][value="{code}"]')
    page.locator(f'label[for="{chosen.get_attribute("id")}"]').tap()
    expect(chosen).to_be_checked()


def answer(page: Page, answers: Mapping[str, Any]) -> None:
    """Answer what the page asks, of what is to be answered."""
    for link_id, given in answers.items():
        if page.locator(f'textarea[name="{link_id}"]').count():
            page.locator(f'textarea[name="{link_id}"]').fill(given)
        elif page.locator(f'input[name="{link_id}"]').count():
            for code in [given] if isinstance(given, str) else given:
                tick(page, link_id, code)


def touch(page: Page, place: Locator) -> None:
    """Touch something that leads on, and wait until its page is there."""
    with page.expect_navigation():
        place.first.tap()
    page.wait_for_load_state()


def press(page: Page, button: str) -> None:
    """Touch a button by its name."""
    touch(page, page.locator(f'button[name="{button}"]'))


def answer_all(page: Page, answers: Mapping[str, Any]) -> None:
    """Go on from page to page up to the overview, answering."""
    while not page.url.endswith("/overview"):
        answer(page, answers)
        press(page, "next")


def text_of(page: Page) -> str:
    """What a reader reads, in one line."""
    return re.sub(r"\s+", " ", page.locator("main").inner_text())

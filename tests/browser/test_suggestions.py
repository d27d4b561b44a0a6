"""A browser that remembers what people type suggests nothing of it to the next one, and writes none of it down."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.acts import press, tick
from tests.browser.clinic_tablet import SIZE, Invited, invited, open_form
from tests.browser.program import Program, running
from tests.databases import MakeUrl

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MARKER = "MARKERzz"
TYPED_IN = "textarea, input:not([type]), input[type=text], input[type=search]"


@pytest.fixture
def program(sqlite_url: MakeUrl, tmp_path: Path) -> Iterator[Program]:
    """The program, with the study's clinic."""
    with running(sqlite_url(), tmp_path) as served:
        yield served


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The folder in which a browser keeps what it remembers."""
    return tmp_path / "profile"


def remembering(browser: Browser, profile: Path) -> BrowserContext:
    """A browser as people have it, with its memory in a folder."""
    return browser.browser_type.launch_persistent_context(
        profile,
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        args=["--no-sandbox", "--disable-gpu", "--disable-component-update"],
        viewport=SIZE,
        has_touch=True,
    )


def to_comment(page: Page, program: Program, visit: Invited) -> None:
    """A patient opens the form and comes to the last text."""
    open_form(page, program, visit)
    press(page, "next")
    tick(page, "sharing", "clinician")
    press(page, "next")
    page.goto(page.url.rpartition("/")[0] + "/questions-11")


def suggested(page: Page) -> list[str]:
    """What stands in the fields after trying to take a suggestion."""
    for field in page.locator(TYPED_IN).all():
        field.focus()
        for key in ("ArrowDown", "ArrowDown", "Enter"):
            field.press(key)
    return [field.input_value().strip() for field in page.locator(TYPED_IN).all()]


def test_nothing_that_was_typed_is_suggested_or_written_down(
    browser: Browser, program: Program, profile: Path
) -> None:
    context = remembering(browser, profile)
    page = context.new_page()
    to_comment(page, program, invited(program))
    page.locator("textarea").press_sequentially(MARKER)
    page.wait_for_timeout(500)
    press(page, "next")
    page.goto(page.url.rpartition("/")[0] + "/overview")
    press(page, "send")
    press(page, "finish")
    for where in ("/receipt", "/code"):
        page.goto(f"{program.address}{where}")
        page.locator(TYPED_IN).press_sequentially(MARKER)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    to_comment(page, program, invited(program))
    assert suggested(page) == [""]
    context.close()
    assert [
        str(one) for one in profile.rglob("*") if one.is_file() and MARKER.encode() in one.read_bytes()
    ] == []


OPEN_TO_MEMORY = """() => [...document.querySelectorAll("form, textarea, input:not([type=hidden], [type=submit])")]
    .filter(one => (one.form || one).querySelector("textarea, input:not([type=hidden], [type=submit])"))
    .filter(one => one.autocomplete !== "off"
        || (one.matches("textarea, [type=text], input:not([type])") && one.spellcheck))
    .map(one => one.outerHTML.slice(0, 200))"""


def test_every_field_asks_browsers_not_to_remember_and_not_to_spell(
    program: Program, browser: Browser
) -> None:
    context = browser.new_context(viewport=SIZE, has_touch=True)
    page, faults = context.new_page(), []
    for where in ("/receipt", "/code"):
        page.goto(f"{program.address}{where}")
        faults += page.evaluate(OPEN_TO_MEMORY)
    open_form(page, program, invited(program))
    while "/thanks" not in page.url:
        faults += page.evaluate(OPEN_TO_MEMORY)
        if page.url.endswith("/sharing"):
            tick(page, "sharing", "clinician")
        press(page, "send" if page.url.endswith("/overview") else "next")
    context.close()
    assert faults == []

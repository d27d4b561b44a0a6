"""The core form without a finger: by the keyboard alone; and without a script, on a phone and on a tablet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from clinic_feedback.demo import study
from clinic_feedback.records.clinics import ClinicChanges, NewClinicDefaults, set_clinic
from forms.model import Form
from tests.browser.acts import answer_all, press, sign_in, tick, touch
from tests.browser.page_checks import WIDTHS
from tests.browser.program import CLINICIAN, Program, running
from tests.clinic_feedback.security.conftest import ACTOR
from tests.databases import MakeUrl
from tests.forms.pairs import example

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENT: Mapping[str, Any] = example("c08")["patient"]["answers"]
MOST_TABS = 60
MOST_IDLE_SECONDS = 300
"""The settings' own: two minutes until a tablet asks, three more until it ends."""

FOCUS = """
() => {
    const one = document.activeElement;
    const shown = [one, one.closest(".cf-choice"), one.closest(".cf-question")].filter(Boolean);
    const ringed = style => style.boxShadow !== "none" || (style.outlineStyle !== "none" && style.outlineWidth !== "0px");
    const box = one.getBoundingClientRect();
    return {
        // The way past the header is seen by being there at all.
        seen: shown.some(part => ringed(getComputedStyle(part))) || (one.matches(".ds-skip-link") && box.height > 20),
        inView: box.bottom > 0 && box.top < innerHeight,
        top: box.top + scrollY,
        name: one.name || one.id || one.className || one.tagName,
    };
}
"""
"""Where the keyboard is: whether that shows, and how far down the page it is."""


@pytest.fixture
def program(sqlite_url: MakeUrl, tmp_path: Path) -> Iterator[Program]:
    """The study's clinic, asking the core form."""
    with running(sqlite_url(), tmp_path) as served:
        changes, defaults = ClinicChanges(form=Form.CORE), NewClinicDefaults(72, 3)
        served.records.write(lambda tx: set_clinic(tx, ACTOR, study.clinic().code, changes, defaults))
        yield served


@pytest.fixture
def without_script(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that runs none."""
    made = browser.new_context(viewport=WIDTHS[1], java_script_enabled=False, has_touch=True)
    yield made
    made.close()


def begun(page: Page, program: Program) -> None:
    """A visit that a clinician has just begun."""
    sign_in(page, program.address, CLINICIAN)
    touch(page, page.locator("form[action*='/new'] button"))


class Keyboard:
    """Somebody who has a keyboard, or a switch that presses its keys."""

    def __init__(self, page: Page) -> None:
        """Sit down at a page."""
        self.page = page

    def tab_to(self, selector: str) -> None:
        """Go on by Tab to something. On the way the keyboard is always seen, and only goes down the page."""
        reached = -1.0
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUS)
            assert at["seen"], f"the keyboard is at {at['name']}, and nobody sees it"
            assert at["inView"], f"the keyboard is at {at['name']}, out of sight"
            assert at["top"] >= reached - 1, f"the keyboard jumps back up to {at['name']}"
            reached = at["top"]
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
        pytest.fail(f"Tab does not lead to {selector}")

    def choose(self, selector: str, key: str) -> None:
        """Press what leads to another page."""
        self.tab_to(selector)
        self.go(key)

    def go(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.page.wait_for_load_state()


def test_the_core_form_is_answered_by_the_keyboard_alone(program: Program, browser: Browser) -> None:
    context = browser.new_context(viewport=WIDTHS[1], has_touch=True)
    page = context.new_page()
    begun(page, program)
    page.goto(page.locator("main bdi", has_text="/p/").inner_text())
    keys = Keyboard(page)

    # First comes the way past the header; then the language, which Enter elsewhere does not change.
    page.keyboard.press("Tab")
    expect(page.locator(".ds-skip-link")).to_be_focused()
    expect(page.locator(".ds-skip-link")).to_be_in_viewport()
    keys.choose('button[name="language"][value="nb"]', "Space")
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    keys.choose("button[name=next]", "Enter")

    # What is wrong takes the keyboard, and leads to its question.
    keys.choose("button[name=next]", "Enter")
    expect(page.locator("#errors")).to_be_focused()
    keys.tab_to("#errors a")
    page.keyboard.press("Enter")
    expect(page.locator("#answer-sharing-1")).to_be_focused()
    page.keyboard.press("Space")
    keys.go("Enter")

    # An answer is picked by arrows, cleared by its button, and survives Enter and the way back.
    asked = page.locator("#page input[type=radio]").first.get_attribute("name")
    keys.tab_to(f"input[name={asked}]")
    page.keyboard.press("ArrowDown")
    keys.choose(f'button[name="clear"][value="{asked}"]', "Space")
    expect(page.locator(f"input[name={asked}]:checked")).to_have_count(0)
    expect(page.locator("main [role=status]")).to_contain_text("fjernet")
    keys.tab_to(f"input[name={asked}]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    picked = page.locator(f"input[name={asked}]:checked").get_attribute("value")
    keys.go("Enter")
    keys.choose("button[name=back]", "Enter")
    expect(page.locator(f"input[name={asked}]:checked")).to_have_value(str(picked))
    expect(page.locator("html")).to_have_attribute("lang", "nb")

    answer_the_rest(keys)
    keys.choose("main dl a", "Enter")  # an answer is changed, and Enter leads back
    page.keyboard.press("Tab")
    keys.choose("button[name=next]", "Enter")
    assert page.url.endswith("/overview")
    keys.choose("button[name=send]", "Enter")
    expect(page.locator("#receipt")).to_be_visible()
    keys.choose("button[name=finish]", "Space")
    expect(page).to_have_url(re.compile("/form/done/"))
    context.close()


def answer_the_rest(keys: Keyboard) -> None:
    """Answer one question a page, up to the overview; in a text Enter is a line's end."""
    page = keys.page
    while not page.url.endswith("/overview"):
        keys.tab_to("#page fieldset input, #page textarea")
        page.keyboard.press("Space")
        if page.locator("#page textarea").count():
            keys.tab_to("#page textarea")
            page.keyboard.type("Hei")
            page.keyboard.press("Enter")
            page.keyboard.type("igjen")
        keys.choose("button[name=next]", "Enter")


def test_the_core_form_on_a_phone_without_a_script(program: Program, without_script: BrowserContext) -> None:
    page = without_script.new_page()
    begun(page, program)
    page.goto(page.locator("main bdi", has_text="/p/").inner_text())
    press(page, "text_size")
    touch(page, page.locator("button[name=language][value=nb]"))
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    press(page, "next")
    press(page, "next")
    expect(page.locator("#errors")).to_be_focused()
    page.locator("#errors a").tap()
    expect(page.locator("#answer-sharing-1")).to_be_focused()
    tick(page, "sharing", "clinician")
    press(page, "next")
    asked = str(page.locator("#page input[type=radio]").first.get_attribute("name"))
    first = page.locator(f"input[name={asked}]").first
    tick(page, asked, str(first.get_attribute("value")))
    press(page, "clear")
    expect(page.locator("#page input:checked")).to_have_count(0)
    answer_all(page, PATIENT)
    press(page, "send")
    expect(page.locator("#receipt")).to_be_visible()
    press(page, "finish")


def test_the_core_form_on_a_tablet_without_a_script(program: Program, without_script: BrowserContext) -> None:
    page = without_script.new_page()
    begun(page, program)
    press(page, "handover")
    press(page, "next")
    tick(page, "sharing", "totals_only")
    press(page, "next")
    refresh = page.locator("noscript meta[http-equiv=refresh]").get_attribute("content") or ""
    seconds, _, leads = refresh.partition(";url=")
    assert int(seconds) <= MOST_IDLE_SECONDS
    answer_all(page, PATIENT)
    form = page.url
    page.goto(f"{program.address}{leads}")
    expect(page).to_have_url(re.compile("/form/done/tablet"))
    page.goto(form)
    expect(page.locator("#page")).to_have_count(0)

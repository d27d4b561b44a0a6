"""One visit from its beginning to its end, on a tablet, in both languages and on both engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from forms.answers import consultation_from
from forms.catalogue import built_in
from forms.result import result_of
from tests.browser.acts import answer, answer_all, press, sign_in, text_of, tick, touch
from tests.browser.program import CLINICIAN, Program, running
from tests.databases import MakeUrl
from tests.forms.pairs import example

pytestmark = [pytest.mark.browser, pytest.mark.slow]

C08 = example("c08")
PATIENT: Mapping[str, Any] = C08["patient"]["answers"]
OWN: Mapping[str, Any] = C08["clinician"]["answers"]
TABLET: ViewportSize = {"width": 768, "height": 1024}
COMMENT = "Maria <b>sa</b> det & jeg lurer 😀"

NOTHING = {
    "en": "There are no answers to show for this visit.",
    "nb": "Det er ingen svar å vise for denne konsultasjonen.",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Program]:
    """The program over each engine."""
    make: MakeUrl = request.getfixturevalue(f"{request.param}_url")
    with running(make(), tmp_path) as served:
        yield served


@pytest.fixture
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    """The clinic's tablet."""
    context = browser.new_context(viewport=TABLET, has_touch=True)
    yield context
    context.close()


def flags_in_words(language: str) -> list[str]:
    """What the pair's page has to say: each flag that counts, in the reader's words."""
    told = result_of(consultation_from(C08, built_in()), language)
    return [flag["text"] for flag in told["flags"] if flag["severity"] in {"attention", "notice"}]


def patient_answers(page: Page, language: str) -> str:
    """The patient fills in the form, with second thoughts; returns the receipt."""
    press(page, "text_size")
    touch(page, page.locator(f'button[name="language"][value="{language}"]'))
    expect(page.locator("html")).to_have_attribute("lang", language)
    press(page, "next")
    tick(page, "sharing", "clinician")
    press(page, "next")
    tick(page, "heard", "not_at_all")
    press(page, "stop")  # asks once more
    press(page, "back")
    press(page, "clear")
    expect(page.locator('input[name="heard"]:checked')).to_have_count(0)
    answer(page, PATIENT)
    press(page, "next")
    page.reload()
    press(page, "back")
    expect(page.locator('input[name="heard"][value="mostly"]')).to_be_checked()
    answer_all(page, {**PATIENT, "comment": COMMENT})
    assert COMMENT in text_of(page)
    press(page, "send")
    receipt = page.locator("#receipt").inner_text()
    press(page, "finish")
    return receipt


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_visit_from_new_to_withdrawn(
    program: Program, browser: Browser, tablet: BrowserContext, language: str
) -> None:
    page = tablet.new_page()

    # The clinician makes a visit and hands over the tablet.
    sign_in(page, program.address, CLINICIAN)
    touch(page, page.locator("form[action*='/new'] button"))
    expect(page.locator("button[name=handover]")).to_be_visible()
    copied = tablet.storage_state()
    press(page, "handover")
    public_id = page.url.split("/form/")[1].split("/")[0]
    visit = f"{program.address}/staff/visits/{public_id}"

    # Neither this browser nor a copy of its cookies reaches the staff's pages any more.
    stolen = browser.new_context(storage_state=copied)
    assert 'name="password"' in stolen.request.get(visit).text()
    assert 'name="password"' in tablet.request.get(visit).text()
    stolen.close()

    # The patient answers, and gives the tablet back.
    receipt = patient_answers(page, language)
    page.go_back()
    assert COMMENT not in page.content()
    assert not [cookie for cookie in tablet.cookies() if "patient" in cookie.get("name", "")]

    # The clinician answers blind, and then sees both sides.
    sign_in(page, program.address, CLINICIAN)
    page.goto(visit)
    assert COMMENT not in page.content()
    answer_all(page, OWN)
    press(page, "send")
    page.goto(f"{visit}?language={language}")
    shown = text_of(page)
    assert [flag for flag in flags_in_words(language) if flag not in shown] == []
    assert COMMENT in shown
    report = tablet.request.get(f"{visit}/report.pdf?language={language}")
    assert report.body().startswith(b"%PDF-")

    # The follow-up is done.
    touch(page, page.locator("button[value=called]"))
    page.goto(f"{program.address}/staff/today")
    expect(page.locator("main a[href*='follow-ups']")).to_have_count(0)

    # The patient takes the answers back.
    page.goto(f"{program.address}/receipt")
    page.locator("#answer-code").fill(receipt.lower())
    touch(page, page.locator("form:has(#answer-code) button"))
    press(page, "withdraw")
    press(page, "confirm")
    page.goto(f"{visit}?language={language}")
    assert NOTHING[language] in text_of(page)
    assert COMMENT not in page.content()

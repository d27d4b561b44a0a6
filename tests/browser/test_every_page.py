"""Every page there is, in both languages: accessible, on its own, in its place, and light where it matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import patient_tour, staff_tour
from tests.browser.acts import sign_in
from tests.browser.page_checks import WIDTHS, Tour
from tests.browser.program import CLINICIAN, Program, running
from tests.databases import MakeUrl

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Faults = Callable[[Page], list[str]]

LANGUAGES = {"en": "en-GB", "nb": "nb-NO"}
MOST_BYTES = 60 * 1024


@contextmanager
def touring(
    browser: Browser, program: Program, language: str, faults: Faults, *, for_patients: bool
) -> Iterator[Tour]:
    """Somebody with a browser of their own, in their language."""
    context = browser.new_context(locale=LANGUAGES[language], viewport=WIDTHS[1])
    yield Tour(context.new_page(), program.address, language, faults, for_patients)
    context.close()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Whose language a page is in."""
    code: str = request.param
    return code


@pytest.fixture
def program(language: str, sqlite_url: MakeUrl, tmp_path: Path) -> Iterator[Program]:
    """The study's clinic, with its visits, in a language."""
    with running(sqlite_url(), tmp_path, with_visits=True, language=language) as served:
        yield served


def new_link(browser: Browser, program: Program) -> str:
    """A patient's link, as a clinician gets it."""
    context = browser.new_context(has_touch=True)
    page = context.new_page()
    sign_in(page, program.address, CLINICIAN)
    patient_tour.go(page, "form[action*='/new'] button")
    link = page.locator("main bdi", has_text="/p/").inner_text()
    context.close()
    return link


def test_every_page_of_a_patient(
    language: str, program: Program, browser: Browser, accessibility_faults: Faults
) -> None:
    with touring(browser, program, language, accessibility_faults, for_patients=True) as tour:
        tour.page.goto(new_link(browser, program))
        patient_tour.before_the_questions(tour, program)
        patient_tour.questions(tour)
        receipt = patient_tour.the_end(tour)
        patient_tour.with_a_receipt(tour, program.address, receipt)
        patient_tour.codes(tour, program.address)
        tour.page.goto(f"{program.address}/nowhere")
        tour.look("not found")
        sign_in(tour.page, program.address, CLINICIAN)
        patient_tour.go(tour.page, "form[action*='/new'] button")
        patient_tour.press(tour.page, "handover")
        patient_tour.handed_over(tour)
        assert tour.wrong == []
        assert len(tour.looked_at) == len(set(tour.looked_at))


def test_every_page_of_the_staff(
    language: str, program: Program, browser: Browser, accessibility_faults: Faults
) -> None:
    with touring(browser, program, language, accessibility_faults, for_patients=False) as tour:
        staff_tour.signing_in(tour, program)
        staff_tour.clinician(tour, program)
        assert staff_tour.visits(tour, program) == {"differs", "agrees", "one side", "nothing"}
        staff_tour.other_roles(tour, program)
        staff_tour.quality(tour, program)
        staff_tour.signed_out_meanwhile(tour, program)
        assert tour.wrong == []


@pytest.mark.parametrize("language", ["nb"], indirect=True)
def test_the_first_screen_is_light(program: Program, browser: Browser) -> None:
    link = new_link(browser, program)
    context = browser.new_context(viewport=WIDTHS[0])
    page, sizes = context.new_page(), []
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(link, wait_until="networkidle")
    context.close()
    assert len(sizes) >= len(("the page", "its style", "its script", "its icon"))
    assert sum(sizes) <= MOST_BYTES

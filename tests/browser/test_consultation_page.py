"""The consultation's web page in a browser: the study's cases, in both languages and at three widths."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from playwright.sync_api import Page

from forms.answers import consultation_from
from forms.catalogue import built_in
from reports.consultation import consultation_report
from reports.html.renderer import render_html
from reports.html.stylesheet import report_css
from tests.forms.pairs import example

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'"
STACKED = "ok\ne" + "\u0301" * 1_900 + "\nZ" + "\u0315\u0301\u0489\u20e4" * 20
TYPED = "Der er <b>noe</b> &amp; mer\nالألم 7 من 10 (ليلا)\nכאב 7 מתוך 10 😀"


def site(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Each case at /NAME/LANGUAGE, with a style sheet beside it, under a policy without inline styles."""
    parts = environ["PATH_INFO"].strip("/").split("/")
    headers = [("Content-Security-Policy", POLICY)]
    if parts == ["report.css"]:
        start("200 OK", [*headers, ("Content-Type", "text/css; charset=utf-8")])
        return [report_css().encode()]
    if len(parts) != 2:
        start("204 No Content", headers)
        return []
    name, language = parts
    raw = example("c08" if name == "stacked" else name)
    raw["patient"]["answers"]["comment"] = STACKED[:1_990] if name == "stacked" else TYPED
    document = consultation_report(consultation_from(raw, built_in()), language)
    start("200 OK", [*headers, ("Content-Type", "text/html; charset=utf-8")])
    return [render_html(document, "/report.css").encode()]


@pytest.fixture(scope="module")
def address(serve: Callable[[WSGIApplication], str]) -> str:
    """Where the cases are served."""
    return serve(site)


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("name", ["c08", "c18", "c09"])
def test_a_case_is_accessible_and_fits_at_every_width(
    name: str,
    language: str,
    address: str,
    visit: Visit,
    accessibility_faults: Callable[[Page], list[str]],
) -> None:
    visited = visit(f"{address}/{name}/{language}", 360)
    page = visited.page
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert accessibility_faults(page) == []
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("blockquote").inner_text().replace("\n\n", "\n") == TYPED
    assert visited.faults() == []


def test_stacked_marks_neither_push_the_page_aside_nor_reach_their_neighbours(
    address: str, visit: Visit
) -> None:
    page = visit(f"{address}/stacked/en", 320).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    quotation = page.locator("blockquote")
    assert quotation.evaluate("e => getComputedStyle(e).overflow") == "clip"

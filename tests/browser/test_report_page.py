"""The report's page as a browser shows it: to the eye, to a screen reader, on a phone and on paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Page

from reports.document import Block, Box, Card, Cards, Document, Heading, Notices, Paragraph, Quotation, Role
from reports.figures.shapes import Anchor, Circle, Ink, Line, Picture, Polygon, Rect, Words
from reports.html.renderer import render_html
from reports.html.stylesheet import report_css

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'"
SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
ARABIC = "الألم 7 من 10 (ليلا)"
HEBREW = "כאב 7 מתוך 10"
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}abc"
CARDS = 17
CLEARLY_APART = 120
"""Of 255 steps from black to white."""

Serve = Callable[[WSGIApplication], str]


def answers(patient: int, clinician: int) -> Picture:
    """Two answers on one scale of five."""
    alternative = f"The patient answered {patient + 1}, the clinician {clinician + 1}, on a scale to 5."
    at = [10 + 55.0 * step for step in range(5)]
    x = at[clinician]
    return Picture(
        240,
        36,
        alternative,
        (
            Line(10, 12, 230, 12, Ink.GRID),
            Rect(min(at[patient], x), 10, abs(at[patient] - x), 4, Ink.SOFT),
            Polygon(((x, 4), (x + 8, 12), (x, 20), (x - 8, 12)), Ink.PAPER, Ink.INK, 1.4),
            Circle(at[patient], 12, 4, Ink.INK),
            Words(10, 32, "No, not at all"),
            Words(230, 32, "Yes, fully", anchor=Anchor.END),
            Words(120, 34, "ليلا 10!", 4, Anchor.MIDDLE),
        ),
    )


def card(number: int) -> Card:
    question = "Being understood about pain in daily life" if number % 3 else f"Question {number + 1}"
    said = (
        Paragraph("A little", lead="Patient"),
        Paragraph("For the most part", lead="What the clinician expected"),
    )
    noticed = (Paragraph("Two steps apart.", Role.SMALL),) if number % 4 == 0 else ()
    return Card(Heading(3, question), answers(number % 5, number * 3 % 5), said + noticed)


def report(*own_words: Block) -> Document:
    return Document(
        title="Two views of one visit",
        language="en",
        running="Visit 2 March 2026, Rehabilitation clinic North",
        blocks=(
            Heading(1, "Two views of one visit"),
            Paragraph("A difference says nothing about who is right.", Role.STATEMENT),
            Heading(2, "What to look at first"),
            Heading(3, "Being taken seriously", "Look at this first"),
            Paragraph("They said “mhm” and left with more worry.", lead="From the study"),
            Box((Heading(2, "Better than expected"), Paragraph("A follow-up is waiting.", Role.SMALL))),
            Heading(2, "Question by question", "from worse to better"),
            Paragraph("Circle: patient. Open diamond: clinician.", Role.SMALL),
            Cards(tuple(card(number) for number in range(CARDS))),
        ),
        annex=(Heading(2, "In their own words"), *own_words),
        notices=Notices("Page {n} of {total}", "", ""),
    )


DEMO = report(
    Quotation(f"I was afraid to say it.\n\n{ARABIC}\n{HEBREW}\n{OVERRIDE}\nafter"),
    Quotation("x" * 2000),
    Paragraph(ARABIC, lead="Patient"),
    Heading(3, OVERRIDE, "Worth a look"),
    Paragraph("A little", lead=OVERRIDE),
)


@pytest.fixture(scope="module")
def address(serve: Serve) -> str:
    """The demo report, served with its style sheet under a strict policy."""
    page = render_html(DEMO, stylesheet="/report.css").encode()
    files = {"/": ("text/html; charset=utf-8", page), "/report.css": ("text/css", report_css().encode())}

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] not in files:
            start_response("204 No Content", [])
            return []
        kind, body = files[environ["PATH_INFO"]]
        start_response("200 OK", [("Content-Type", kind), ("Content-Security-Policy", POLICY)])
        return [body]

    return serve(application)


def contrast_of_the_mark(page: Page) -> int:
    """How far the patient's circle in the first picture differs in lightness from the card below it."""
    with Image.open(io.BytesIO(page.locator("svg").first.screenshot())) as shot:
        grey, scale = shot.convert("L"), shot.width / 240

    def lightness(x: int, y: int) -> int:
        left, top = round(x * scale), round(y * scale)
        return grey.crop((left, top, left + 1, top + 1)).tobytes()[0]

    return abs(lightness(10, 12) - lightness(120, 25))


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_is_accessible_and_keeps_to_its_policy(
    visit: Visit, address: str, accessibility_faults: Callable[[Page], list[str]], width: int, scheme: str
) -> None:
    visited = visit(f"{address}/", width, **SCHEMES[scheme])
    assert visited.faults() == []
    assert contrast_of_the_mark(visited.page) > CLEARLY_APART
    assert accessibility_faults(visited.page) == []


@pytest.mark.parametrize(
    ("width", "height", "zoom"),
    [(320, 800, 1), (360, 800, 1), (320, 256, 4), (844, 390, 1)],
    ids=["small phone", "phone", "four times enlarged", "phone on its side"],
)
def test_nothing_has_to_be_scrolled_sideways(
    visit: Visit, address: str, width: int, height: int, zoom: int
) -> None:
    page = visit(f"{address}/", width, height, device_scale_factor=zoom).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ends = page.evaluate("[...document.querySelectorAll('main *')].map(e => e.getBoundingClientRect().right)")
    assert max(ends) <= width


def test_letters_twice_as_large_still_fit(visit: Visit, address: str) -> None:
    page = visit(f"{address}/", 640).page
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_cards_stand_side_by_side_where_there_is_room(visit: Visit, address: str) -> None:
    page = visit(f"{address}/").page
    columns = {}
    for width in (360, 640, 700, 1280, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        starts = page.evaluate(
            "[...document.querySelectorAll('.card')].map(e => e.getBoundingClientRect().left)"
        )
        assert len(starts) == CARDS
        columns[width] = len(set(starts))
    assert columns == {360: 1, 640: 1, 700: 2, 1280: 2, 2560: 2}


PLACES_OF_LETTERS = """element => {
    const places = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        for (let at = 0; at < node.length; at++) {
            const letter = document.createRange();
            letter.setStart(node, at);
            letter.setEnd(node, at + 1);
            const box = letter.getBoundingClientRect();
            if (box.width) places.push([node.data[at], box.left + box.width / 2]);
        }
    return places;
}"""


def as_seen(page: Page, selector: str, text: str) -> str:
    """The letters of the first element with this text, from left to right as they are drawn."""
    element = page.locator(selector).filter(has_text=text).first
    places: list[tuple[str, float]] = element.evaluate(PLACES_OF_LETTERS)
    return "".join(letter for letter, _ in sorted(places, key=lambda place: place[1]))


def test_arabic_and_hebrew_run_from_right_to_left_in_their_own_line(visit: Visit, address: str) -> None:
    page = visit(f"{address}/").page
    for typed in (ARABIC, HEBREW):
        backwards = typed.replace("10", "01")[::-1]
        assert as_seen(page, "blockquote p", typed) == backwards, "words from the right, digits from the left"
        line = page.locator("blockquote p").filter(has_text=typed)
        assert line.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert as_seen(page, "svg text", "!") == "!10 اليل", "a label ends at its left"
    assert as_seen(page, "blockquote p", "afraid") == "I was afraid to say it."
    assert as_seen(page, ".annex > p", ARABIC).startswith("Patient: "), "the line itself is the document's"


def test_an_override_that_somebody_typed_ends_with_its_own_words(visit: Visit, address: str) -> None:
    page = visit(f"{address}/").page
    assert as_seen(page, "blockquote p", "abc") == "cba"
    assert as_seen(page, "blockquote p", "after") == "after"
    assert as_seen(page, "h3", "abc") == "cbaWorth a look"
    assert as_seen(page, ".annex > p", "abc") == ":cba A little"


def spoken(page: Page) -> list[tuple[str, str]]:
    """Role and name of everything in Chromium's own accessibility tree, in its order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
    ]


def test_a_screen_reader_meets_each_picture_once_and_no_label_twice(visit: Visit, address: str) -> None:
    heard = spoken(visit(f"{address}/").page)
    pictures = [name for role, name in heard if role == "image"]
    assert pictures == [card(number).picture.alternative for number in range(CARDS)]
    assert not [name for _, name in heard if name == "No, not at all"]


def test_a_screen_reader_hears_remarks_with_their_headings_and_cards_as_a_list(
    visit: Visit, address: str
) -> None:
    heard = spoken(visit(f"{address}/").page)
    assert ("heading", "Being taken seriously Look at this first") in heard
    roles = [role for role, _ in heard]
    assert (roles.count("list"), roles.count("listitem")) == (1, CARDS)
    assert (roles.count("main"), roles.count("banner"), roles.count("blockquote")) == (1, 1, 2)


def test_a_saved_page_needs_nothing_but_itself(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(render_html(DEMO), encoding="utf-8")
    visited = visit(file.as_uri())
    assert visited.faults() == []
    display = visited.page.locator(".cards").evaluate("e => getComputedStyle(e).display")
    assert display == "grid", "its own policy would block its style sheet"


def test_paper_is_white_a4_and_breaks_no_card(visit: Visit, address: str) -> None:
    page = visit(f"{address}/", color_scheme="dark").page
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        sizes = {tuple(round(float(side)) for side in sheet.mediabox) for sheet in printed.pages}
    assert sizes == {(0, 0, 595, 842)}
    page.emulate_media(media="print")
    look = "e => { const s = getComputedStyle(e); return [s.backgroundColor, s.color, s.breakInside] }"
    assert page.locator("body").evaluate(look)[:2] == ["rgb(255, 255, 255)", "rgb(27, 37, 35)"]
    assert page.locator(".card").first.evaluate(look)[2] == "avoid"

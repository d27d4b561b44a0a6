"""The look that all pages share: to the eye, the finger, the keyboard, a screen reader, and on a tablet."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from wsgiref.types import WSGIApplication

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from clinic_feedback.settings import FOLDER, Settings
from forms.model import Form
from tests.browser.look_gallery import form_pages, gallery
from tests.browser.page_checks import SIDEWAYS, SMALL_TARGETS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

Serve = Callable[[WSGIApplication], str]
Faults = Callable[[Page], list[str]]

QUESTIONS = "/en/full-questions-1"
MOST_BYTES = 60 * 1024

WAYS_TO_LOOK: dict[str, dict[str, Any]] = {
    "upright": {"width": 768, "height": 1024},
    "lying, dark": {"width": 1024, "height": 768, "color_scheme": "dark"},
    "forced colours": {"width": 768, "height": 1024, "forced_colors": "active"},
    "400 % zoom": {"width": 320, "height": 256, "device_scale_factor": 4},
}
UNMEASURED = {"forced colours", "400 % zoom"}
"""Where axe cannot know all contrasts: colours are the system's, or what scrolls is out of sight."""

LOOKED_AT = [
    ("/en/intro", "upright"),
    ("/nb/intro", "400 % zoom"),
    ("/nb/full-sharing?state=faulty", "lying, dark"),
    ("/en/full-questions-4?state=filled", "upright"),
    ("/en/full-questions-4?state=filled", "lying, dark"),
    ("/en/full-questions-8?state=filled", "forced colours"),
    ("/nb/full-questions-8?state=faulty", "upright"),
    ("/nb/full-questions-8?state=faulty&size=largest", "400 % zoom"),
    ("/en/core-questions-1?state=cleared", "lying, dark"),
    ("/nb/overview", "upright"),
    ("/nb/overview", "400 % zoom"),
    ("/en/thanks", "lying, dark"),
    ("/en/code", "forced colours"),
    ("/en/code", "upright"),
    ("/en/today", "upright"),
    ("/en/today", "lying, dark"),
    ("/en/today", "forced colours"),
    ("/en/today", "400 % zoom"),
    ("/nb/own_form?state=faulty", "lying, dark"),
]

SHIFTS = """
() => new Promise(resolve => {
    new PerformanceObserver(list => resolve(list.getEntries().map(entry => entry.value)))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve([]), 300);
})
"""


def plain(**given: str) -> Settings:
    """Settings with nothing but what a look needs."""
    everything = {"database": "none.sqlite", "keys_file": "none.keys", **given}
    return Settings.model_validate(everything, context={FOLDER: "/"})


@pytest.fixture(scope="module")
def address(serve: Serve) -> str:
    """The gallery in the design system's own colours."""
    return serve(gallery(plain()))


def box_of(page: Page, selector: str) -> FloatRect:
    """Where something is, in pixels."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box


@pytest.mark.parametrize(("page", "way"), LOOKED_AT)
def test_a_page_can_be_read_and_used(
    page: str, way: str, address: str, visit: Visit, accessibility_faults: Faults
) -> None:
    seen = visit(address + page, **WAYS_TO_LOOK[way])
    assert seen.page.evaluate(SIDEWAYS) <= 0, "it scrolls sideways"
    assert seen.page.evaluate(SHIFTS) == [], "something moves while it loads"
    faults = accessibility_faults(seen.page)
    unmeasured = [fault for fault in faults if fault.startswith("contrast not measured")]
    assert [fault for fault in faults if fault not in unmeasured or way not in UNMEASURED] == []
    assert seen.faults() == []


@pytest.mark.parametrize(("language", "state"), [("en", "filled"), ("nb", "faulty")])
def test_no_question_is_too_wide_or_too_small_for_a_phone(
    language: str, state: str, address: str, visit: Visit
) -> None:
    seen = visit(f"{address}/{language}/intro", width=320, height=640)
    wrong = []
    for path in [path for form in Form for path in form_pages(language, form)]:
        seen.page.goto(f"{address}{path}?state={state}&size=largest")
        wide = seen.page.evaluate(SIDEWAYS)
        wrong += [f"{path}: {what}" for what in seen.page.evaluate(SMALL_TARGETS)]
        wrong += [f"{path}: {wide} px too wide"] if wide > 0 else []
    assert wrong == []


@pytest.mark.parametrize("page", ["/en/intro", "/en/overview", "/en/thanks", "/en/code", QUESTIONS])
def test_everything_that_a_patient_touches_is_as_large_as_a_finger(
    page: str, address: str, visit: Visit
) -> None:
    assert visit(address + page, width=768, height=1024).page.evaluate(SMALL_TARGETS) == []


def test_an_answer_is_taken_wherever_its_card_is_touched(address: str, visit: Visit) -> None:
    page = visit(address + QUESTIONS, width=768, height=1024, has_touch=True).page
    card = box_of(page, ".cf-choice >> nth=3")
    page.touchscreen.tap(card["x"] + card["width"] - 6, card["y"] + card["height"] - 6)
    assert page.locator("input[name=heard]:checked").get_attribute("value") == "mostly"


def test_text_size_changes_the_words_not_the_way_they_are_laid_out(address: str, visit: Visit) -> None:
    page = visit(address + QUESTIONS, width=768, height=1024).page
    sizes = []
    for size in ("normal", "large", "largest"):
        page.goto(f"{address}{QUESTIONS}?size={size}")
        sizes.append(page.evaluate("parseFloat(getComputedStyle(document.querySelector('label')).fontSize)"))
        assert page.locator("[aria-pressed=true]").get_attribute("value") == size
    assert sizes == sorted(set(sizes))
    assert sizes[0] >= 18
    assert sizes[-1] >= 28


def test_the_way_on_stands_at_the_end_and_comes_first_for_the_keyboard(address: str, visit: Visit) -> None:
    page = visit(address + QUESTIONS, width=768, height=1024).page
    assert box_of(page, "[name=back]")["x"] < box_of(page, "[name=next]")["x"]
    names = page.locator(".cf-buttons button").evaluate_all("all => all.map(one => one.name)")
    assert names == ["next", "back"]


def test_in_a_language_from_right_to_left_everything_is_mirrored(address: str, visit: Visit) -> None:
    page = visit(f"{address}{QUESTIONS}?state=faulty&dir=rtl", width=768, height=1024).page
    assert page.evaluate(SIDEWAYS) <= 0
    assert box_of(page, "[name=next]")["x"] < box_of(page, "[name=back]")["x"]
    toggle, card = box_of(page, "input[type=radio] >> nth=0"), box_of(page, ".cf-choice >> nth=0")
    assert toggle["x"] > card["x"] + card["width"] / 2


def posted_by(page: Page, act: Callable[[], None]) -> dict[str, str]:
    """What a page sends when something is done to it."""
    with page.expect_request(lambda request: request.method == "POST") as sent:
        act()
    return dict(pair.split("=", 1) for pair in (sent.value.post_data or "").split("&"))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_enter_goes_on_and_neither_clears_nor_leaves(script: bool, address: str, visit: Visit) -> None:
    page = visit(f"{address}{QUESTIONS}?state=filled", java_script_enabled=script).page
    page.locator("input[name=heard]:checked").focus()
    posted = posted_by(page, lambda: page.keyboard.press("Enter"))
    assert set(posted) == {"csrf", "heard", "taken_seriously"}


@pytest.mark.parametrize(
    ("selector", "sent"),
    [
        pytest.param("[name=clear] >> nth=1", {"clear": "taken_seriously"}, id="an answer is cleared"),
        pytest.param("[name=text_size] >> nth=2", {"text_size": "largest"}, id="larger words"),
        pytest.param("[name=stop]", {"stop": "yes"}, id="stop"),
        pytest.param("[name=back]", {"back": "yes"}, id="back"),
    ],
)
def test_a_button_takes_the_answers_of_its_page_along(
    selector: str, sent: dict[str, str], address: str, visit: Visit
) -> None:
    page = visit(f"{address}{QUESTIONS}?state=filled").page
    posted = posted_by(page, page.locator(selector).click)
    assert posted == {"csrf": "token", "heard": "a_little", "taken_seriously": "a_little", **sent}


def test_tab_chooses_nothing_and_arrows_choose(address: str, visit: Visit) -> None:
    page = visit(address + QUESTIONS).page
    page.locator("input[name=heard] >> nth=0").focus()
    assert page.locator("input:checked").count() == 0
    page.keyboard.press("ArrowDown")
    assert page.locator("input:checked").get_attribute("value") == "a_little"


@pytest.mark.parametrize("page", [QUESTIONS, "/en/full-questions-8", "/en/full-sharing"])
def test_nothing_is_there_to_clear_until_something_is_picked(page: str, address: str, visit: Visit) -> None:
    seen = visit(address + page).page
    assert [button.is_visible() for button in seen.locator("[name=clear]").all()].count(True) == 0
    before = box_of(seen, "[name=next]")
    seen.locator("label").first.click()
    assert [button.is_visible() for button in seen.locator("[name=clear]").all()].count(True) == (
        page != "/en/full-sharing"
    )
    assert box_of(seen, "[name=next]") == before, "nothing may move under a finger"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_what_is_wrong_is_read_first_and_leads_to_its_question(
    script: bool, address: str, visit: Visit
) -> None:
    seen = visit(f"{address}/en/full-questions-8?state=faulty", java_script_enabled=script)
    page = seen.page
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#errors")).to_be_in_viewport()
    for link in page.locator("#errors a").all():
        link.click()
        target = page.locator(f"[id='{page.url.partition('#')[2]}']")
        expect(target).to_be_focused()
        expect(target).to_be_in_viewport()


def test_a_question_is_read_with_its_hint_and_what_is_wrong(address: str, visit: Visit) -> None:
    page = visit(f"{address}/en/full-sharing?state=faulty").page
    expect(page.locator("fieldset")).to_have_accessible_name("Who may see your answers?")
    expect(page.locator("fieldset")).to_have_accessible_description(
        re.compile(r"same care in both cases.*Please pick who", re.DOTALL)
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        pytest.param("a" * 10, "", id="far away: nothing disturbs"),
        pytest.param("a" * 1_950, "50 left", id="near"),
        pytest.param("a" * 2_000 + "  \n", "0 left", id="white space around is not kept, so not counted"),
        pytest.param("👨‍👩‍👧‍👦" * 2_000, "0 left", id="a family is one character, as the server counts"),
        pytest.param("a\n" * 1_001 + "a", "3 too many", id="a line's end is one"),
    ],
)
def test_the_counter_says_what_the_server_will_say(typed: str, told: str, address: str, visit: Visit) -> None:
    page = visit(f"{address}/en/full-questions-11").page
    page.locator("textarea").fill(typed)
    expect(page.locator(".cf-left")).to_have_text(told)


def test_the_first_screen_is_light(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page, sizes = context.new_page(), []
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{address}/nb/intro?idle=120", wait_until="networkidle")
    context.close()
    assert len(sizes) >= 5
    assert sum(sizes) <= MOST_BYTES


def test_a_clinics_own_colour_and_name_are_on_the_page(
    serve: Serve, visit: Visit, accessibility_faults: Faults, tmp_path: Path
) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>', "utf-8"
    )
    look = plain(organisation="Fjord", accent="#7a1f5c", logo=str(logo))
    address = serve(gallery(look))
    for scheme, colour in (("light", "rgb(122, 31, 92)"), ("dark", None)):
        seen = visit(f"{address}{QUESTIONS}?state=faulty", color_scheme=scheme)
        drawn = seen.page.evaluate("getComputedStyle(document.querySelector('[name=next]')).backgroundColor")
        assert colour is None or drawn == colour
        assert seen.page.evaluate("document.querySelector('.cf-logo').naturalWidth") > 0
        assert accessibility_faults(seen.page) == []
        assert seen.faults() == []


class Tablet:
    """A page of a clinic's tablet whose clock the test turns: covered after 120 seconds, ended after 120 more."""

    def __init__(self, page: Page, address: str) -> None:
        """Open a page with answers on it."""
        self.page = page
        self.home = f"{address}/"
        page.clock.install()
        page.goto(f"{address}{QUESTIONS}?idle=120&state=filled")

    def pass_time(self, seconds: int) -> None:
        """Let the time pass with the page awake."""
        self.page.clock.run_for(seconds * 1000)

    def sleep(self, seconds: int) -> None:
        """Let the time pass with no timer running."""
        self.page.evaluate("s => { const now = Date.now; Date.now = () => now() + s * 1000 }", seconds)

    def is_covered(self) -> bool:
        """Whether nothing of the page can be seen but the cover."""
        return self.page.locator("dialog.cf-cover[open]").count() == 1

    def answer_shows(self) -> bool:
        """Whether somebody who looks at the tablet sees an answer."""
        return bool(
            self.page.evaluate(
                """() => {
                    const card = document.querySelector(".cf-choice");
                    const {x, y} = card.getBoundingClientRect();
                    const top = document.elementFromPoint(x + 30, y + 30);
                    return card.contains(top) && card.checkVisibility({visibilityProperty: true});
                }"""
            )
        )


@pytest.fixture
def tablet(visit: Visit, address: str) -> Tablet:
    """A tablet on which somebody answered a question."""
    return Tablet(visit(f"{address}/", width=768, height=1024).page, address)


def test_a_page_that_nobody_touches_covers_itself_and_asks(tablet: Tablet) -> None:
    tablet.pass_time(119)
    assert tablet.answer_shows()
    assert not tablet.is_covered()
    tablet.pass_time(2)
    assert tablet.is_covered()
    assert not tablet.answer_shows()
    expect(tablet.page.get_by_role("button", name="I am still here")).to_be_focused()


@pytest.mark.parametrize("way", ["Enter", "Escape", "a tap"])
def test_whoever_is_still_there_goes_on_with_the_answers(way: str, tablet: Tablet) -> None:
    tablet.pass_time(121)
    if way == "a tap":
        tablet.page.locator("dialog button").click()
    else:
        tablet.page.keyboard.press(way)
    tablet.pass_time(100)
    assert not tablet.is_covered()
    assert tablet.page.locator("input[name=heard]:checked").count() == 1


@pytest.mark.parametrize("key", ["Tab", "Space", "ArrowDown", "Shift"])
def test_a_key_or_a_switch_is_a_touch(key: str, tablet: Tablet) -> None:
    tablet.pass_time(100)
    tablet.page.keyboard.press(key)
    tablet.pass_time(100)
    assert not tablet.is_covered()


def test_when_nobody_answers_the_form_is_ended_by_post(tablet: Tablet) -> None:
    tablet.pass_time(121)
    posted = posted_by(tablet.page, lambda: tablet.pass_time(121))
    tablet.page.wait_for_url(tablet.home)
    assert posted == {"csrf": "token"}


@pytest.mark.parametrize(
    "waking",
    [
        pytest.param("document.dispatchEvent(new Event('visibilitychange'))", id="the screen comes on"),
        pytest.param("dispatchEvent(new Event('pointerdown'))", id="a finger is first"),
        pytest.param("dispatchEvent(new Event('focus'))", id="the window comes to the front"),
    ],
)
def test_a_tablet_that_wakes_late_ends_the_form_and_shows_nothing_of_it(waking: str, tablet: Tablet) -> None:
    tablet.sleep(3600)
    shown = tablet.page.evaluate(f"() => {{ {waking}; return getComputedStyle(document.body).visibility }}")
    assert shown == "hidden"
    tablet.page.wait_for_url(tablet.home)


def test_the_first_touch_of_somebody_else_shows_the_cover_not_the_answers(tablet: Tablet) -> None:
    tablet.sleep(150)
    tablet.page.evaluate("dispatchEvent(new Event('pointerdown'))")
    assert tablet.is_covered()


def test_a_tablet_in_a_pocket_shows_nothing_on_its_last_picture(tablet: Tablet) -> None:
    hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true})"
    for hidden, shows in (("true", False), ("false", True)):
        tablet.page.evaluate(f"{hide % hidden}; document.dispatchEvent(new Event('visibilitychange'))")
        assert tablet.answer_shows() is shows


def test_a_clock_that_is_set_back_does_not_keep_the_page_open(tablet: Tablet) -> None:
    tablet.sleep(-7200)
    tablet.pass_time(122)
    assert tablet.is_covered()


def test_a_page_from_the_browsers_memory_is_fetched_anew(address: str, visit: Visit) -> None:
    page = visit(f"{address}{QUESTIONS}").page
    page.locator("label").first.click()
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert page.locator("input:checked").count() == 0


def test_a_tablet_without_script_leaves_the_page_by_itself(address: str, visit: Visit) -> None:
    page = visit(f"{address}{QUESTIONS}?idle=1", java_script_enabled=False).page
    page.wait_for_url(f"{address}/", timeout=6000)


def test_an_own_phone_is_never_covered(address: str, visit: Visit) -> None:
    page = visit(f"{address}{QUESTIONS}").page
    assert page.locator("#idle, script[src*=idle], noscript").count() == 0

"""A tablet that goes from hand to hand: nobody finds anything of who had it before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect
from sqlalchemy import func, select

from clinic_feedback.records.models.consultations import Consultation, Draft
from forms.model import Form
from tests.browser.acts import answer, answer_all, press, sign_in, text_of, tick, touch
from tests.browser.clinic_tablet import SIZE, Invited, invited, kept_in, open_form, tablet
from tests.browser.program import CLINICIAN, Program, running
from tests.databases import MakeUrl

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MARKER = "MARKERcomment"
ANSWERS = {"impact": "mostly", "reassured": "a_little", "changed": "actions", "contact": "no"}
_LOOK = "return getComputedStyle(document.querySelector('main')).visibility; }"
KEPT_WHOLE = "() => { dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})); " + _LOOK
FALLS_ASLEEP = (
    """() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange")); """
    + _LOOK
)
WAKES = (
    """() => {
    Object.defineProperty(document, "hidden", { value: false, configurable: true });
    document.dispatchEvent(new Event("visibilitychange")); """
    + _LOOK
)
OF_STAFF = "form[action*='sign-out'], a[href*='/staff/visits/'], a[href*='/staff/admin']"


@pytest.fixture(scope="module")
def program(sqlite_url: MakeUrl, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program, with the study's clinic; each test makes visits of its own."""
    with running(sqlite_url(), tmp_path_factory.mktemp("program")) as served:
        yield served


@pytest.fixture
def page(browser: Browser, program: Program) -> Iterator[Page]:
    """The clinic's tablet."""
    with tablet(browser, program) as context:
        yield context.new_page()


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """An ordinary browser."""
    context = browser.new_context(viewport=SIZE, has_touch=True)
    yield context
    context.close()


def new_visit(page: Page, program: Program) -> None:
    """A clinician signs in and makes a visit."""
    sign_in(page, program.address, CLINICIAN)
    touch(page, page.locator("form[action*='/new'] button"))


def staff_addresses(program: Program, public_id: str) -> list[str]:
    """Every page of the staff, with a visit of theirs wherever one is named."""
    known = {"public_id": public_id, "page": "overview", "username": CLINICIAN, "code": "clinic"}
    built = [
        rule.build({name: known[name] for name in rule.arguments})
        for rule in program.app.url_map.iter_rules()
        if rule.rule.startswith("/staff/") and "GET" in (rule.methods or ()) and rule.arguments <= set(known)
    ]
    return [program.address + path[1] for path in built if path and "/sign" not in path[1]]


def test_no_page_of_the_staff_opens_after_the_handing_over_with_these_cookies_or_a_copy(
    browser: Browser, program: Program, stranger: BrowserContext
) -> None:
    page = stranger.new_page()
    new_visit(page, program)
    copy = browser.new_context(storage_state=stranger.storage_state())
    press(page, "handover")
    public_id = page.url.split("/form/")[1].split("/")[0]
    addresses = staff_addresses(program, public_id)
    assert len(addresses) >= 20
    for one in (stranger, copy):
        assert [at for at in addresses if 'name="password"' not in one.request.get(at).text()] == []
    copy.close()
    for _ in range(5):
        back(page)
        assert page.locator(OF_STAFF).count() == 0
    page.goto(f"{program.address}/staff/")
    expect(page.locator("input[name=password]")).to_be_visible()


@pytest.mark.parametrize("reached", [False, True], ids=["before the server", "after it"])
def test_a_connection_that_is_cut_at_the_handing_over_shows_no_form(
    program: Program, stranger: BrowserContext, reached: bool
) -> None:
    page = stranger.new_page()
    new_visit(page, program)

    def cut(route: Route) -> None:
        if reached:
            route.fetch(max_redirects=0)
        route.abort()

    page.route("**/hand-over", cut)
    page.locator("button[name=handover]").tap()
    page.wait_for_timeout(300)
    assert "/form/" not in page.url
    page.unroute("**/hand-over")
    page.goto(f"{program.address}/staff/today")
    expect(page.locator("input[name=password]")).to_have_count(int(reached))


def back(page: Page) -> None:
    """Press Back, also to what the browser will not show without asking."""
    with suppress(Error):
        page.go_back()


def writes(page: Page, program: Program, visit: Invited) -> None:
    """A patient opens the form, answers a question, writes a comment, and comes to the overview."""
    open_form(page, program, visit)
    press(page, "next")
    tick(page, "sharing", "clinician")
    press(page, "next")
    tick(page, "heard", "mostly")
    press(page, "next")
    page.goto(page.url.rpartition("/")[0] + "/overview")
    touch(page, page.locator("a:has-text('Anything else')"))
    page.locator("textarea[name=comment]").fill(MARKER)
    press(page, "next")
    assert MARKER in text_of(page)


def csrf_of(page: Page) -> str:
    return page.locator("input[name=csrf]").first.input_value()


def ticket_of(page: Page) -> list[str]:
    """The key and the link that a patient's browser holds."""
    held = (one for one in page.context.cookies() if one.get("name", "").endswith("patient"))
    return next(held).get("value", "").split(".")[1:]


def test_the_browser_keeps_nothing_of_a_patient_for_the_next(program: Program, page: Page) -> None:
    first, second = invited(program), invited(program)
    writes(page, program, first)
    secrets = [MARKER, first.code, first.token, csrf_of(page)]
    secrets += ticket_of(page)
    assert [word for word in secrets if word in kept_in(page)] != []
    press(page, "send")
    receipt = page.locator("#receipt").inner_text()
    thanks = page.url

    # The first patient leaves without 'I am done', and the second comes.
    open_form(page, program, second)
    secrets += [receipt, receipt.replace("-", ""), first.public_id]
    assert [word for word in secrets if word in kept_in(page)] == []
    press(page, "next")
    assert [word for word in secrets if word in kept_in(page)] == []
    page.goto(thanks)
    assert "This form is closed" in text_of(page)
    assert receipt not in page.content()


Ended = Callable[[Page], None]
"""A way in which a form comes to its end."""


def ended_by_finishing(page: Page) -> None:
    answer_all(page, {})
    press(page, "send")
    press(page, "finish")


def ended_by_stopping(page: Page) -> None:
    press(page, "stop")
    press(page, "stop")


def ended_by_nobody(page: Page) -> None:
    with page.expect_navigation():
        page.clock.fast_forward(121_000)
        page.clock.fast_forward(181_000)


@pytest.mark.parametrize("ended", [ended_by_finishing, ended_by_stopping, ended_by_nobody])
def test_back_brings_nothing_of_a_form_that_is_over(program: Program, page: Page, ended: Ended) -> None:
    visited: list[str] = []
    page.on("framenavigated", lambda frame: visited.append(frame.url))
    page.clock.install()
    visit = invited(program)
    writes(page, program, visit)
    touch(page, page.locator("a[href*='questions']").first)
    expect(page.locator("input:checked")).to_have_count(1)
    ended(page)
    expect(page.locator("h1")).to_have_text("Thank you")
    for _ in range(4):
        back(page)
        assert MARKER not in page.content()
        assert page.locator("input:checked, #receipt").count() == 0
    assert [at for at in visited if re.search(r"mostly|a_little|MARKER", at) or visit.token in at] == []


def test_a_page_that_the_browser_kept_whole_is_asked_for_anew_and_hidden_until_then(
    program: Program, page: Page
) -> None:
    writes(page, program, invited(program))
    page.context.clear_cookies()
    with page.expect_navigation():
        assert page.evaluate(KEPT_WHOLE) == "hidden"
    assert "This form is closed" in text_of(page)


def screens_of(page: Page, answers: Mapping[str, str], language: str = "en") -> list[str]:
    """What a patient meets from the first page to 'I am done'."""
    screens = [screen(page)]
    touch(page, page.locator(f'button[name="language"][value="{language}"]'))
    while "/thanks" not in page.url:
        screens.append(screen(page))
        at_end = page.url.endswith("/overview")
        answer(page, {} if at_end else {"sharing": "clinician", **answers})
        press(page, "send" if at_end else "next")
    press(page, "finish")
    return [*screens, screen(page)]


def screen(page: Page) -> str:
    """The page as it stands, but for what each form has of its own."""
    shown = re.sub(r'name="csrf" value="[^"]*"', "", page.content())
    return re.sub(r"/form/[a-z0-9]{16}/", "/form/ID/", shown)


def provokes(page: Page) -> None:
    """A patient provokes every message, changes what can be changed, and goes back from the overview."""
    press(page, "text_size")
    press(page, "next")
    press(page, "next")
    expect(page.locator("#errors")).to_be_visible()
    tick(page, "sharing", "clinician")
    press(page, "next")
    texts = page.url.replace("questions-1", "questions-5")
    page.goto(texts)
    page.locator("textarea").fill("x" * 2_001)
    answer(page, {"changed": ["understanding", "nothing"]})
    press(page, "next")
    expect(page.locator("#errors")).to_be_visible()
    page.goto(texts.replace("questions-5", "overview"))
    press(page, "back")


def test_the_next_patients_meet_the_form_as_in_a_fresh_browser(
    browser: Browser, program: Program, page: Page
) -> None:
    def comes(to: Page) -> None:
        open_form(to, program, invited(program, Form.CORE))

    def afresh(language: str) -> list[str]:
        with tablet(browser, program) as context:
            other = context.new_page()
            comes(other)
            return screens_of(other, ANSWERS, language)

    comes(page)
    provokes(page)
    comes(page)
    assert screens_of(page, ANSWERS) == (fresh := afresh("en"))
    comes(page)
    blank = screens_of(page, {})
    assert [*blank[:-2], blank[-1]] == [*fresh[:-2], fresh[-1]], "the last but one shows what was answered"
    comes(page)
    touch(page, page.locator("button[value=largest]"))
    press(page, "next")
    press(page, "stop")
    press(page, "stop")
    comes(page)
    assert screens_of(page, ANSWERS, "nb") == afresh("nb")


IDLE, GRACE = 121_000, 181_000
"""Milliseconds: a second more than the settings say by themselves."""


def drafts(program: Program, visit: Invited) -> int:
    """How many unsent forms of a visit there are."""
    with program.records.read() as tx:
        return (
            tx.session.scalar(
                select(func.count(Draft.id)).join(Consultation).filter_by(public_id=visit.public_id)
            )
            or 0
        )


def test_a_form_that_nobody_touches_covers_itself_asks_and_ends(
    browser: Browser, program: Program, page: Page
) -> None:
    visit = invited(program)
    page.clock.install()
    writes(page, program, visit)
    address = page.url
    copy = browser.new_context(storage_state=page.context.storage_state())
    page.clock.fast_forward(IDLE)
    expect(page.locator("dialog")).to_be_visible()
    page.locator("dialog button").tap()
    expect(page.locator("dialog")).not_to_be_visible()
    assert MARKER in text_of(page)
    page.clock.fast_forward(IDLE)
    expect(page.locator("dialog")).to_be_visible()
    with page.expect_navigation():
        page.clock.fast_forward(GRACE)
    assert "Please give the tablet back to the staff." in text_of(page)
    assert MARKER not in page.content()
    assert drafts(program, visit) == 0
    assert MARKER not in copy.request.get(address).text()
    copy.close()


def test_a_slow_reader_who_touches_the_page_now_and_then_is_left_in_peace(
    program: Program, page: Page
) -> None:
    page.clock.install()
    open_form(page, program, invited(program))
    press(page, "next")
    tick(page, "sharing", "clinician")
    for number in range(12):
        page.clock.fast_forward(50_000)
        page.mouse.wheel(0, 10 if number % 2 else -10)
        page.keyboard.press("Shift") if number % 3 else page.touchscreen.tap(5, 500)
        expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("input:checked")).to_have_value("clinician")


def test_a_tablet_that_wakes_shows_nothing_of_the_page_it_slept_on(program: Program, page: Page) -> None:
    visit = invited(program)
    page.clock.install()
    writes(page, program, visit)
    assert page.evaluate(FALLS_ASLEEP) == "hidden"
    page.clock.set_system_time(page.evaluate("Date.now() + 31 * 60_000"))  # no timer runs meanwhile
    with page.expect_navigation():
        assert page.evaluate(WAKES) == "hidden"
    assert "Please give the tablet back to the staff." in text_of(page)
    assert drafts(program, visit) == 0


def test_a_tablet_that_slept_for_a_moment_shows_its_page_again(program: Program, page: Page) -> None:
    page.clock.install()
    writes(page, program, invited(program))
    assert page.evaluate(FALLS_ASLEEP) == "hidden"
    assert page.evaluate(WAKES) == "visible"


def test_no_way_back_leads_to_what_a_receipt_opened(program: Program, page: Page) -> None:
    writes(page, program, invited(program))
    press(page, "send")
    receipt = page.locator("#receipt").inner_text()
    press(page, "finish")
    page.goto(f"{program.address}/receipt")
    page.locator("input[name=code]").fill(receipt)
    touch(page, page.locator("form:has(input[name=code]) button"))
    expect(page.locator("button[name=withdraw]")).to_be_visible()
    page.reload()
    expect(page.locator("input[name=code]")).to_have_value("")
    page.goto(f"{program.address}/")
    for _ in range(2):
        back(page)
        expect(page.locator("input[name=code]")).to_have_value("")
        assert receipt not in kept_in(page)

"""A whole clinic behind one address: a guesser is stopped by what they hold, and nobody else is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from flask import Flask

from clinic_feedback.app import create_app
from clinic_feedback.codes import Token, new_short_code
from clinic_feedback.cookies import Cookie, cookie_name
from clinic_feedback.current import running_of
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.tablets import enrol
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings import Settings
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.clinician.house import House, house
from tests.clinic_feedback.people import TESTER, add_clinic, add_person, sign_in
from tests.clinic_feedback.records.setting import TestClock
from tests.clinic_feedback.security.way_through import carried, counts, receipt_of, staff_browser

PATIENTS = 100
TRIES = 200


@pytest.fixture
def there(records: Records) -> House:
    """A clinic and who works there."""
    return house(records)


@pytest.fixture
def restart(settings: Settings, clock: TestClock) -> Iterator[Callable[[], Flask]]:
    """Begins the program anew."""
    with ExitStack() as stack:

        def begin() -> Flask:
            app = create_app(settings, clock)
            stack.callback(running_of(app).records.database.close)
            return app

        yield begin


def tablet(app: Flask, there: House) -> Browser:
    """A browser that was named a tablet of the clinic."""

    def credential() -> Token:
        return there.records.write(lambda tx: enrol(tx, TESTER, there.clinic_id, "Tablet"))

    browser = Browser(app)
    name = cookie_name(Cookie.TABLET, running_of(app).settings.address)
    browser.client.set_cookie(name, credential(), domain="clinic.example", path="/feedback")
    return browser


def types(browser: Browser, code: str, number: int = 0, page: str = "/code") -> int:
    """Type a code, with a forged address; the status of what came of it."""
    browser.get(page)
    headers = {"X-Forwarded-For": f"198.51.100.{number % 250}"}
    fields = {"csrf": token_of(browser), "code": code}
    browser.post(page, fields, headers=headers)
    return browser.status


def token_of(browser: Browser) -> str:
    """The token of the page's forms."""
    return next(str(one.get("value")) for one in browser.all("input") if one.get("name") == "csrf")


@pytest.mark.slow
def test_a_hundred_phones_behind_one_address_all_send_within_a_minute(app: Flask, there: House) -> None:
    visits = [there.visit() for _ in range(PATIENTS)]

    def answers(number: int) -> bool:
        phone = Browser(app)
        phone.get(f"/p/{visits[number].ticket.token}")
        phone.press("next")
        sent = {**phone.fields(), "sharing": "clinician", "send": "yes"}
        phone.post(phone.address.replace("/sharing", "/overview"), sent)
        return bool(receipt_of(phone))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(answers, range(PATIENTS))) == PATIENTS * [True]
    assert counts(there.records) == [PATIENTS, 0]


def test_guessing_on_a_tablet_stops_that_tablet_alone_also_after_a_restart(
    app: Flask, there: House, restart: Callable[[], Flask], clock: TestClock
) -> None:
    visit, other = there.visit(), there.visit()
    guesser, neighbour = tablet(app, there), tablet(app, there)
    statuses = [types(guesser, new_short_code(), number) for number in range(TRIES)]
    limit = running_of(app).settings.throttle_tablet
    assert statuses == limit * [422] + (TRIES - limit) * [429]
    again = carried(guesser, restart())
    assert types(again, visit.code) == 429
    assert "You can try again at 11:15." in again.text()
    assert visit.code in str(again.fields().get("code"))
    assert types(neighbour, other.code) == 200
    assert neighbour.address.endswith(f"/form/{other.public_id}/intro")
    clock.forward(minutes=15)
    assert types(again, visit.code) == 200


def test_guessing_while_signed_in_stops_that_person_alone(app: Flask, there: House) -> None:
    visit, kari, ola = there.visit(), staff_browser(app, there.kari), staff_browser(app, there.ola)
    for number in range(TRIES):
        types(kari, new_short_code(), number, "/staff/code")
    types(kari, visit.code, page="/staff/code")
    assert "/form/" not in kari.address
    types(ola, visit.code, page="/staff/code")
    assert ola.address.endswith(f"/form/{visit.public_id}/intro")


def test_wrong_passwords_stop_that_account_alone(
    app: Flask, records: Records, restart: Callable[[], Flask]
) -> None:
    add_clinic(records)
    for name in ("anne", "berit"):
        add_person(records, name, Role.ADMINISTRATOR)
    guesser = Browser(app)
    for _ in range(30):
        sign_in(guesser, "anne", "wrong")
    assert guesser.status == 429
    again = Browser(restart())
    sign_in(again, "anne")
    assert again.status == 429
    assert "Try again at 11:15." in again.text()
    sign_in(again, "berit")
    assert again.status == 200


def test_a_right_and_a_wrong_code_look_alike_in_a_browser_that_is_nobodys(app: Flask, there: House) -> None:
    visit, pages = there.visit(), []
    for code in (visit.code, new_short_code()):
        somebody = Browser(app)
        assert types(somebody, code) == 422
        shown = somebody.page.replace(code, "CODE").replace(token_of(somebody), "TOKEN")
        pages.append((shown, {name: len(value) for name, value in somebody.cookies().items()}))
    assert pages[0] == pages[1]

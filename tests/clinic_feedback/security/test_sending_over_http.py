"""A form on its way: sent many times over, across restarts, and with other keys. Nothing is lost or doubled."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from flask import Flask
from pydantic import SecretStr

from clinic_feedback.app import create_app
from clinic_feedback.current import running_of
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings import Settings
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.clinician.house import House, house
from tests.clinic_feedback.conftest import KEYS_TEXT
from tests.clinic_feedback.records.setting import TestClock, Visit
from tests.clinic_feedback.security.way_through import (
    ALL,
    LONG,
    OWN,
    carried,
    counts,
    go_on,
    receipt_of,
    staff_browser,
    to_overview,
    to_question,
)
from tests.databases import MakeUrl

Restart = Callable[..., Flask]
"""Begins the program anew over the same database; with other keys, where their text is given."""

SECRET = f"session={'a7' * 32}"
WITHOUT_OLD = KEYS_TEXT.replace("session=" + "5e" * 32, SECRET)
WITH_OLD = f"{WITHOUT_OLD} session={'5e' * 32}"


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database_url(request: pytest.FixtureRequest) -> MakeUrl:
    """Each engine in turn."""
    made: MakeUrl = request.getfixturevalue(f"{request.param}_url")
    return made


@pytest.fixture
def there(records: Records) -> House:
    """A clinic and who works there."""
    return house(records)


@pytest.fixture
def visit(there: House) -> Visit:
    """A visit of the first clinician."""
    return there.visit()


@pytest.fixture
def restart(settings: Settings, clock: TestClock) -> Iterator[Restart]:
    """Begins the program anew."""
    with ExitStack() as stack:

        def begin(keys: str = KEYS_TEXT) -> Flask:
            app = create_app(settings.model_copy(update={"keys": SecretStr(keys)}), clock)
            stack.callback(running_of(app).records.database.close)
            return app

        yield begin


def test_one_sending_twenty_times_at_once_and_after_a_restart_is_one_response_with_one_receipt(
    app: Flask, visit: Visit, records: Records, restart: Restart
) -> None:
    patient = Browser(app)
    to_question(patient, visit, "comment")
    to_overview(patient)
    address, fields = patient.address, {**patient.fields(), "send": "yes"}
    browsers = [carried(patient, app) for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        pages = list(pool.map(lambda one: one.post(address, fields), browsers))
    browsers.append(carried(patient, restart()))
    pages.append(browsers[-1].post(address, fields))
    assert [one.status for one in browsers] == 21 * [200]
    assert [receipt_of(one) for one in browsers] == 21 * [receipt_of(browsers[0])]
    assert receipt_of(browsers[0])
    assert len(set(pages)) == 1
    assert counts(records) == [1, 0]


def test_an_own_form_sent_twenty_times_at_once_is_one_response_and_one_pair(
    app: Flask, there: House, visit: Visit, records: Records
) -> None:
    patient, kari = Browser(app), staff_browser(app, there.kari)
    to_question(patient, visit, "comment")
    to_overview(patient)
    kari.get(f"/staff/visits/{visit.public_id}")
    to_overview(kari, OWN)
    senders = [carried(kari, app) for _ in range(19)] + [patient]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda one: one.press("send"), senders))
    assert [one.status for one in senders] == 20 * [200]
    assert counts(records) == [2, 1]
    assert "MARKER" in kari.get(f"/staff/visits/{visit.public_id}")


def test_a_server_that_begins_anew_after_every_page_loses_nothing(
    app: Flask, visit: Visit, records: Records, restart: Restart
) -> None:
    patient, programs = Browser(app), [app, restart()]
    to_question(patient, visit, "heard")
    while not patient.address.endswith("/overview"):
        programs.reverse()
        patient = carried(patient, programs[0])
        go_on(patient)
    shown = patient.fields()
    assert {name: shown.get(name) for name in ALL} == {**ALL, "changed": "understanding"}
    patient.press("send")
    assert receipt_of(patient)
    assert counts(records) == [1, 0]


@pytest.mark.parametrize(
    "keys", [WITH_OLD, WITHOUT_OLD], ids=["the old one is second", "the old one is gone"]
)
def test_another_session_secret_takes_nothing_from_a_patient(
    app: Flask, visit: Visit, records: Records, restart: Restart, keys: str
) -> None:
    patient = Browser(app)
    to_question(patient, visit, "comment")
    patient = carried(patient, restart(keys))
    to_overview(patient)
    assert "MARKER" in str(patient.fields()["changed_text"])
    patient = carried(patient, restart(keys))
    patient.press("send")
    assert receipt_of(patient)
    assert counts(records) == [1, 0]


def test_another_session_secret_takes_nothing_that_a_clinician_typed(
    app: Flask, there: House, visit: Visit, restart: Restart
) -> None:
    kari = staff_browser(app, there.kari)
    kari.get(f"/staff/visits/{visit.public_id}")
    while 'name="comment"' not in kari.page:
        go_on(kari, OWN)
    with_old, without_old = carried(kari, restart(WITH_OLD)), carried(kari, restart(WITHOUT_OLD))
    with_old.press("next", comment="MARKER")
    with_old.press("back")
    assert with_old.fields()["comment"] == "MARKER"
    without_old.press("next", comment="MARKER")
    assert 'name="password"' in without_old.page
    assert without_old.fields()["kept.comment"] == "MARKER"


def test_a_page_left_open_for_an_hour_across_a_restart_with_other_keys_comes_back_whole(
    app: Flask, visit: Visit, clock: TestClock, restart: Restart
) -> None:
    patient = Browser(app)
    patient.get(f"/p/{visit.ticket.token}")
    patient.press("language", "nb")
    patient.press("next")
    patient.press("next", sharing="clinician")
    while 'name="changed_text"' not in patient.page:
        go_on(patient)
    clock.forward(hours=25)
    patient = carried(patient, restart(WITHOUT_OLD))
    patient.press("next", changed=["understanding"], changed_text="MARKER")
    assert patient.status == 200
    assert patient.fields()["changed_text"] == "MARKER"
    assert patient.fields()["changed"] == "understanding"
    assert 'lang="nb"' in patient.page
    assert "Skjemaet har stått åpent lenge." in patient.text()


def test_no_cookie_grows_with_the_longest_texts_and_the_overview_has_them_whole(
    app: Flask, there: House, visit: Visit
) -> None:
    patient, kari = Browser(app), staff_browser(app, there.kari)
    to_question(patient, visit, "heard")
    kari.get(f"/staff/visits/{visit.public_id}")
    for browser, answers in ((patient, ALL), (kari, OWN)):
        to_overview(browser, answers)
        assert f"MARKER{LONG}" in browser.page
        for name, value in browser.cookies().items():
            assert len(f"{name}={value}") < 400
            assert not any(word in decoded(value) for word in ("MARKER", "mostly", "الألم"))


def decoded(value: str) -> str:
    """A cookie's value, and what its parts say to whoever knows how they are written down."""
    parts = [part[: len(part) // 4 * 4] for part in re.split(r"[^A-Za-z0-9_-]", value)]
    return "\n".join([value, *(urlsafe_b64decode(part).decode(errors="replace") for part in parts)])

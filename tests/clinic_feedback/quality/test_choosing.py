"""What somebody chooses to see: kept as it was chosen, widened where a block would be cut, never guessed."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from clinic_feedback.records.audit import Act, latest
from clinic_feedback.records.models.sealing import Block, SealedWeek
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Records
from reports.release import Terms
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.people import add_clinic, add_person, sign_in
from tests.clinic_feedback.records.closed_visits import Closed, take_in
from tests.clinic_feedback.records.setting import TestClock

PAGE = "/staff/quality"
WEEKS = {"from": "2026-03-02", "to": "2026-03-15"}


def show(browser: Browser, **chosen: str) -> str:
    """Fill in fields of the form and press its one button: the others go along as they stand."""
    form = browser.form()
    assert form.get("method") == "get"
    return browser.get(f"{form.get('action')}?{urlencode({**browser.fields(), **chosen})}")


def files(browser: Browser) -> list[str]:
    """The addresses of what can be downloaded."""
    found = [str(link.get("href")) for link in browser.all("a")]
    return [address for address in found if "/report." in address]


def taken(records: Records) -> list[tuple[str, str]]:
    """Who took a report, and of which weeks."""
    with records.read() as tx:
        entries = latest(tx, 100)
        return [(entry.actor, entry.subject) for entry in entries if entry.act == Act.QUALITY_READ]


def test_pressing_show_changes_nothing_but_what_was_chosen(browser: Browser) -> None:
    browser.get(PAGE)
    by_itself = browser.text()
    show(browser)
    assert browser.text() == by_itself
    show(browser, **WEEKS)
    asked = {name: value for name, (value,) in parse_qs(urlsplit(browser.address).query).items()}
    assert asked == WEEKS
    assert browser.fields() == {**WEEKS, "clinic": "", "profession": ""}


def test_every_format_is_offered_for_what_is_shown(browser: Browser) -> None:
    browser.get(f"{PAGE}?{urlencode(WEEKS)}")
    endings = [urlsplit(address).path.rpartition(".")[2] for address in files(browser)]
    assert endings == ["pdf", "html", "csv", "xlsx", "json"]
    for address in files(browser):
        given = browser.client.get(address.removeprefix("/feedback"), base_url=ADDRESS)
        assert given.status_code == 200


def test_what_is_no_day_stays_to_be_mended_with_all_the_rest(browser: Browser) -> None:
    browser.get(f"{PAGE}?from=4.+mars&to=2026-03-11&clinic=north&profession=doctor")
    assert browser.status == 422
    assert browser.fields() == {
        "from": "4. mars",
        "to": "2026-03-11",
        "clinic": "north",
        "profession": "doctor",
    }
    kinds = {field.get("name"): field.get("type") for field in browser.all("input")}
    assert (kinds["from"], kinds["to"]) == ("text", "date")
    (field,) = [one for one in browser.all("input") if one.get("name") == "from"]
    assert (field.get("aria-describedby") or "").split() == ["fault-from"]
    show(browser, **{"from": "2026-03-04", "profession": ""})
    assert browser.status == 200


@pytest.mark.parametrize("written", ["2026-W10-3", "20260304", "  2026-03-04 "])
def test_a_day_written_otherwise_stands_in_its_field_as_fields_for_days_read_it(
    browser: Browser, written: str
) -> None:
    browser.get(f"{PAGE}?to=2026-03-15&from={quote(written)}")
    assert browser.fields()["from"] == "2026-03-04"


@pytest.mark.parametrize(
    ("first", "status"),
    [
        pytest.param("2016-03-15", 200, id="ten years"),
        pytest.param("2016-03-01", 422, id="two weeks more"),
    ],
)
def test_ten_years_are_not_too_long(browser: Browser, first: str, status: int) -> None:
    browser.get(f"{PAGE}?from={first}&to=2026-03-15")
    assert browser.status == status


def test_where_nothing_is_sealed_it_says_so(app: Flask, records: Records) -> None:
    add_clinic(records)
    add_person(records, "kim", Role.QUALITY)
    browser = Browser(app)
    sign_in(browser, "kim")
    browser.get(PAGE)
    assert browser.status == 200
    assert "Nothing can be shown for this choice yet" in browser.text()
    assert "Blocks are completed" not in browser.text()


def test_opening_the_page_seals_nothing(browser: Browser, records: Records, clock: TestClock) -> None:
    late = [Closed("2026-W13", f"d{number % 8}", "doctor") for number in range(30)]
    clock.forward(days=5)
    take_in(records, late, name="more")
    clock.forward(days=9)
    add_person(records, "eva", Role.QUALITY)
    sign_in(browser, "eva")
    for address in (PAGE, f"{PAGE}?from=2026-03-02&to=2026-04-05", f"{PAGE}/report.json"):
        browser.get(address)
        assert browser.status == 200
    with records.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(Block)) == 1
        assert tx.session.scalar(select(func.max(SealedWeek.week))) == "2026-W12"


@pytest.fixture
def small(app: Flask, records: Records) -> Browser:
    """Doctors and a nurse, who are counted together, and two small clinics, which are counted as one."""
    add_clinic(records)
    add_person(records, "kim", Role.QUALITY)
    staffs = {
        ("north", "doctor"): 8,
        ("north", "nurse"): 1,
        ("east", "nurse"): 2,
        ("west", "physiotherapist"): 2,
    }
    visits = [
        Closed("2026-W10", f"{clinic} {profession} {number % clinicians}", profession, clinic)
        for (clinic, profession), clinicians in staffs.items()
        for number in range(10 * min(clinicians, 2))
    ]
    take_in(records, visits)
    seal_due(records, Terms())
    browser = Browser(app)
    sign_in(browser, "kim")
    return browser


@pytest.mark.parametrize(
    ("chosen", "named", "leads_to"),
    [
        pytest.param(
            {"clinic": "north", "profession": "nurse"},
            "Choose Clinic north, All professions.",
            {"clinic": "north"},
            id="a profession that is counted with another, in a clinic of its own",
        ),
        pytest.param({"clinic": "east"}, "Choose All clinics.", {}, id="one of the small clinics"),
        pytest.param(
            {"clinic": "east", "profession": "nurse"},
            "Choose All clinics, All professions.",
            {},
            id="a profession in one of the small clinics",
        ),
        pytest.param(
            {"profession": "doctor"},
            "Choose All clinics, All professions.",
            {},
            id="a profession that is counted with another, everywhere",
        ),
    ],
)
def test_what_would_cut_a_block_is_offered_wider(
    small: Browser, records: Records, chosen: dict[str, str], named: str, leads_to: dict[str, str]
) -> None:
    weeks = {"from": "2026-03-02", "to": "2026-03-29"}
    small.get(f"{PAGE}?{urlencode({**weeks, **chosen})}")
    assert named in small.text()
    assert [one for one in small.all("div") if one.get("class") == "cf-report"] == []
    assert files(small) == []
    small.get(f"{PAGE}/report.csv?{urlencode({**weeks, **chosen})}")
    assert taken(records) == []
    small.get(f"{PAGE}?{urlencode({**weeks, **chosen})}")
    (wider,) = [link for link in small.all("a") if link.text == "Show the wider choice"]
    small.get(str(wider.get("href")))
    assert parse_qs(urlsplit(small.address).query) == {k: [v] for k, v in {**weeks, **leads_to}.items()}
    assert "felt little or no reassurance" in small.text()


HOSTILE = (
    "\0",
    "\ud800",
    "'; DROP TABLE block; --",
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }}{from.__class__}%s",
    "../../etc/passwd",
    "a\r\nSet-Cookie: a=b",
    "٢٠٢٦-٠٣-٠٤",
    "-0001-01-01",
    "0000-00-00",
    "2026-W54-1",
    "2026-03-04T00:00:00",
    "9" * 2000,
    "\u202ehtron",
)


@pytest.mark.parametrize("field", ["from", "to", "clinic", "profession"])
def test_nothing_that_an_address_says_breaks_the_page(browser: Browser, field: str) -> None:
    for typed in HOSTILE:
        query = f"{field}={quote(typed, errors='surrogatepass')}"
        page = browser.get(f"{PAGE}?{query}")
        assert (typed, browser.status) == (typed, 422)
        assert f"fault-{field}" in page
        assert "<script>alert" not in page
        page = browser.get(f"{PAGE}/report.pdf?{query}")
        assert (typed, browser.status) == (typed, 422)
        assert f"fault-{field}" in page


@pytest.mark.parametrize(
    "query",
    ["", "from=&to=+&clinic=", "&&;;==", "clinic=&clinic=&profession=", "x=1&clinic[]=a", "%", "=from"],
)
def test_what_chooses_nothing_is_shown_the_first_page(browser: Browser, query: str) -> None:
    browser.get(PAGE)
    by_itself = browser.text()
    browser.get(f"{PAGE}?{query}")
    assert browser.status == 200
    assert browser.text() == by_itself


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_totals_reads_the_same_whatever_their_role(
    app: Flask, browser: Browser, records: Records, role: Role
) -> None:
    held = role if role in {Role.QUALITY, Role.ADMINISTRATOR} else (role, "north")
    add_person(records, "somebody", held)
    theirs = Browser(app)
    sign_in(theirs, "somebody")
    address = f"{PAGE}/report.json?{urlencode(WEEKS)}"
    same, seen = browser.get(address), theirs.get(address)
    if role is Role.ADMINISTRATOR:
        assert theirs.status == 403
        assert taken(records) == [("kim", "2026-W10 2026-W11")]
    else:
        assert seen == same
        assert taken(records) == [(name, "2026-W10 2026-W11") for name in ("somebody", "kim")]


def test_a_page_that_is_kept_as_a_file_loads_nothing_but_its_own_style(browser: Browser) -> None:
    page = browser.get(f"{PAGE}/report.html?{urlencode(WEEKS)}")
    policy = browser.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert policy.endswith("frame-ancestors 'none'")
    assert "Not for judging individuals" in page
    assert "10 of 41 patients felt little or no reassurance" in page

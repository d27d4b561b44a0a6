"""The clinician's own form as somebody fills it in: nothing typed is lost, and nothing is sent unseen."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from clinic_feedback.records.engine import Database, NotStoredError
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.models.staff import User
from clinic_feedback.sign_in.passwords import hashed
from forms.model import TEXT_LIMIT, Form, Side
from tests.clinic_feedback.clinician.browser import forms_of, path_of
from tests.clinic_feedback.clinician.conftest import SignedIn
from tests.clinic_feedback.clinician.house import House
from tests.clinic_feedback.clinician.patients import nothing, shares, stops
from tests.clinic_feedback.records.setting import TestClock, Visit

HEARD, WORRIED, COMMENT, OVERVIEW = "questions-1", "questions-7", "questions-11", "overview"
CHOSEN = "six green otters swim north"


def address(visit: Visit, page: str = "") -> str:
    return f"/staff/visits/{visit.public_id}" + (f"/form/{page}" if page else "")


def stored(there: House) -> list[dict[str, object]]:
    with there.records.read() as tx:
        rows = tx.session.scalars(select(ResponseRow).where(ResponseRow.side == Side.CLINICIAN))
        return [dict(row.answers) for row in rows]


def ticked(page: TestResponse, name: str) -> list[str]:
    return [value for form in forms_of(page) for field, value in form.values if field == name]


def test_it_is_filled_in_page_by_page_and_sent(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(form=Form.CORE), browser(there.kari)
    page = kari.get(address(visit))
    assert "You cannot see the patient&#39;s answers before you have sent yours" in page.text
    page = kari.press(page, "next", impact="mostly", explanation="partly")
    for answers in (
        {"test_results": "reassured"},
        {},
        {"reassured": "partly"},
        {"changed": ["understanding", "actions"], "changed_text": "walks more"},
        {"self_reassured": "mostly"},
    ):
        page = kari.press(page, "next", **answers)
    assert "You cannot change them after sending." in page.text
    assert "walks more" in page.text
    page = kari.press(page, "send")
    assert "Your answers are sent and cannot be changed." in page.text
    assert stored(there) == [
        {
            "impact": "mostly",
            "explanation": "partly",
            "test_results": "reassured",
            "reassured": "partly",
            "changed": ["understanding", "actions"],
            "self_reassured": "mostly",
        }
    ]


def test_each_question_says_whose_view_it_asks_for(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    guess = kari.get(address(visit, HEARD)).text
    assert guess.count("As you think the patient would answer") == 2
    own = kari.get(address(visit, "questions-10")).text
    assert own.count("Your own view") == 2
    assert "As you think" not in own


def test_it_goes_on_where_it_was_left(there: House, browser: SignedIn) -> None:
    visit = there.visit()
    kari = browser(there.kari)
    kari.press(kari.get(address(visit, "questions-3")), "next", test_results="reassured")
    page = browser(there.again(there.kari)).get(address(visit))
    assert path_of(page).endswith("/form/questions-4")


def test_unticking_everything_leaves_nothing(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(form=Form.CORE), browser(there.kari)
    changed = address(visit, "questions-5")
    page = kari.press(kari.get(changed), "next", changed=["understanding", "actions"], changed_text="MARKER")
    page = kari.press(page, "back")
    assert ticked(page, "changed") == ["understanding", "actions"]
    kari.press(page, "next", changed=[], changed_text="")
    page = kari.get(address(visit, OVERVIEW))
    assert "MARKER" not in page.text
    kari.press(page, "send")
    assert stored(there) == [{}]


def test_a_tapped_answer_is_taken_back_on_its_own(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    page = kari.press(
        kari.get(address(visit, HEARD)), "clear", "heard", heard="mostly", taken_seriously="partly"
    )
    assert path_of(page).endswith(HEARD)
    assert (ticked(page, "heard"), ticked(page, "taken_seriously")) == ([], ["partly"])
    assert "Your answer was cleared." in page.text


def test_a_stale_tab_touches_its_own_page_alone(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    stale = kari.get(address(visit, HEARD))
    kari.press(stale, "next", heard="mostly")
    kari.press(kari.get(address(visit, WORRIED)), "next", worried="very")
    kari.press(stale, "next")
    overview = kari.get(address(visit, OVERVIEW))
    assert (ticked(overview, "heard"), ticked(overview, "worried")) == ([], ["very"])
    kari.press(kari.get(address(visit, HEARD)), "next", heard="partly")
    overview = kari.get(address(visit, OVERVIEW))
    assert (ticked(overview, "heard"), ticked(overview, "worried")) == (["partly"], ["very"])


def test_looking_over_and_going_back_changes_nothing(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    stale = kari.get(address(visit, OVERVIEW))
    kari.press(kari.get(address(visit, HEARD)), "next", heard="mostly")
    kari.press(stale, "back")
    page = kari.press(stale, "change", HEARD)
    assert ticked(page, "heard") == ["mostly"]


@pytest.mark.parametrize(
    "heard",
    [
        pytest.param(["mostly", "partly"], id="two of one: neither is picked for them"),
        pytest.param("None", id="no answer of ours"),
        pytest.param("x" * 5000, id="no answer of anybody's"),
    ],
)
def test_what_cannot_be_accepted_is_said_and_not_stored(
    there: House, browser: SignedIn, heard: object
) -> None:
    visit, kari = there.visit(), browser(there.kari)
    page = kari.press(kari.get(address(visit, HEARD)), "next", heard=heard)
    assert "cf-faulty" in page.text
    assert ticked(kari.get(address(visit, OVERVIEW)), "heard") == []


def test_a_text_that_is_too_long_is_kept_on_the_page_whole(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    long = "ø" * (TEXT_LIMIT + 1)
    for button in ("next", "back"):
        page = kari.press(kari.get(address(visit, COMMENT)), button, comment=long)
        assert ticked(page, "comment") == [long]
        assert "cf-faulty" in page.text


def test_the_page_speaks_another_language_with_the_ticks_kept(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    page = kari.press(kari.get(address(visit, HEARD)), "language", "nb", heard="mostly")
    assert path_of(page).endswith(HEARD)
    assert '<html lang="nb"' in page.text
    assert ticked(page, "heard") == ["mostly"]
    page = kari.press(page, "next", heard="mostly")
    assert '<html lang="nb"' in page.text
    kari.press(kari.get(address(visit, OVERVIEW)), "send")
    with there.records.read() as tx:
        (row,) = tx.session.scalars(select(ResponseRow)).all()
        assert row.language == "nb"


def test_a_page_left_open_for_hours_is_simply_taken(
    there: House, browser: SignedIn, clock: TestClock
) -> None:
    visit, kari = there.visit(), browser(there.kari)
    page = kari.get(address(visit, COMMENT))
    clock.forward(hours=3)
    kari.press(page, "next", comment="MARKER-cs")
    assert "MARKER-cs" in kari.get(address(visit, OVERVIEW)).text


def test_a_page_of_an_older_sign_in_comes_again_with_all_that_was_typed(
    there: House, browser: SignedIn
) -> None:
    visit = there.visit()
    old = browser(there.kari).get(address(visit, COMMENT))
    kari = browser(there.again(there.kari))
    page = kari.press(old, "next", comment="MARKER-cs")
    assert "Please press the button once more." in page.text
    assert ticked(page, "comment") == ["MARKER-cs"]
    kari.press(page, "next")
    assert "MARKER-cs" in kari.get(address(visit, OVERVIEW)).text


def test_what_was_typed_comes_through_a_new_sign_in(
    there: House, browser: SignedIn, clock: TestClock
) -> None:
    def choose(tx: object) -> None:
        tx.session.get_one(User, there.kari.member.user_id).password = hashed(CHOSEN)  # type: ignore[attr-defined] # a transaction

    there.records.write(choose)
    visit, kari = there.visit(), browser(there.kari)
    kari.press(kari.get(address(visit, COMMENT)), "next", comment="MARKER-cs")
    overview = kari.get(address(visit, OVERVIEW))
    clock.forward(hours=11)
    asked = kari.press(overview, "send")
    assert stored(there) == []
    form = next(form for form in forms_of(asked) if any(name == "username" for name, _ in form.values))
    values = [pair for pair in form.values if pair[0] != "username"]
    signed_in = kari.post(
        form.action.removeprefix("/feedback"), dict(values) | {"username": "kari-north", "password": CHOSEN}
    )
    assert "MARKER-cs" in signed_in.text
    back = kari.post(address(visit, OVERVIEW), dict(forms_of(signed_in)[-1].values))
    assert ticked(back, "comment") == ["MARKER-cs"]
    assert "Your answers are sent" in kari.press(back, "send").text


def test_answers_that_ended_meanwhile_are_told_and_shown_as_open(
    there: House, browser: SignedIn, clock: TestClock
) -> None:
    visit = there.visit()
    kari = browser(there.kari)
    page = kari.press(kari.get(address(visit, HEARD)), "next", heard="mostly")
    clock.forward(hours=13)
    again = browser(there.again(there.kari))
    page = again.press(again.press(page, "next", impact="partly"), "next")
    assert "Your answers from the pages before are gone." in page.text
    assert ticked(page, "impact") == ["partly"]
    assert "questions-3" in path_of(again.press(page, "next"))
    overview = again.get(address(visit, OVERVIEW))
    assert (ticked(overview, "heard"), ticked(overview, "impact")) == ([], ["partly"])


def test_an_overview_sends_what_it_shows_also_after_its_answers_have_ended(
    there: House, browser: SignedIn, clock: TestClock
) -> None:
    visit, kari = there.visit(), browser(there.kari)
    kari.press(kari.get(address(visit, HEARD)), "next", heard="mostly")
    overview = kari.get(address(visit, OVERVIEW))
    clock.forward(hours=13)
    again = browser(there.again(there.kari))
    page = again.press(overview, "back")
    assert "Please press the button once more." in page.text
    again.press(page, "change", HEARD)
    assert ticked(again.get(address(visit, HEARD)), "heard") == ["mostly"]
    again.press(page, "send")
    assert stored(there) == [{"heard": "mostly"}]


def test_no_page_of_it_depends_on_the_patient(there: House, browser: SignedIn) -> None:
    visits, kari = [there.visit() for _ in range(3)], browser(there.kari)
    for happening, visit in zip((nothing, stops, shares), visits, strict=True):
        happening(there.records, visit)
    for page in (HEARD, WORRIED, COMMENT, OVERVIEW):
        looks = {kari.get(address(visit, page)).text.replace(visit.public_id, "ID") for visit in visits}
        assert len(looks) == 1


def test_sending_again_says_the_same_and_other_answers_are_refused(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    kari.press(kari.get(address(visit, HEARD)), "next", heard="mostly")
    overview = kari.get(address(visit, OVERVIEW))
    first, again = kari.press(overview, "send"), kari.press(overview, "send")
    assert first.text == again.text
    other = kari.press(overview, "send", heard="partly")
    assert "were sent before. They were not changed." in other.text
    late = kari.post(address(visit, HEARD), {"next": "yes", "heard": "partly"})
    assert "were sent before" in late.text
    assert stored(there) == [{"heard": "mostly"}]


def test_a_form_that_closed_meanwhile_says_when(there: House, browser: SignedIn, clock: TestClock) -> None:
    visit = there.visit(hours_ago=71)
    kari = browser(there.kari)
    overview = kari.get(address(visit, OVERVIEW))
    clock.forward(hours=2)
    page = kari.press(overview, "send")
    assert "Your form for this visit closed on 2 March 2026 12:00." in page.text
    assert path_of(kari.get(address(visit, HEARD))).endswith(visit.public_id)


def test_what_cannot_be_stored_is_still_on_the_page(
    there: House, browser: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, kari = there.visit(), browser(there.kari)
    question = kari.get(address(visit, COMMENT))
    kari.press(question, "next", comment="MARKER-cs")
    pages = {"next": question, "send": kari.get(address(visit, OVERVIEW))}
    monkeypatch.setattr(Database, "write", full)
    for button, page in pages.items():
        refused = kari.press(page, button, comment="MARKER-cs")
        assert refused.status_code == 503
        assert ticked(refused, "comment") == ["MARKER-cs"]
        assert "try again" in refused.text


def full(*_: object) -> None:
    raise NotStoredError


def test_cookies_stay_small_and_hold_no_answer(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    text = ("الألم 7 \N{PILE OF POO}" * 400)[:TEXT_LIMIT]
    page = kari.press(kari.get(address(visit, COMMENT)), "next", comment=text)
    assert ticked(kari.get(address(visit, OVERVIEW)), "comment") == [text]
    cookies = kari.client._cookies  # noqa: SLF001 - all of them, whatever their path
    assert cookies
    assert all(len(cookie.key) + len(cookie.value) < 4000 for cookie in cookies.values())
    assert page.headers.getlist("Set-Cookie") == []


def test_a_form_of_another_is_not_there(there: House, browser: SignedIn) -> None:
    visit, ola = there.visit(), browser(there.ola)
    assert ola.get(address(visit, HEARD)).status_code == 404
    assert ola.post(address(visit, HEARD), {"heard": "mostly"}).status_code == 404
    assert ola.get("/staff/visits/nosuchvisit/form/questions-1").status_code == 404


def test_a_page_that_is_not_there_leads_to_one_that_is(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    assert path_of(kari.get(address(visit, "thanks"))).endswith(HEARD)
    assert path_of(kari.post(address(visit, "intro"), {})).endswith(HEARD)


def test_it_can_be_handed_over_from_its_first_page(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    names = [name for form in forms_of(kari.get(address(visit))) for name, _ in form.buttons]
    assert "handover" in names
    page = kari.get(address(visit, "questions-2"))
    assert "handover" not in [name for form in forms_of(page) for name, _ in form.buttons]
    assert not re.search("<svg|[A-Z0-9]{4}-[A-Z0-9]{4}", page.text)

"""Which screens somebody goes through, in which order, and what each of them asks."""

from __future__ import annotations

import itertools

import pytest

from forms.catalogue import Pack
from forms.model import AnswerKind, Code, Form, Item, Level, LinkId, Option, Scale, Screen, Sharing, Side
from forms.pages import Page, PageKind, page_asking, page_named, pages
from forms.questionnaire import Questionnaire

EVERY_WAY = list(itertools.product(Form, Side, (None, *Sharing)))


def outline(shown: tuple[Page, ...]) -> list[str]:
    """Each screen by what it asks, or by what it is for."""
    return [" + ".join(page.items) if page.kind is PageKind.QUESTIONS else str(page.kind) for page in shown]


def asked(shown: tuple[Page, ...]) -> list[LinkId]:
    """Every item of the question screens, in the order in which it is met."""
    return [link_id for page in shown if page.kind is PageKind.QUESTIONS for link_id in page.items]


def test_a_patient_goes_through_ten_screens_of_the_short_form(reassurance: Pack) -> None:
    assert outline(pages(reassurance.questionnaire, Form.CORE, Side.PATIENT, Sharing.CLINICIAN)) == [
        "intro",
        "sharing",
        "impact + explanation",
        "test_results + examination",
        "disagreement",
        "reassured + next_steps",
        "changed + changed_text",
        "contact",
        "overview",
        "thanks",
    ]


def test_a_clinician_is_asked_neither_who_may_read_nor_for_contact(reassurance: Pack) -> None:
    assert outline(pages(reassurance.questionnaire, Form.CORE, Side.CLINICIAN, None)) == [
        "impact + explanation",
        "test_results + examination",
        "disagreement",
        "reassured + next_steps",
        "changed + changed_text",
        "self_reassured",
        "overview",
    ]


def test_who_shares_totals_alone_writes_no_text_that_nobody_would_read(reassurance: Pack) -> None:
    shared, totals = (
        pages(reassurance.questionnaire, Form.FULL, Side.PATIENT, sharing) for sharing in Sharing
    )
    assert set(asked(shared)) - set(asked(totals)) == {"changed_text", "comment"}
    assert set(asked(totals)) <= set(asked(shared))


def test_before_the_choice_progress_counts_every_screen_that_may_come(reassurance: Pack) -> None:
    undecided, shared = (
        pages(reassurance.questionnaire, Form.FULL, Side.PATIENT, sharing)
        for sharing in (None, Sharing.CLINICIAN)
    )
    assert undecided == shared


def test_the_way_back_from_an_answer_leads_to_its_question(reassurance: Pack) -> None:
    shown = pages(reassurance.questionnaire, Form.CORE, Side.PATIENT, Sharing.CLINICIAN)
    page = page_asking(shown, LinkId("next_steps"))
    assert page is not None
    assert outline((page,)) == ["reassured + next_steps"]


def test_a_screen_that_holds_a_text_alone_vanishes_with_it(reassurance: Pack) -> None:
    shared, totals = (
        pages(reassurance.questionnaire, Form.FULL, Side.PATIENT, sharing) for sharing in Sharing
    )
    assert len(totals) == len(shared) - 1
    assert "comment" in outline(shared)
    assert "" not in outline(totals)


def test_the_overview_shows_no_text_that_will_not_be_sent(reassurance: Pack) -> None:
    *_, overview, _ = pages(reassurance.questionnaire, Form.FULL, Side.PATIENT, Sharing.TOTALS_ONLY)
    assert "comment" not in overview.items
    assert "contact" in overview.items


def test_a_page_keeps_its_name_when_another_one_vanishes(reassurance: Pack) -> None:
    shared, totals = (
        pages(reassurance.questionnaire, Form.FULL, Side.PATIENT, sharing) for sharing in Sharing
    )
    contact = LinkId("contact")
    before, after = page_asking(shared, contact), page_asking(totals, contact)
    assert before is not None
    assert after is not None
    assert after.name == before.name
    assert after.number == before.number - 1


@pytest.mark.parametrize("form", Form)
def test_a_clinician_cannot_tell_from_the_own_form_what_the_patient_shares(
    form: Form, reassurance: Pack
) -> None:
    seen = {pages(reassurance.questionnaire, form, Side.CLINICIAN, sharing) for sharing in (None, *Sharing)}
    assert len(seen) == 1


@pytest.mark.parametrize(("form", "side", "sharing"), EVERY_WAY)
def test_no_screen_asks_more_than_two_questions(
    form: Form, side: Side, sharing: Sharing | None, reassurance: Pack
) -> None:
    items = reassurance.questionnaire.by_link_id
    for page in pages(reassurance.questionnaire, form, side, sharing):
        questions = [i for i in page.items if items[i].answer_kind is not AnswerKind.TEXT]
        assert page.kind is PageKind.OVERVIEW or len(questions) <= 2


@pytest.mark.parametrize(("form", "side"), list(itertools.product(Form, Side)))
def test_everything_that_a_form_offers_is_asked_once(form: Form, side: Side, reassurance: Pack) -> None:
    shown = pages(reassurance.questionnaire, form, side, Sharing.CLINICIAN)
    offered = [item.link_id for item in reassurance.questionnaire.offered(form, side)]
    assert sorted(asked(shown)) == sorted(offered)


@pytest.mark.parametrize(("form", "side", "sharing"), EVERY_WAY)
def test_the_overview_shows_every_question_in_the_order_in_which_it_was_met(
    form: Form, side: Side, sharing: Sharing | None, reassurance: Pack
) -> None:
    shown = pages(reassurance.questionnaire, form, side, sharing)
    overview = page_named(shown, "overview")
    assert overview is not None
    assert list(overview.items) == asked(shown)


@pytest.mark.parametrize(("form", "side", "sharing"), EVERY_WAY)
def test_progress_counts_up_to_the_last_screen(
    form: Form, side: Side, sharing: Sharing | None, reassurance: Pack
) -> None:
    shown = pages(reassurance.questionnaire, form, side, sharing)
    assert [page.number for page in shown] == list(range(1, len(shown) + 1))
    assert {page.total for page in shown} == {len(shown)}


@pytest.mark.parametrize(("form", "side", "sharing"), EVERY_WAY)
def test_next_leads_to_the_overview_and_back_leads_to_the_start(
    form: Form, side: Side, sharing: Sharing | None, reassurance: Pack
) -> None:
    shown = pages(reassurance.questionnaire, form, side, sharing)
    way = [shown[0]]
    while (name := way[-1].next) is not None and len(way) < len(shown):
        way.append(found(shown, name))
    assert way[-1].kind is PageKind.OVERVIEW
    back = [way[-1]]
    while (name := back[-1].previous) is not None and len(back) < len(shown):
        back.append(found(shown, name))
    assert back == way[::-1]
    assert set(shown) - set(way) == {page for page in shown if page.kind is PageKind.THANKS}


def found(shown: tuple[Page, ...], name: str) -> Page:
    """The page that a link leads to; it must be there."""
    page = page_named(shown, name)
    assert page is not None
    return page


def test_nothing_leads_back_from_the_thanks_into_a_form_that_was_sent(reassurance: Pack) -> None:
    thanks = pages(reassurance.questionnaire, Form.CORE, Side.PATIENT, Sharing.CLINICIAN)[-1]
    assert (thanks.kind, thanks.previous, thanks.next) == (PageKind.THANKS, None, None)


def test_a_page_that_is_not_shown_is_not_found(reassurance: Pack) -> None:
    shown = pages(reassurance.questionnaire, Form.CORE, Side.PATIENT, Sharing.CLINICIAN)
    assert page_named(shown, "questions-99") is None
    assert page_asking(shown, LinkId("heard")) is None


def test_a_screen_leaves_out_what_its_form_or_its_side_is_not_asked() -> None:
    scale = Scale("yes", Level.NOMINAL, (Option(Code("yes")), Option(Code("no"))))
    patient, clinician = frozenset({Side.PATIENT}), frozenset({Side.CLINICIAN})
    a, b, c = LinkId("a"), LinkId("b"), LinkId("c")
    items = (
        Item(a, scale, patient, core=True, source=""),
        Item(b, scale, patient, core=False, source=""),
        Item(c, scale, clinician, core=True, source=""),
    )
    screens = (Screen(Form.CORE, (a, b, c)), Screen(Form.CORE, (b,)), Screen(Form.FULL, (b, a)))
    questionnaire = Questionnaire("own", "1", ("en",), (), items, scale, screens, ())
    assert asked(pages(questionnaire, Form.CORE, Side.PATIENT, None)) == ["a"]
    assert asked(pages(questionnaire, Form.CORE, Side.CLINICIAN, None)) == ["c"]
    assert asked(pages(questionnaire, Form.FULL, Side.PATIENT, None)) == ["b", "a"]
    assert outline(pages(questionnaire, Form.FULL, Side.CLINICIAN, None)) == ["overview"]

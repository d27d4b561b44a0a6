"""A page as a form: what it asks, what it shows again, what it hands on."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answers import answers_from
from forms.builder import PageForm, answers_of, form_class, sharing_of
from forms.catalogue import Pack, built_in
from forms.fields import CodesField
from forms.model import AnswerKind, Code, Form, Item, Level, LinkId, Option, Scale, Screen, Sharing, Side
from forms.pages import Page, PageKind, page_asking, page_named, pages
from forms.questionnaire import Questionnaire
from forms.texts import ItemText, OptionText, Texts
from forms.wording import fault_texts
from tests.forms.posting import PostedData, as_posted, posted

EVERY_FORM = list(itertools.product(Form, Side, ("en", "nb")))


def page_with(pack: Pack, name: str, side: Side = Side.PATIENT) -> Page:
    """The page of the full form that asks an item, or that has this name."""
    shown = pages(pack.questionnaire, Form.FULL, side, Sharing.CLINICIAN)
    page = page_asking(shown, LinkId(name)) or page_named(shown, name)
    assert page is not None
    return page


def form_with(pack: Pack, name: str, side: Side = Side.PATIENT, language: str = "en") -> type[PageForm]:
    """The form of that page."""
    return form_class(pack.questionnaire, pack.texts[language], side, page_with(pack, name, side))


def ticks(form: PageForm, name: str) -> list[str]:
    """What the page shows as picked."""
    question = form[name]
    assert isinstance(question, CodesField)
    return [choice.value for choice in question.iter_choices() if choice.selected]


@pytest.mark.parametrize(("length", "side", "language"), EVERY_FORM)
def test_every_page_but_sharing_can_be_left_empty(
    length: Form, side: Side, language: str, reassurance: Pack
) -> None:
    for page in pages(reassurance.questionnaire, length, side, Sharing.CLINICIAN):
        form = form_class(reassurance.questionnaire, reassurance.texts[language], side, page).posted(
            posted("")
        )
        asks_again = side is Side.PATIENT and page.kind in {PageKind.SHARING, PageKind.OVERVIEW}
        expected = {"sharing": [fault_texts(language)["choose_sharing"]]} if asks_again else {}
        assert form.validate() is not asks_again
        assert form.errors == expected
        if not asks_again:
            assert answers_of(form, page) == dict.fromkeys(page.items)


@pytest.mark.parametrize(("length", "side", "language"), EVERY_FORM)
def test_a_page_asks_its_items_in_their_order_and_in_the_words_of_its_side(
    length: Form, side: Side, language: str, reassurance: Pack
) -> None:
    texts = reassurance.texts[language]
    for page in pages(reassurance.questionnaire, length, side, Sharing.CLINICIAN):
        form = form_class(reassurance.questionnaire, texts, side, page).showing({})
        names = [field.name for field in form if field.name not in {"sharing", "language"}]
        assert tuple(names) == page.items
        for link_id in page.items:
            item, question = reassurance.questionnaire.by_link_id[link_id], form[link_id]
            assert question.label.text == texts.question(link_id, side)
            if isinstance(question, CodesField):
                shown = {choice.value: choice.label for choice in question.iter_choices()}
                assert shown == {c: texts.option(item.choices, c, side) for c in item.choices.codes}
                assert not ticks(form, link_id)


@pytest.mark.parametrize("name", ["visual_aids", "test_results", "examination", "normalising"])
def test_what_did_not_happen_is_offered_last_and_apart(name: str, reassurance: Pack) -> None:
    question = form_with(reassurance, name).showing({})[name]
    assert isinstance(question, CodesField)
    *others, last = question.iter_choices()
    assert last.value == "did_not_happen"
    assert last.apart
    assert not any(choice.apart for choice in others)


def test_a_page_shows_again_what_was_answered_before(reassurance: Pack) -> None:
    changed = (Code("actions"), Code("understanding"))
    form = form_with(reassurance, "changed").showing(
        {LinkId("changed"): changed, LinkId("changed_text"): "MARKER", LinkId("heard"): "mostly"}
    )
    assert ticks(form, "changed") == ["understanding", "actions"]
    assert form["changed_text"].data == "MARKER"
    assert answers_of(form, page_with(reassurance, "changed")) == {
        "changed": ("understanding", "actions"),
        "changed_text": "MARKER",
    }


def test_going_back_and_unticking_everything_leaves_nothing(reassurance: Pack) -> None:
    build, page = form_with(reassurance, "changed"), page_with(reassurance, "changed")
    first = build.posted(posted("changed=understanding&changed=actions&changed_text=MARKER"))
    draft = dict(answers_of(first, page))
    draft |= answers_of(build.posted(posted("changed_text=")), page)
    assert draft == {"changed": None, "changed_text": None}
    assert ticks(build.showing(draft), "changed") == []


def test_clear_takes_back_one_answer_and_leaves_its_neighbour(reassurance: Pack) -> None:
    form = form_with(reassurance, "reassured").posted(posted("reassured=not_at_all&worried=very"))
    assert form.clear("reassured")
    assert (ticks(form, "reassured"), ticks(form, "worried")) == ([], ["very"])
    assert form.validate()
    assert answers_of(form, page_with(reassurance, "reassured")) == {"reassured": None, "worried": "very"}


def test_clear_takes_back_an_answer_that_was_refused(reassurance: Pack) -> None:
    form = form_with(reassurance, "changed").posted(posted("changed=nothing&changed=actions"))
    assert not form.validate()
    assert form.clear("changed")
    assert form.validate()
    assert ticks(form, "changed") == []


@pytest.mark.parametrize(
    ("page", "name"),
    [("reassured", "heard"), ("reassured", "nonsense"), ("sharing", "sharing"), ("intro", "language")],
    ids=["another page's question", "no question", "the choice that must be made", "the language"],
)
def test_clear_touches_nothing_else(page: str, name: str, reassurance: Pack) -> None:
    form = form_with(reassurance, page).posted(posted("sharing=clinician&language=nb&reassured=partly"))
    before = {field.name: field.data for field in form}
    assert not form.clear(name)
    assert {field.name: field.data for field in form} == before


def test_a_faulty_page_hands_on_nothing_even_if_nobody_asked_whether_it_is_valid(reassurance: Pack) -> None:
    form = form_with(reassurance, "reassured").posted(posted("reassured=None&worried=very"))
    with pytest.raises(ValueError, match="reassured"):
        answers_of(form, page_with(reassurance, "reassured"))


def test_a_message_stands_at_its_question_alone(reassurance: Pack) -> None:
    form = form_with(reassurance, "reassured", language="nb").posted(posted("reassured=None&worried=very"))
    assert not form.validate()
    assert form.errors == {"reassured": ["Velg et av svarene på siden."]}


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "You picked “Nothing changed” and something else. Which is right?"),
        ("nb", "Du valgte «Ingenting» og noe mer. Hva stemmer?"),
    ],
)
def test_nothing_beside_a_change_is_asked_again(language: str, message: str, reassurance: Pack) -> None:
    form = form_with(reassurance, "changed", language=language).posted(
        posted("changed=nothing&changed=thoughts")
    )
    assert not form.validate()
    assert form.errors == {"changed": [message]}
    assert ticks(form, "changed") == ["thoughts", "nothing"]


SHARING = [
    ("sharing=clinician", Sharing.CLINICIAN, None, "picked"),
    ("sharing=totals_only", Sharing.TOTALS_ONLY, None, "picked"),
    ("", None, "choose_sharing", "no default"),
    ("sharing=", None, "choose_sharing", "empty"),
    ("sharing=None", None, "unknown_choice", "no code"),
    ("sharing=clinician&sharing=totals_only", None, "one_only", "never the first, never the last"),
]


@pytest.mark.parametrize("page", ["sharing", "overview"])
@pytest.mark.parametrize(
    ("body", "picked", "key"), [row[:3] for row in SHARING], ids=[f"{row[0]}: {row[3]}" for row in SHARING]
)
def test_who_may_see_the_answers_is_picked_by_the_patient(
    page: str, body: str, picked: Sharing | None, key: str | None, reassurance: Pack
) -> None:
    form = form_with(reassurance, page).posted(posted(body))
    assert form.validate() is (key is None)
    assert form.errors == ({"sharing": [fault_texts("en")[key]]} if key else {})
    assert sharing_of(form) is picked


def test_nothing_is_picked_for_the_patient_and_the_hint_stands_by(reassurance: Pack) -> None:
    form = form_with(reassurance, "sharing", language="nb").showing({})
    assert ticks(form, "sharing") == []
    assert form["sharing"].process_errors == [], "nobody is told off for a page that was just opened"
    assert form["sharing"].label.text == "Hvem skal få se svarene dine?"
    assert form["sharing"].description == reassurance.texts["nb"].frame["sharing_hint"]
    assert form["sharing"].clear_value is None


def test_the_patient_reads_the_choice_in_the_patients_words(reassurance: Pack) -> None:
    texts, scale = reassurance.texts["en"], reassurance.questionnaire.sharing
    both = {code: OptionText(patient=f"my {code}", clinician=f"their {code}") for code in scale.codes}
    worded = replace(texts, options={**texts.options, scale.name: both})
    page = page_with(reassurance, "sharing")
    question = form_class(reassurance.questionnaire, worded, Side.PATIENT, page).showing({})["sharing"]
    assert isinstance(question, CodesField)
    assert [choice.label for choice in question.iter_choices()] == ["my clinician", "my totals_only"]


def test_the_overview_shows_what_was_picked_before(reassurance: Pack) -> None:
    form = form_with(reassurance, "overview").showing({LinkId("heard"): "partly"}, Sharing.TOTALS_ONLY)
    assert sharing_of(form) is Sharing.TOTALS_ONLY
    assert (ticks(form, "sharing"), ticks(form, "heard")) == (["totals_only"], ["partly"])


def test_the_overview_sends_every_answer_that_it_shows(reassurance: Pack) -> None:
    answers = {"heard": "mostly", "changed": ["thoughts", "actions"], "comment": "MARKER", "contact": "no"}
    form = form_with(reassurance, "overview").posted(as_posted({**answers, "sharing": "clinician"}))
    given = answers_of(form, page_with(reassurance, "overview"))
    assert {k: v for k, v in given.items() if v} == {**answers, "changed": ("thoughts", "actions")}
    assert len(given) == len(reassurance.questionnaire.offered(Form.FULL, Side.PATIENT))


def test_totals_alone_on_the_overview_sends_no_text(reassurance: Pack) -> None:
    shown = pages(reassurance.questionnaire, Form.FULL, Side.PATIENT, Sharing.TOTALS_ONLY)
    overview = page_named(shown, "overview")
    assert overview is not None
    build = form_class(reassurance.questionnaire, reassurance.texts["en"], Side.PATIENT, overview)
    form = build.posted(posted("sharing=totals_only&comment=MARKER&heard=mostly"))
    assert form.validate()
    assert "MARKER" not in answers_of(form, overview).values()


def test_a_clinician_is_never_asked_who_may_see_the_answers(reassurance: Pack) -> None:
    assert "sharing" not in form_with(reassurance, "overview", Side.CLINICIAN).showing({})


def test_each_language_is_offered_by_its_own_name(reassurance: Pack) -> None:
    names = {code: texts.name for code, texts in reassurance.texts.items()}
    page = page_with(reassurance, "intro")
    build = form_class(reassurance.questionnaire, reassurance.texts["nb"], Side.PATIENT, page, names)
    form = build.showing({}, language="nb")
    question = form["language"]
    assert isinstance(question, CodesField)
    assert [choice[:3] for choice in question.iter_choices()] == [
        ("en", "English", False),
        ("nb", "Norsk", True),
    ]
    assert build.posted(posted("language=en"))["language"].answer == "en"
    assert build.posted(posted(""))["language"].answer is None
    refused = build.posted(posted("language=xx"))
    assert not refused.validate()
    assert refused.errors == {"language": ["Velg et av svarene på siden."]}


def test_changing_the_language_keeps_the_ticks_and_scolds_nobody(reassurance: Pack) -> None:
    form = form_with(reassurance, "changed", language="nb").posted(posted("changed=nothing&changed=actions"))
    assert ticks(form, "changed") == ["actions", "nothing"]
    assert form.errors == {}


def test_the_form_of_a_page_is_built_once_for_each_language_and_side(reassurance: Pack) -> None:
    one = form_with(reassurance, "changed")
    assert form_with(reassurance, "changed") is one
    assert form_with(reassurance, "changed", language="nb") is not one
    questionnaire, texts, page = (
        reassurance.questionnaire,
        reassurance.texts["en"],
        page_with(reassurance, "changed"),
    )
    assert form_class(questionnaire, texts, Side.CLINICIAN, page) is not one


def test_texts_that_look_alike_do_not_share_a_form(reassurance: Pack) -> None:
    page, texts = page_with(reassurance, "changed"), reassurance.texts["en"]
    other = replace(texts, items={**texts.items, LinkId("changed"): ItemText("x", "Another wording?")})
    build = form_class(reassurance.questionnaire, other, Side.PATIENT, page)
    assert build.showing({})["changed"].label.text == "Another wording?"


AWKWARD = (
    "data",
    "errors",
    "validate",
    "validate_data",
    "process",
    "meta",
    "_form",
    "Q1.2-a",
    "name",
    "blank",
)


def awkward_pack(texts: Texts, names: tuple[str, ...]) -> tuple[Questionnaire, Texts, Page]:
    """Items whose names mean something to Python or to the form library, on one page."""
    scale = Scale("yes", Level.NOMINAL, (Option(Code("yes")), Option(Code("no"))))
    links = tuple(LinkId(name) for name in names)
    items = tuple(Item(link, scale, frozenset({Side.PATIENT}), core=True, source="") for link in links)
    screens = tuple(Screen(Form.CORE, (link,)) for link in links)
    questionnaire = Questionnaire("own", "1", ("en",), (), items, texts_free_sharing(), screens, ())
    own = replace(
        texts,
        items={link: ItemText(link, f"{link}?") for link in links},
        options={**texts.options, "yes": {code: OptionText(str(code)) for code in scale.codes}},
    )
    overview = page_named(pages(questionnaire, Form.CORE, Side.PATIENT, Sharing.CLINICIAN), "overview")
    assert overview is not None
    return questionnaire, own, overview


def texts_free_sharing() -> Scale:
    """The scale of sharing, as every pack has it."""
    return Scale("sharing", Level.NOMINAL, tuple(Option(Code(sharing)) for sharing in Sharing))


def test_a_pack_may_name_its_items_as_it_likes(reassurance: Pack) -> None:
    questionnaire, texts, page = awkward_pack(reassurance.texts["en"], AWKWARD)
    build = form_class(questionnaire, texts, Side.PATIENT, page)
    form = build.posted(as_posted({**dict.fromkeys(AWKWARD, "yes"), "sharing": "clinician"}))
    assert form.validate()
    assert answers_of(form, page) == dict.fromkeys(AWKWARD, "yes")
    again = build.showing(answers_of(form, page))
    assert {name: ticks(again, name) for name in AWKWARD} == {name: ["yes"] for name in AWKWARD}
    assert [again[name].label.text for name in AWKWARD] == [f"{name}?" for name in AWKWARD]


@pytest.mark.parametrize("name", ["sharing", "language"])
def test_a_pack_whose_item_would_hide_a_field_of_the_form_is_refused(name: str, reassurance: Pack) -> None:
    questionnaire, texts, page = awkward_pack(reassurance.texts["en"], (name,))
    with pytest.raises(ValueError, match=f"item {name}"):
        form_class(questionnaire, texts, Side.PATIENT, page)


# ---------------------------------------------------------------- the form against `compare`

LETTERS = st.text(st.characters(exclude_categories=()), max_size=30)
LONG = st.sampled_from(
    ["x" * 2_000, "x" * 2_001, "e\N{COMBINING ACUTE ACCENT}" * 2_000, "\r\n" * 2_001 + "x"]
)
JUNK = st.sampled_from(["", "None", "null", "[]", "mostly ", "nothing", "understanding", "no"])


def values_of(item: Item) -> st.SearchStrategy[list[str]]:
    """What somebody, or something, might post for an item: honest one time in two."""
    if item.answer_kind is AnswerKind.TEXT:
        return st.lists(LETTERS | LONG | JUNK, max_size=2)
    codes = st.sampled_from([str(code) for code in item.choices.codes])
    honest = st.lists(codes, max_size=1 if item.answer_kind is AnswerKind.CHOICE else 3, unique=True)
    return honest | st.lists(codes | JUNK | LETTERS, max_size=6)


def as_json(item: Item, values: list[str]) -> object:
    """The same answer in the input of `compare`, which has no empty fields."""
    given = [value for value in values if value]
    if item.answer_kind is AnswerKind.SET or len(given) > 1:
        return given
    return given[0] if given else None


@pytest.mark.parametrize("side", Side)
@settings(max_examples=60)
@given(data=st.data())
def test_a_form_takes_and_refuses_what_compare_does(side: Side, data: st.DataObject) -> None:
    pack = built_in().get("reassurance", "1.0")
    page = page_with(pack, "overview", side)
    items = data.draw(st.lists(st.sampled_from(pack.questionnaire.offered(Form.FULL, side)), unique=True))
    body = {str(item.link_id): data.draw(values_of(item), item.link_id) for item in items}
    raw = {str(item.link_id): as_json(item, body[item.link_id]) for item in items}
    given, faults = answers_from(raw, pack.questionnaire, Form.FULL, side)

    build = form_with(pack, "overview", side, data.draw(st.sampled_from(["en", "nb"])))
    form = build.posted(PostedData({**body, "sharing": ["clinician"]}))

    refused = {fault.path for fault in faults}
    assert form.validate() is (not refused)
    assert set(form.errors) == refused
    accepted = {link_id: form[link_id].answer for link_id in page.items}
    assert {k: v for k, v in accepted.items() if v} == {k: v for k, v in given.items() if k not in refused}
    if not refused:
        assert answers_of(form, page) == accepted
        assert answers_of(build.showing(accepted, Sharing.CLINICIAN), page) == accepted

"""What a question takes, what it refuses and with which words, and what it shows again."""

from __future__ import annotations

import pytest
from wtforms.meta import DefaultMeta

from forms.fields import FIELD_HANDLERS, AnswerField, CodesField, Words
from forms.model import AnswerKind, Code, Item, Level, LinkId, Option, Scale, Side
from forms.wording import fault_texts, spoken
from tests.forms.posting import PostedData, posted

HEARD = Scale(
    "heard",
    Level.ORDINAL,
    (
        Option(Code("never"), apart=True),
        Option(Code("mostly"), value=2),
        Option(Code("partly"), value=1),
    ),
)
CHANGED = Scale(
    "changed",
    Level.SET,
    (
        Option(Code("thoughts")),
        Option(Code("actions")),
        Option(Code("nothing"), alone=True),
        Option(Code("unsure"), alone=True),
    ),
)
SCALES = {"heard": HEARD, "changed": CHANGED, "comment": None}
FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"


def field(name: str, language: str = "en") -> AnswerField:
    """A question of this name, not yet answered."""
    sides = frozenset({Side.PATIENT})
    item = Item(LinkId(name), SCALES[name], sides, core=True, source="")
    options = {code: f"<{code}>" for code in item.scale.codes} if item.scale else {}
    words = Words("Question?", fault_texts(language), options)
    handler = FIELD_HANDLERS[item.answer_kind]
    return handler(item, words, name=name, _form=None, _meta=DefaultMeta())


def after(data: PostedData, name: str, language: str = "en") -> AnswerField:
    """The question once a page was posted and looked at."""
    question = field(name, language)
    question.process(data)
    question.validate(None)  # type: ignore[arg-type] # no field looks at its form
    return question


def ticks(question: AnswerField) -> list[str]:
    """What the page shows as picked."""
    assert isinstance(question, CodesField)
    return [choice.value for choice in question.iter_choices() if choice.selected]


def test_every_kind_of_answer_has_its_field() -> None:
    assert set(FIELD_HANDLERS) == set(AnswerKind)


ACCEPTED: list[tuple[str, str, object, str]] = [
    ("heard", "", None, "nothing posted is unanswered"),
    ("heard", "heard=", None, "an empty value is unanswered"),
    ("heard", "other=mostly", None, "another question's answer is not this one's"),
    ("heard", "heard=mostly", "mostly", "a code"),
    ("heard", "heard=never", "never", "a code that stands apart"),
    ("heard", "heard=&heard=mostly", "mostly", "an empty value beside a code is no second answer"),
    ("changed", "", None, "no box ticked is unanswered"),
    ("changed", "changed=", None, "an empty value is no tick"),
    ("changed", "changed=thoughts", ("thoughts",), "one tick"),
    ("changed", "changed=actions&changed=thoughts", ("thoughts", "actions"), "in the scale's order"),
    ("changed", "changed=nothing", ("nothing",), "what stands alone, alone"),
    ("comment", "", None, "nothing posted is unanswered"),
    ("comment", "comment=", None, "an empty text is unanswered"),
    ("comment", "comment=+%0D%0A%09+", None, "white space is unanswered"),
    ("comment", "comment=None", "None", "in a text it is a word like any other"),
    ("comment", "comment=a%0D%0Ab%0Dc%0Ad", "a\nb\nc\nd", "every kind of line end becomes one kind"),
    ("comment", "comment=a%09b", "a\tb", "a tab is fine"),
    ("comment", "comment=e%CC%81", "é", "letters are composed"),
    ("comment", "comment=%E2%80%AEabc", "\u202eabc", "a mark of direction is stored"),
    ("comment", "comment=%3Cb%3E%7Bp%7D%25s", "<b>{p}%s", "nothing typed is interpreted"),
    ("comment", "comment=" + "x" * 2_000, "x" * 2_000, "as long as allowed"),
    ("comment", "comment=" + "%0D%0A".join(["x" * 999, "x" * 1_000]), "x" * 999 + "\n" + "x" * 1_000,
     "a line end counts once, however it is sent"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "body", "answer"), [row[:3] for row in ACCEPTED], ids=[f"{r[0]}: {r[3]}" for r in ACCEPTED]
)
def test_an_answer_is_taken(name: str, body: str, answer: object) -> None:
    question = after(posted(body), name)
    assert list(question.errors) == []
    assert question.answer == answer


def test_a_text_may_hold_2000_families() -> None:
    question = after(PostedData(comment=[FAMILY * 2_000]), "comment")
    assert list(question.errors) == []
    assert question.answer == FAMILY * 2_000


REFUSED: list[tuple[str, str, str, dict[str, object], str]] = [
    ("heard", "heard=None", "unknown_choice", {}, "the word None is no code"),
    ("heard", "heard=thoughts", "unknown_choice", {}, "another scale's code"),
    ("heard", "heard=Mostly", "unknown_choice", {}, "almost a code"),
    ("heard", "heard=mostly+", "unknown_choice", {}, "a code and a space"),
    ("heard", "heard=%00", "unknown_choice", {}, "a character that is none"),
    ("heard", "heard=mostly&heard=partly", "one_only", {}, "neither the first nor the last wins"),
    ("heard", "heard=mostly&heard=mostly", "one_only", {}, "not even twice the same"),
    ("changed", "changed=None", "unknown_choice", {}, "the word None is no code"),
    ("changed", "changed=thoughts&changed=mostly", "unknown_choice", {}, "one known, one not"),
    ("changed", "changed=thoughts&changed=thoughts", "each_once", {}, "a code twice"),
    ("changed", "changed=thoughts&changed=nothing", "nothing_and_more", {"alone": "<nothing>"}, "both"),
    ("changed", "changed=unsure&changed=actions", "nothing_and_more", {"alone": "<unsure>"}, "another"),
    ("changed", "changed=unsure&changed=nothing", "nothing_and_more", {"alone": "<unsure>"}, "once"),
    ("comment", "comment=" + "x" * 2_001, "text_long", {"limit": 2000, "over": 1}, "one too many"),
    ("comment", "comment=" + "%C3%A6" * 2_500, "text_long", {"limit": 2000, "over": 500}, "not bytes"),
    ("comment", "comment=MARKER+a%00b", "text_sign", {"before": "MARKER a"}, "a NUL"),
    ("comment", "comment=a%0Bb", "text_sign", {"before": "a"}, "a control character"),
    ("comment", "comment=%E2%80%AEabc%00", "text_sign", {"before": "abc"}, "direction marks turn no message"),
    ("comment", "comment=%00b", "text_sign_first", {}, "nothing stands before it"),
    ("comment", "comment=a&comment=b", "one_only", {}, "two texts"),
]  # fmt: skip


@pytest.mark.parametrize("language", spoken("forms"))
@pytest.mark.parametrize(
    ("name", "body", "key", "places"),
    [row[:4] for row in REFUSED],
    ids=[f"{row[0]}: {row[4]}" for row in REFUSED],
)
def test_an_answer_is_refused_with_what_to_do(
    name: str, body: str, key: str, places: dict[str, object], language: str
) -> None:
    question = after(posted(body), name, language)
    assert list(question.errors) == [fault_texts(language)[key].format(**places)]
    assert question.answer is None


def test_half_an_emoji_is_refused_and_the_page_can_still_be_drawn() -> None:
    question = after(PostedData(comment=["before \ud83d behind"]), "comment")
    assert list(question.errors) == [fault_texts("en")["text_sign"].format(before="before")]
    assert question.data == "before \N{REPLACEMENT CHARACTER} behind"
    assert str(question()).encode("utf-8")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    question = after(posted("changed=nothing&changed=thoughts&changed=xyz"), "changed")
    texts = fault_texts("en")
    assert list(question.errors) == [
        texts["unknown_choice"],
        texts["nothing_and_more"].format(alone="<nothing>"),
    ]


SHOWN_AGAIN: list[tuple[str, str, list[str], str]] = [
    ("heard", "heard=mostly", ["mostly"], "the tick"),
    ("heard", "", [], "nothing is ticked in advance"),
    ("heard", "heard=mostly&heard=partly", [], "of two answers none is preferred"),
    ("heard", "heard=None", [], "an unknown value is no tick"),
    ("changed", "changed=actions&changed=thoughts", ["thoughts", "actions"], "each tick"),
    ("changed", "changed=nothing&changed=actions", ["actions", "nothing"], "no tick is dropped by itself"),
    ("changed", "changed=xyz&changed=actions", ["actions"], "the known one stays"),
]


@pytest.mark.parametrize(
    ("name", "body", "ticked"), [row[:3] for row in SHOWN_AGAIN], ids=[f"{r[0]}: {r[3]}" for r in SHOWN_AGAIN]
)
def test_the_page_shows_again_what_was_picked(name: str, body: str, ticked: list[str]) -> None:
    assert ticks(after(posted(body), name)) == ticked


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("x" * 2_001 + "MARKER", "x" * 2_001 + "MARKER"),
        ("MARKER a\x00b", "MARKER a\N{REPLACEMENT CHARACTER}b"),
        ("a\r\nb", "a\nb"),
    ],
    ids=["too long: not cut", "a sign: the rest is kept, and its place can be seen", "line ends"],
)
def test_the_page_shows_again_what_was_typed(typed: str, shown: str) -> None:
    assert after(PostedData(comment=[typed]), "comment").data == shown


def test_two_texts_of_one_name_are_both_shown_again() -> None:
    assert after(posted("comment=MARKER-a&comment=MARKER-b"), "comment").data == "MARKER-a\nMARKER-b"


def test_an_option_outside_the_order_is_shown_last_and_apart() -> None:
    question = field("heard")
    question.process(posted("heard=never"))
    assert isinstance(question, CodesField)
    assert question.iter_choices() == [
        ("mostly", "<mostly>", False, False),
        ("partly", "<partly>", False, False),
        ("never", "<never>", True, True),
    ]


def test_an_option_that_goes_with_no_other_keeps_its_place() -> None:
    question = after(posted(""), "changed")
    assert isinstance(question, CodesField)
    assert not any(choice.apart for choice in question.iter_choices())


def test_every_box_ticked_and_one_more_is_refused() -> None:
    every = "&".join(f"changed={code}" for code in CHANGED.codes)
    question = after(posted(f"{every}&changed=xyz"), "changed")
    assert fault_texts("en")["unknown_choice"] in question.errors


def test_the_clear_button_names_its_question() -> None:
    assert [field(name).clear_value for name in SCALES] == ["heard", "changed", None]


def test_a_text_field_tells_the_browser_to_remember_and_send_nothing() -> None:
    page = str(after(PostedData(comment=["</textarea><script>"]), "comment")())
    assert 'autocomplete="off"' in page
    assert 'spellcheck="false"' in page
    assert "maxlength" not in page
    assert "<script>" not in page


def test_a_hundred_thousand_ticks_are_refused_without_delay() -> None:
    question = after(PostedData(changed=[f"x{n}" for n in range(100_000)]), "changed")
    assert list(question.errors) == [fault_texts("en")["unknown_choice"]]
    assert len(question.data) <= len(CHANGED.codes) + 1

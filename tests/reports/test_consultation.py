"""What a consultation's report says, before any renderer sees it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFont

from forms.answers import consultation_from
from forms.catalogue import Pack, built_in
from forms.model import Side
from reports.consultation import Visit, consultation_report
from reports.document import Block, Box, Card, Cards, Document, Heading, Paragraph, Quotation, Role
from reports.figures.shapes import Circle, Ink, Line, Polygon, Words
from tests.forms.pairs import base, example, random_answers

FONTS = Path(__file__).parents[2] / "reports" / "fonts"
FACES = {False: "NotoSans-Regular", True: "NotoSans-Bold"}


def report(raw: dict[str, Any], language: str = "en") -> Document:
    """The report of a raw consultation."""
    return consultation_report(consultation_from(raw, built_in()), language)


def headings(document: Document, level: int) -> list[str]:
    """The headings of one level outside boxes and cards."""
    return [b.text for b in document.blocks if isinstance(b, Heading) and b.level == level]


def cards(document: Document) -> dict[str, Card]:
    """Each card by its heading."""
    (found,) = [block for block in document.blocks if isinstance(block, Cards)]
    return {card.heading.text: card for card in found.cards}


def all_words(blocks: tuple[Block, ...]) -> list[str]:
    """Every text that a reader meets, in order."""
    said: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            said += [block.text, block.remark]
        elif isinstance(block, Paragraph):
            said += [block.lead, block.text]
        elif isinstance(block, Quotation):
            said.append(block.text)
        elif isinstance(block, Box):
            said += all_words(block.blocks)
        elif isinstance(block, Cards):
            for card in block.cards:
                said += [card.heading.text, card.picture.alternative]
                said += [shape.text for shape in card.picture.shapes if isinstance(shape, Words)]
                said += all_words(card.words)
    return [text for text in said if text]


def under(document: Document, heading: str) -> list[str]:
    """The texts between a level 3 heading and the next heading."""
    texts: list[str] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.level == 3 and block.text == heading
        elif inside and isinstance(block, Paragraph):
            texts.append(block.text)
    return texts


def test_three_topics_stand_first_and_the_rest_below() -> None:
    document = report(example("c08"))
    assert headings(document, 2) == [
        *("What to look at first", "Also", "Seen alike", "Not compared", "Question by question"),
    ]
    assert headings(document, 3) == [
        *("Feeling reassured", "Seeing things differently", "Being heard and taken seriously"),
        *("Following what was said, and recognising it", "What was said, shown and done", "What changed"),
    ]


def test_inside_a_topic_the_concern_speaks_first_and_its_gap_is_not_said_again() -> None:
    said = under(report(base({"reassured": "a_little", "worried": "very"})), "Feeling reassured")
    assert said[0].startswith(
        "The patient feels little or no reassurance (“A little”). The clinician expected"
    )
    assert [text for text in said if text.startswith("Feeling reassured:")] == []
    assert [text for text in said if text.startswith("How worried now:")] != []
    assert said[-1].startswith("The clinician feels reassured about the condition"), "details come last"


def test_worry_that_is_both_gap_and_concern_is_said_once_as_the_concern() -> None:
    said = under(report(base({"worried": "extremely"})), "Feeling reassured")
    assert [text for text in said if "“Extremely worried”" in text] == [
        "The patient is worried after the visit (“Extremely worried”). The clinician expected “A little worried”."
    ]


def test_what_was_better_than_expected_stands_in_a_box_of_its_own() -> None:
    document = report(base({"fits": "completely", "outlook": "brighter"}, {"fits": "partly"}))
    (box,) = [block for block in document.blocks if isinstance(block, Box)]
    texts = [block.text for block in box.blocks]
    assert texts[0] == "Better than expected"
    assert len([text for text in texts if "better than the clinician expected" in text]) == 2
    assert len(texts) == 4, "the finding and the suggestion that they share are said once"


def test_information_stands_beside_its_picture_alone() -> None:
    document = report(base({"examination": "did_not_happen"}))
    notes = [(p.lead, p.text) for p in cards(document)["Examination of the body"].words]
    assert ("For information", "Recalled by the clinician alone") in notes
    assert headings(document, 3) == []
    assert "Nothing stands out in the answers to this visit." in all_words(document.blocks)


def test_what_was_seen_alike_and_what_was_not_compared_is_listed() -> None:
    texts = all_words(report(example("c18")).blocks)
    assert (
        "Not compared, because one side or both left it blank: Being taken seriously; “This is common”."
        in texts
    )
    assert "How worried now" in texts[texts.index("Seen alike") + 1]


def test_two_blank_forms_say_that_there_is_too_little_to_compare() -> None:
    raw = base()
    raw["patient"]["answers"] = {"comment": "I was in too much pain to answer"}
    raw["clinician"]["answers"] = {}
    assert "Both answered too few of the same questions to compare." in all_words(report(raw).blocks)


def opening(raw: dict[str, Any]) -> list[str]:
    """The paragraphs before the first card, list or box."""
    return [block.text for block in report(raw).blocks[1:4] if isinstance(block, Paragraph)]


STANDS_OUT = "Nothing stands out in the answers to this visit."


def test_better_than_expected_alone_is_not_called_nothing() -> None:
    good = base({"fits": "completely", "heard": "completely"}, {"fits": "partly", "heard": "a_little"})
    assert STANDS_OUT not in all_words(report(good).blocks)


def test_a_clinician_who_left_all_open_is_not_said_to_have_answered() -> None:
    raw = base({"reassured": "a_little"})
    raw["clinician"]["answers"] = {}
    assert [text for text in opening(raw) if text.startswith("Both answered on")] == []


def test_words_alone_are_shown_without_a_heading_over_no_question() -> None:
    raw = {**base(), "clinician": None}
    raw["patient"]["answers"] = {"comment": "I was in too much pain to answer"}
    document = report(raw)
    assert headings(document, 2) == []
    assert STANDS_OUT not in all_words(document.blocks)
    assert len(document.annex) > 0


def test_below_also_no_topic_looks_less_urgent_than_a_later_one() -> None:
    patient = {
        "reassured": "a_little",
        "worried": "very",
        "disagreement": "unsaid",
        "impact": "not_at_all",
        "fits": "a_little",
        "outlook": "darker",
        "changed": ["actions"],
        "test_results": "no_difference",
    }
    clinician = {"reassured": "partly", "impact": "completely", "fits": "completely"}
    document = report(base(patient, {**clinician, "test_results": "reassured"}))
    topics = [b for b in document.blocks if isinstance(b, Heading) and b.level == 3]
    assert [heading.remark for heading in topics[3:]] == [""] * len(topics[3:])


def test_a_set_is_quoted_one_by_one_in_words_and_in_the_alternative_text() -> None:
    card = cards(report(base({"changed": ["understanding", "actions"]})))["What changed"]
    assert "“How I understand my pain” and “What I will do from now on”" in card.picture.alternative


NOTHING = "There are no answers to show for this visit."


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"patient": None}, "not answered"),
        ({"patient": {"sharing": "totals_only", "answers": {"reassured": "not_at_all", "comment": "MARKER"}}}, "not shared"),
        ({"patient": {"answers": {"reassured": "not_at_all"}}}, "no choice made counts as not shared"),
        ({"patient": {"sharing": "clinician", "answers": {}}}, "all left blank"),
        ({"patient": {"sharing": "clinician", "answers": {"comment": "\u200b\u2800 \u3164"}}}, "nothing to be seen"),
        ({"patient": {"sharing": "clinician", "answers": {"contact": "my_clinician"}}}, "a wish for contact is no answer"),
        ({"patient": {"sharing": "totals_only", "answers": {"contact": "someone_else"}}}, "nor is one for somebody else"),
    ],
)  # fmt: skip
def test_all_reasons_to_show_nothing_look_alike(change: dict[str, Any], why: str) -> None:
    never_answered = report({**base(), "patient": None})
    assert report({**base(), **change}) == never_answered, why
    assert all_words(never_answered.blocks)[1].startswith(NOTHING)
    assert (len(never_answered.blocks), never_answered.annex) == (2, ())


def test_a_wish_for_contact_is_not_told_by_the_report() -> None:
    asked, not_asked = (report(base({"contact": contact})) for contact in ("someone_else", "no"))
    assert asked == not_asked


def test_the_patients_side_alone_is_shown_without_a_comparison() -> None:
    document = report({**base({"reassured": "not_at_all", "worried": "very"}), "clinician": None})
    texts = all_words(document.blocks)
    assert texts[1].startswith("Your own form closed before it was sent.")
    card = cards(document)["Feeling reassured"]
    assert [paragraph.lead for paragraph in card.words] == ["Patient"]
    assert card.heading.remark == "Look at this first"
    assert card.picture.alternative.endswith("There is no answer from the clinician.")
    assert "Whether the clinician feels reassured" not in cards(document)


def signs(card: Card) -> tuple[list[Circle], list[Polygon]]:
    """The patient's circles and the clinician's diamonds in a picture."""
    shapes = card.picture.shapes
    circles = [s for s in shapes if isinstance(s, Circle) and s.fill is Ink.INK]
    return circles, [s for s in shapes if isinstance(s, Polygon)]


def test_a_picture_tells_who_is_who_by_word_place_and_shape() -> None:
    card = cards(report(base({"heard": "not_at_all"})))["Time to tell the story"]
    (circle,), (diamond,) = signs(card)
    assert circle.y < diamond.points[0][1], "the patient's lane is above"
    assert circle.x < diamond.points[0][0], "worse is to the left"
    names = [s.text for s in card.picture.shapes if isinstance(s, Words) and s.bold]
    assert names == ["Patient", "Clinician"]


def test_worse_is_to_the_left_also_where_a_high_value_is_bad() -> None:
    (circle,), (diamond,) = signs(cards(report(base({"worried": "extremely"})))["How worried now"])
    assert circle.x < diamond.points[0][0]


def test_what_did_not_happen_stands_apart_to_the_right() -> None:
    card = cards(report(base({"examination": "did_not_happen"})))["Examination of the body"]
    (circle,), (diamond,) = signs(card)
    assert circle.x > diamond.points[0][0] + 30


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_label_of_what_did_not_happen_stays_on_its_side_of_the_wall(language: str) -> None:
    face = TTFont(FACES[False], FONTS / f"{FACES[False]}.ttf")
    raw = base({"examination": "did_not_happen"})
    label = {"en": "Examination of the body", "nb": "Undersøkelsen av kroppen"}[language]
    shapes = cards(report(raw, language))[label].picture.shapes
    (wall,) = [s.x1 for s in shapes if isinstance(s, Line) and s.x1 == s.x2 and s.dash]
    sides = []
    for words in (s for s in shapes if isinstance(s, Words) and not s.bold):
        width = face.stringWidth(words.text, words.size)
        left = words.x - {"start": 0, "middle": width / 2, "end": width}[words.anchor]
        assert left >= wall or left + width <= wall, words.text
        sides.append(left >= wall)
    assert sorted(sides) == [False, False, True]


def test_what_did_not_happen_is_no_end_of_the_scale_where_nobody_says_so() -> None:
    card = cards(report(base({"examination": "no_difference"})))["Examination of the body"]
    assert "This did not happen" not in [s.text for s in card.picture.shapes if isinstance(s, Words)]


def test_a_question_that_nobody_answered_has_no_picture() -> None:
    assert "Being taken seriously" not in cards(report(example("c08")))


def test_what_one_liked_best_and_the_other_least_is_marked_at_both_questions() -> None:
    marked = {name: card.heading.urgent for name, card in cards(report(example("c09"))).items()}
    assert (marked["Most pleased with"], marked["Least pleased with"]) == (True, True)


def test_nothing_below_also_is_called_the_first_to_look_at() -> None:
    blocks = report(example("c08")).blocks
    also = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.text == "Also")
    remarks = [b.remark for b in blocks[also:] if isinstance(b, Heading)]
    assert "Look at this first" not in remarks


def test_a_question_left_open_has_a_lane_and_no_sign() -> None:
    card = cards(report(base({"heard": None})))["Time to tell the story"]
    circles, diamonds = signs(card)
    assert (len(circles), len(diamonds)) == (0, 1)
    assert ("Patient", "Not answered") in [(p.lead, p.text) for p in card.words]


def test_a_set_has_a_sign_for_each_code() -> None:
    raw = base({"changed": ["understanding", "actions"]}, {"changed": ["nothing"]})
    circles, diamonds = signs(cards(report(raw))["What changed"])
    assert (len(circles), len(diamonds)) == (2, 1)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_labels_in_a_picture_neither_touch_nor_leave_it(language: str) -> None:
    """Widths are those of the font that prints them, a little widened by the layout itself."""
    faces = {bold: TTFont(name, FONTS / f"{name}.ttf") for bold, name in FACES.items()}
    for card in cards(report(base({"changed": ["actions"]}), language)).values():
        boxes = []
        for shape in card.picture.shapes:
            if isinstance(shape, Words):
                width = faces[shape.bold].stringWidth(shape.text, shape.size)
                left = shape.x - {"start": 0, "middle": width / 2, "end": width}[shape.anchor]
                assert left >= -0.01, shape.text
                assert left + width <= card.picture.width + 0.01, shape.text
                assert shape.y <= card.picture.height
                boxes.append((left, left + width, shape.y, shape.text))
        for n, (left, right, y, text) in enumerate(boxes):
            for other_left, other_right, other_y, other in boxes[n + 1 :]:
                apart = right <= other_left or other_right <= left or abs(y - other_y) >= 7
                assert apart, (text, other)


def test_what_people_wrote_stands_as_written_in_the_annex() -> None:
    words = "<b>so</b> &amp; <img src=x> </para> 😀"
    document = report(base({"comment": words, "changed_text": "Line one\nline two"}, {"comment": "noted"}))
    quoted = [block.text for block in document.annex if isinstance(block, Quotation)]
    assert quoted == ["Line one\nline two", words, "noted"]
    assert [b for b in document.blocks if isinstance(b, Quotation)] == []


def test_which_visit_it_was_stands_under_the_title_whatever_there_is_to_show() -> None:
    for raw in (base(), {**base(), "patient": None}):
        consultation = consultation_from(raw, built_in())
        named = consultation_report(consultation, "en", Visit("Visit 2 March 2026 10:00, North"))
        assert named.blocks[1] == Paragraph("Visit 2 March 2026 10:00, North")
        assert (*named.blocks[:1], *named.blocks[2:]) == report(raw).blocks


def test_a_visit_that_nobody_held_says_so_whatever_there_is_to_show() -> None:
    for raw in (base(), {**base(), "patient": None}):
        made_up = consultation_report(consultation_from(raw, built_in()), "nb", Visit(made_up=True))
        assert made_up.blocks[1] == Paragraph("Demo: De fleste av disse svarene er oppdiktet.", Role.SMALL)
        assert (*made_up.blocks[:1], *made_up.blocks[2:]) == report(raw, "nb").blocks


def test_a_follow_up_waits_until_it_is_done() -> None:
    consultation, waiting = consultation_from(example("c08"), built_in()), "A follow-up is waiting."
    said = {
        waits: [
            b.text
            for b in consultation_report(consultation, "en", Visit(follow_up_waits=waits)).blocks
            if isinstance(b, Paragraph)
        ]
        for waits in (True, False, None)
    }
    assert (waiting in said[True], waiting in said[False], waiting in said[None]) == (True, False, True)


def test_words_that_cannot_be_opened_are_said_to_be_missing_where_there_is_a_report() -> None:
    sentence = "This text cannot be opened."
    told = consultation_report(consultation_from(base(), built_in()), "en", unreadable=(sentence,))
    assert told.annex == (Heading(2, "In their own words"), Paragraph(sentence))
    nothing = consultation_from({**base(), "patient": None}, built_in())
    assert consultation_report(nothing, "en", unreadable=(sentence,)).annex == ()


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32), language=st.sampled_from(["en", "nb"]))
def test_no_code_and_no_open_place_reaches_a_reader_of_the_report(seed: int, language: str) -> None:
    chance = random.Random(seed)
    pack: Pack = built_in().get("reassurance", "1.0")
    raw = base()
    for side in Side:
        raw[side]["answers"] = random_answers(pack.questionnaire, side, chance)
    codes = {
        code for item in pack.questionnaire.items if item.scale for code in item.scale.codes if "_" in code
    }
    for text in all_words(report(raw, language).blocks):
        assert "{" not in text
        assert not any(code in text for code in codes)

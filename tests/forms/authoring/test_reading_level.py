"""How hard a pack's texts are to read for the patient."""

from __future__ import annotations

import pytest

from forms.authoring.reading_level import Level, levels
from forms.loading.coverage import dotted, words_of
from forms.loading.reading import read_pack
from tests.forms.edited_packs import REASSURANCE


@pytest.fixture(scope="module")
def measured() -> dict[str, list[Level]]:
    """Every passage of the built-in pack with its level, by language."""
    draft = read_pack(REASSURANCE)
    assert draft.questionnaire is not None
    return {code: levels(draft.questionnaire, code, words_of(file)) for code, file in draft.languages.items()}


def worst(among: list[Level], *, answers: bool) -> tuple[str, float]:
    """The hardest passage: its path, and its value as a report prints it."""
    hardest = max((one for one in among if one.passage.answers is answers), key=lambda one: one.value)
    return dotted(hardest.passage.path), round(hardest.value, 1)


def test_the_hardest_english_question_needs_the_fifth_grade(measured: dict[str, list[Level]]) -> None:
    assert worst(measured["en"], answers=False) == ("items.taken_seriously.patient", 5.0)


def test_the_hardest_english_screen_needs_the_fifth_grade(measured: dict[str, list[Level]]) -> None:
    assert worst(measured["en"], answers=True) == ("items.worried.patient", 4.9)


def test_the_hardest_norwegian_screen_is_plain(measured: dict[str, list[Level]]) -> None:
    assert worst(measured["nb"], answers=True) == ("items.examination.patient", 31.7)


def test_every_question_and_every_text_around_them_is_measured(measured: dict[str, list[Level]]) -> None:
    asked = {path for path in (one.passage.path for one in measured["en"]) if path[0] == "items"}
    assert len(asked) == 20  # all that the patient is asked
    assert {path[1] for one in measured["nb"] if (path := one.passage.path)[0] == "frame"} == {
        *("intro", "intro_full", "sharing", "overview_sharing", "sharing_drops_text", "text_not_sent"),
        *("privacy", "not_urgent", "not_urgent_phone"),
    }


def test_norwegian_is_measured_by_screens_never_by_a_question_alone(measured: dict[str, list[Level]]) -> None:
    assert all(one.passage.answers for one in measured["nb"] if one.passage.path[0] == "items")


def test_a_language_without_a_formula_is_not_measured() -> None:
    draft = read_pack(REASSURANCE)
    assert draft.questionnaire is not None
    assert levels(draft.questionnaire, "se", words_of(draft.languages["nb"])) == []
    assert levels(draft.questionnaire, "nb-NO", words_of(draft.languages["nb"])) != []

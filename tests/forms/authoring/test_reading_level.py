"""How hard a pack's texts are to read for the patient."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.authoring.reading_level import HIGHEST_GRADE, LIX_STAYS_UNDER, Measured, levels
from forms.loading.coverage import words_of
from forms.loading.reading import read_pack
from tests.forms.edited_packs import REASSURANCE


@pytest.fixture(scope="module")
def measured() -> dict[str, list[Measured]]:
    """Every passage of the built-in pack with its level, by language."""
    draft = read_pack(REASSURANCE)
    assert draft.questionnaire is not None
    return {code: levels(draft.questionnaire, code, words_of(file)) for code, file in draft.languages.items()}


def worst(among: list[Measured], *, answers: bool) -> float:
    """The value of the hardest question, or screen with its answers."""
    return max(one.value for one in among if one.passage.answers is answers)


def test_the_limits_are_those_that_authors_are_told(root: Path) -> None:
    told = " ".join((root / "docs" / "packs.md").read_text("utf-8").split())
    assert f"each screen is at most {HIGHEST_GRADE:g};" in told
    assert f"of each screen is below {LIX_STAYS_UNDER:g}." in told


@pytest.mark.parametrize("answers", [False, True], ids=["a question alone", "a screen with its answers"])
def test_no_english_text_is_above_the_sixth_grade(answers: bool, measured: dict[str, list[Measured]]) -> None:
    assert 0 < worst(measured["en"], answers=answers) <= HIGHEST_GRADE


def test_every_norwegian_screen_is_plain(measured: dict[str, list[Measured]]) -> None:
    assert 0 < worst(measured["nb"], answers=True) < LIX_STAYS_UNDER


def test_every_question_and_every_text_around_them_is_measured(measured: dict[str, list[Measured]]) -> None:
    asked = {path for path in (one.passage.path for one in measured["en"]) if path[0] == "items"}
    assert len(asked) == 20  # all that the patient is asked
    assert {path[1] for one in measured["nb"] if (path := one.passage.path)[0] == "frame"} == {
        *("intro", "intro_full", "sharing", "overview_sharing", "sharing_drops_text", "text_not_sent"),
        *("privacy", "not_urgent", "not_urgent_phone"),
    }


def test_norwegian_is_measured_by_screens_never_by_a_question_alone(
    measured: dict[str, list[Measured]],
) -> None:
    assert all(one.passage.answers for one in measured["nb"] if one.passage.path[0] == "items")


def test_a_language_without_a_formula_is_not_measured() -> None:
    draft = read_pack(REASSURANCE)
    assert draft.questionnaire is not None
    assert levels(draft.questionnaire, "se", words_of(draft.languages["nb"])) == []
    assert levels(draft.questionnaire, "nb-NO", words_of(draft.languages["nb"])) != []

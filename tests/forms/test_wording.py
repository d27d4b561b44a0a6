"""What a form says about an answer that it cannot take, in the reader's language."""

from __future__ import annotations

import pytest

from forms.catalogue import Pack
from forms.model import Code
from forms.wording import fault_texts, spoken


def test_every_language_of_the_built_in_questionnaire_has_its_messages(reassurance: Pack) -> None:
    assert set(reassurance.questionnaire.languages) <= set(spoken("forms"))


def test_a_norwegian_form_speaks_norwegian() -> None:
    assert fault_texts("nb")["one_only"] == "Velg bare ett svar."


def test_a_pack_in_a_language_that_the_program_does_not_speak_gets_english_messages() -> None:
    assert fault_texts("da") == fault_texts("en")


@pytest.mark.parametrize("language", spoken("forms"))
def test_the_message_about_two_answers_quotes_the_answer_and_no_pack_in_particular(
    language: str, reassurance: Pack
) -> None:
    nothing = reassurance.texts[language].options["change"][Code("nothing")].patient
    text = fault_texts(language)["nothing_and_more"]
    assert str(nothing) not in text
    assert str(nothing) in text.format(alone=nothing)


def test_nobody_changes_a_message_for_everybody_else() -> None:
    with pytest.raises(TypeError):
        fault_texts("en")["one_only"] = "Go away."  # type: ignore[index]  # wrong on purpose

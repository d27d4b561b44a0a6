"""How hard a text is to read, by two formulas that anybody can count after us."""

from __future__ import annotations

import pytest

from forms.authoring.readability import flesch_kincaid_grade, lix, syllables_in

SYLLABLES = [
    pytest.param("pain", 1, id="one"),
    pytest.param("Patient", 2, id="a capital"),
    pytest.param("reassured", 3, id="three"),
    pytest.param("didn’t", 2, id="a printer's apostrophe"),
    pytest.param("different", 3, id="by its first pronunciation"),
    pytest.param("case-note", 2, id="a hyphen: part by part"),
    pytest.param("snorple", 2, id="unknown: by its vowels, an le sounds"),
    pytest.param("glome", 1, id="unknown: a silent e"),
    pytest.param("zzz", 1, id="unknown: never none"),
    pytest.param("12", 1, id="a number"),
]


@pytest.mark.parametrize(("word", "count"), SYLLABLES)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables_in(word) == count


def test_a_grade_is_counted_as_kincaid_did() -> None:
    # 6 words, 2 sentences, 9 syllables: 0.39 * 3 + 11.8 * 1.5 - 15.59
    assert flesch_kincaid_grade("The patient was reassured. It helped.") == pytest.approx(3.28)


def test_lix_is_counted_as_bjornsson_did() -> None:
    # 8 words, 2 sentences, 2 of more than six letters: 8 / 2 + 100 * 2 / 8
    assert lix("Tror du pasienten sov? Undersøk det straks nå.") == 29.0


SENTENCES = [
    pytest.param("Da gikk han. Hun sto.", 5 / 2, id="two"),
    pytest.param("Da gikk han", 3.0, id="no end"),
    pytest.param("Kl. 10.30 gikk han!", 4 / 2, id="a point inside a number ends nothing"),
    pytest.param("«Gikk han?» Ja.", 3 / 2, id="an end before a quotation mark"),
    pytest.param("Gikk han ... ja.", 3 / 2, id="dots"),
]


@pytest.mark.parametrize(("text", "words_a_sentence"), SENTENCES)
def test_sentences_end_where_a_reader_stops(text: str, words_a_sentence: float) -> None:
    assert lix(text) == words_a_sentence


@pytest.mark.parametrize("measure", [flesch_kincaid_grade, lix])
def test_a_text_without_words_is_refused(measure: object) -> None:
    assert callable(measure)
    with pytest.raises(ValueError, match="without words"):
        measure("… !")

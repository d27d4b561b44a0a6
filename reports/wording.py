"""The program's own words in reports, by language: the questionnaire's words are in its pack."""

from __future__ import annotations

from forms.wording import Sentences, sentences, spoken


def words(language: str) -> Sentences:
    """Every sentence of a language. Raises KeyError for one that is not spoken."""
    return sentences("reports", language)


def spoken_languages() -> tuple[str, ...]:
    """The languages that reports can be written in, in alphabetical order."""
    return spoken("reports")

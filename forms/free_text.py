"""Free text at the border: composed, with one kind of line end, counted as its reader counts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

# Controls but tab and line ends, halves of a pair, and code points that are no characters.
_CANNOT_BE_STORED = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|\p{Cs}|\p{Noncharacter_Code_Point}")
_SEEN = regex.compile(r"[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]")
_CLUSTER = regex.compile(r"\X")
_FLAG = regex.compile("[\U0001f1e6-\U0001f1ff]{2}")
_LONGEST_REAL_CLUSTER = 10
_SHOWN_BEFORE = 20


@dataclass(frozen=True, slots=True)
class Sign:
    """A character that cannot be stored, and the words just before it."""

    code_point: int
    before: str

    @property
    def name(self) -> str:
        """Its number, as in U+0000."""
        return f"U+{self.code_point:04X}"


def tidy(text: str) -> str:
    """Composed (NFC), with line feeds alone as line ends, and no white space around it.

    Empty where nothing of it could be seen.
    """
    if _SEEN.search(text) is None:
        return ""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def reader_length(text: str) -> int:
    """How many characters a reader sees: a family emoji is one, a line end is one.

    A cluster longer than any real one counts by its code points, so that stacked marks have an end.
    """
    # A flag's two halves count as one letter: in a long row of them, clusters are found slowly.
    lengths = (len(cluster) for cluster in _CLUSTER.findall(_FLAG.sub("F", text)))
    return sum(1 if length <= _LONGEST_REAL_CLUSTER else length for length in lengths)


def length_over(text: str, limit: int) -> int | None:
    """A text's length where it is over the limit, else None.

    A text that no clusters could bring under the limit counts by its code points, at once: to
    compose and to count a huge one takes longer than anybody should wait.
    """
    if len(text) <= limit:
        return None
    if len(text) > limit * _LONGEST_REAL_CLUSTER:
        return len(text)
    length = reader_length(tidy(text))
    return length if length > limit else None


def first_sign(text: str) -> Sign | None:
    """The first character that cannot be stored: a control character, or half of a pair."""
    found = _CANNOT_BE_STORED.search(text)
    if found is None:
        return None
    before = text[max(0, found.start() - _SHOWN_BEFORE) : found.start()]
    return Sign(ord(found.group()), before)

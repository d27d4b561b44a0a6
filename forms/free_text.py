"""Free text at the border: composed, with one kind of line end, counted as its reader counts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import regex

_CANNOT_BE_STORED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_CLUSTER = regex.compile(r"\X")
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
    """Composed (NFC), with line feeds alone as line ends, and no white space around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def reader_length(text: str) -> int:
    """How many characters a reader sees: a family emoji is one, a line end is one.

    A cluster longer than any real one counts by its code points, so that stacked marks have an end.
    """
    lengths = (len(cluster) for cluster in _CLUSTER.findall(text))
    return sum(1 if length <= _LONGEST_REAL_CLUSTER else length for length in lengths)


def over_limit(text: str, limit: int) -> int:
    """How many characters a reader would have to take out; 0 where the text fits."""
    return 0 if len(text) <= limit else max(0, reader_length(text) - limit)


def first_sign(text: str) -> Sign | None:
    """The first character that cannot be stored: a control character, or half of a pair."""
    found = _CANNOT_BE_STORED.search(text)
    if found is None:
        return None
    before = text[max(0, found.start() - _SHOWN_BEFORE) : found.start()]
    return Sign(ord(found.group()), before)

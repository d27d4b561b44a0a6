"""Runs of letters broken into lines that fit a column."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import accumulate

import regex

from reports.figures.shapes import Ink
from reports.pdf.faces import Face
from reports.pdf.fallback import Run
from reports.pdf.structure import Element

_OPPORTUNITY = regex.compile(
    r"""
    [\p{Zs}--[\u00A0\u2007\u202F]]+             # spaces, but for the unbreakable ones
    | (?<=\])(?=\[)                             # between two names in brackets
    | (?<=\p{L}[-\u2010\u2013\u2014])(?=\p{L})  # after a hyphen or dash within a word
    | (?<=\w/)(?=\w)                            # after a slash of an address
    """,
    regex.VERSION1 | regex.VERBOSE,
)

# Sums of the same widths in another order differ in the last digits.
_ROUNDING = 1e-6


class Plate(Enum):
    """What letters may stand on, to catch the eye."""

    FILLED = auto()
    OUTLINED = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """Letters of one face, size (points) and ink that belong to one element."""

    text: str
    face: Face
    size: float
    element: Element
    ink: Ink = Ink.INK
    named: bool = False
    plate: Plate | None = None

    def advances(self) -> Iterator[float]:
        """Yield the width of each letter in points."""
        widths, factor = self.face.widths, self.size / 1000
        return (widths[ord(letter)] * factor for letter in self.text)


def spans_of(runs: Iterable[Run], size: float, element: Element, ink: Ink = Ink.INK) -> list[Span]:
    """Return runs as spans of one size and element."""
    return [Span(run.text, run.face, size * run.face.scale, element, ink, run.named) for run in runs]


def width_of(spans: Iterable[Span]) -> float:
    """Return the width of spans on one line, in points."""
    return sum(sum(span.advances()) for span in spans)


def broken(spans: Sequence[Span], width: float) -> list[tuple[Span, ...]]:
    """Return spans as lines of at most `width` points; a word that is wider is cut at the edge.

    A line that ends where a space was typed keeps one, so that readers do not join the words.
    """
    places = [0.0, *accumulate(advance for span in spans for advance in span.advances())]
    length = len(places) - 1
    if places[-1] <= width + _ROUNDING:
        return [tuple(spans)] if spans else []
    text = "".join(span.text for span in spans)
    breaks = [*(match.span() for match in _OPPORTUNITY.finditer(text)), (length, length)]
    reach = [places[end] for end, _ in breaks]
    starts = [0, *accumulate(len(span.text) for span in spans)][:-1]
    lines, start = [], 0
    while start < length:
        limit = places[start] + width + _ROUNDING
        fitting = bisect_right(reach, limit)
        end, following = breaks[fitting - 1] if fitting else (start, start)
        if end <= start:
            end = following = max(bisect_right(places, limit) - 1, start + 1)
        shown = end + 1 if end < following < length else end
        lines.append(tuple(_slice(spans, starts, start, shown)))
        start = following
    return lines


def _slice(spans: Sequence[Span], starts: Sequence[int], start: int, stop: int) -> Iterator[Span]:
    """Yield the letters from start to stop; `starts` says where each span begins."""
    for number in range(bisect_right(starts, start) - 1, len(spans)):
        span, begin = spans[number], starts[number]
        if begin >= stop:
            return
        letters = span.text[max(start - begin, 0) : stop - begin]
        if letters:
            yield replace(span, text=letters)

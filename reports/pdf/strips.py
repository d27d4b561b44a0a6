"""What pages are filled with: strips of the column that are never broken, top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reports.figures.shapes import Picture
from reports.pdf.frames import Frame
from reports.pdf.lines import Span
from reports.pdf.structure import Element


@dataclass(frozen=True, slots=True)
class Words:
    """Letters of one element on a line. `x` from the page's left, `y` from strip's top to baseline."""

    element: Element
    x: float
    y: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture. `x` from the page's left, `y` from the strip's top to the picture's."""

    element: Element
    x: float
    y: float
    picture: Picture
    scale: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline. `level` counts from 0; `y` from the strip's top."""

    title: str
    level: int
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of text, a picture or a row of cards; `height` and white space in points.

    `above` is left out at the top of a page. `keep`: stays on one page with the next strip. `again`:
    what is set once more over this strip where it begins a page.
    """

    height: float
    items: tuple[Words | Drawing, ...]
    above: float = 0.0
    below: float = 0.0
    keep: bool = False
    bookmarks: tuple[Bookmark, ...] = ()
    frame: Frame | None = None
    again: Strip | None = None


def kept_together(strips: Sequence[Strip]) -> list[Strip]:
    """Return strips of which none goes to another page than the rest."""
    return [*(replace(strip, keep=True) for strip in strips[:-1]), *strips[-1:]]


def height_of(strips: Sequence[Strip]) -> float:
    """Return the height of strips under each other, without the white space around them."""
    between = sum(after.above + before.below for before, after in pairwise(strips))
    return between + sum(strip.height for strip in strips)


def side_by_side(columns: Sequence[Sequence[Strip]], above: float) -> Strip:
    """Return columns as one strip; what is in the first column is read first."""
    height = max(height_of(column) for column in columns)
    items: list[Words | Drawing] = []
    bookmarks: list[Bookmark] = []
    for column in columns:
        top = 0.0
        for number, strip in enumerate(column):
            if number:
                top += column[number - 1].below + strip.above
            items += (replace(item, y=item.y + top) for item in strip.items)
            bookmarks += (replace(mark, y=mark.y + top) for mark in strip.bookmarks)
            top += strip.height
    return Strip(height, tuple(items), above, bookmarks=tuple(bookmarks))

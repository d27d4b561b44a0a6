"""Tables as strips: a row is never broken, and the head stands over the first of them on each page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.document import Role, Table
from reports.pdf.characters import on_one_line
from reports.pdf.frames import Edge, Frame
from reports.pdf.lines import width_of
from reports.pdf.paragraphs import Column, spans_in, strips_of
from reports.pdf.strips import Strip, Words, kept_together, side_by_side
from reports.pdf.structure import Element
from reports.pdf.styles import Style

# White space between two columns, above a row, and the widest that a column of numbers may be (in
# parts of the whole); in how many lines a head of several words goes; room after the longest name; in
# points.
_GAP = 10.0
_ABOVE = 4.0
_WIDEST = 0.2
_HEAD_LINES = 2.5
_NEAR = 30.0

_UNBROKEN = 11
"""Rows, with the head, of a table that stays whole."""


def table_strips(table: Table, column: Column) -> list[Strip]:
    """Return the caption, the head and a strip a row; numbers are set to the right."""
    style = column.density.paragraph(Role.SMALL)
    element = column.parent.add("Table")
    caption = strips_of(spans_in(style, on_one_line(table.caption), element.add("Caption")), style, column)
    widths = _widths(table, style, column.width)
    setting = _Setting(widths, table.names)
    head = _row(table.head, setting, replace(style, bold=True), replace(column, parent=element.add("TR")))
    rows = [_row(row, setting, style, replace(column, parent=element.add("TR"))) for row in table.rows]
    frame = Frame(Edge.RULES, column.left, sum(widths) + _GAP * (len(widths) - 1))
    ruled = [replace(strip, frame=frame) for strip in (head, *rows)]
    ruled[-1] = replace(ruled[-1], below=column.density.gap)
    return [*(replace(strip, keep=True) for strip in caption), *_broken_well(ruled)]


def _broken_well(ruled: Sequence[Strip]) -> list[Strip]:
    """Short tables on one page; of longer ones no row alone, and the head over each part."""
    if len(ruled) <= _UNBROKEN:
        return kept_together(ruled)
    again = _printed_only(ruled[0])
    head, first, *rows, last_but_one, last = (replace(strip, again=again) for strip in ruled)
    return [
        replace(head, keep=True, again=None),
        replace(first, keep=True, again=None),
        *rows,
        replace(last_but_one, keep=True),
        last,
    ]


def _printed_only(head: Strip) -> Strip:
    """A head for those who look at it: who hears the table has its cells' headers already."""
    nowhere = Element("Artifact")
    items = tuple(replace(item, element=nowhere) for item in head.items)
    return replace(head, items=items, bookmarks=())


def _widths(table: Table, style: Style, whole: float) -> list[float]:
    """Columns of numbers are as wide as a number, a word or a part of their head.

    The first is as wide as its words, so that a number stands near what it is of, or as there is room.
    """
    bold, nowhere = replace(style, bold=True), Element("Artifact")
    numbers = []
    for place in range(1, len(table.head)):
        texts = [(style, row[place]) for row in table.rows]
        texts += [(bold, word) for word in table.head[place].split()]
        widest = max(width_of(spans_in(one, on_one_line(text), nowhere)) for one, text in texts)
        head = width_of(spans_in(bold, on_one_line(table.head[place]), nowhere)) / _HEAD_LINES
        numbers.append(min(max(widest, head) + 1.0, whole * _WIDEST))
    names = [(style, row[0]) for row in table.rows] + [(bold, table.head[0])]
    widest = max(width_of(spans_in(one, on_one_line(text), nowhere)) for one, text in names) + _NEAR
    room = whole - _GAP * len(numbers)
    # However many columns there are, the first keeps as much as one of them may take.
    others = min(sum(numbers), room - min(widest, whole * _WIDEST))
    numbers = [width * others / sum(numbers) for width in numbers]
    return [min(room - others, widest), *numbers]


@dataclass(frozen=True, slots=True)
class _Setting:
    """Columns' widths in points, and how many of them are set to the left."""

    widths: Sequence[float]
    names: int


def _row(cells: Sequence[str], setting: _Setting, style: Style, column: Column) -> Strip:
    """Return a row; in the head's, all cells are headers of their columns."""
    is_head, left, sides = style.bold, column.left, []
    for place, (cell, width) in enumerate(zip(cells, setting.widths, strict=True)):
        element = column.parent.add("TH" if is_head or place == 0 else "TD")
        element.scope = ("Column" if is_head else "Row") if element.tag == "TH" else ""
        inside = replace(column, left=left, width=width, parent=element)
        lines = strips_of(spans_in(style, on_one_line(cell), element), style, inside)
        is_name = place < setting.names
        sides.append(lines if is_name else [_to_the_right(line, left + width) for line in lines])
        left += width + _GAP
    return side_by_side(sides, _ABOVE)


def _to_the_right(line: Strip, right: float) -> Strip:
    (words,) = (item for item in line.items if isinstance(item, Words))
    return replace(line, items=(replace(words, x=right - width_of(words.spans)),))

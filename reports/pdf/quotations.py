"""What somebody typed, as strips: line by line, as typed, over as many pages as it takes."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from reports.document import Quotation, Role
from reports.pdf.characters import cleaned, is_right_to_left, on_one_line
from reports.pdf.frames import Edge, Frame
from reports.pdf.paragraphs import Column, spans_in, strips_of
from reports.pdf.strips import Strip
from reports.pdf.styles import Style

_INDENT = 11.0
_TAB = "    "


def quotation_strips(quotation: Quotation, column: Column, right_to_left: str) -> list[Strip]:
    """Return a quotation beside a bar; `right_to_left` stands for lines that would come out in disorder.

    Blank lines stand as one; at the beginning and the end they are left out.
    """
    lines = cleaned(quotation.text).split("\n")
    if not any(line.strip() for line in lines):
        return []
    column = replace(
        column,
        left=column.left + _INDENT,
        width=column.width - _INDENT,
        parent=column.parent.add("BlockQuote"),
    )
    frame = Frame(Edge.BAR, column.left - _INDENT, 2.0)
    strips: list[Strip] = []
    apart = False
    for reordered, same in groupby(lines, key=is_right_to_left):
        for line in [on_one_line(right_to_left)] if reordered else same:
            style = column.density.aside() if reordered else column.density.paragraph(Role.BODY)
            above = style.leading / 2 if apart or reordered else 0.0
            language = None if reordered else quotation.language
            set_line = _line_strips(line, replace(style, above=above), column, language)
            strips += set_line
            apart = reordered or not set_line
    strips[0] = replace(strips[0], above=column.density.paragraph(Role.BODY).above)
    return [replace(strip, frame=frame) for strip in strips]


def _line_strips(line: str, style: Style, column: Column, language: str | None) -> list[Strip]:
    text = line.replace("\t", _TAB).rstrip()
    if not text:
        return []
    return strips_of(spans_in(style, text, column.parent.add("P", language=language)), style, column)

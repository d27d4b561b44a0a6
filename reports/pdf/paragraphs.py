"""Headings, running text and boxes as strips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reports.document import Heading, Led, Paragraph
from reports.pdf.characters import for_properties, on_one_line
from reports.pdf.faces import typefaces
from reports.pdf.fallback import spelled
from reports.pdf.lines import Span, broken, spans_of, width_of
from reports.pdf.strips import Bookmark, Strip, Words
from reports.pdf.structure import Element
from reports.pdf.styles import Density, Style

# Ascent and descent of the text font differ so much, in parts of its size: puts letters into
# the middle of their line.
_BASELINE = 0.388

_EN_SPACE = "\u2002"
_UNBREAKABLE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Column:
    """Where blocks are set: place and width in points, how closely, and the element they belong to."""

    left: float
    width: float
    density: Density
    parent: Element


def heading_strips(heading: Heading, column: Column) -> list[Strip]:
    """Return a heading with its entry in the outline; its remark is a paragraph of its own to readers.

    So whoever jumps from heading to heading hears the bare headings.
    """
    text, remark = on_one_line(heading.text).strip(), on_one_line(heading.remark).strip()
    style = column.density.heading(heading.level)
    spans: list[Span] = []
    if text:
        spans += spans_in(style, text, column.parent.add(f"H{heading.level}"))
    if remark:
        element = column.parent.add("P")
        if text:
            spans += spans_in(style, _EN_SPACE * 2, element)
        whole = remark.replace(" ", _UNBREAKABLE)  # a plate is not torn in two
        spans += spans_in(column.density.remark(urgent=heading.urgent), whole, element)
    strips = [replace(strip, keep=True) for strip in strips_of(spans, style, column)]
    if strips and text:
        entry = Bookmark(for_properties(text), heading.level - 1)
        strips[0] = replace(strips[0], bookmarks=(entry,))
    return strips


def paragraph_strips(paragraph: Paragraph, column: Column) -> list[Strip]:
    """Return running text, with its lead in bold."""
    if not paragraph.text.strip() and not paragraph.lead.strip():
        return []
    style = column.density.paragraph(paragraph.role)
    element = column.parent.add("P")
    spans = _led_spans(paragraph, style, element)
    for more in paragraph.further:
        spans += [*spans_in(style, _EN_SPACE, element), *_led_spans(more, style, element)]
    return strips_of(spans, style, column)


def _led_spans(led: Paragraph | Led, style: Style, element: Element) -> list[Span]:
    text, lead = on_one_line(led.text).strip(), on_one_line(led.lead).strip()
    spans: list[Span] = []
    if lead:
        spans += spans_in(replace(style, bold=True), f"{lead}: " if text else f"{lead}:", element)
    if text:
        spans += spans_in(style, text, element)
    return spans


def spans_in(style: Style, text: str, element: Element) -> list[Span]:
    """Return one line of cleaned text in a style."""
    faces = typefaces().bold if style.bold else typefaces().regular
    spans = spans_of(spelled(text, faces), style.size, element, style.ink)
    return [replace(span, plate=style.plate) for span in spans] if style.plate else spans


def strips_of(spans: Sequence[Span], style: Style, column: Column) -> list[Strip]:
    """Return a paragraph's lines; none stands alone at the foot or the head of a page."""
    lines = broken(spans, column.width)
    baseline = style.leading / 2 + style.size * _BASELINE
    last = len(lines) - 1
    return [
        Strip(
            height=style.leading,
            items=tuple(_words(line, column.left, baseline)),
            above=0.0 if number else style.above,
            keep=number < last and number in {0, last - 1},
        )
        for number, line in enumerate(lines)
    ]


def _words(line: Sequence[Span], left: float, baseline: float) -> Iterator[Words]:
    for (element, _), spans in groupby(line, key=lambda span: (span.element, span.plate)):
        together = tuple(spans)
        yield Words(element, left, baseline, together)
        left += width_of(together)

"""Pages onto the canvas: first the furniture, then the content in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from reports.document import Document
from reports.figures.shapes import Ink
from reports.pdf.canvas import COLOURS, TaggedCanvas
from reports.pdf.characters import on_one_line
from reports.pdf.drawing import draw_picture
from reports.pdf.faces import typefaces
from reports.pdf.fallback import spelled
from reports.pdf.frames import BORDER_OUTSET, RULE_BELOW, Edge, Frame
from reports.pdf.lines import Plate, Span, broken, spans_of, width_of
from reports.pdf.pagination import Page, Placed
from reports.pdf.strips import Drawing, Words
from reports.pdf.structure import Element
from reports.pdf.styles import COLUMN_WIDTH, MARGIN, PAGE

_TOP = PAGE[1] - MARGIN
_SMALL = 8.0
_HEAD_BASELINE = PAGE[1] - 26.0
_FOOT_BASELINE = 22.0
_HAIRLINE = 0.5
_BAR_WIDTH = 2.0

# Around letters: points to the left and right; height and depth below the baseline of their size.
_PLATE_PADDING = 3.0
_PLATE_HEIGHT = 1.3
_PLATE_DEPTH = 0.34

# What furniture belongs to: nothing that anybody reads.
_NOWHERE = Element("Artifact")


def paint_page(canvas: TaggedCanvas, page: Page, document: Document, number: int, total: int) -> None:
    """Paint one page and end it; `number` counts from 1."""
    _paint_head(canvas, document.running)
    _paint_foot(canvas, document.notices.page_of, number, total)
    for frame, framed in groupby(page, key=lambda placed: placed.strip.frame):
        if frame is not None:
            _paint_frame(canvas, frame, list(framed))
    for placed in page:
        for mark in placed.strip.bookmarks:
            canvas.bookmark(mark.title, mark.level, _TOP - placed.top - mark.y)
    for element, items in groupby(_items(page), key=lambda item: item[0].element):
        is_read = element.tag != _NOWHERE.tag
        with canvas.content(element) if is_read else canvas.artifact("Pagination"):
            for item, top in items:
                _paint(canvas, item, top)
    canvas.showPage()


def _items(page: Page) -> Iterator[tuple[Words | Drawing, float]]:
    for placed in page:
        for item in placed.strip.items:
            yield item, _TOP - placed.top


def _paint(canvas: TaggedCanvas, item: Words | Drawing, top: float) -> None:
    if isinstance(item, Words):
        _paint_plate(canvas, item, top - item.y)
        canvas.show(item.x, top - item.y, item.spans)
    else:
        draw_picture(canvas, item, top - item.y)


def _paint_plate(canvas: TaggedCanvas, words: Words, baseline: float) -> None:
    """What the words stand on; inside their own element, as it says nothing by itself."""
    first = words.spans[0]
    if first.plate is None:
        return
    filled = first.plate is Plate.FILLED
    canvas.setFillColor(COLOURS[Ink.INK])
    canvas.setStrokeColor(COLOURS[Ink.GRID])
    canvas.setLineWidth(_HAIRLINE)
    width, height = width_of(words.spans) + 2 * _PLATE_PADDING, first.size * _PLATE_HEIGHT
    canvas.roundRect(
        words.x - _PLATE_PADDING,
        baseline - first.size * _PLATE_DEPTH,
        width,
        height,
        radius=height / 4,
        stroke=not filled,
        fill=filled,
    )


def _paint_frame(canvas: TaggedCanvas, frame: Frame, strips: list[Placed]) -> None:
    if frame.edge is Edge.RULES:
        _paint_rules(canvas, frame, strips)
        return
    upper, lower = _TOP - strips[0].top, _TOP - strips[-1].top - strips[-1].strip.height
    with canvas.artifact():
        if frame.edge is Edge.BAR:
            canvas.setFillColor(COLOURS[Ink.SOFT])
            canvas.rect(frame.left, lower, _BAR_WIDTH, upper - lower, stroke=0, fill=1)
        else:
            canvas.setStrokeColor(COLOURS[Ink.GRID])
            canvas.setLineWidth(_HAIRLINE)
            height = upper - lower + 2 * BORDER_OUTSET
            canvas.rect(frame.left, lower - BORDER_OUTSET, frame.width, height)


def _paint_rules(canvas: TaggedCanvas, frame: Frame, strips: list[Placed]) -> None:
    with canvas.artifact():
        canvas.setStrokeColor(COLOURS[Ink.SOFT])
        canvas.setLineWidth(_HAIRLINE)
        for placed in strips:
            y = _TOP - placed.top - placed.strip.height - RULE_BELOW
            canvas.line(frame.left, y, frame.left + frame.width, y)


def _paint_head(canvas: TaggedCanvas, running: str) -> None:
    with canvas.artifact("Pagination", "Header"):
        canvas.show(MARGIN, _HEAD_BASELINE, _cut(running))
        canvas.setStrokeColor(COLOURS[Ink.SOFT])
        canvas.setLineWidth(_HAIRLINE)
        canvas.line(MARGIN, _HEAD_BASELINE - 6, MARGIN + COLUMN_WIDTH, _HEAD_BASELINE - 6)


def _paint_foot(canvas: TaggedCanvas, page_of: str, number: int, total: int) -> None:
    spans = _cut(page_of.replace("{n}", str(number)).replace("{total}", str(total)))
    with canvas.artifact("Pagination", "Footer"):
        canvas.show(MARGIN + COLUMN_WIDTH - width_of(spans), _FOOT_BASELINE, spans)


def _cut(text: str) -> list[Span]:
    """Return text in small print, with an ellipsis where the page is too narrow for it."""
    spans = _spans(on_one_line(text).strip())
    if width_of(spans) <= COLUMN_WIDTH:
        return spans
    ellipsis = _spans("\u2026")
    return [*broken(spans, COLUMN_WIDTH - width_of(ellipsis))[0], *ellipsis]


def _spans(text: str) -> list[Span]:
    return spans_of(spelled(text, typefaces().regular), _SMALL, _NOWHERE, Ink.GRID)

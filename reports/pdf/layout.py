"""A document's blocks as strips, as closely set as its page limit asks for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import assert_never

from reports.document import (
    Block,
    Box,
    Cards,
    Document,
    Figure,
    Heading,
    Notices,
    Paragraph,
    Quotation,
    Role,
    Table,
)
from reports.pdf.cards import cards_strips, figure_strips
from reports.pdf.drawing import picture_spans
from reports.pdf.frames import BORDER_OUTSET, Edge, Frame
from reports.pdf.pagination import Page, paginated
from reports.pdf.paragraphs import Column, heading_strips, paragraph_strips
from reports.pdf.quotations import quotation_strips
from reports.pdf.strips import Strip, Words, kept_together
from reports.pdf.structure import Element
from reports.pdf.styles import COLUMN_HEIGHT, COLUMN_WIDTH, DENSITIES, MARGIN, Density
from reports.pdf.tables import table_strips

# Between a box's border and its text, on the left and on the right, in points.
_BOX_PADDING = 8.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Pages, and the tree of what is on them."""

    pages: list[Page]
    tree: Element


def laid_out(document: Document) -> Layout:
    """Return the document in the most comfortable density that keeps its page limit, else in the closest."""
    settings = [_Setting(document, density) for density in DENSITIES]
    # Each is closer set than the one before, so the first that fits is found by halving.
    place = bisect_left(settings, True, hi=len(settings) - 1, key=_Setting.fits)  # noqa: FBT003  what fits
    setting = settings[place]
    first = list(setting.strips)
    strips = _blocks_strips(document.annex, setting.column, document.notices)
    if any(_has_names(strip) for strip in (*first, *strips)):
        strips += paragraph_strips(Paragraph(document.notices.letter_by_name, Role.SMALL), setting.column)
    parts = [first, strips] if document.annex_apart and strips else [first + strips]
    pages = [page for part in parts for page in paginated(part, COLUMN_HEIGHT)]
    return Layout(pages, setting.column.parent)


class _Setting:
    """The structured part of a document in one density, set when it is first looked at."""

    def __init__(self, document: Document, density: Density) -> None:
        self.document = document
        self.column = Column(MARGIN, COLUMN_WIDTH, density, Element("Document"))

    @cached_property
    def strips(self) -> list[Strip]:
        return _blocks_strips(self.document.blocks, self.column, self.document.notices)

    def fits(self) -> bool:
        limit = self.document.page_limit
        return limit is None or len(paginated(self.strips, COLUMN_HEIGHT)) <= limit


def _blocks_strips(blocks: Sequence[Block], column: Column, notices: Notices) -> list[Strip]:
    strips: list[Strip] = []
    for before, block, after in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        new = _block_strips(block, column, notices)
        if isinstance(before, Heading) and new:
            # A heading stands closer to what it is the heading of.
            room = 0.6 * column.density.gap + (BORDER_OUTSET if isinstance(block, Box) else 0)
            new[0] = replace(new[0], above=min(new[0].above, room))
            if isinstance(block, Paragraph) and isinstance(after, Cards | Quotation | Figure | Table):
                # It introduces what follows, as a legend does.
                new = [replace(strip, keep=True) for strip in new]
        strips += new
    return strips


def _block_strips(block: Block, column: Column, notices: Notices) -> list[Strip]:
    strips: list[Strip]
    match block:
        case Heading():
            strips = heading_strips(block, column)
        case Paragraph():
            strips = paragraph_strips(block, column)
        case Quotation():
            strips = quotation_strips(block, column, notices.right_to_left)
        case Cards():
            strips = cards_strips(block.cards, column)
        case Box():
            strips = _box_strips(block, column, notices)
        case Figure():
            strips = figure_strips(block, column)
        case Table():
            strips = table_strips(block, column)
        case _:
            assert_never(block)
    return strips


def _box_strips(box: Box, column: Column, notices: Notices) -> list[Strip]:
    frame = Frame(Edge.BORDER, column.left, column.width)
    element = Element("Div")
    inside = replace(
        column,
        left=column.left + _BOX_PADDING,
        width=column.width - 2 * _BOX_PADDING,
        parent=element,
    )
    strips = kept_together(_blocks_strips(box.blocks, inside, notices))
    if not strips:
        return []
    column.parent.kids.append(element)
    strips = [replace(strip, frame=frame) for strip in strips]
    strips[0] = replace(strips[0], above=1.2 * column.density.gap + BORDER_OUTSET)
    strips[-1] = replace(strips[-1], below=BORDER_OUTSET, keep=False)
    return strips


def _has_names(strip: Strip) -> bool:
    return any(
        span.named
        for item in strip.items
        for span in (item.spans if isinstance(item, Words) else picture_spans(item))
    )

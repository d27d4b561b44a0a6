"""Pictures as strips: cards two by two, their pictures at one height, or one over the whole width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from reports.document import Card, Figure
from reports.figures.shapes import Picture
from reports.pdf.characters import for_properties
from reports.pdf.paragraphs import Column, heading_strips, paragraph_strips
from reports.pdf.strips import Drawing, Strip, height_of, kept_together, side_by_side
from reports.pdf.styles import COLUMN_HEIGHT, GUTTER


def cards_strips(cards: Sequence[Card], column: Column) -> list[Strip]:
    """Return a strip for each two cards; the left one is read first."""
    width = (column.width - GUTTER) / 2
    above = 2.0 * column.density.gap
    strips: list[Strip] = []
    for pair in zip_longest(cards[::2], cards[1::2]):
        sides = [
            _parts(card, replace(column, left=column.left + number * (width + GUTTER), width=width))
            for number, card in enumerate(pair)
            if card is not None
        ]
        strips += _row(sides, above)
    return [*strips[:-1], *(replace(strip, below=column.density.gap) for strip in strips[-1:])]


def _parts(card: Card, column: Column) -> tuple[list[Strip], list[Strip]]:
    """Return a card's heading, and what stands below it."""
    tight = column.density.gap / 2
    heading = heading_strips(card.heading, column)
    below = [_picture_strip(card.picture, column)]
    for paragraph in card.words:
        lines = paragraph_strips(paragraph, column)
        below += [replace(line, above=tight if number == 0 else 0.0) for number, line in enumerate(lines)]
    return heading, below


def figure_strips(figure: Figure, column: Column) -> list[Strip]:
    """Return a picture with its words, none of which goes to another page."""
    strips = [_picture_strip(figure.picture, column)]
    for paragraph in figure.words:
        strips += paragraph_strips(paragraph, column)
    *most, last = kept_together(strips)
    return [*most, replace(last, keep=False)]


def _picture_strip(picture: Picture, column: Column) -> Strip:
    scale = min(column.density.picture, column.width / picture.width, COLUMN_HEIGHT / 2 / picture.height)
    element = column.parent.add("Figure", for_properties(picture.alternative))
    drawing = Drawing(element, column.left, 0.0, picture, scale)
    return Strip(picture.height * scale, (drawing,), above=column.density.gap / 2, keep=True)


def _row(sides: Sequence[tuple[list[Strip], list[Strip]]], above: float) -> list[Strip]:
    """Return cards beside each other, or one after the other where a page cannot hold one."""
    heading_height = max(height_of(heading) for heading, _ in sides)
    columns = []
    for heading, below in sides:
        missing = heading_height - height_of(heading)
        columns.append([*heading, replace(below[0], above=below[0].above + missing), *below[1:]])
    row = side_by_side(columns, above)
    if row.height <= COLUMN_HEIGHT:
        return [row]
    strips: list[Strip] = []
    for heading, below in sides:
        card = [*heading, *below]
        strips += [replace(card[0], above=above), *card[1:]]
    return strips

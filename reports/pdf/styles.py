"""Sizes of letters and of white space, from comfortable to compact."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reports.document import Role
from reports.figures.shapes import Ink
from reports.pdf.lines import Plate

PAGE = (595.28, 841.89)  # A4 in points
MARGIN = 42.0
COLUMN_WIDTH = PAGE[0] - 2 * MARGIN
COLUMN_HEIGHT = PAGE[1] - 2 * MARGIN
GUTTER = 22.0

# Smaller print would not be read, however crowded a page.
_SMALLEST = 7.5

# How much larger than body text headings of level 1, 2 ... are, and their white space in gaps.
_HEADINGS = ((1.75, 0.0), (1.26, 2.6), (1.0, 1.8), (1.0, 1.2))


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's letters; `size`, `leading` (line to line) and `above` (white space) in points."""

    size: float
    leading: float
    above: float
    bold: bool = False
    ink: Ink = Ink.INK
    plate: Plate | None = None


@dataclass(frozen=True, slots=True)
class Density:
    """How closely a document is set: `body` size and `gap` (white space) in points, the others factors.

    `leading` is of a size, `statement` of the body's size, `picture` of a picture's own.
    """

    body: float
    statement: float
    leading: float
    gap: float
    picture: float

    def heading(self, level: int) -> Style:
        """Return the style of a heading."""
        factor, gaps = _HEADINGS[min(level, len(_HEADINGS)) - 1]
        return self._style(factor, gaps, bold=True)

    def remark(self, *, urgent: bool) -> Style:
        """Return the style of what follows a heading on its line."""
        if urgent:
            return replace(self._style(0.86, 0, bold=True, ink=Ink.PAPER), plate=Plate.FILLED)
        return replace(self._style(0.86, 0), plate=Plate.OUTLINED)

    def paragraph(self, role: Role) -> Style:
        """Return the style of running text."""
        match role:
            case Role.STATEMENT:
                return self._style(self.statement, 1.0)
            case Role.SMALL:
                return self._style(0.86, 0.7)
            case Role.BODY:
                return self._style(1.0, 0.8)

    def aside(self) -> Style:
        """Return the style of what the renderer itself has to say."""
        return self._style(0.86, 0.7, ink=Ink.GRID)

    def _style(self, factor: float, gaps: float, *, bold: bool = False, ink: Ink = Ink.INK) -> Style:
        size = max(round(self.body * factor, 2), _SMALLEST)
        return Style(size, round(size * self.leading, 2), round(gaps * self.gap, 2), bold, ink)


# Tried in this order until a page limit is kept.
DENSITIES = (
    Density(body=9.5, statement=1.14, leading=1.4, gap=7.0, picture=1.0),
    Density(body=9.0, statement=1.12, leading=1.36, gap=6.0, picture=0.95),
    Density(body=8.5, statement=1.1, leading=1.32, gap=5.0, picture=0.92),
    Density(body=8.3, statement=1.06, leading=1.28, gap=4.0, picture=0.88),
    Density(body=8.0, statement=1.04, leading=1.25, gap=3.3, picture=0.85),
    Density(body=8.0, statement=1.0, leading=1.22, gap=2.6, picture=0.85),
    Density(body=7.5, statement=1.0, leading=1.17, gap=1.6, picture=0.78),
)

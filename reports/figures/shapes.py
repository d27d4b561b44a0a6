"""The shapes that pictures are made of. y grows downwards, as in SVG; units are points."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ink(StrEnum):
    """Four greys that stay apart in print. Nothing is said by colour alone."""

    INK = "#1a1a1a"
    PAPER = "#ffffff"
    SOFT = "#d4d4d4"
    GRID = "#767676"


class Anchor(StrEnum):
    """Which end of a word stands at its x, in SVG's names."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Ink = Ink.INK
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle with its upper left corner at x, y."""

    x: float
    y: float
    width: float
    height: float
    fill: Ink | None = None
    stroke: Ink | None = None
    stroke_width: float = 1.0


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around x, y."""

    x: float
    y: float
    radius: float
    fill: Ink | None = None
    stroke: Ink | None = None
    stroke_width: float = 1.0


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed path through its points."""

    points: tuple[tuple[float, float], ...]
    fill: Ink | None = None
    stroke: Ink | None = None
    stroke_width: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text on its baseline."""

    x: float
    y: float
    text: str
    size: float = 7.0
    anchor: Anchor = Anchor.START
    bold: bool = False


Shape = Line | Rect | Circle | Polygon | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes on a canvas, with the words that stand for them: none is drawn without."""

    width: float
    height: float
    alternative: str
    shapes: tuple[Shape, ...]

    def __post_init__(self) -> None:
        """Refuse a picture that says nothing to those who cannot see it."""
        if not self.alternative.strip():
            message = "a picture needs its alternative text"
            raise ValueError(message)

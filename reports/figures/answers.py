"""Both sides' answers to one question on its own scale.

Who is who is told by a word, by place and by shape (a filled circle for the patient, an open
diamond for the clinician); colour says nothing. An ordinal scale runs from worse on the left to
better on the right, whichever way its values count.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from reports.figures.label_width import label_width
from reports.figures.shapes import Anchor, Circle, Ink, Line, Picture, Polygon, Shape, Words

WIDTH = 240.0
_LABEL_SIZE = 7.6
_NAME_SIZE = 8.2
_RADIUS = 4.2
_FIRST_LANE, _LANE = 6.5, 12.2
_TRACK_START, _TRACK_END = 52.0, 234.0
_MOST_APART = 100.0
"""What stands apart gets room for its label, but no more than this of a picture's width."""
_ROW = 10.2
_LABEL_ROW = 8.6
_SPACE = 5.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One side's answer: places among the scale's options; none where it left the question open."""

    name: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OrderedScale:
    """An ordinal scale's picture: options from worse to better, then those that stand apart."""

    steps: int
    low: str
    high: str
    apart: tuple[str, ...] = ()


def on_a_line(scale: OrderedScale, patient: Mark | None, clinician: Mark | None, alternative: str) -> Picture:
    """Two lanes over one ordinal scale, the patient's above."""
    xs = _positions(scale)
    lanes = [(mark, _FIRST_LANE + _LANE * n) for n, mark in enumerate(m for m in (patient, clinician) if m)]
    bottom = lanes[-1][1]
    shapes: list[Shape] = []
    for mark, y in lanes:
        shapes.append(Words(0, y + 3, mark.name, _NAME_SIZE, bold=True))
        shapes.append(Line(xs[0], y, xs[scale.steps - 1], y, Ink.GRID, 0.9))
        shapes += [Line(x, y - 2.5, x, y + 2.5, Ink.GRID, 0.9) for x in xs[: scale.steps]]
    if scale.apart:
        wall = WIDTH - sum(_rooms(scale))
        shapes.append(Line(wall, 0.5, wall, bottom + 14, Ink.GRID, 0.7, (1.5, 1.5)))
    shapes += _link(lanes, xs, scale.steps)
    for mark, y in lanes:
        shapes += [_sign(mark is patient, xs[place], y) for place in mark.places]
    ends = [(xs[0], Anchor.START, scale.low), (xs[scale.steps - 1], Anchor.END, scale.high)]
    apart = [(x, Anchor.MIDDLE, text) for x, text in zip(xs[scale.steps :], scale.apart, strict=True)]
    labels, height = _label_rows(apart + ends, bottom + 12.4)
    return Picture(WIDTH, height, alternative, (*shapes, *labels))


def in_a_list(
    options: tuple[str, ...], patient: Mark | None, clinician: Mark | None, alternative: str
) -> Picture:
    """The options of a nominal scale or a set one below the other, with a column for each side."""
    columns = [mark for mark in (patient, clinician) if mark]
    shapes: list[Shape] = []
    top = 7.0
    start = 0.0
    for mark in columns:
        width = label_width(mark.name, _NAME_SIZE)
        shapes.append(Words(start, top, mark.name, _NAME_SIZE, bold=True))
        for place in range(len(options)):
            x, y = start + width / 2, top + _ROW * (place + 1) - 2.5
            if place in mark.places:
                shapes.append(_sign(mark is patient, x, y))
            else:
                shapes.append(Circle(x, y, 1.1, Ink.GRID))
        start += width + _SPACE
    shapes += [Words(start, top + _ROW * (n + 1), text, _LABEL_SIZE) for n, text in enumerate(options)]
    return Picture(WIDTH, top + _ROW * len(options) + 3.5, alternative, tuple(shapes))


def _positions(scale: OrderedScale) -> list[float]:
    rooms = _rooms(scale)
    end = min(_TRACK_END, WIDTH - sum(rooms) - 2 * _SPACE)
    step = (end - _TRACK_START) / max(1, scale.steps - 1)
    ordered = [_TRACK_START + step * n for n in range(scale.steps)]
    right = accumulate(rooms[::-1])
    return ordered + [WIDTH - done + room / 2 for done, room in zip(right, rooms[::-1], strict=True)][::-1]


def _rooms(scale: OrderedScale) -> list[float]:
    """The width beside the scale of each option that stands apart: its label stays in it."""
    most = _MOST_APART / max(1, len(scale.apart))
    return [min(most, label_width(text, _LABEL_SIZE) + _SPACE) for text in scale.apart]


def _link(lanes: list[tuple[Mark, float]], xs: list[float], steps: int) -> list[Shape]:
    """A line from one answer in order to the other: the further away, the flatter."""
    answered = [(xs[mark.places[0]], y) for mark, y in lanes if mark.places and mark.places[0] < steps]
    if len(answered) < len(lanes) or len(lanes) == 1:
        return []
    (x1, y1), (x2, y2) = answered
    return [Line(x1, y1, x2, y2, Ink.INK, 0.9, (2, 1.5))] if x1 != x2 else []


def _sign(is_patient: bool, x: float, y: float) -> Shape:  # noqa: FBT001  private: which of two shapes
    if is_patient:
        return Circle(x, y, _RADIUS, Ink.INK, Ink.INK)
    r = _RADIUS + 0.8
    return Polygon(((x, y - r), (x + r, y), (x, y + r), (x - r, y)), Ink.PAPER, Ink.INK, 1.4)


def _label_rows(labels: list[tuple[float, Anchor, str]], top: float) -> tuple[list[Words], float]:
    """Each label in the first row in which it touches no other; and the height of it all."""
    rows: list[list[tuple[float, float]]] = []
    placed = []
    for x, anchor, text in labels:
        width = label_width(text, _LABEL_SIZE)
        left = x - {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[anchor]
        right = left + width
        row = next((n for n, taken in enumerate(rows) if _is_free(taken, left, right)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((left, right))
        placed.append(Words(x, top + _LABEL_ROW * row, text, _LABEL_SIZE, anchor))
    return placed, top + _LABEL_ROW * (len(rows) - 1) + 3


def _is_free(taken: list[tuple[float, float]], left: float, right: float) -> bool:
    return all(right + _SPACE < a or b + _SPACE < left for a, b in taken)

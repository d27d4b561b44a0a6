"""A period's pictures: bars from visit to pair, a share with its interval, parts of a whole, a run chart.

Greys that stay apart in print; every bar and part has its word and its number beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.control_chart import Chart
from reports.figures.label_width import label_width
from reports.figures.shapes import Anchor, Circle, Ink, Line, Picture, Rect, Shape, Words

WIDTH = 500.0
_SIZE = 8.5
_LABELS = 150.0
_ROW, _BAR = 17.0, 10.0
_NUMBER_ROOM = 46.0
_AXIS_STEPS = (0, 25, 50, 75, 100)
_LEFT, _RIGHT, _TOP, _HEIGHT = 30.0, WIDTH - 62.0, 6.0, 96.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart; `shown`: its number in words."""

    label: str
    value: float
    shown: str


def bars(rows: Sequence[Bar], alternative: str) -> Picture:
    """Bars under each other, all on one scale from 0 to the largest."""
    longest = max((row.value for row in rows), default=0) or 1
    room = WIDTH - _LABELS - _NUMBER_ROOM
    shapes: list[Shape] = []
    for number, row in enumerate(rows):
        top = number * _ROW
        length = room * row.value / longest
        shapes += [
            Words(0, top + _BAR - 1, row.label, _SIZE),
            Rect(_LABELS, top, length, _BAR, fill=Ink.GRID if number else Ink.INK),
            Words(_LABELS + length + 5, top + _BAR - 1, row.shown, _SIZE, bold=True),
        ]
    return Picture(WIDTH, _ROW * len(rows), alternative, tuple(shapes))


def share_on_axis(value: float, interval: tuple[float, float] | None, alternative: str) -> Picture:
    """A share on an axis from 0 to 100 %, with its interval as a line where there is one."""
    left, length, y = 10.0, WIDTH - 20.0, 10.0
    shapes: list[Shape] = [Line(left, 24, left + length, 24, Ink.GRID)]
    for step in _AXIS_STEPS:
        x = left + length * step / 100
        anchor = Anchor.START if step == 0 else Anchor.END if step == _AXIS_STEPS[-1] else Anchor.MIDDLE
        shapes += [Line(x, 21, x, 27, Ink.GRID), Words(x, 37, f"{step} %", _SIZE - 1, anchor)]
    if interval is not None:
        low, high = (left + length * end for end in interval)
        shapes += [
            Line(low, y, high, y, Ink.INK, 2.2),
            *(Line(x, y - 4, x, y + 4, Ink.INK) for x in (low, high)),
        ]
    shapes.append(Circle(left + length * value, y, 5, fill=Ink.INK))
    return Picture(WIDTH, 40, alternative, tuple(shapes))


def parts(rows: Sequence[Bar], alternative: str) -> Picture:
    """Parts of a whole beside each other, the last one darkest, each named below in its own row."""
    total = sum(row.value for row in rows) or 1
    inks = (Ink.SOFT, Ink.GRID, Ink.INK)
    shapes: list[Shape] = []
    left = 0.0
    for row, ink in zip(rows, inks, strict=True):
        length = WIDTH * row.value / total
        shapes.append(Rect(left, 0, length, 16, fill=ink, stroke=Ink.PAPER))
        left += length
    for number, (row, ink) in enumerate(zip(rows, inks, strict=True)):
        top = 24 + number * 13
        shapes += [
            Rect(0, top, 9, 9, fill=ink, stroke=Ink.INK, stroke_width=0.5),
            Words(15, top + 8, f"{row.shown}  {row.label}", _SIZE),
        ]
    return Picture(WIDTH, 24 + 13 * len(rows), alternative, tuple(shapes))


@dataclass(frozen=True, slots=True)
class ChartWords:
    """What stands in a run chart."""

    median: str
    limit: str


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where a chart's points lie: from rates and places to points of the picture."""

    count: int
    highest: float

    def x(self, number: int) -> float:
        """Across."""
        return _LEFT + (_RIGHT - _LEFT) * number / max(1, self.count - 1)

    def y(self, rate: float) -> float:
        """Down."""
        return _TOP + _HEIGHT * (1 - rate / self.highest)


def run_chart(chart: Chart, words: ChartWords, alternative: str) -> Picture:
    """The points in order with their median, and limits where there are any."""
    highest = max([*(point.rate for point in chart.points), *(limit.high for limit in chart.limits), 0.1])
    plane = _Plane(len(chart.points), highest)
    median = plane.y(chart.centre)
    shapes: list[Shape] = [
        Line(_LEFT, plane.y(0), _RIGHT, plane.y(0), Ink.GRID),
        *(_beside(plane, rate) for rate in (0.0, highest)),
        Line(_LEFT, median, _RIGHT, median, Ink.INK, 0.8, (4, 2)),
        *_names(chart, plane, words),
        *_limit_lines(chart, plane),
    ]
    for number, (one, other) in enumerate(pairwise(chart.points)):
        shapes.append(Line(plane.x(number), plane.y(one.rate), plane.x(number + 1), plane.y(other.rate)))
    for number, point in enumerate(chart.points):
        fill = Ink.INK if point.label in chart.outliers else Ink.PAPER
        shapes.append(Circle(plane.x(number), plane.y(point.rate), 2.6, fill=fill, stroke=Ink.INK))
    shapes += _first_and_last(chart)
    return Picture(WIDTH, _TOP + _HEIGHT + 18, alternative, tuple(shapes))


def _beside(plane: _Plane, rate: float) -> Words:
    return Words(_LEFT - 5, plane.y(rate) + 3, f"{rate * 100:.0f} %", _SIZE - 1, Anchor.END)


def _names(chart: Chart, plane: _Plane, words: ChartWords) -> list[Words]:
    """What the median and the upper limit are called; where both lie close, one name below the other."""
    x, size, median = _RIGHT + 5, _SIZE - 1, plane.y(chart.centre) + 3
    if not chart.limits:
        return [Words(x, median, words.median, size)]
    limit = plane.y(chart.limits[-1].high) + 3
    return [Words(x, max(median, limit + _SIZE), words.median, size), Words(x, limit, words.limit, size)]


def _limit_lines(chart: Chart, plane: _Plane) -> list[Shape]:
    shapes: list[Shape] = []
    for number, (one, other) in enumerate(pairwise(chart.limits)):
        # Below nothing, or above everything, no point can be: such a limit is none.
        lines = [(one.low, other.low)] if min(one.low, other.low) > 0 else []
        lines += [(one.high, other.high)] if max(one.high, other.high) < 1 else []
        for start, end in lines:
            left, right = plane.x(number), plane.x(number + 1)
            shapes.append(Line(left, plane.y(start), right, plane.y(end), Ink.GRID, 0.7, (1.5, 1.5)))
    return shapes


def _first_and_last(chart: Chart) -> list[Shape]:
    first, last = chart.points[0].label, chart.points[-1].label
    room = _RIGHT - _LEFT - label_width(first, _SIZE) - label_width(last, _SIZE)
    shapes: list[Shape] = [Words(_LEFT, _TOP + _HEIGHT + 14, first, _SIZE - 1)]
    if first != last and room > 0:
        shapes.append(Words(_RIGHT, _TOP + _HEIGHT + 14, last, _SIZE - 1, Anchor.END))
    return shapes

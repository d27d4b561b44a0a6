"""A period's pictures: true to their numbers, inside their canvas, and readable without colour."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from reports.control_chart import Chart, Point, chart
from reports.figures.label_width import label_width
from reports.figures.period import WIDTH, Bar, ChartWords, bars, parts, run_chart, share_on_axis
from reports.figures.shapes import Anchor, Circle, Ink, Line, Picture, Rect, Shape, Words

WORDS = ChartWords("Median", "Limit")


def run(number: int, *, odd: int | None = None) -> Picture:
    """A run chart of so many points; `odd`: the place of one that is far off."""
    points = [
        Point(f"2026-W{place + 1:02}", 40, 30 if place == odd else 8 + 4 * (place % 2))
        for place in range(number)
    ]
    found = chart(points)
    assert isinstance(found, Chart)
    return run_chart(found, WORDS, "What it shows.")


def quiet() -> Chart:
    """So many visits that the limits lie close to the median."""
    found = chart([Point(f"2026-W{place + 1:02}", 20_000, 4_000 + 7 * (place % 3)) for place in range(52)])
    assert isinstance(found, Chart)
    return found


QUIET = quiet()
PICTURES = {
    "bars": bars([Bar("Visits held", 407, "407"), Bar("Both answered", 250, "250")], "a"),
    "bars of nothing": bars([Bar("Visits held", 0, "0")], "a"),
    "a share": share_on_axis(0.15, (0.11, 0.2), "a"),
    "nobody": share_on_axis(0.0, (0.0, 0.14), "a"),
    "everybody": share_on_axis(1.0, (0.86, 1.0), "a"),
    "without interval": share_on_axis(0.5, None, "a"),
    "parts": parts([Bar("Seen", 3, "3"), Bar("Unsure", 0, "0"), Bar("Not seen", 9, "9")], "a"),
    "parts of nothing": parts([Bar("Seen", 0, "0"), Bar("Unsure", 0, "0"), Bar("Not seen", 0, "0")], "a"),
    "one point": run(1),
    "a year": run(52),
    "a year with something special": run(52, odd=40),
    "a year of very many visits": run_chart(QUIET, WORDS, "a"),
}


@pytest.fixture(params=list(PICTURES.values()), ids=list(PICTURES))
def picture(request: pytest.FixtureRequest) -> Picture:
    """Each picture in turn."""
    found: Picture = request.param
    return found


def extent(shape: Shape) -> tuple[float, float, float, float]:
    """From where to where a shape reaches: left, top, right, bottom."""
    match shape:
        case Line():
            (left, right), (top, bottom) = sorted((shape.x1, shape.x2)), sorted((shape.y1, shape.y2))
            return left, top, right, bottom
        case Rect():
            return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case Circle():
            r = shape.radius
            return shape.x - r, shape.y - r, shape.x + r, shape.y + r
        case Words():
            width = label_width(shape.text, shape.size)
            before = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[shape.anchor]
            return shape.x - before, shape.y - shape.size, shape.x - before + width, shape.y
    raise AssertionError(shape)


def test_nothing_lies_outside_of_a_picture(picture: Picture) -> None:
    for shape in picture.shapes:
        left, top, right, bottom = extent(shape)
        assert -1 <= left <= right <= picture.width + 1, shape
        assert -1 <= top <= bottom <= picture.height + 1, shape


def test_everything_is_a_grey_of_ours(picture: Picture) -> None:
    for shape in picture.shapes:
        inks = [getattr(shape, name, None) for name in ("fill", "stroke")]
        assert {ink for ink in inks if ink is not None} <= set(Ink)
    for ink in Ink:
        assert re.fullmatch(r"#(..)\1\1", ink), "a grey has as much of each colour"


def test_no_word_lies_on_another(picture: Picture) -> None:
    places = [extent(shape) for shape in picture.shapes if isinstance(shape, Words)]
    for number, (left, top, right, bottom) in enumerate(places):
        for other in places[number + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_no_word_is_broken(picture: Picture) -> None:
    said = " ".join(shape.text for shape in picture.shapes if isinstance(shape, Words))
    assert re.findall(r"nan|-0|inf", said) == []


def test_bars_are_as_long_as_their_numbers_and_start_at_nothing() -> None:
    rows = [Bar("a", 400, "400"), Bar("b", 100, "100"), Bar("c", 0, "0")]
    rects = [shape for shape in bars(rows, "a").shapes if isinstance(shape, Rect)]
    assert len({rect.x for rect in rects}) == 1
    assert [rect.width / rects[0].width for rect in rects] == [1, 0.25, 0]


@pytest.mark.parametrize("value", [0.0, 0.25, 1.0])
def test_a_share_stands_over_its_per_cent(value: float) -> None:
    shapes = share_on_axis(value, (value / 2, (1 + value) / 2), "a").shapes
    (dot,) = (shape for shape in shapes if isinstance(shape, Circle))
    at = {shape.text: shape.x for shape in shapes if isinstance(shape, Words)}
    assert dot.x == at[f"{value:.0%}".replace("%", " %")]
    (bar,) = (shape for shape in shapes if isinstance(shape, Line) and shape.width > 2)
    whole = at["100 %"] - at["0 %"]
    assert [(x - at["0 %"]) / whole for x in (bar.x1, bar.x2)] == [
        pytest.approx(end) for end in (value / 2, (1 + value) / 2)
    ]


def test_parts_fill_the_whole_and_each_has_its_number_in_words() -> None:
    picture = PICTURES["parts"]
    bar = [shape for shape in picture.shapes if isinstance(shape, Rect) and shape.height > 10]
    assert sum(rect.width for rect in bar) == WIDTH
    assert [rect.width / WIDTH for rect in bar] == [0.25, 0, 0.75]
    assert len({rect.fill for rect in bar}) == 3
    said = [shape.text for shape in picture.shapes if isinstance(shape, Words)]
    assert said == ["3  Seen", "0  Unsure", "9  Not seen"]


def test_a_higher_rate_lies_higher_and_later_lies_to_the_right() -> None:
    dots = [shape for shape in run(24).shapes if isinstance(shape, Circle)]
    assert len(dots) == 24
    assert all(one.x < other.x for one, other in pairwise(dots))
    assert all(dot.y > other.y for dot, other in zip(dots[::2], dots[1::2], strict=True))


def test_what_is_special_is_filled_and_the_limits_need_twenty_points() -> None:
    dots = [shape for shape in PICTURES["a year with something special"].shapes if isinstance(shape, Circle)]
    assert [number for number, dot in enumerate(dots) if dot.fill == Ink.INK] == [40]

    def said(picture: Picture) -> list[str]:
        return [shape.text for shape in picture.shapes if isinstance(shape, Words)]

    assert "Limit" in said(run(20))
    assert "Limit" not in said(run(19))
    assert "Median" in said(run(19))

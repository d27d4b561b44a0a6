"""Pictures: every shape is drawn where it belongs, and no label leaves the picture."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest

from reports.document import Card, Cards, Heading
from reports.figures.shapes import Anchor, Circle, Ink, Line, Picture, Polygon, Rect, Shape, Words
from tests.pdf_checks import read_aloud, words_on_pages
from tests.reports.pdf.documents import document, picture, rendered


def with_picture(*shapes: Shape) -> bytes:
    drawn = Picture(200, 50, "A picture.", shapes)
    return rendered(document(Heading(2, "Pictures"), Cards((Card(Heading(3, "Label"), drawn, ()),))))


def operations(data: bytes) -> Iterator[tuple[str, list[float]]]:
    """What is painted within the figure."""
    inside = False
    with pikepdf.open(BytesIO(data)) as pdf:
        for instruction in pikepdf.parse_content_stream(pdf.pages[0]):
            operands, operator = instruction.operands, str(instruction.operator)
            if operator == "BDC":
                inside = str(operands[0]) == "/Figure"
            elif inside and operator not in {"EMC", "BT", "ET", "Tf", "Tj"}:
                numbers = [value for value in operands if not isinstance(value, pikepdf.Array)]
                yield operator, [float(str(value)) for value in numbers]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        pytest.param(Line(1, 2, 3, 4), [("m", [1, 48]), ("l", [3, 46]), ("S", [])], id="a line"),
        pytest.param(Rect(1, 2, 30, 4, Ink.SOFT), [("re", [1, 44, 30, 4]), ("f*", [])], id="a filled box"),
        pytest.param(
            Rect(1, 2, 30, 4, stroke=Ink.INK), [("re", [1, 44, 30, 4]), ("S", [])], id="its outline"
        ),
        pytest.param(
            Polygon(((0, 0), (9, 0), (9, 9)), Ink.PAPER, Ink.INK),
            [("m", [0, 50]), ("l", [9, 50]), ("l", [9, 41]), ("h", []), ("B*", [])],
            id="a polygon, closed",
        ),
    ],
)
def test_a_shape_is_drawn_where_it_is(shape: Shape, expected: list[tuple[str, list[float]]]) -> None:
    painted = list(operations(with_picture(shape)))
    start = painted.index(expected[0])
    assert painted[start : start + len(expected)] == expected


def test_a_circle_begins_and_ends_at_its_right_edge_or_closes() -> None:
    painted = list(operations(with_picture(Circle(50, 20, 5, Ink.INK))))
    curves = [numbers for operator, numbers in painted if operator == "c"]
    assert len(curves) == 4
    xs = [x for numbers in curves for x in numbers[4::2]]
    ys = [y for numbers in curves for y in numbers[5::2]]
    assert (min(xs), max(xs), min(ys), max(ys)) == pytest.approx((45, 55, 25, 35))


@pytest.mark.parametrize(("ink", "grey"), [(Ink.INK, 0.102), (Ink.SOFT, 0.831), (Ink.GRID, 0.463)])
def test_inks_are_greys(ink: Ink, grey: float) -> None:
    painted = list(operations(with_picture(Line(1, 2, 3, 4, ink, 1.5))))
    assert [pytest.approx([grey] * 3, abs=0.001)] == [
        numbers for operator, numbers in painted if operator == "RG"
    ]
    assert ("w", [1.5]) in painted


def test_a_dashed_line_leaves_the_next_one_whole() -> None:
    painted = [
        operator for operator, _ in operations(with_picture(Line(1, 2, 3, 4, dash=(2, 1)), Line(5, 6, 7, 8)))
    ]
    assert painted.count("d") == 2
    assert painted.index("d") < painted.index("S") < len(painted) - painted[::-1].index("d") - 1


@pytest.mark.parametrize(
    ("anchor", "left"),
    [
        pytest.param(Anchor.START, 100, id="at its beginning"),
        pytest.param(Anchor.MIDDLE, 100 - 21.84 / 2, id="at its middle"),
        pytest.param(Anchor.END, 100 - 21.84, id="at its end"),
    ],
)
def test_words_stand_at_their_anchor(anchor: Anchor, left: float) -> None:
    data = with_picture(Words(100, 20, "Mostly", anchor=anchor))
    (word,) = [word for word in words_on_pages(data) if word.text == "Mostly"]
    assert word.right - word.left == pytest.approx(21.84, abs=0.3)
    assert word.left - 42 == pytest.approx(left, abs=0.3)


@pytest.mark.parametrize("anchor", Anchor)
@pytest.mark.parametrize("x", [0, 20, 180, 200])
@pytest.mark.parametrize(
    "label",
    [
        pytest.param(
            "Rehabiliteringsoppfølgingssamtalemedforventningsavklaringoglangsiktigplan", id="a compound"
        ),
        pytest.param("\u0627\u0644\u0623\u0644\u0645", id="what is printed by its names"),
        pytest.param("ja", id="a short word at the edge"),
    ],
)
def test_no_label_leaves_its_picture(label: str, x: float, anchor: Anchor) -> None:
    data = with_picture(Words(x, 20, label, anchor=anchor))
    drawn = [word for word in words_on_pages(data) if word.top > 80 and word.bottom < 790]
    assert drawn
    assert min(word.left for word in drawn) >= 42 - 0.1
    assert max(word.right for word in drawn) <= 42 + 200 + 0.1


def test_labels_are_not_read_as_one_word() -> None:
    (figure,) = [
        read for read in read_aloud(with_picture(Words(1, 9, "No"), Words(90, 9, "Yes"))) if read.alternative
    ]
    assert figure.text.split() == ["No", "Yes"]


def test_the_picture_is_announced_by_its_words_and_its_box_is_where_it_is() -> None:
    data = rendered(document(Heading(2, "All"), Cards((Card(Heading(3, "One"), picture(), ()),))))
    assert [read.alternative for read in read_aloud(data) if read.tag == "Figure"] == [
        "The patient answered “mostly”."
    ]
    with pikepdf.open(BytesIO(data)) as pdf:
        (figure,) = [kid for kid in pdf.Root.StructTreeRoot.K.K if str(kid.S) == "/Figure"]
        left, bottom, right, top = (float(value) for value in figure.A.BBox)
    label = next(word for word in words_on_pages(data) if word.text == "Mostly")
    assert left <= label.left < label.right <= right
    assert bottom <= 841.89 - label.bottom < 841.89 - label.top <= top
    assert (right - left, top - bottom) == pytest.approx((240, 44))

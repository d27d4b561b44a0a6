"""Shapes as SVG elements, and the picture around them as one image with a name."""

from __future__ import annotations

import html5lib
import pytest

from reports.figures.shapes import Anchor, Circle, Ink, Line, Picture, Polygon, Rect, Shape, Words
from reports.html.svg import inline_svg


def drawn(shape: Shape) -> str:
    """What one shape becomes, without the canvas around it."""
    svg = inline_svg(Picture(100, 50, "One shape.", (shape,)))
    return svg.partition("<g ")[2].partition(">")[2].removesuffix("</g></svg>")


SHAPES = [
    (
        Line(1, 2, 3.456, 4, Ink.GRID),
        (
            '<line x1="1" y1="2" x2="3.46" y2="4" class="stroke-grid" stroke="#767676" fill="none"'
            ' stroke-width="1"/>'
        ),
        "two decimals are enough for any screen",
    ),
    (
        Line(0, 0, 9, 0, Ink.INK, 0.5, (4, 2)),
        (
            '<line x1="0" y1="0" x2="9" y2="0" class="stroke-ink" stroke="#1a1a1a" fill="none"'
            ' stroke-width="0.5" stroke-dasharray="4 2"/>'
        ),
        "a dash tells lines apart without colour",
    ),
    (
        Rect(-0.001, 2, 30, 4, Ink.SOFT),
        '<rect x="0" y="2" width="30" height="4" class="fill-soft" fill="#d4d4d4"/>',
        "no stroke that nobody asked for, no '-0'",
    ),
    (
        Circle(5, 6, 4.5, Ink.INK),
        '<circle cx="5" cy="6" r="4.5" class="fill-ink" fill="#1a1a1a"/>',
        "the patient's sign",
    ),
    (
        Polygon(((5, 0), (9, 4.5), (5, 9)), Ink.PAPER, Ink.INK, 1.6),
        (
            '<polygon points="5,0 9,4.5 5,9" class="fill-paper stroke-ink" fill="#ffffff" stroke="#1a1a1a"'
            ' stroke-width="1.6"/>'
        ),
        "paper hides what lies below, as in print",
    ),
    (
        Rect(0, 0, 10, 10),
        '<rect x="0" y="0" width="10" height="10" fill="none"/>',
        "SVG would fill it black",
    ),
    (
        Words(10, 20, "Yes <& fully", 7, Anchor.END, bold=True),
        '<text x="10" y="20" font-size="7" text-anchor="end" font-weight="bold">Yes &lt;&amp; fully</text>',
        "a label is text",
    ),
]


@pytest.mark.parametrize(("shape", "expected", "reason"), SHAPES, ids=[reason for _, _, reason in SHAPES])
def test_a_shape_is_drawn_by_attributes_and_names_its_inks(shape: Shape, expected: str, reason: str) -> None:
    assert drawn(shape) == expected, reason


def test_a_picture_is_one_image_with_one_name_and_its_labels_are_silent() -> None:
    svg = inline_svg(Picture(240, 36.5, 'He said "A little" & left.', (Words(0, 9, "No, not at all"),)))
    (image,) = html5lib.parseFragment(svg, namespaceHTMLElements=False)
    assert image.get("role") == "img"
    assert image.get("aria-label") == 'He said "A little" & left.'
    (shapes,) = image
    assert shapes.get("aria-hidden") == "true"


def test_a_picture_keeps_its_proportions_and_grows_with_the_reader_s_type() -> None:
    svg = inline_svg(Picture(240, 36.5, "A picture.", ()))
    assert 'viewBox="0 0 240 36.5" width="26.4rem" height="4.01rem"' in svg


def test_words_stand_at_the_same_end_on_a_page_that_runs_right_to_left() -> None:
    assert 'direction="ltr"' in inline_svg(Picture(240, 36.5, "A picture.", ()))

"""Pictures onto the canvas: the same shapes that become SVG elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from reports.figures.shapes import Anchor, Circle, Line, Picture, Polygon, Rect, Shape, Words
from reports.pdf.canvas import COLOURS, TaggedCanvas
from reports.pdf.characters import on_one_line
from reports.pdf.faces import typefaces
from reports.pdf.fallback import spelled
from reports.pdf.lines import Span, spans_of, width_of
from reports.pdf.strips import Drawing
from reports.pdf.structure import Element

_SPACE = " "
_SHARE_BEFORE_ANCHOR = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


def picture_spans(drawing: Drawing) -> Iterator[Span]:
    """Yield the letters of a picture."""
    for shape in drawing.picture.shapes:
        if isinstance(shape, Words):
            yield from _spans(shape, drawing.element)


def draw_picture(canvas: TaggedCanvas, drawing: Drawing, top: float) -> None:
    """Draw a picture with its upper edge at height `top` of the page, and note its box for readers."""
    picture, scale = drawing.picture, drawing.scale
    width, height = picture.width * scale, picture.height * scale
    drawing.element.box = (drawing.x, top - height, drawing.x + width, top)
    canvas.saveState()
    canvas.translate(drawing.x, top - height)
    canvas.scale(scale, scale)
    for shape in picture.shapes:
        _draw(canvas, shape, picture, drawing.element)
    canvas.restoreState()


def _draw(canvas: TaggedCanvas, shape: Shape, picture: Picture, element: Element) -> None:
    height = picture.height
    match shape:
        case Line():
            _draw_line(canvas, shape, height)
        case Words():
            _draw_words(canvas, shape, picture, element)
        case Rect():
            stroke, fill = _prepare(canvas, shape)
            y = height - shape.y - shape.height
            canvas.rect(shape.x, y, shape.width, shape.height, stroke=stroke, fill=fill)
        case Circle():
            stroke, fill = _prepare(canvas, shape)
            canvas.circle(shape.x, height - shape.y, shape.radius, stroke=stroke, fill=fill)
        case Polygon():
            stroke, fill = _prepare(canvas, shape)
            path = canvas.beginPath()
            for number, (x, y) in enumerate(shape.points):
                (path.lineTo if number else path.moveTo)(x, height - y)
            path.close()
            canvas.drawPath(path, stroke=stroke, fill=fill)
        case _:
            assert_never(shape)


def _prepare(canvas: TaggedCanvas, shape: Rect | Circle | Polygon) -> tuple[int, int]:
    """Choose the shape's inks; return whether it is stroked and filled, as ReportLab asks for it."""
    if shape.stroke is not None:
        canvas.setStrokeColor(COLOURS[shape.stroke])
        canvas.setLineWidth(shape.stroke_width)
    if shape.fill is not None:
        canvas.setFillColor(COLOURS[shape.fill])
    return int(shape.stroke is not None), int(shape.fill is not None)


def _draw_line(canvas: TaggedCanvas, line: Line, height: float) -> None:
    canvas.setStrokeColor(COLOURS[line.stroke])
    canvas.setLineWidth(line.width)
    if line.dash:
        canvas.setDash(list(line.dash))
    canvas.line(line.x1, height - line.y1, line.x2, height - line.y2)
    if line.dash:
        canvas.setDash()


def _draw_words(canvas: TaggedCanvas, words: Words, picture: Picture, element: Element) -> None:
    """Draw words where they belong; what would leave the picture is moved in, and shrunk if it must."""
    spans = _spans(words, element)
    width = width_of(spans)
    if width > picture.width:
        spans = _spans(replace(words, size=words.size * picture.width / width), element)
        width = picture.width
    x = words.x - width * _SHARE_BEFORE_ANCHOR[words.anchor]
    x = max(0.0, min(x, picture.width - width))
    # The space keeps readers that look at no places from joining two labels into one word.
    canvas.show(x, picture.height - words.y, [*spans, *_spans(replace(words, text=_SPACE), element)])


def _spans(words: Words, element: Element) -> list[Span]:
    faces = typefaces().bold if words.bold else typefaces().regular
    return spans_of(spelled(on_one_line(words.text), faces), words.size, element)

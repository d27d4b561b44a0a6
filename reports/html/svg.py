"""A picture as inline SVG: one image with one name for a screen reader, inks that follow the page.

No style attributes: a strict content security policy would drop them.
"""

from __future__ import annotations

from markupsafe import Markup

from reports.figures.shapes import Circle, Ink, Line, Picture, Polygon, Rect, Shape, Words

# A point's size on screen: labels of 7 points come out at about 12 pixels, and grow with the reader's type.
REM_PER_POINT = 0.11


def inline_svg(picture: Picture) -> Markup:
    """The picture as one `<svg>` element, at most its own size, shrinking with the room that it has."""
    template = Markup(
        '<svg class="picture" role="img" aria-label="{name}" direction="ltr" viewBox="0 0 {width} {height}"'
        ' width="{rem_width}rem" height="{rem_height}rem">'
        '<g aria-hidden="true"{ink}>{shapes}</g></svg>',
    )
    return template.format(
        name=picture.alternative,
        width=_number(picture.width),
        height=_number(picture.height),
        rem_width=_number(picture.width * REM_PER_POINT),
        rem_height=_number(picture.height * REM_PER_POINT),
        ink=_paint(Ink.INK, None),
        shapes=Markup("").join(_element(shape) for shape in picture.shapes),
    )


def _element(shape: Shape) -> Markup:
    match shape:
        case Line():
            return _line(shape)
        case Rect():
            return _rect(shape)
        case Circle():
            return _circle(shape)
        case Polygon():
            return _polygon(shape)
        case Words():
            return _text(shape)


def _line(line: Line) -> Markup:
    dash = Markup("")
    if line.dash:
        dash = Markup(' stroke-dasharray="{}"').format(" ".join(_number(length) for length in line.dash))
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}"{}{}/>').format(
        _number(line.x1),
        _number(line.y1),
        _number(line.x2),
        _number(line.y2),
        _paint(None, line.stroke, line.width),
        dash,
    )


def _rect(rect: Rect) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}"{}/>').format(
        _number(rect.x),
        _number(rect.y),
        _number(rect.width),
        _number(rect.height),
        _paint(rect.fill, rect.stroke, rect.stroke_width),
    )


def _circle(circle: Circle) -> Markup:
    return Markup('<circle cx="{}" cy="{}" r="{}"{}/>').format(
        _number(circle.x),
        _number(circle.y),
        _number(circle.radius),
        _paint(circle.fill, circle.stroke, circle.stroke_width),
    )


def _polygon(polygon: Polygon) -> Markup:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in polygon.points)
    paint = _paint(polygon.fill, polygon.stroke, polygon.stroke_width)
    return Markup('<polygon points="{}"{}/>').format(points, paint)


def _text(words: Words) -> Markup:
    weight = Markup(' font-weight="bold"') if words.bold else Markup("")
    return Markup('<text x="{}" y="{}" font-size="{}" text-anchor="{}"{}>{}</text>').format(
        _number(words.x),
        _number(words.y),
        _number(words.size),
        words.anchor,
        weight,
        words.text,
    )


def _paint(fill: Ink | None, stroke: Ink | None, width: float = 1.0) -> Markup:
    """Each ink twice: a class that the style sheet adapts, and its grey for where no style sheet reaches."""
    uses = [(use, ink) for use, ink in (("fill", fill), ("stroke", stroke)) if ink is not None]
    attributes = [Markup(' {}="{}"').format(use, ink) for use, ink in uses]
    if uses:
        classes = " ".join(f"{use}-{ink.name.lower()}" for use, ink in uses)
        attributes.insert(0, Markup(' class="{}"').format(classes))
    if fill is None:
        attributes.append(Markup(' fill="none"'))
    if stroke is not None:
        attributes.append(Markup(' stroke-width="{}"').format(_number(width)))
    return Markup("").join(attributes)


def _number(value: float) -> str:
    """At most two decimals, so that the same picture is the same text on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text

"""A Document's words and pictures as ReportLab's own flowables: finished, untagged, one font.

What ReportLab takes to draw these is the yardstick for the accessible report: the same pages
without structure tree, fallback fonts, page limit, or anything computed.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate, Table, TableStyle
from reportlab.platypus import Paragraph as PlatypusParagraph

from reports.document import Block, Box, Card, Cards, Document, Heading, Paragraph, Quotation
from reports.figures.shapes import Anchor, Circle, Line, Picture, Polygon, Rect, Words

FONTS = Path(__file__).parents[3] / "reports" / "fonts"
REGULAR, BOLD = "Plain-Regular", "Plain-Bold"
BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=8.5, leading=11, bulletFontName=REGULAR)
HEAD = ParagraphStyle("head", BODY, fontName=BOLD, fontSize=9, leading=12)


def register_fonts() -> None:
    """Make the two fonts known to ReportLab."""
    pdfmetrics.registerFont(TTFont(REGULAR, str(FONTS / "NotoSans-Regular.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(FONTS / "NotoSans-Bold.ttf")))


class Drawn(Flowable):
    """A picture's shapes."""

    def __init__(self, picture: Picture) -> None:
        """Take the picture's size."""
        super().__init__()
        self.picture, self.width, self.height = picture, picture.width, picture.height

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw each shape."""
        for shape in self.picture.shapes:
            draw_shape(self.canv, shape, self.height)


def draw_shape(canvas: Canvas, shape: Line | Rect | Circle | Polygon | Words, height: float) -> None:
    """Draw one shape with ReportLab's own operations."""
    match shape:
        case Line():
            canvas.setDash(list(shape.dash))
            canvas.line(shape.x1, height - shape.y1, shape.x2, height - shape.y2)
            canvas.setDash()
        case Rect():
            canvas.rect(shape.x, height - shape.y - shape.height, shape.width, shape.height)
        case Circle():
            canvas.circle(shape.x, height - shape.y, shape.radius, fill=1)
        case Polygon():
            path = canvas.beginPath()
            (x, y), *rest = shape.points
            path.moveTo(x, height - y)
            for px, py in rest:
                path.lineTo(px, height - py)
            path.close()
            canvas.drawPath(path)
        case Words():
            canvas.setFont(BOLD if shape.bold else REGULAR, shape.size)
            write = canvas.drawRightString if shape.anchor is Anchor.END else canvas.drawString
            write(shape.x, height - shape.y, shape.text)


def finished(document: Document) -> list[Flowable]:
    """Flowables for the whole document, parsed and ready to be drawn once."""
    return [flowable for block in (*document.blocks, *document.annex) for flowable in _flowables(block)]


def draw(story: list[Flowable]) -> bytes:
    """Draw finished flowables as ReportLab does by itself."""
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4, leftMargin=42, rightMargin=42, topMargin=42, bottomMargin=42).build(
        story
    )
    return out.getvalue()


def _flowables(block: Block) -> list[Flowable]:
    match block:
        case Heading():
            return [PlatypusParagraph(escape(f"{block.text} {block.remark}"), HEAD)]
        case Paragraph():
            lead = f'<font name="{BOLD}">{escape(block.lead)}:</font> ' if block.lead else ""
            return [PlatypusParagraph(lead + escape(block.text), BODY)]
        case Quotation():
            return [PlatypusParagraph(escape(block.text), BODY)]
        case Box():
            return [flowable for inner in block.blocks for flowable in _flowables(inner)]
        case Cards():
            cells = [_card(card) for card in block.cards]
            rows = [[cells[n], cells[n + 1] if n + 1 < len(cells) else []] for n in range(0, len(cells), 2)]
            style = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("FONTNAME", (0, 0), (-1, -1), REGULAR)])
            return [Table(rows, [255, 255], style=style)]
        case _:
            raise TypeError(block)  # the report on a consultation has no others


def _card(card: Card) -> list[Flowable]:
    words = [flowable for paragraph in card.words for flowable in _flowables(paragraph)]
    return [*_flowables(card.heading), Drawn(card.picture), *words]

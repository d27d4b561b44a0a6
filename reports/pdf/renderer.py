"""A Document as an accessible PDF: tagged by PDF/UA-1, and the same bytes whenever it is made."""

from __future__ import annotations

from reports.document import Document
from reports.pdf.canvas import TaggedCanvas
from reports.pdf.characters import for_properties
from reports.pdf.faces import require_fonts
from reports.pdf.layout import laid_out
from reports.pdf.metadata import DATE_UNKNOWN, PROGRAM, Properties
from reports.pdf.painting import paint_page
from reports.pdf.styles import PAGE


def render_pdf(document: Document) -> bytes:
    """Return the document as a PDF file; raises FontsMissingError where the fonts are not installed."""
    require_fonts()
    layout = laid_out(document)
    title = for_properties(document.title).strip() or PROGRAM
    properties = Properties(title, document.language, document.made_on or DATE_UNKNOWN)
    canvas = TaggedCanvas(PAGE, properties, layout.tree)
    for number, page in enumerate(layout.pages, start=1):
        paint_page(canvas, page, document, number, len(layout.pages))
    return canvas.finish()

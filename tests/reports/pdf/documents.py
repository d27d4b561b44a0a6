"""Small documents for the tests of their PDF."""

from __future__ import annotations

from datetime import date

from reports.document import (
    Block,
    Box,
    Card,
    Cards,
    Document,
    Heading,
    Notices,
    Paragraph,
    Quotation,
    Role,
)
from reports.figures.shapes import Anchor, Circle, Ink, Line, Picture, Polygon, Rect, Words
from reports.pdf.renderer import render_pdf
from tests.pdf_checks import check_pdf

NOTICES = Notices(
    page_of="Page {n} of {total}",
    right_to_left="This line runs from right to left.",
    letter_by_name="Letters in [brackets] are named.",
)


def document(
    *blocks: Block,
    annex: tuple[Block, ...] = (),
    title: str = "Two views of one visit",
    running: str = "Visit 2 March 2026",
    page_limit: int | None = None,
    made_on: date | None = date(2026, 3, 2),
) -> Document:
    """A document with a title and these blocks below it."""
    return Document(
        title=title,
        language="en",
        running=running,
        blocks=(Heading(1, "Two views"), *blocks),
        annex=annex,
        notices=NOTICES,
        page_limit=page_limit,
        made_on=made_on,
    )


def quoted(*typed: str) -> Document:
    """A document in which somebody typed something."""
    return document(Heading(2, "In their own words"), *map(Quotation, typed))


def rendered(wanted: Document) -> bytes:
    """The document's PDF, checked."""
    data = render_pdf(wanted)
    check_pdf(data)
    return data


def picture(label: str = "Mostly", alternative: str = "The patient answered “mostly”.") -> Picture:
    """A picture with a shape of each kind."""
    return Picture(
        240,
        44,
        alternative,
        (
            Line(20, 14, 220, 14, Ink.GRID, 1.2),
            Line(20, 30, 220, 30, dash=(2, 1)),
            Rect(60, 11, 80, 6, Ink.SOFT),
            Polygon(((60, 6), (68, 14), (60, 22), (52, 14)), Ink.PAPER, Ink.INK, 1.4),
            Circle(140, 14, 4.2, Ink.INK),
            Words(20, 40, "Not at all", anchor=Anchor.START),
            Words(140, 40, label, anchor=Anchor.MIDDLE, bold=True),
            Words(220, 40, "Completely", anchor=Anchor.END),
        ),
    )


def card(number: int, words: str = "Patient: mostly.") -> Card:
    """A question's card."""
    return Card(
        Heading(3, f"Question {number}", "from “not at all” to “completely”"),
        picture(),
        (Paragraph(words), Paragraph("A little", Role.SMALL, lead="Clinician")),
    )


def everything() -> Document:
    """A document with each kind of block, over more than a page."""
    return document(
        Paragraph("Visit 2 March 2026, Løvåsen klinikk.", Role.SMALL),
        Box((Heading(2, "Follow-up"), Paragraph("A follow-up is waiting.", Role.STATEMENT))),
        Heading(2, "What to look at first"),
        Heading(3, "Seen differently", "Worth a look"),
        Paragraph("Some patients say “yes” and disagree.", lead="From the study"),
        Heading(2, "Question by question"),
        Cards(tuple(card(number) for number in range(1, 16))),
        annex=(Heading(2, "In their own words"), Quotation("Takk 😀\n\n谢谢, אבג\nok")),
    )

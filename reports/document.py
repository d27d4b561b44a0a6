"""What a report says, not its looks: plain values that one renderer prints as PDF, another as HTML.

All text is plain: a renderer escapes it, and never reads mark-up in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reports.figures.shapes import Picture


class Role(StrEnum):
    """How loudly a paragraph speaks."""

    BODY = "body"
    STATEMENT = "statement"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline; level 1 is the title, and no level is skipped.

    `remark` follows it on the same line, set apart; `urgent`: it catches the eye.
    """

    level: int
    text: str
    remark: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Led:
    """Text with a `lead`: words before it, set apart and followed by a colon."""

    text: str
    lead: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `lead`: as of Led; `further`: what follows on the same lines."""

    text: str
    role: Role = Role.BODY
    lead: str = ""
    further: tuple[Led, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody typed, as typed: any script and direction, line ends kept.

    `language`: the one that it was probably typed in, where it is not the document's.
    """

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One question: its heading, its picture, and the same in words."""

    heading: Heading
    picture: Picture
    words: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards side by side where there is room, read in order; a card is never broken."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks with a border around them."""

    blocks: tuple[Heading | Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture over the whole width, and below it the same in words."""

    picture: Picture
    words: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head, every cell filled. A row's first cell names it; the last ones are numbers.

    `caption`: what the table holds, said before it; `names`: how many columns are words, from the first.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: int = 1


Block = Heading | Paragraph | Quotation | Cards | Box | Figure | Table


@dataclass(frozen=True, slots=True)
class Notices:
    """Sentences in the document's language that only a renderer knows when to say.

    `page_of` has the places {n} and {total}; `right_to_left` stands in a PDF for a line that it
    cannot set in order; `letter_by_name` explains a character printed as its [name].
    """

    page_of: str
    right_to_left: str
    letter_by_name: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. The first block is its level 1 heading.

    `running`: what stands at the head of each page; `page_limit`: pages that `blocks` may take
    (a renderer sets them closer to keep it); `annex`: what follows, however long, and where
    `annex_apart` on a page of its own; `made_on`: the date in the file's properties, never the clock's.
    """

    title: str
    language: str
    running: str
    blocks: tuple[Block, ...]
    annex: tuple[Block, ...]
    notices: Notices
    page_limit: int | None = None
    annex_apart: bool = False
    made_on: date | None = None

"""The fonts that every report carries, and what their letters are in text that is copied or read aloud."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from reports.pdf.character_map import to_unicode
from reports.pdf.characters import standing_alone

REGULAR = "NotoSans-Regular.ttf"
BOLD = "NotoSans-Bold.ttf"
EMOJI = "NotoEmoji-Regular.ttf"
STEPPING_IN = ("NotoSansMath-Regular.ttf", "NotoSansSymbols2-Regular.ttf", EMOJI)
FONT_FILES = (REGULAR, BOLD, *STEPPING_IN)

# Emoji are drawn 1.27 em wide, which is wide among letters.
EMOJI_SCALE = 0.92
_loading = threading.Lock()


class FontsMissingError(RuntimeError):
    """A font file is not there or not readable, so that no PDF can be made."""

    def __init__(self, name: str, folder: str, finding: str) -> None:
        """Say in one line which file, where, and what to do."""
        super().__init__(
            f"font file {name} {finding} in {folder}: no PDF can be made; "
            "put the file back or install clinic-feedback again"
        )
        self.name = name
        self.folder = folder


class Face(TTFont):
    """A font of which each document carries only the letters that it uses.

    `letters`: characters that come out right one by one, left to right, without shaping.
    `scale`: what a text's size is multiplied with.
    """

    def __init__(self, name: str, data: bytes, scale: float = 1.0) -> None:
        """Read the font; raises ReportLab's TTFError where it is damaged."""
        super().__init__(name, BytesIO(data), asciiReadable=False, shapable=False)
        self.scale = scale
        self.widths: dict[int, float] = self.face.charWidths
        self._repair_advances()
        # Glyph 0 is the box; what has no width would hide under its neighbour.
        drawn = (code for code, glyph in self.face.charToGlyph.items() if glyph and self.widths[code])
        self.letters = frozenset(standing_alone("".join(map(chr, drawn))))

    def _repair_advances(self) -> None:
        # Where a font's em is not 1000 units, ReportLab 5.1 scales the advances of its last glyphs twice.
        face = self.face
        for code, glyph in face.charToGlyph.items():
            advance = round(self.widths[code] * face.unitsPerEm / 1000)
            face.hmetrics[glyph] = (advance, face.hmetrics[glyph][1])

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - ReportLab's name
        """Write the font into the document with a map that also knows characters beyond U+FFFF."""
        subsets = self.state[doc].subsets
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        objects: dict[str, Any] = doc.idToObject
        fonts = objects["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            objects[fonts[name].ToUnicode.name].content = to_unicode(subset)


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The faces of regular and of bold text, each in the order in which they are asked for a letter."""

    regular: tuple[Face, ...]
    bold: tuple[Face, ...]


def font_folder() -> Traversable:
    """Return where the font files lie."""
    return files("reports").joinpath("fonts")


def typefaces() -> Typefaces:
    """Return the fonts, read once a process; raises FontsMissingError."""
    # Without the lock two first threads could mix two readings of one font in one document.
    with _loading:
        return _read_typefaces()


def require_fonts() -> None:
    """Raise FontsMissingError, whose message is one line for people, unless PDFs can be made."""
    typefaces()


@cache
def _read_typefaces() -> Typefaces:
    faces = {name: _read_face(name) for name in FONT_FILES}
    stepping_in = tuple(faces[name] for name in STEPPING_IN)
    return Typefaces(regular=(faces[REGULAR], *stepping_in), bold=(faces[BOLD], *stepping_in))


def _read_face(name: str) -> Face:
    folder = font_folder()
    try:
        data = folder.joinpath(name).read_bytes()
    except OSError as error:
        raise FontsMissingError(name, str(folder), "is missing") from error
    try:
        return Face(name.removesuffix(".ttf"), data, EMOJI_SCALE if name == EMOJI else 1.0)
    except (TTFError, ValueError, LookupError, ArithmeticError) as error:
        raise FontsMissingError(name, str(folder), "is damaged") from error

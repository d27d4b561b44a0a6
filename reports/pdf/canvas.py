"""A ReportLab canvas on which everything painted is either part of an element or an artifact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import md5
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase.pdfdoc import XMP, PDFDictionary, PDFName, PDFStream, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from reports.figures.shapes import Ink
from reports.pdf.lines import Span
from reports.pdf.metadata import PROGRAM, Properties
from reports.pdf.structure import Content, Element, write_structure

COLOURS = {ink: HexColor(ink.value) for ink in Ink}


class TaggedCanvas(Canvas):
    """Pages in a file that says what each piece of them is.

    Uses names of ReportLab that are private (`_code`, `_doc`, `_timeStamp`, `__NoDefault__`), as it
    has none for tagging: hence its version is pinned, and the PDF/UA test says when they change.
    """

    _code: list[str]
    _doc: Any
    _destinations: dict[str, object]

    def __init__(self, size: tuple[float, float], properties: Properties, tree: Element) -> None:
        """Begin a file of pages of `size` (points) whose content belongs to elements of `tree`."""
        super().__init__(
            BytesIO(),
            pagesize=size,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            lang=properties.language,
        )
        self._tree = tree
        self._properties = properties
        self._marked: list[list[Element]] = [[]]
        # SOURCE_DATE_EPOCH would get into the dates and, by the signature, into the file's /ID.
        self._doc._timeStamp = properties.timestamp()  # noqa: SLF001 - see the class
        self._doc.signature = md5(PROGRAM.encode(), usedforsecurity=False)
        self._outline_level = -1

    def _make_preamble(self) -> None:
        # ReportLab would select Helvetica here, which no file may name without carrying it.
        self._preamble = ""

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """Mark what is drawn inside as the element's."""
        marked = self._marked[-1]
        element.kids.append(Content(len(self._marked) - 1, len(marked)))
        self._code.append(f"/{element.tag} <</MCID {len(marked)}>> BDC")
        marked.append(element)
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self, kind: str = "Layout", place: str = "") -> Iterator[None]:
        """Mark what is drawn inside as furniture, which is not read aloud."""
        subtype = f" /Subtype /{place}" if place else ""
        self._code.append(f"/Artifact <</Type /{kind}{subtype}>> BDC")
        yield
        self._code.append("EMC")

    def show(self, x: float, y: float, spans: Iterable[Span]) -> None:
        """Draw letters on a baseline, one span after the other."""
        code = [f"BT 1 0 0 1 {fp_str(x, y)} Tm"]
        font, ink = "", None
        for span in spans:
            if span.ink is not ink:
                ink = span.ink
                code.append(f"{fp_str(COLOURS[ink].rgb())} rg")
            for subset, codes in span.face.splitString(span.text, self._doc):
                wanted = f"{span.face.getSubsetInternalName(subset, self._doc)} {fp_str(span.size)} Tf"
                if wanted != font:
                    font = wanted
                    code.append(font)
                code.append(f"({escapePDF(codes)}) Tj")
        code.append("ET")
        self._code.append(" ".join(code))

    def bookmark(self, title: str, level: int, y: float) -> None:
        """Add an entry to the outline that leads to height y of this page; level 0 is the top."""
        # ReportLab refuses to skip a level; a document that does still gets its outline.
        self._outline_level = min(level, self._outline_level + 1)
        key = f"heading{len(self._destinations)}"
        self.bookmarkPage(key, fit="XYZ", left=0, top=round(y, 2))
        self.addOutlineEntry(title, key, self._outline_level)

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """End the page, and tell it where its elements are."""
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._marked) - 1
        page.Tabs = PDFName("S")
        # Given here, a stream is compressed alike under every setting of ReportLab's.
        page.Contents = PDFStream(content=page.stream, filters=[PDFZCompress])
        self._doc.updateSignature(page.stream)
        self._marked.append([])

    def finish(self) -> bytes:
        """Return the file; call it once, after the last page."""
        doc, properties = self._doc, self._properties
        self.setTitle(properties.title)
        self.setAuthor("")
        self.setSubject("")
        self.setCreator(PROGRAM)
        self.setProducer(PROGRAM)
        self.setViewerPreference("DisplayDocTitle", "true")
        doc.Catalog.StructTreeRoot = write_structure(doc, self._tree, self._marked[:-1])
        doc.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        doc.Catalog.Metadata = XMP(creator=lambda _doc: properties.xmp())
        data: bytes = doc.GetPDFData(self)
        return data

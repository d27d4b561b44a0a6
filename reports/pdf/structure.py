"""The structure tree: what each piece of a page is, for those who read by ear or by braille."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString

_ROOT = "StructTreeRoot"


@dataclass(frozen=True, slots=True)
class Content:
    """A marked piece of a page's content. `page` counts from 0; `mcid` is unique in its page."""

    page: int
    mcid: int


@dataclass(slots=True, eq=False)
class Element:
    """One structure element, however many lines, columns and pages its content takes.

    `language`: where it is not the document's; `scope`: of a header cell, Column or Row.
    """

    tag: str
    alternative: str = ""
    language: str | None = None
    box: tuple[float, float, float, float] | None = None
    kids: list[Element | Content] = field(default_factory=list)
    number: int = 0
    scope: str = ""

    def add(self, tag: str, alternative: str = "", language: str | None = None) -> Element:
        """Return a new element that is read after all that this one has so far."""
        kid = Element(tag, alternative, language)
        self.kids.append(kid)
        return kid

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


class Register(Protocol):
    """The part of ReportLab's document that takes objects under a name."""

    def Reference(self, obj: object, name: str) -> PDFObjectReference:  # noqa: N802 - ReportLab's name
        """Return a reference to the object."""


def write_structure(doc: Register, tree: Element, pages: Sequence[Sequence[Element]]) -> PDFObjectReference:
    """Add the tree to the document; `pages` holds, for each page, the element of each of its mcids."""
    for number, element in enumerate(tree.walk()):
        element.number = number
    _write(doc, tree, PDFObjectReference(_ROOT))
    parents: list[int | PDFArray] = []
    for number, elements in enumerate(pages):
        parents += [number, PDFArray([_reference(element) for element in elements])]
    root = {
        "Type": PDFName("StructTreeRoot"),
        "K": _reference(tree),
        "ParentTree": PDFDictionary({"Nums": PDFArray(parents)}),
        "ParentTreeNextKey": len(pages),
    }
    return doc.Reference(PDFDictionary(root), _ROOT)


def _reference(element: Element) -> PDFObjectReference:
    return PDFObjectReference(f"Element{element.number}")


def _page(number: int) -> PDFObjectReference:
    return PDFObjectReference(f"Page{number + 1}")


def _write(doc: Register, element: Element, parent: PDFObjectReference) -> None:
    home = next((kid.page for kid in element.kids if isinstance(kid, Content)), None)
    entries: dict[str, object] = {
        "Type": PDFName("StructElem"),
        "S": PDFName(element.tag),
        "P": parent,
        "K": PDFArray([_kid(kid, home) for kid in element.kids]),
    }
    if home is not None:
        entries["Pg"] = _page(home)
    if element.language is not None:
        entries["Lang"] = PDFString(element.language)
    if element.alternative:
        entries["Alt"] = PDFString(element.alternative)
    if element.box is not None:
        corners = PDFArray([round(place, 2) for place in element.box])
        layout = {"O": PDFName("Layout"), "BBox": corners, "Placement": PDFName("Block")}
        entries["A"] = PDFDictionary(layout)
    if element.scope:
        entries["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName(element.scope)})
    doc.Reference(PDFDictionary(entries), _reference(element).name)
    for kid in element.kids:
        if isinstance(kid, Element):
            _write(doc, kid, _reference(element))


def _kid(kid: Element | Content, home: int | None) -> PDFObjectReference | PDFDictionary | int:
    if isinstance(kid, Element):
        return _reference(kid)
    if kid.page == home:
        return kid.mcid
    return PDFDictionary({"Type": PDFName("MCR"), "Pg": _page(kid.page), "MCID": kid.mcid})

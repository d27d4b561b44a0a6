"""What every PDF that a test makes must pass, and what a reader finds in it.

`check_pdf` asks a PDF/UA-1 validator, and itself what no validator asks: whether the marks on the pages,
the structure tree and the parent tree tell one and the same story.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import page
import pikepdf
from pikepdf import Array, Dictionary, Name

PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "INLINE IMAGE"}

Place = tuple[int, int]  # a page from 0, an mcid


class Read(NamedTuple):
    """An element that has content of its own, as a screen reader meets it."""

    tag: str
    text: str
    alternative: str = ""


class Word(NamedTuple):
    """A word and where it stands, in points from the page's upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


class Node(NamedTuple):
    """A structure element and the marked content that it calls its own."""

    element: pikepdf.Object
    places: list[Place]


def check_pdf(data: bytes) -> None:
    """Fail unless a file is accessible as far as a machine can tell."""
    faults = [*ua1_faults(data), *tree_faults(data)]
    assert not faults, "\n".join(faults)


def ua1_faults(data: bytes) -> list[str]:
    """What a PDF/UA-1 validator finds."""
    report = page.validate_pdf_bytes(data, profile="ua1")
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def tree_faults(data: bytes) -> list[str]:
    """Where marks, structure tree and parent tree contradict each other."""
    with pikepdf.open(BytesIO(data)) as pdf:
        owners = [(place, node.element) for node in _nodes(pdf) for place in node.places]
        counts = Counter(place for place, _ in owners)
        faults = [f"{place} belongs to {count} elements" for place, count in counts.items() if count > 1]
        marked: set[Place] = set()
        for number, pdf_page in enumerate(pdf.pages):
            mcids, wrong = _marks(pdf_page)
            marked.update((number, mcid) for mcid in mcids)
            faults += [f"page {number}: {fault}" for fault in wrong]
            faults += _parent_faults(pdf, number, mcids, dict(owners))
        faults += [f"{place} belongs to nothing" for place in sorted(marked - set(counts))]
        faults += [f"{place} is on no page" for place in sorted(set(counts) - marked)]
    return faults


def page_count(data: bytes) -> int:
    """How many pages a file has."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)


def page_texts(data: bytes) -> list[str]:
    """The text of each page as a common program reads it, furniture included."""
    return _pdftotext(data).split("\f")[:-1]


def words_on_pages(data: bytes) -> list[Word]:
    """Every word with its place, furniture included."""
    tree = ET.fromstring(_pdftotext(data, "-bbox"))  # noqa: S314  a file of our own making
    space = "{http://www.w3.org/1999/xhtml}"
    words = []
    for number, sheet in enumerate(tree.iter(f"{space}page")):
        for word in sheet.iter(f"{space}word"):
            left, top, right, bottom = (float(word.attrib[side]) for side in ("xMin", "yMin", "xMax", "yMax"))
            words.append(Word(number, left, top, right, bottom, word.text or ""))
    return words


def read_aloud(data: bytes) -> list[Read]:
    """What is read in the structure tree's order, by the fonts' own maps: furniture is not."""
    with pikepdf.open(BytesIO(data)) as pdf:
        texts: dict[Place, str] = {}
        for number, pdf_page in enumerate(pdf.pages):
            texts |= {(number, mcid): text for mcid, text in _marked_texts(pdf_page).items()}
        return [
            Read(
                str(node.element.S)[1:],
                "".join(texts[place] for place in node.places),
                str(node.element.get("/Alt", "")),
            )
            for node in _nodes(pdf)
            if node.places
        ]


def outline_of(data: bytes) -> list[tuple[int, str, int]]:
    """The bookmarks: level from 0, title, page from 0."""

    def entries(items: Any, level: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            yield level, item.title, pdf.pages.index(item.destination[0])
            yield from entries(item.children, level + 1)

    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        return list(entries(outline.root, 0))


def _pdftotext(data: bytes, *options: str) -> str:
    command = ["pdftotext", "-enc", "UTF-8", *options, "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def _kids(element: pikepdf.Object) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _nodes(pdf: pikepdf.Pdf) -> Iterator[Node]:
    """Every element of the tree in reading order."""
    pages = {pdf_page.obj.objgen: number for number, pdf_page in enumerate(pdf.pages)}

    def own(element: pikepdf.Object, kid: Any) -> Place | None:
        if isinstance(kid, int):
            return pages[element.Pg.objgen], kid
        if kid.get("/Type") == Name.MCR:
            return pages[kid.Pg.objgen], int(kid.MCID)
        return None

    def walk(element: pikepdf.Object) -> Iterator[Node]:
        kids = [(kid, own(element, kid)) for kid in _kids(element)]
        yield Node(element, [place for _, place in kids if place is not None])
        for kid, place in kids:
            if place is None:
                assert kid.P.objgen == element.objgen, "an element names another parent"
                yield from walk(kid)

    yield from walk(pdf.Root.StructTreeRoot.K)


def _operations(pdf_page: pikepdf.Page) -> Iterator[tuple[str, list[Any]]]:
    for instruction in pikepdf.parse_content_stream(pdf_page):
        yield str(instruction.operator), list(instruction.operands)


def _marks(pdf_page: pikepdf.Page) -> tuple[list[int], list[str]]:
    """The mcids of a page, and what is wrong with its marks."""
    mcids: list[int] = []
    faults: list[str] = []
    depth = 0
    for operator, operands in _operations(pdf_page):
        match operator:
            case "BDC" | "BMC":
                depth += 1
                if (mcid := _mcid(operands)) is not None:
                    mcids.append(mcid)
            case "EMC":
                depth -= 1
            case paint if paint in PAINTING and depth == 0:
                faults.append(f"{paint} paints unmarked")
        if depth not in {0, 1}:
            faults.append("marks within marks, or one that ends before it began")
    if depth:
        faults.append("a mark does not end")
    if sorted(mcids) != list(range(len(mcids))):
        faults.append(f"mcids are {sorted(mcids)}")
    return mcids, faults


def _mcid(operands: Any) -> int | None:
    entries = operands[1] if len(operands) > 1 else None
    return int(entries.MCID) if isinstance(entries, Dictionary) and "/MCID" in entries else None


def _parent_faults(
    pdf: pikepdf.Pdf, number: int, mcids: list[int], owners: dict[Place, pikepdf.Object]
) -> list[str]:
    pdf_page = pdf.pages[number]
    if "/StructParents" not in pdf_page:
        return [f"page {number} is not in the parent tree"]
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip((int(key) for key in nums[::2]), nums[1::2], strict=True))
    elements = list(parents[int(pdf_page.StructParents)])
    if len(elements) != len(mcids):
        return [f"page {number} has {len(mcids)} marks, the parent tree {len(elements)}"]
    return [
        f"{number, mcid} has another parent in the tree than in the parent tree"
        for mcid, element in enumerate(elements)
        if (number, mcid) in owners and owners[number, mcid].objgen != element.objgen
    ]


def _marked_texts(pdf_page: pikepdf.Page) -> dict[int, str]:
    """The text of each mcid of a page; what a font has no map for is read as U+FFFD."""
    maps = {name: _to_unicode(font) for name, font in pdf_page.Resources.Font.items()}
    texts: dict[int, str] = {}
    now: int | None = None
    font: dict[int, str] = {}
    for operator, operands in _operations(pdf_page):
        match operator:
            case "BDC" | "BMC":
                now = _mcid(operands)
                if now is not None:
                    texts.setdefault(now, "")
            case "EMC":
                now = None
            case "Tf":
                font = maps[str(operands[0])]
            case "Tj" if now is not None:
                texts[now] += "".join(font.get(code, "\ufffd") for code in bytes(operands[0]))
    return texts


def _to_unicode(font: pikepdf.Object) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    rows = re.findall(rb"^<(\w\w)> <(\w{4,})>$", font.ToUnicode.read_bytes(), re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in rows}

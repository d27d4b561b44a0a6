"""The checks of PDFs are worth something only if they notice what is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from reports.pdf.renderer import render_pdf
from tests.pdf_checks import check_pdf, tree_faults, ua1_faults
from tests.reports.pdf.documents import everything


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A file without a fault."""
    return render_pdf(everything())


def elements(pdf: Pdf, tag: str) -> Iterator[pikepdf.Object]:
    """The elements of a tag in reading order."""

    def walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
        if str(element.S) == f"/{tag}":
            yield element
        for kid in list(element.K) if isinstance(element.K, Array) else [element.K]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from walk(kid)

    return walk(pdf.Root.StructTreeRoot.K)


def replace_in_page(pdf: Pdf, pattern: bytes, new: bytes) -> None:
    stream = pdf.pages[0].Contents
    changed, count = re.subn(pattern, new, stream.read_bytes(), count=1, flags=re.DOTALL)
    assert count, "the defect could not be made"
    pdf.pages[0].Contents = pdf.make_stream(changed)


def replace_in_metadata(pdf: Pdf, pattern: bytes) -> None:
    changed, count = re.subn(pattern, b"", pdf.Root.Metadata.read_bytes(), flags=re.DOTALL)
    assert count, "the defect could not be made"
    pdf.Root.Metadata = pdf.make_stream(changed, Type=Name.Metadata, Subtype=Name.XML)


def without_alternative(pdf: Pdf) -> None:
    del next(elements(pdf, "Figure"))["/Alt"]


def without_language(pdf: Pdf) -> None:
    del pdf.Root["/Lang"]


def without_display_of_title(pdf: Pdf) -> None:
    del pdf.Root["/ViewerPreferences"]


def without_title(pdf: Pdf) -> None:
    replace_in_metadata(pdf, rb"<dc:title>.*</dc:title>")


def without_claim(pdf: Pdf) -> None:
    replace_in_metadata(pdf, rb"<pdfuaid:part>1</pdfuaid:part>")


def without_character_map(pdf: Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        del font["/ToUnicode"]


def without_font_file(pdf: Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        del font.FontDescriptor["/FontFile2"]


def heading_skipped(pdf: Pdf) -> None:
    next(elements(pdf, "H2")).S = Name.H5


def footer_untagged(pdf: Pdf) -> None:
    replace_in_page(pdf, rb"/Artifact <<[^>]*/Footer>> BDC(.*?)EMC", rb"\1")


def rule_untagged(pdf: Pdf) -> None:
    replace_in_page(pdf, rb"/Artifact <</Type /Layout>> BDC(.*?)EMC", rb"\1")


def mark_without_end(pdf: Pdf) -> None:
    replace_in_page(pdf, rb"EMC\s*\Z", b"")


def mark_within_mark(pdf: Pdf) -> None:
    replace_in_page(pdf, rb"EMC\n(/H\d <</MCID \d+>> BDC)(.*?)EMC", rb"\1\2EMC EMC")


def mcid_twice(pdf: Pdf) -> None:
    replace_in_page(pdf, rb"<</MCID 5>>", b"<</MCID 4>>")


def prose_as_furniture(pdf: Pdf) -> None:
    replace_in_page(pdf, rb"/P <</MCID 1>> BDC", b"/Artifact BMC")


def page_not_in_parent_tree(pdf: Pdf) -> None:
    del pdf.pages[0]["/StructParents"]


def pages_swapped_in_parent_tree(pdf: Pdf) -> None:
    pdf.pages[0].StructParents, pdf.pages[1].StructParents = 1, 0


def parent_tree_shifted(pdf: Pdf) -> None:
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    shifted = [*list(parents)[1:], parents[0]]
    pdf.Root.StructTreeRoot.ParentTree.Nums[1] = Array(shifted)


def parent_tree_short(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot.ParentTree.Nums[1][-1]


def mark_of_two_elements(pdf: Pdf) -> None:
    first, second = list(elements(pdf, "P"))[:2]
    second.K = Array([*list(second.K), *list(first.K)])


def mark_of_no_element(pdf: Pdf) -> None:
    next(elements(pdf, "P")).K = Array()


DEFECTS = [
    pytest.param(without_alternative, ua1_faults, id="a picture without words"),
    pytest.param(without_language, ua1_faults, id="no language"),
    pytest.param(without_display_of_title, ua1_faults, id="the file's name in place of its title"),
    pytest.param(without_title, ua1_faults, id="no title"),
    pytest.param(without_claim, ua1_faults, id="no claim of PDF/UA"),
    pytest.param(without_character_map, ua1_faults, id="letters that cannot be read"),
    pytest.param(without_font_file, ua1_faults, id="a font that is not in the file"),
    pytest.param(heading_skipped, ua1_faults, id="a level of headings skipped"),
    pytest.param(footer_untagged, ua1_faults, id="an untagged footer, by the validator"),
    pytest.param(footer_untagged, tree_faults, id="an untagged footer, by ourselves"),
    pytest.param(rule_untagged, tree_faults, id="an untagged border"),
    pytest.param(mark_without_end, tree_faults, id="a mark without end"),
    pytest.param(mark_within_mark, tree_faults, id="a mark within a mark"),
    pytest.param(mcid_twice, tree_faults, id="two marks with one number"),
    pytest.param(prose_as_furniture, tree_faults, id="prose that is skipped"),
    pytest.param(page_not_in_parent_tree, tree_faults, id="a page without parents"),
    pytest.param(pages_swapped_in_parent_tree, tree_faults, id="pages with each other's parents"),
    pytest.param(parent_tree_shifted, tree_faults, id="a shifted parent tree"),
    pytest.param(parent_tree_short, tree_faults, id="a parent tree cut short"),
    pytest.param(mark_of_two_elements, tree_faults, id="text that is read twice"),
    pytest.param(mark_of_no_element, tree_faults, id="text that is never read"),
]


def broken(data: bytes, defect: Callable[[Pdf], None]) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        defect(pdf)
        pdf.save(out)
    return out.getvalue()


def test_a_sound_file_passes_also_after_it_was_taken_apart(sound: bytes) -> None:
    check_pdf(sound)
    check_pdf(broken(sound, lambda _: None))


@pytest.mark.parametrize(("defect", "finder"), DEFECTS)
def test_a_defect_is_noticed(
    sound: bytes, defect: Callable[[Pdf], None], finder: Callable[[bytes], list[str]]
) -> None:
    data = broken(sound, defect)
    assert finder(data) != []
    with pytest.raises(AssertionError):
        check_pdf(data)

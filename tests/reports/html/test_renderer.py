"""The page as a string: what it says, that it is valid, and that nothing typed is read as mark-up."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from datetime import date
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from reports.document import (
    Block,
    Box,
    Card,
    Cards,
    Document,
    Figure,
    Heading,
    Led,
    Notices,
    Paragraph,
    Quotation,
    Role,
    Table,
)
from reports.figures.shapes import Circle, Picture, Words
from reports.html.renderer import render_fragment, render_html

PICTURE = Picture(240, 40, "Two answers, far apart.", (Words(0, 10, "No, not at all"),))
CARD = Card(Heading(3, "Feeling reassured"), PICTURE, (Paragraph("A little", lead="Patient"),))


def document(*blocks: Block, annex: tuple[Block, ...] = (), language: str = "en") -> Document:
    return Document(
        title="Two views of one visit",
        language=language,
        running="Visit 2 March 2026",
        blocks=(Heading(1, "Two views"), *blocks),
        annex=annex,
        notices=Notices("Page {n} of {total}", "right to left", "by name"),
        made_on=date(2026, 3, 2),
    )


def parsed(page: str) -> Element:
    """The page's tree; any departure from HTML5's grammar fails the test."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(page)
    return tree


def words(element: Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


TYPED = {
    "a tag": "<b>bold</b>",
    "a tag that loads something": "<img src=x onerror=alert(1)>",
    "the end of the tag that holds it": "</p></bdi></li></main>",
    "the end of the style sheet": "</style></title><script>alert(1)</script>",
    "another renderer's tag": "</para>",
    "an escaped ampersand": "&amp; &lt; &#0;",
    "a template's own marks": "{{ 7 * 7 }} {% raw %} {name}",
    "an attribute's end": "\" onload='x' style=\"color:red",
    "an emoji with a joiner": "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER} \N{PILE OF POO}",
    "no place to break": "x" * 2000,
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
def test_every_text_stands_on_the_page_as_it_was_typed(typed: str) -> None:
    picture = Picture(240, 40, typed, (Words(0, 10, typed),))
    full = Document(
        title=typed,
        language="en",
        running=typed,
        blocks=(
            Heading(1, typed, typed),
            Paragraph(typed, lead=typed),
            Quotation(typed),
            Cards((Card(Heading(2, typed), picture, (Paragraph(typed),)),)),
        ),
        annex=(Box((Heading(2, typed), Paragraph(typed))),),
        notices=Notices("", "", ""),
    )
    page = parsed(render_html(full))
    places = {
        "title": "head/title",
        "running": "body/header/p",
        "heading": ".//h1/span[1]",
        "remark": ".//h1/span[2]",
        "text after a lead": ".//main/p/bdi",
        "quotation": ".//blockquote/p",
        "card": ".//li/h2",
        "label in a picture": ".//{http://www.w3.org/2000/svg}text",
        "words of a card": ".//li/div/p",
        "box": ".//section/p",
    }
    assert {place: words(page.find(path)) for place, path in places.items()} == dict.fromkeys(places, typed)
    assert words(page.find(".//main/p/strong")) == f"{typed}:"
    image = page.find(".//{http://www.w3.org/2000/svg}svg")
    assert image is not None
    assert image.get("aria-label") == typed


FORBIDDEN = {
    "NUL": "\x00",
    "vertical tab": "\x0b",
    "form feed": "\x0c",
    "escape": "\x1b",
    "delete": "\x7f",
    "a control of the upper block": "\x85",
    "half an emoji": "\ud83d",
    "the other half": "\udca9",
    "a noncharacter": "\ufdd0",
    "a noncharacter at a plane's end": "\U0010ffff",
}


@pytest.mark.parametrize("character", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_character_that_html_forbids_is_shown_as_replaced(character: str) -> None:
    text = f"before{character}after"
    picture = Picture(240, 40, text, ())
    source = render_html(document(Quotation(text), Cards((Card(Heading(2, text), picture, ()),))))
    page = parsed(source.encode().decode())
    assert words(page.find(".//blockquote/p")) == "before\N{REPLACEMENT CHARACTER}after"
    assert words(page.find(".//li/h2")) == "before\N{REPLACEMENT CHARACTER}after"
    assert 'aria-label="before\N{REPLACEMENT CHARACTER}after"' in source


def shown(character: str) -> str:
    """The slow reading of what HTML allows: Unicode's own classes, one character at a time."""
    code = ord(character)
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    control = unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r"
    return "\N{REPLACEMENT CHARACTER}" if control or noncharacter else character


@given(st.text(alphabet=st.characters(codec=None, categories=None), min_size=1, max_size=40))
def test_whatever_is_typed_the_page_is_valid_and_shows_it(typed: str) -> None:
    page = parsed(render_html(document(Quotation(typed), Paragraph(typed))).encode().decode())
    read = "".join(shown(character) for character in typed)
    assert words(page.find(".//main/p")) == read.replace("\r\n", "\n").replace("\r", "\n")
    assert len(page.findall(".//blockquote")) == 1


def test_a_quotation_keeps_its_lines_tabs_and_spaces() -> None:
    page = parsed(render_html(document(Quotation("one\n\n  two\tthree\r\nfour\rfive\N{LINE SEPARATOR}six"))))
    lines = page.findall(".//blockquote/p")
    assert [words(line) for line in lines] == ["one", "", "  two\tthree", "four", "five", "six"]
    assert lines[1].find("br") is not None, "an empty line would take no room"


def test_each_line_and_paragraph_finds_its_own_direction() -> None:
    blocks = (
        Paragraph("ليلا"),
        Paragraph("ليلا", lead="Patient"),
        Quotation("a\nليلا"),
        Heading(2, "ليلا"),
        Heading(3, "ليلا", "Worth a look"),
    )
    page = parsed(render_html(document(*blocks)))
    alone = [".//blockquote/p", ".//main/p[1]", ".//h2", ".//h3/span"]
    elements = [element for path in alone for element in page.findall(path)]
    assert len(elements) == 6
    for element in elements:
        assert element.get("dir") == "auto"
    with_lead = page.findall(".//main/p")[1]
    assert with_lead.get("dir") is None, "the lead is the document's, so is the line's direction"
    assert [child.tag for child in with_lead] == ["strong", "bdi"]


def test_headings_have_their_levels_and_hold_their_remarks() -> None:
    blocks = (Heading(2, "First", "Look at this first"), Heading(3, "Topic"), Heading(4, "Detail"))
    page = parsed(render_html(document(*blocks)))
    outline = [(e.tag, words(e)) for e in page.iter() if isinstance(e.tag, str) and re.match(r"h\d", e.tag)]
    assert outline == [
        ("h1", "Two views"),
        ("h2", "First Look at this first"),
        ("h3", "Topic"),
        ("h4", "Detail"),
    ]


def test_an_urgent_remark_looks_different_from_a_calm_one() -> None:
    blocks = (Heading(2, "First", "Look at this first", urgent=True), Heading(2, "Then", "Worth a look"))
    page = parsed(render_html(document(*blocks)))
    remarks = [e.get("class") for e in page.iter("span") if "remark" in (e.get("class") or "")]
    assert remarks == ["remark urgent", "remark"]


def test_what_follows_a_lead_on_the_same_lines_has_its_own_lead() -> None:
    both = Paragraph("It was so.", Role.SMALL, "From the study", (Led("Ask.", "What could help"),))
    page = parsed(render_html(document(both)))
    paragraph = page.find(".//p[@class='small']")
    assert words(paragraph) == "From the study: It was so. What could help: Ask."
    assert paragraph is not None
    assert [words(e) for e in paragraph.iter("strong")] == ["From the study:", "What could help:"]


def test_a_quotation_says_which_language_it_is_in() -> None:
    page = parsed(render_html(document(annex=(Quotation("så", "nb"), Quotation("so")))))
    assert [quotation.get("lang") for quotation in page.iter("blockquote")] == ["nb", None]


@pytest.mark.parametrize("role", list(Role))
def test_a_paragraph_says_how_loudly_it_speaks(role: Role) -> None:
    page = parsed(render_html(document(Paragraph("Nothing stands out.", role))))
    assert page.find(f".//p[@class='{role}']") is not None


def test_everything_is_read_in_the_document_s_order() -> None:
    blocks = (
        Paragraph("alpha", lead="lead"),
        Box((Heading(2, "beta"), Paragraph("gamma"))),
        Cards((CARD, Card(Heading(3, "delta"), PICTURE, (Paragraph("epsilon"), Paragraph("zeta"))))),
    )
    page = parsed(render_html(document(*blocks, annex=(Heading(2, "eta"), Quotation("theta")))))
    assert " ".join(words(page.find("body")).split()) == (
        "Visit 2 March 2026 Two views lead: alpha beta gamma Feeling reassured No, not at all"
        " Patient: A little delta No, not at all epsilon zeta eta theta"
    )


def test_the_annex_stands_apart_and_only_where_there_is_one() -> None:
    with_annex = parsed(render_html(document(annex=(Quotation("own words"),))))
    assert with_annex.find(".//main/div[@class='annex']/blockquote") is not None
    assert parsed(render_html(document())).find(".//div[@class='annex']") is None


def test_a_block_of_an_unknown_kind_is_an_error_not_a_hole() -> None:
    with pytest.raises(UndefinedError, match="NoBlock"):
        render_html(document(type("NoBlock", (), {})()))


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("nb", "ltr"), ("nn-NO", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("x-clinic", "ltr")],
)
def test_the_page_names_its_language_and_runs_its_way(language: str, direction: str) -> None:
    page = parsed(render_html(document(language=language)))
    assert (page.get("lang"), page.get("dir")) == (language, direction)


def test_the_date_is_the_document_s_not_the_clock_s() -> None:
    page = parsed(render_html(document()))
    dates = [meta.get("content") for meta in page.findall(".//meta[@name='dcterms.created']")]
    assert dates == ["2026-03-02"]


def test_the_same_document_gives_the_same_page() -> None:
    assert render_html(document(Cards((CARD, CARD)))) == render_html(document(Cards((CARD, CARD))))


def test_nothing_on_the_page_runs_loads_or_carries_a_style_of_its_own() -> None:
    blocks = (Paragraph("a"), Quotation("b"), Cards((CARD,)), Box((Paragraph("c"),)))
    page = parsed(render_html(document(*blocks), stylesheet="/static/report.css"))
    active = {"script", "style", "img", "iframe", "object", "embed", "base", "form", "a"}
    tags = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert not active & {tag.rpartition("}")[2] for tag in tags}
    attributes = [item for element in page.iter() for item in element.attrib.items()]
    assert not [name for name, _ in attributes if name == "style" or name.startswith("on")]
    addresses = {"href", "src", "srcset", "action", "data", "poster", "{http://www.w3.org/1999/xlink}href"}
    assert [item for item in attributes if item[0] in addresses] == [("href", "/static/report.css")]


def test_cards_stay_a_list_for_safari_too() -> None:
    page = parsed(render_html(document(Cards((CARD, CARD)))))
    lists = page.findall(".//ul[@role='list']")
    assert [len(each.findall("li")) for each in lists] == [2], (
        "without the role it forgets lists without bullets"
    )


def test_pictures_repeat_no_id() -> None:
    page = parsed(render_html(document(Cards((CARD, CARD)))))
    ids = [element.get("id") for element in page.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))


def test_a_page_for_a_file_lets_its_own_style_sheet_through_and_nothing_else() -> None:
    page = parsed(render_html(document()))
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    digest = base64.b64encode(hashlib.sha256(words(page.find("head/style")).encode()).digest()).decode()
    assert (policy.get("content") or "").split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert page.find("head/link") is None


def test_a_served_page_links_its_style_sheet_and_leaves_the_policy_to_its_server() -> None:
    page = parsed(render_html(document(), stylesheet='/prefix/report.css?v="1"'))
    link = page.find("head/link[@rel='stylesheet']")
    assert link is not None
    assert link.get("href") == '/prefix/report.css?v="1"'
    assert page.find("head/style") is None
    assert page.find(".//meta[@http-equiv]") is None


def test_a_fragment_says_all_but_the_title_and_reads_no_mark_up() -> None:
    said = document(Paragraph("<b>typed</b>"), Cards((CARD,)), annex=(Quotation("after\x00wards"),))
    fragment = str(render_fragment(said))
    assert "<html" not in fragment
    assert "<h1" not in fragment
    assert "&lt;b&gt;typed&lt;/b&gt;" in fragment
    assert "<svg" in fragment
    assert "after\N{REPLACEMENT CHARACTER}wards" in fragment
    whole = " ".join(words(parsed(render_html(said)).find(".//main")).split())
    part = " ".join(
        words(parsed(f"<!DOCTYPE html><title>t</title><main>{fragment}</main>").find(".//main")).split()
    )
    assert whole == f"Two views {part}"


def test_a_table_names_what_it_holds_and_what_heads_each_number() -> None:
    table = Table("What <it> holds", ("Name", "n"), (("<b>Row</b>", "12"), ("Other", "3")))
    page = parsed(render_html(document(table)))
    region = page.find(".//div[@class='table']")
    assert region is not None
    assert (region.get("role"), region.get("aria-label"), region.get("tabindex")) == (
        "region",
        "What <it> holds",
        "0",
    )
    assert words(page.find(".//caption")) == "What <it> holds"
    heads = [(cell.get("scope"), words(cell)) for cell in page.iter("th")]
    assert heads == [("col", "Name"), ("col", "n"), ("row", "<b>Row</b>"), ("row", "Other")]
    assert [words(cell) for cell in page.iter("td")] == ["12", "3"]


def test_a_wide_figure_has_its_words_beside_it() -> None:
    picture = Picture(10, 10, "What it shows.", (Circle(5, 5, 2),))
    page = parsed(render_html(document(Figure(picture, (Paragraph("In words."),)))))
    figure = page.find(".//div[@class='figure']")
    assert figure is not None
    assert words(figure.find("p")) == "In words."

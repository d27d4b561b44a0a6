"""A Document as HTML5, the twin of the PDF: the same words in the same order."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.document import Block, Document
from reports.html.stylesheet import file_policy, report_css
from reports.html.svg import inline_svg

# Controls but tab and line ends, lone surrogates and noncharacters: a page that holds one is not HTML.
_NOT_IN_HTML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
    + "]",
)
_LINE_END = re.compile("\r\n|[\n\r\u2028\u2029]")


def render_html(document: Document, stylesheet: str | None = None) -> str:
    """The whole page as a string.

    `stylesheet` is the address of `report_css` for a page that is served under `style-src 'self'`; without
    one the page carries its style sheet and its own content security policy, and can be kept as a file.
    A character that HTML forbids comes out as U+FFFD, so any text can be rendered.
    """
    template = _environment().get_template("page.html")
    page = template.render(
        document=document,
        direction=_direction(document.language),
        stylesheet=stylesheet,
        css=Markup(report_css()),  # noqa: S704  our own file; escaped, its selectors and its hash would break
        policy=file_policy(),
    )
    return _NOT_IN_HTML.sub("\N{REPLACEMENT CHARACTER}", page)


def render_fragment(document: Document) -> Markup:
    """What a document says, without its title, for a page that has a title and a style of its own."""
    (_, *blocks), annex = document.blocks, document.annex
    said = _environment().get_template("fragment.html").render(blocks=blocks, annex=annex)
    return Markup(_NOT_IN_HTML.sub("\N{REPLACEMENT CHARACTER}", said))  # noqa: S704  escaped by the template


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(kind=_kind, lines=_LINE_END.split, svg=inline_svg)
    return environment


def _kind(block: Block) -> str:
    return type(block).__name__


def _direction(language: str) -> str:
    try:
        return Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"

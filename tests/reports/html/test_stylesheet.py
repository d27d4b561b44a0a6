"""What the style sheet promises without a browser: contrast, inks, nothing from elsewhere."""

from __future__ import annotations

import re

import pytest

from reports.figures.shapes import Ink
from reports.html.stylesheet import report_css

# Web Content Accessibility Guidelines 2.2, 1.4.3 and 1.4.11.
TEXT, GRAPHICS = 4.5, 3.0

PAIRS = [
    ("text", "page", TEXT),
    ("text", "surface", TEXT),
    ("text", "tint", TEXT),
    ("quiet", "page", TEXT),
    ("quiet", "surface", TEXT),
    ("quiet", "tint", TEXT),
    ("accent", "page", TEXT),
    ("accent", "tint", TEXT),
    ("ink", "surface", TEXT),
    ("ink", "soft", TEXT),
    ("grid", "surface", GRAPHICS),
]


def colours(scheme: str) -> dict[str, str]:
    """The colours by name; dark ones replace light ones."""
    blocks = re.findall(r":root \{([^}]*)\}", report_css())
    light, dark = (dict(re.findall(r"--(\w+): (#\w{6});", block)) for block in blocks[:2])
    return light if scheme == "light" else light | dark


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2's definition."""
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_what_is_read_stands_out_from_its_ground(scheme: str, front: str, back: str, least: float) -> None:
    named = colours(scheme)
    brighter, darker = sorted((luminance(named[front]), luminance(named[back])), reverse=True)
    assert (brighter + 0.05) / (darker + 0.05) >= least


@pytest.mark.parametrize("ink", list(Ink))
def test_every_ink_follows_the_page_s_colours(ink: Ink) -> None:
    name = ink.name.lower()
    assert f".fill-{name} {{\n  fill: var(--{name});" in report_css()
    assert f".stroke-{name} {{\n  stroke: var(--{name});" in report_css()


def test_on_paper_in_light_the_inks_are_the_pdf_s() -> None:
    named = colours("light")
    named["paper"] = named["surface"]
    assert {ink.name.lower(): named[ink.name.lower()] for ink in Ink} == {i.name.lower(): str(i) for i in Ink}


def test_the_style_sheet_loads_nothing_and_cannot_end_its_element() -> None:
    assert not re.search(r"url\(|@import|@font-face|</", report_css())

"""Fonts are readable by those who copy text or have it read to them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reports.pdf.character_map import MAP_BLOCK, to_unicode


@given(st.lists(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=255))
def test_every_character_can_be_read_back_from_a_font_map(characters: list[str]) -> None:
    text = to_unicode([0, *map(ord, characters)])
    rows = re.findall(r"^<(\w\w)> <((?:\w{4}){1,2})>$", text, re.MULTILINE)
    assert [bytes.fromhex(code)[0] for code, _ in rows] == list(range(1, len(characters) + 1))
    assert [bytes.fromhex(row).decode("utf-16-be") for _, row in rows] == characters


def test_a_block_of_a_font_map_is_no_longer_than_the_standard_allows() -> None:
    text = to_unicode([0, *range(32, 32 + 250)])
    counts = [int(count) for count in re.findall(r"^(\d+) beginbfchar$", text, re.MULTILINE)]
    assert counts == [MAP_BLOCK, MAP_BLOCK, 50]
    blocks = re.findall(r"beginbfchar\n(.*?)\nendbfchar", text, re.DOTALL)
    assert [len(block.splitlines()) for block in blocks] == counts

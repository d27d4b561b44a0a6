"""Lines end where people expect it, and never outside the column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pdf.characters import on_one_line
from reports.pdf.faces import typefaces
from reports.pdf.fallback import spelled
from reports.pdf.lines import Span, broken, spans_of, width_of
from reports.pdf.structure import Element

TEXT = st.text(st.sampled_from("ab øŁ-–/ .\u00a0\u2002[]😀≤谢") | st.characters(exclude_categories=()))


def spans(text: str, size: float = 10) -> list[Span]:
    return spans_of(spelled(on_one_line(text), typefaces().regular), size, Element("P"))


def lines(text: str, width: float) -> list[str]:
    return ["".join(span.text for span in line) for line in broken(spans(text), width)]


@pytest.mark.parametrize(
    ("text", "widest", "expected"),
    [
        pytest.param("one two", "one two", ["one two"], id="what fits is not broken"),
        pytest.param("one two", "one two ", ["one two"], id="nor what leaves room"),
        pytest.param("one two three", "one two", ["one two ", "three"], id="at spaces"),
        pytest.param("one   two", "one t", ["one ", "two"], id="of many spaces one is kept"),
        pytest.param("xxxxxx", "xxx", ["xxx", "xxx"], id="a long word is cut at the edge, without a space"),
        pytest.param("a xxxxxx", "xxx", ["a ", "xxx", "xxx"], id="a long word begins on its own line"),
        pytest.param("well-being", "well-be", ["well-", "being"], id="after a hyphen"),
        pytest.param("5-10", "5-1", ["5-1", "0"], id="not in a range of numbers"),
        pytest.param("a.b/study/it", "a.b/study", ["a.b/", "study/it"], id="after a slash"),
        pytest.param("7\u00a0of 10", "7\u00a0of", ["7\u00a0of ", "10"], id="not at an unbreakable space"),
        pytest.param("谢谢", "[cjk unified ideograph-8c22]", ["[cjk unified ideograph-8c22]"] * 2,
                     id="between two names"),
        pytest.param("  one two", "  one", ["  one ", "two"], id="an indent is kept"),
    ],
)  # fmt: skip
def test_a_line_ends_in_the_right_place(text: str, widest: str, expected: list[str]) -> None:
    assert lines(text, width_of(spans(widest)) + 0.01) == expected


@given(TEXT, st.floats(15, 300))
def test_no_line_is_wider_than_its_column(text: str, width: float) -> None:
    for line in broken(spans(text), width):
        seen = [*line[:-1], *spans_of(spelled(line[-1].text.rstrip(), typefaces().regular), 10, Element("P"))]
        if len("".join(span.text for span in line)) > 1:
            assert width_of(seen) <= width + 0.001


@given(TEXT, st.floats(15, 300))
def test_no_letter_is_lost_or_moved_by_breaking(text: str, width: float) -> None:
    typed = "".join(span.text for span in spans(text))
    printed = "".join(lines(text, width))
    assert printed.replace(" ", "").split() == typed.replace(" ", "").split()

"""Contrasts are WCAG's, and a colour that has to be read is moved until it can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_feedback.colours import BLACK, WHITE, contrast, mixed, readable

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        pytest.param(BLACK, WHITE, 21.0, id="the most there is"),
        pytest.param(WHITE, WHITE, 1.0, id="none"),
        pytest.param("#777777", WHITE, 4.48, id="the grey that just fails"),
        pytest.param("#767676", WHITE, 4.54, id="the grey that just passes"),
        pytest.param("#0000ff", WHITE, 8.59, id="blue is dark"),
        pytest.param("#00ff00", WHITE, 1.37, id="green is bright"),
        pytest.param("#ff0000", WHITE, 4.0, id="red lies between"),
        pytest.param("#0a0a0a", BLACK, 1.06, id="below the bend of the curve"),
    ],
)
def test_a_contrast_is_the_one_that_others_compute(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        pytest.param(1, "#204060", id="all of it"),
        pytest.param(0, WHITE, id="nothing of it"),
        pytest.param(0.5, "#90a0b0", id="half"),
    ],
)
def test_a_share_of_a_colour(share: float, expected: str) -> None:
    assert mixed("#204060", WHITE, share) == expected


@given(COLOURS, st.sampled_from([(WHITE, BLACK), (BLACK, WHITE)]))
def test_any_colour_can_be_made_readable(colour: str, pair: tuple[str, str]) -> None:
    ground, towards = pair
    assert contrast(readable(colour, ground, towards=towards, ratio=4.5), ground) >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable("#0a5c8f", WHITE, towards=BLACK, ratio=4.5) == "#0a5c8f"


def test_where_nothing_is_enough_the_most_is_taken() -> None:
    assert readable("#0a5c8f", "#808080", towards=BLACK, ratio=20) == BLACK

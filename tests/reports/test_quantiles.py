"""Student's t, against tables and another program."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from reports.quantiles import t_quantile, t_two_sided


@pytest.mark.parametrize(
    ("freedom", "printed"),
    [(1, 12.7062047364), (2, 4.3026527297), (7, 2.3646242516), (9, 2.2621571628), (30, 2.0422724563)],
)
def test_the_printed_table_of_t_is_met(freedom: int, printed: float) -> None:
    assert t_quantile(0.975, freedom) == pytest.approx(printed, abs=1e-9)


@given(t=st.floats(-60, 60), freedom=st.floats(0.5, 5000))
def test_both_tails_are_those_of_another_program(t: float, freedom: float) -> None:
    assert t_two_sided(t, freedom) == pytest.approx(2 * stats.t.sf(abs(t), freedom), rel=1e-9, abs=1e-14)


@example(level=0.5000000000000001, freedom=1)
@given(level=st.floats(0.5, 0.9999), freedom=st.floats(1, 500))
def test_a_quantile_is_that_of_another_program(level: float, freedom: float) -> None:
    assert t_quantile(level, freedom) == pytest.approx(stats.t.ppf(level, freedom), rel=1e-9, abs=1e-9)


@given(level=st.floats(0.5, 0.9999), freedom=st.floats(1, 500))
def test_a_quantile_leads_back_to_its_level(level: float, freedom: float) -> None:
    assert 1 - t_two_sided(t_quantile(level, freedom), freedom) / 2 == pytest.approx(level, abs=1e-9)

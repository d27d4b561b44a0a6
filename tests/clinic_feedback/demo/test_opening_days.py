"""The clinics of the demo keep Norwegian weekends and holidays."""

from __future__ import annotations

from datetime import date

import pytest

from clinic_feedback.demo.opening_days import easter_sunday, is_open, open_days, season


@pytest.mark.parametrize(
    "easter",
    [
        pytest.param(date(2024, 3, 31), id="2024"),
        pytest.param(date(2025, 4, 20), id="2025"),
        pytest.param(date(2026, 4, 5), id="2026"),
        pytest.param(date(2008, 3, 23), id="about as early as it gets"),
        pytest.param(date(2038, 4, 25), id="as late as it gets"),
        pytest.param(date(2076, 4, 19), id="the rule's first exception: a week earlier"),
        pytest.param(date(1954, 4, 18), id="the rule's second exception"),
    ],
)
def test_easter_is_when_the_calendar_has_it(easter: date) -> None:
    assert easter_sunday(easter.year) == easter


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        pytest.param(date(2026, 11, 25), True, id="a Wednesday"),
        pytest.param(date(2026, 11, 28), False, id="a Saturday"),
        pytest.param(date(2026, 11, 29), False, id="a Sunday"),
        pytest.param(date(2026, 1, 1), False, id="New Year's Day"),
        pytest.param(date(2026, 4, 1), True, id="the day before Maundy Thursday"),
        pytest.param(date(2026, 4, 2), False, id="Maundy Thursday"),
        pytest.param(date(2026, 4, 3), False, id="Good Friday"),
        pytest.param(date(2026, 4, 6), False, id="Easter Monday"),
        pytest.param(date(2026, 4, 7), True, id="the day after Easter"),
        pytest.param(date(2026, 5, 1), False, id="Labour Day"),
        pytest.param(date(2026, 5, 14), False, id="Ascension"),
        pytest.param(date(2023, 5, 17), False, id="Constitution Day"),
        pytest.param(date(2026, 5, 25), False, id="Whit Monday"),
        pytest.param(date(2026, 12, 24), False, id="Christmas Eve"),
        pytest.param(date(2026, 12, 28), True, id="between the years"),
    ],
)
def test_a_clinic_opens_on_working_days_alone(day: date, opens: bool) -> None:
    assert is_open(day) is opens


def test_open_days_begin_with_the_first_and_leave_out_the_end() -> None:
    assert list(open_days(date(2026, 11, 26), date(2026, 12, 1))) == [
        date(2026, 11, 26),
        date(2026, 11, 27),
        date(2026, 11, 30),
    ]


@pytest.mark.parametrize(
    ("quiet", "ordinary"),
    [
        pytest.param(date(2026, 7, 15), date(2026, 5, 13), id="July"),
        pytest.param(date(2026, 3, 31), date(2026, 3, 24), id="the week before Easter"),
        pytest.param(date(2026, 12, 29), date(2026, 12, 8), id="between the years"),
        pytest.param(date(2026, 1, 2), date(2026, 1, 13), id="just after New Year"),
        pytest.param(date(2026, 9, 30), date(2026, 9, 16), id="the autumn holiday"),
    ],
)
def test_holiday_weeks_are_quiet(quiet: date, ordinary: date) -> None:
    assert 0 < season(quiet) < season(ordinary) == 1

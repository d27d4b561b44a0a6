"""A period over time, how its numbers were counted, and how complete they are."""

from __future__ import annotations

from collections.abc import Iterator

from reports.control_chart import POINTS_FOR_RUNS, Chart, NoChart, Point, Signal
from reports.document import Block, Figure, Heading, Paragraph, Role, Table
from reports.figures.period import ChartWords, run_chart
from reports.intervals import FEWEST_FOR_PERCENT, Share
from reports.period import Period
from reports.quality_wording import Wording
from reports.quarter import Apart
from reports.weeks import quarter_of, weeks_between

_ERRING = 0.05
"""How many of the intervals miss the truth by chance."""


def over_time(period: Period, wording: Wording) -> Iterator[Block]:
    """A chart a measure, with its signals in words and its numbers in a table."""
    yield Heading(2, wording.said["h_over_time"])
    yield Paragraph(wording.said["chart_weeks"], Role.SMALL)
    for name, chart in period.charts.items():
        yield from _chart(wording.said[f"subject_{name}"], chart, wording)


def _chart(subject: str, chart: Chart | NoChart, wording: Wording) -> Iterator[Block]:
    said = wording.said
    yield Heading(3, said["chart_title"].format(subject=subject))
    if isinstance(chart, NoChart) or sum(point.n for point in chart.points) < FEWEST_FOR_PERCENT:
        yield Paragraph(said["chart_not"])
        return
    alternative = said["chart_alt"].format(
        subject=subject,
        n=len(chart.points),
        first=chart.points[0].label,
        last=chart.points[-1].label,
        median=wording.percent(chart.centre),
    )
    words = ChartWords(said["chart_median"], said["chart_limit"])
    yield Figure(run_chart(chart, words, alternative), tuple(map(Paragraph, _signals(chart, wording))))
    head = (said["col_weeks"], said["col_n"], subject, said["col_share"])
    rows = tuple(
        (
            point.label,
            wording.count(point.n),
            wording.count(point.x),
            _point_share(point, wording),
        )
        for point in chart.points
    )
    yield Table(said["chart_title"].format(subject=subject), head, rows)


def _point_share(point: Point, wording: Wording) -> str:
    """No percentage of fewer than thirty."""
    return f"{wording.percent(point.rate)} %" if point.n >= FEWEST_FOR_PERCENT else "\u2013"


def _signals(chart: Chart, wording: Wording) -> Iterator[str]:
    said = wording.said
    if chart.why_not is not None and not chart.limits:
        useful = sum(point.rate != chart.centre for point in chart.points)
        yield said["chart_few"].format(n=useful, needed=POINTS_FOR_RUNS)
        return
    if not chart.signals:
        yield said["chart_none"]
    if Signal.RUN in chart.signals:
        yield said["chart_run"].format(n=chart.longest_run)
    if Signal.CROSSINGS in chart.signals:
        yield said["chart_crossings"].format(n=chart.crossings)
    for week in chart.outliers:
        yield said["chart_outlier"].format(week=week)


def methods(period: Period, wording: Wording) -> Iterator[Block]:
    """How it was counted, and what is missing."""
    said = wording.said
    yield Heading(2, said["h_methods"])
    for key in ("methods_blocks", "methods_intervals", "methods_primary", "methods_withdrawal"):
        yield Paragraph(said[key], Role.SMALL)
    intervals = _intervals(period)
    if intervals:
        chance = said["multiplicity"].format(n=intervals, k=max(1, round(intervals * _ERRING)))
        yield Paragraph(chance, Role.SMALL)
    yield Heading(2, said["h_completeness"])
    numbers = {"held": period.held, "held_back": period.held_back, "units": period.units}
    counted = {name: wording.count(number) for name, number in numbers.items()}
    yield Paragraph(said["completeness"].format(**counted))
    if period.others:
        yield Paragraph(said["others"].format(others=wording.count(period.others)))
    missing = _quarters_missing(period, wording)
    if missing:
        yield Paragraph(said["quarters_missing"].format(quarters=missing))
    if period.quarters and not any(quarter.items for quarter in period.quarters):
        yield Paragraph(said["cross_none"])


def _quarters_missing(period: Period, wording: Wording) -> str:
    """The quarters of a view that are not whole in it, or not over."""
    asked = {quarter_of(week) for week in weeks_between(period.view.first_week, period.view.last_week)}
    told = {quarter.name for quarter in period.quarters}
    return ", ".join(wording.quarter(name) for name in sorted(asked - told))


def _intervals(period: Period) -> int:
    """How many intervals stand on the pages."""
    shares: list[Share | None] = [rate.share for rate in period.differences]
    shares += [period.low, period.answered, period.shared, period.paired]
    seen = period.recognised
    shares += [seen.share_seen, seen.share_unsure, seen.share_missed]
    shares += [group.answered for group in period.groups]
    shares += [period.promises.share] if period.promises else []
    items = [one for quarter in period.quarters for one in quarter.items]
    apart = [one.apart for one in items if isinstance(one.apart, Apart)]
    shares += [share for one in apart for share in (one.within, one.rosier, one.gloomier)]
    shares += [one.low for quarter in period.quarters for item in quarter.by_mode for one in item.shares]
    others = [measure for one in apart for measure in (one.leaning, one.steps, one.kappa)]
    varied = [one for quarter in period.quarters for one in quarter.variations.values()]
    return sum(one is not None and one.interval is not None for one in (*shares, *others, *varied))

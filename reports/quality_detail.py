"""What stands behind a period's first page: rates, answers, tables of both sides, charts, methods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forms.model import Item, LinkId, Side
from reports.control_chart import POINTS_FOR_RUNS, Chart, NoChart, Signal
from reports.document import Block, Figure, Heading, Paragraph, Role, Table
from reports.figures.period import ChartWords, run_chart
from reports.intervals import FEWEST_FOR_PERCENT
from reports.period import ItemAnswers, Period, QuarterTables
from reports.quality_wording import Wording
from reports.quarter import MirroredItem, Row

_ELEMENTS = tuple(map(LinkId, ("visual_aids", "test_results", "examination", "normalising")))
_CHANGE = tuple(map(LinkId, ("changed", "outlook", "next_steps")))
_VOICE = (LinkId("disagreement"),)
_ERRING = 0.05
"""How many of the intervals miss the truth by chance."""


def detail(period: Period, wording: Wording) -> Iterator[Block]:
    """Everything after the first page."""
    said, in_sections = wording.said, (*_ELEMENTS, *_CHANGE, *_VOICE)
    yield from _rates(period, wording)
    for heading, link_ids in (("h_elements", _ELEMENTS), ("h_change", _CHANGE), ("h_voice", _VOICE)):
        yield from _section(said[heading], link_ids, period, wording)
    others = tuple(one.link_id for one in period.answers if one.link_id not in in_sections)
    yield from _section(said["what_answered"], others, period, wording)
    for quarter in period.quarters:
        yield from _apart(quarter, wording)
    yield from _response(period, wording)
    yield Heading(2, said["h_over_time"])
    for name, chart in period.charts.items():
        yield from _chart(said[f"subject_{name}"], chart, wording)
    yield from _methods(period, wording)


def _rates(period: Period, wording: Wording) -> Iterator[Block]:
    said, texts = wording.said, wording.texts
    rows = tuple(
        (
            texts.rules[rate.rule].name,
            texts.label(rate.item) if rate.item else "\u2013",
            wording.count(rate.share.n),
            wording.count(rate.attention),
            wording.count(rate.notice),
            wording.share(rate.share),
        )
        for rate in period.rates
        if rate.attention or rate.notice
    )
    if rows:
        yield Heading(2, said["h_rates"])
        yield Paragraph(said["rates_intro"], Role.SMALL)
        columns = ("col_rule", "col_item", "col_eligible", "col_attention", "col_notice", "col_share")
        yield Table(said["rates_caption"], tuple(said[key] for key in columns), rows)


def _section(heading: str, link_ids: Sequence[LinkId], period: Period, wording: Wording) -> Iterator[Block]:
    blocks = [block for link_id in link_ids for block in _item(link_id, period, wording)]
    if blocks:
        yield Heading(2, heading)
        yield from blocks


def _item(link_id: LinkId, period: Period, wording: Wording) -> Iterator[Block]:
    for answers in period.answers:
        if answers.link_id == link_id:
            yield Heading(3, wording.texts.label(link_id))
            yield _answers_table(answers, wording)
    for quarter in period.quarters:
        for mirrored in quarter.items:
            if mirrored.link_id == link_id:
                yield from _cross(mirrored, quarter.name, wording)


def _answers_table(answers: ItemAnswers, wording: Wording) -> Table:
    said = wording.said
    item = _item_of(answers.link_id, wording)
    rows = [(_option(item, code, wording), wording.count(number)) for code, number in answers.counts.items()]
    rows.append((said["answers_blank"], wording.count(answers.blank)))
    caption = said["answers_caption"].format(item=wording.texts.label(answers.link_id))
    return Table(caption, (said["answers_head"], said["answers_patients"]), tuple(rows))


def _item_of(link_id: LinkId, wording: Wording) -> Item:
    return wording.questionnaire.by_link_id[link_id]


def _option(item: Item, code: str, wording: Wording) -> str:
    scale = item.choices
    known = {str(one): one for one in scale.codes}
    return wording.texts.option(scale, known[code], Side.PATIENT)


def _cross(mirrored: MirroredItem, quarter: str, wording: Wording) -> Iterator[Block]:
    said, item = wording.said, _item_of(mirrored.link_id, wording)
    head = (said["cross_head"], *(_option(item, code, wording) for code in mirrored.columns), said["col_n"])
    rows = tuple(_cross_row(row, mirrored.columns, item, wording) for row in mirrored.rows)
    caption = said["cross_caption"].format(item=wording.texts.label(mirrored.link_id), quarter=quarter)
    yield Table(caption, head, rows)
    happened = mirrored.happened
    if happened is not None:
        shares = {
            name: f"{wording.percent(value)} %" if value is not None else "\u2013"
            for name, value in (
                ("overall", happened.overall),
                ("positive", happened.positive),
                ("negative", happened.negative),
            )
        }
        yield Paragraph(said["happened"].format(**shares), Role.SMALL)


def _cross_row(row: Row, columns: Sequence[str], item: Item, wording: Wording) -> tuple[str, ...]:
    label = " / ".join(_option(item, code, wording) for code in row.codes)
    return (label, *(wording.count(row.counts[code]) for code in columns), wording.count(row.n))


def _apart(quarter: QuarterTables, wording: Wording) -> Iterator[Block]:
    said = wording.said
    rows = tuple(
        (
            wording.texts.label(one.link_id),
            wording.count(one.n),
            wording.share(one.apart.within),
            wording.share(one.apart.rosier),
            wording.share(one.apart.gloomier),
            wording.mean(one.apart.steps),
        )
        for one in quarter.items
        if one.apart is not None
    )
    if not rows:
        return
    columns = ("apart_head", "col_n", "apart_within", "apart_rosier", "apart_gloomier", "apart_steps")
    caption = said["apart_caption"].format(quarter=quarter.name)
    yield Heading(2, caption)
    yield Table(caption, tuple(said[key] for key in columns), rows)
    for one in quarter.items:
        if one.apart is not None:
            yield Paragraph(_kappa(one, wording), Role.SMALL, lead=wording.texts.label(one.link_id))
    yield Paragraph(said["kappa_note"], Role.SMALL)


def _kappa(one: MirroredItem, wording: Wording) -> str:
    assert one.apart is not None
    kappa, name = one.apart.kappa, wording.said["apart_kappa"]
    if kappa.value is None:
        return f"{name}: {wording.kappa_reason(kappa.why_not)}" if kappa.why_not else name
    interval = kappa.interval
    ends = f" ({wording.decimal(interval.low)} / {wording.decimal(interval.high)})" if interval else ""
    return f"{name} {wording.decimal(kappa.value)}{ends}"


def _response(period: Period, wording: Wording) -> Iterator[Block]:
    said = wording.said
    rows = tuple(
        (
            f"{wording.place(group.place)}: {wording.professions(group.professions)}",
            wording.count(group.answered.n),
            wording.share(group.answered),
        )
        for group in period.groups
    )
    if rows:
        yield Heading(2, said["h_response"])
        head = (said["response_group"], said["col_n"], said["response_share"])
        yield Table(said["response_caption"], head, tuple(sorted(rows)))
        yield Paragraph(f"{said['no_ranking']} {said['case_mix']}", Role.SMALL)


def _chart(subject: str, chart: Chart | NoChart, wording: Wording) -> Iterator[Block]:
    said = wording.said
    yield Heading(3, said["chart_title"].format(subject=subject))
    if isinstance(chart, NoChart):
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
            _point_share(point.n, point.rate, wording),
        )
        for point in chart.points
    )
    yield Table(said["chart_title"].format(subject=subject), head, rows)


def _point_share(n: int, rate: float, wording: Wording) -> str:
    """No percentage of fewer than thirty."""
    return f"{wording.percent(rate)} %" if n >= FEWEST_FOR_PERCENT else "\u2013"


def _signals(chart: Chart, wording: Wording) -> Iterator[str]:
    said = wording.said
    if chart.why_not is not None:
        yield said["chart_few"].format(n=len(chart.points), needed=POINTS_FOR_RUNS)
        return
    if not chart.signals:
        yield said["chart_none"]
    if Signal.RUN in chart.signals:
        yield said["chart_run"].format(n=chart.longest_run)
    if Signal.CROSSINGS in chart.signals:
        yield said["chart_crossings"].format(n=chart.crossings)
    for week in chart.outliers:
        yield said["chart_outlier"].format(week=week)


def _methods(period: Period, wording: Wording) -> Iterator[Block]:
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
    if not any(quarter.items for quarter in period.quarters):
        yield Paragraph(said["cross_none"])


def _intervals(period: Period) -> int:
    """How many intervals stand on the pages."""
    shares = [rate.share for rate in period.rates if rate.attention or rate.notice]
    shares += [period.low, *(group.answered for group in period.groups)]
    apart = [one.apart for quarter in period.quarters for one in quarter.items if one.apart]
    shares += [share for one in apart for share in (one.within, one.rosier, one.gloomier)]
    means = sum(one.steps.interval is not None for one in apart)
    kappas = sum(one.kappa.interval is not None for one in apart)
    return sum(share.interval is not None for share in shares) + means + kappas

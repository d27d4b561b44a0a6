"""The report on a period: what a board reads in two minutes, then all that stands behind it."""

from __future__ import annotations

from collections.abc import Iterator

from reports.document import Block, Document, Figure, Heading, Notices, Paragraph, Role
from reports.figures.period import Bar, bars, parts, share_on_axis
from reports.intervals import NotShown
from reports.measures import REASSURED
from reports.period import Moved, Period, RuleRate
from reports.period_working import last_view
from reports.quality_detail import detail
from reports.quality_wording import Wording


def quality_report(period: Period, wording: Wording) -> Document:
    """The whole report; of a period in which nothing can be shown it says so, and what waits."""
    said, report = wording.said, wording.all["report"]
    head: tuple[Block, ...] = (
        Heading(1, said["title"]),
        Paragraph(
            said["subtitle"].format(
                place=wording.whose(period.view), first=period.view.first_week, last=period.view.last_week
            )
        ),
    )
    body = _nothing(period, wording) if period.is_empty else _first_page(period, wording)
    further = () if period.is_empty else tuple(detail(period, wording))
    notices = Notices(report["page_of"], report["right_to_left"], report["letter_by_name"])
    running = f"{said['not_for_judging']} \u00b7 {said['title']}"
    title = f"{said['title']} ({wording.weeks(period.view)})"
    return Document(title, wording.language, running, (*head, *body), further, notices, 1)


def _nothing(period: Period, wording: Wording) -> Iterator[Block]:
    yield Paragraph(wording.said["nothing_yet"], Role.STATEMENT)
    yield from _waits(period, wording)
    yield from _held_back(period, wording)


def _waits(period: Period, wording: Wording) -> Iterator[Block]:
    if period.low_waits:
        numbers = {"topic": wording.texts.label(REASSURED), "n": wording.count(period.low_waits)}
        yield Paragraph(wording.said["waits"].format(**numbers), Role.SMALL)


def _first_page(period: Period, wording: Wording) -> Iterator[Block]:
    said = wording.said
    yield Paragraph(_held(period, wording))
    yield Paragraph(_not_reassured(period, wording), Role.STATEMENT)
    yield from _waits(period, wording)
    if period.low.interval is not None and period.low.interval.approximate:
        yield Paragraph(said["approximate"], Role.SMALL)
    if period.low_bounds is not None and period.low.value is not None:
        low, high = (wording.percent(bound) for bound in period.low_bounds)
        yield Paragraph(said["bounds"].format(b_lo=low, b_hi=high))
    seen = period.recognised
    yield Paragraph(
        said["missed"].format(low=wording.count(seen.share_missed.n), missed=wording.count(seen.missed)),
        Role.STATEMENT,
    )
    for name, moved in period.moved.items():
        yield Paragraph(_compared(period, moved, wording), lead=said[f"subject_{name}"])
    if period.parted is not None:
        yield Paragraph(_parted(period.parted, wording))
    yield Paragraph(said["chance"], Role.SMALL)
    yield from _held_back(period, wording)
    yield from _figures(period, wording)


def _held(period: Period, wording: Wording) -> str:
    view, answered = period.view, period.answered
    key = "held" if answered.value is not None else "held_small"
    return wording.said[key].format(
        held=wording.count(period.held),
        counted=wording.count(period.counted),
        sent=wording.count(answered.x),
        rate=wording.percent(answered.value or 0),
        pairs=wording.count(period.paired.x),
        **{"from": wording.day(view.first_week, last=False), "to": wording.day(view.last_week, last=True)},
    )


def _not_reassured(period: Period, wording: Wording) -> str:
    low, said = period.low, wording.said
    numbers = {"x": wording.count(low.x), "sent": wording.count(low.n)}
    if low.value is None:
        return said["not_reassured_small"].format(**numbers)
    numbers["p"] = wording.percent(low.value)
    if low.interval is None:
        return said["not_reassured_few"].format(**numbers)
    numbers |= {"lo": wording.percent(low.interval.low), "hi": wording.percent(low.interval.high)}
    return said["not_reassured"].format(**numbers)


def _compared(period: Period, moved: Moved | NotShown, wording: Wording) -> str:
    said, last = wording.said, wording.weeks(last_view(period.view))
    if isinstance(moved, NotShown):
        return said["compared_not"].format(last_period=last, reason=wording.reason(moved))
    keys = {Moved.MORE: "more", Moved.FEWER: "fewer", Moved.NO_MORE_THAN_CHANCE: "none"}
    return said[f"compared_{keys[moved]}"].format(last_period=last)


def _parted(rate: RuleRate, wording: Wording) -> str:
    topic = wording.texts.label(rate.item) if rate.item else wording.texts.rules[rate.rule].name
    return wording.said["parted"].format(
        topic=topic, k=wording.count(rate.share.x), n=wording.count(rate.share.n)
    )


def _held_back(period: Period, wording: Wording) -> Iterator[Block]:
    said = wording.said
    yield Paragraph(said["held_back"].format(held_back=wording.count(period.held_back)))
    yield Paragraph(f"{said['held_back_why']} {said['totals_only_note']}", Role.SMALL)


def _figures(period: Period, wording: Wording) -> Iterator[Block]:
    said = wording.said
    steps = (
        ("step_held", period.held),
        ("step_counted", period.counted),
        ("step_sent", period.answered.x),
        ("step_shared", period.shared.x),
        ("step_paired", period.paired.x),
    )
    rows = [Bar(said[key], number, wording.count(number)) for key, number in steps]
    listed = ", ".join(said["n_of"].format(label=row.label, n=row.shown) for row in rows)
    label = said["figure_funnel"]
    yield Heading(2, label)
    yield Figure(bars(rows, said["funnel_alt"].format(label=label, parts=listed)))
    if period.low.value is not None:
        interval = period.low.interval
        text, label = wording.share(period.low), said["figure_not_reassured"]
        ends = None if interval is None else (interval.low, interval.high)
        yield Heading(2, f"{label} (n = {wording.count(period.low.n)})")
        alternative = said["axis_alt"].format(label=label, text=text)
        yield Figure(share_on_axis(period.low.value, ends, alternative), (Paragraph(text, Role.SMALL),))
    seen = period.recognised
    if seen.share_missed.n:
        parts_of = (("seen", seen.seen), ("unsure", seen.unsure), ("missed_label", seen.missed))
        shares = [Bar(said[key], number, wording.count(number)) for key, number in parts_of]
        label = said["figure_recognition"]
        listed = ", ".join(f"{row.label}: {row.shown}" for row in shares)
        yield Heading(2, f"{label} (n = {wording.count(seen.share_missed.n)})")
        yield Figure(parts(shares, said["parts_alt"].format(label=label, parts=listed)))

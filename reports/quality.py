"""The report on a period: what a board reads in two minutes, then all that stands behind it."""

from __future__ import annotations

from collections.abc import Iterator

from reports.document import Block, Document, Heading, Notices, Paragraph, Role
from reports.intervals import NotShown, Share
from reports.measures import REASSURED
from reports.period import Moved, Period, RuleRate
from reports.quality_detail import detail
from reports.quality_figures import figures
from reports.quality_wording import Wording
from reports.since_last import last_view

_HALF = 0.5


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
    return Document(title, wording.language, running, (*head, *body), further, notices, 1, annex_apart=True)


def _nothing(period: Period, wording: Wording) -> Iterator[Block]:
    yield Paragraph(wording.said["nothing_yet"], Role.STATEMENT)
    yield from _waits(period, wording)
    yield from _held_back(period, wording)


def _waits(period: Period, wording: Wording) -> Iterator[Block]:
    if period.counted_waits and period.answered.n:
        numbers = {"n": wording.count(period.counted_waits)}
        yield Paragraph(wording.said["counted_waits"].format(**numbers), Role.SMALL)
        if period.low_waits <= period.counted_waits:
            return
    if period.low_waits:
        numbers = {"topic": wording.texts.label(REASSURED), "n": wording.count(period.low_waits)}
        yield Paragraph(wording.said["waits"].format(**numbers), Role.SMALL)


def _first_page(period: Period, wording: Wording) -> Iterator[Block]:
    said = wording.said
    yield from _verdict(period, wording)
    yield Paragraph(_held(period, wording))
    yield from _not_reassured(period, wording)
    yield from _waits(period, wording)
    yield from _missed(period, wording)
    yield from _compared(period, wording)
    if period.parted is not None:
        yield Paragraph(_parted(period.parted, wording))
    yield Paragraph(said["chance"], Role.SMALL)
    yield from _held_back(period, wording)
    yield from figures(period, wording)


def _verdict(period: Period, wording: Wording) -> Iterator[Block]:
    """The title's answer, where an interval lies on one side of half or says that it does not."""
    missed, seen = (one.interval for one in (period.recognised.share_missed, period.recognised.share_seen))
    if missed is not None and seen is not None and (period.recognised.missed or seen.low > _HALF):
        key = "missed" if missed.low > _HALF else "seen" if seen.low > _HALF else "open"
        yield Paragraph(wording.said[f"verdict_{key}"], Role.STATEMENT)


def _held(period: Period, wording: Wording) -> str:
    view, answered = period.view, period.answered
    return wording.said[_held_key(period)].format(
        held=wording.count(period.held),
        counted=wording.count(period.counted),
        sent=wording.count(answered.x),
        rate=wording.percent(answered.value or 0),
        pairs=wording.count(period.paired.x),
        **{"from": wording.day(view.first_week, last=False), "to": wording.day(view.last_week, last=True)},
    )


def _held_key(period: Period) -> str:
    if not period.answered.n:
        return "held_waits"
    if not period.paired.n:
        return "held_pairs_wait"
    return "held_small" if period.answered.value is None else "held"


def _not_reassured(period: Period, wording: Wording) -> Iterator[Block]:
    low, said = period.low, wording.said
    if not low.n:
        return
    yield Paragraph(_low(low, wording), Role.STATEMENT)
    if low.interval is not None and low.interval.approximate:
        yield Paragraph(said["approximate"], Role.SMALL)
    if period.low_bounds is not None and low.value is not None:
        ends = (wording.percent(bound) for bound in period.low_bounds)
        yield Paragraph(said["bounds"].format(**dict(zip(("b_lo", "b_hi"), ends, strict=True))))


def _low(low: Share, wording: Wording) -> str:
    said = wording.said
    numbers = {"x": wording.count(low.x), "sent": wording.count(low.n)}
    if low.value is None:
        return said["not_reassured_small"].format(**numbers)
    numbers["p"] = wording.percent(low.value)
    if low.interval is None:
        key = "not_reassured_few" if low.why_not is NotShown.FEW_CLINICIANS else "not_reassured_alone"
        return said[key].format(**numbers)
    numbers |= {"lo": wording.percent(low.interval.low), "hi": wording.percent(low.interval.high)}
    return said["not_reassured"].format(**numbers)


def _missed(period: Period, wording: Wording) -> Iterator[Block]:
    said, found = wording.said, period.recognised
    share = found.share_missed
    if not share.n:
        if period.low.x or not period.low.n:
            yield Paragraph(said["missed_waits"], Role.SMALL)
        return
    numbers = {"low": wording.count(share.n), "missed": wording.count(found.missed)}
    yield Paragraph(said["missed"].format(**numbers), Role.STATEMENT)
    told = [] if share.value is None else [said["missed_share"].format(share=wording.share(share))]
    if period.low.x > share.n:
        rests = {"n": wording.count(share.n), "x": wording.count(period.low.x)}
        told.append(said["missed_rests"].format(**rests))
    if told:
        yield Paragraph(" ".join(told))
    if found.missed:
        yield Paragraph(said["to_talk_about"].format(elements=said["h_elements"]))


def _compared(period: Period, wording: Wording) -> Iterator[Block]:
    """A line a measure; one for all where none can be told for the same reason."""
    reasons = set(period.moved.values())
    (reason, *others) = reasons
    if isinstance(reason, NotShown) and not others:
        yield Paragraph(_change(period, reason, wording))
        return
    for name, moved in period.moved.items():
        yield Paragraph(_change(period, moved, wording), lead=wording.said[f"subject_{name}"])


def _change(period: Period, moved: Moved | NotShown, wording: Wording) -> str:
    said, last = wording.said, wording.weeks(last_view(period.view))
    if isinstance(moved, NotShown):
        return said["compared_not"].format(last_period=last, reason=wording.reason(moved))
    keys = {Moved.MORE: "more", Moved.FEWER: "fewer", Moved.NO_MORE_THAN_CHANCE: "none"}
    return said[f"compared_{keys[moved]}"].format(last_period=last)


def _parted(rate: RuleRate, wording: Wording) -> str:
    rule = wording.texts.rules[rate.rule].name
    topic = rule
    if rate.item:
        topic = wording.said["parted_topic"].format(item=wording.texts.label(rate.item), rule=rule)
    return wording.said["parted"].format(
        topic=topic, k=wording.count(rate.share.x), n=wording.count(rate.share.n)
    )


def _held_back(period: Period, wording: Wording) -> Iterator[Block]:
    said = wording.said
    yield Paragraph(said["held_back"].format(held_back=wording.count(period.held_back)))
    yield Paragraph(f"{said['held_back_why']} {said['totals_only_note']}", Role.SMALL)

"""The three pictures of a period's first page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.document import Block, Figure, Heading, Paragraph, Role
from reports.figures.period import Bar, bars, parts, share_on_axis
from reports.period import Period
from reports.quality_wording import Wording


def figures(period: Period, wording: Wording) -> Iterator[Block]:
    """From visit to pair, who was not reassured, what was expected; each where it is told."""
    said = wording.said
    label = said["figure_funnel"]
    yield Heading(2, label)
    yield _bars(label, _funnel(period, wording), wording)
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


def _bars(label: str, rows: Sequence[Bar], wording: Wording) -> Figure:
    said = wording.said
    listed = ", ".join(said["n_of"].format(label=row.label, n=row.shown) for row in rows)
    return Figure(bars(rows, said["funnel_alt"].format(label=label, parts=listed)))


def _funnel(period: Period, wording: Wording) -> list[Bar]:
    """Visits held, then what is told of those in blocks: what waits for the next one has no bar."""
    shares = (
        ("step_sent", period.answered),
        ("step_shared", period.shared),
        ("step_paired", period.paired),
    )
    steps = [("step_held", period.held), ("step_counted", period.counted)]
    steps += [(key, share.x) for key, share in shares if share.n]
    return [Bar(wording.said[key], number, wording.count(number)) for key, number in steps]

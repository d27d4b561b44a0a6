"""The first page's numbers once more, in one table: what each is of, and what was counted."""

from __future__ import annotations

from collections.abc import Iterator

from reports.document import Block, Heading, Paragraph, Role, Table
from reports.intervals import FEWEST_CLINICIANS, FEWEST_FOR_PERCENT, NotShown, Share
from reports.period import Period
from reports.quality_wording import Wording

_NONE = "\u2013"


def first_page_numbers(period: Period, wording: Wording) -> Iterator[Block]:
    """A heading, the table, and when a percentage or an interval is not there."""
    said = wording.said
    head = tuple(said[key] for key in ("numbers_what", "numbers_number", "numbers_of", "col_share"))
    rows = (*_visits(period, wording), *_not_reassured(period, wording), *_expected(period, wording))
    yield Heading(2, said["h_numbers"])
    yield Table(said["numbers_caption"], head, rows)
    small = said["methods_small"].format(n=FEWEST_FOR_PERCENT, k=FEWEST_CLINICIANS)
    yield Paragraph(f"{said['numbers_bases']} {small}", Role.SMALL)


Row = tuple[str, ...]


def _visits(period: Period, wording: Wording) -> Iterator[Row]:
    said = wording.said
    yield said["step_held"], wording.count(period.held), _NONE, _NONE
    yield said["numbers_held_back"], wording.count(period.held_back), wording.count(period.held), _NONE
    yield said["step_counted"], wording.count(period.counted), _NONE, _NONE
    for key, share in (
        ("step_sent", period.answered),
        ("step_shared", period.shared),
        ("step_paired", period.paired),
    ):
        yield _row(said[key], share, wording)


def _not_reassured(period: Period, wording: Wording) -> Iterator[Row]:
    said, low = wording.said, period.low
    yield _row(said["subject_not_reassured"], low, wording)
    if period.low_bounds is not None and low.value is not None:
        ends = (low.x, low.x + period.low_held - low.n)
        for key, number, bound in zip(
            ("numbers_if_none", "numbers_if_all"), ends, period.low_bounds, strict=True
        ):
            per_cent = f"{wording.percent(bound)} %"
            yield said[key], wording.count(number), wording.count(period.low_held), per_cent


def _expected(period: Period, wording: Wording) -> Iterator[Row]:
    said, seen = wording.said, period.recognised
    yield _row(said["seen"], seen.share_seen, wording)
    yield _row(said["unsure"], seen.share_unsure, wording)
    yield _row(said["missed_label"], seen.share_missed, wording)


def _row(name: str, share: Share, wording: Wording) -> Row:
    if share.why_not is NotShown.WAITS:
        return name, _NONE, _NONE, _NONE
    return name, wording.count(share.x), wording.count(share.n), wording.share(share)

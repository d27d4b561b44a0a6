"""The rows of every file: what blocks hold, family by family, and visits by week. No row is a visit.

Tables of both sides' answers are not among them: these are told once a quarter, for everybody together.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.tally import Category, Family, is_left_over
from reports.published import Listed, Published

BLOCK_COLUMNS = (
    "clinic",
    "professions",
    "form",
    "first_week",
    "last_week",
    "visits",
    "question",
    "answer",
    "count",
)
WEEK_COLUMNS = ("week", "closed", "held_back")
_OF_BOTH_SIDES = "mirror:"


Cell = str | int
Row = tuple[Cell, ...]


def block_rows(published: Published) -> Iterator[Row]:
    """A row for each block or group of blocks, question and answer, by `BLOCK_COLUMNS`."""
    for family, listed in published.families.items():
        if is_told_by_block(family):
            for one in listed:
                yield from _rows(family, one)


def is_told_by_block(family: Family) -> bool:
    """Whether a family's counts may be told block by block."""
    return not (family.startswith(_OF_BOTH_SIDES) or is_left_over(family))


def _rows(family: Family, listed: Listed) -> Iterator[Row]:
    where = (
        listed.place,
        "+".join(listed.professions),
        listed.form,
        listed.first_week,
        listed.last_week,
        listed.units,
    )
    for category, count in sorted(listed.counts.items()):
        yield (*where, family, _answer(category), count)


def _answer(category: Category) -> str:
    return category.p


def week_rows(published: Published) -> Iterator[Row]:
    """A row a week, by `WEEK_COLUMNS`."""
    for week in published.weeks:
        yield week.week, week.closed, week.held_back

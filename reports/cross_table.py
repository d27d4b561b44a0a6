"""Both sides' answers of a quarter's pairs in one table, of which no line tells of somebody.

A clinician knows what was guessed of the own patients, and so in which column each of them stands. So
columns are held to more than rows: a column whose patients all said the same tells what each of them said.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from forms.tally import Category
from reports.release import Tallied

_FEWEST, _OF_OTHERS, _WHEN_ALIKE = 5, 3, 20
_FEWEST_COLUMNS = 2
"""With one, a table would hold what patients answered and no more."""

Codes = tuple[str, ...]
"""Answers that are told as one: several where single ones were too few."""


@dataclass(frozen=True, slots=True)
class CrossTable:
    """How often patients answered one of a row's codes and clinicians one of a column's."""

    rows: tuple[Codes, ...]
    columns: tuple[Codes, ...]
    counts: tuple[tuple[int, ...], ...]


def cross_table(order: Sequence[str], pairs: Tallied) -> CrossTable | None:
    """The table of all pairs, thin lines added to their neighbours; None where no two columns are left.

    `order`: the codes of both sides as they lie beside each other.
    """
    rows = merged(order, lambda codes: _is_row(codes, pairs))
    columns = merged(order, lambda codes: _is_column(codes, rows, pairs))
    if not rows or len(columns) < _FEWEST_COLUMNS:
        return None
    counts = tuple(tuple(_count(pairs, row, column) for column in columns) for row in rows)
    return CrossTable(rows, columns, counts)


def common_groups(table: CrossTable, pairs: Tallied) -> tuple[Codes, ...]:
    """Answers that lines of either side put together: what is worked out of these is in the table.

    A code that nobody of a side gave is in no line of it that holds anybody, wherever it is printed.
    """
    patients, clinicians = (
        {getattr(one, side) for counts in pairs.values() for one in counts} for side in ("p", "c")
    )
    order = tuple(code for row in table.rows for code in row)
    inside = _inside(table.rows, patients) | _inside(table.columns, clinicians)
    ends = [end for end in range(len(order) + 1) if end not in inside]
    return tuple(order[start:end] for start, end in pairwise(ends))


def _inside(lines: Sequence[Codes], given: Container[str]) -> set[int]:
    """The places in the order between two codes that were given and stand in one line."""
    found: set[int] = set()
    start = 0
    for line in lines:
        used = [start + number for number, code in enumerate(line) if code in given]
        found.update(range(used[0] + 1, used[-1] + 1) if used else ())
        start += len(line)
    return found


def merged(order: Sequence[str], is_enough: Callable[[Codes], bool]) -> tuple[Codes, ...]:
    """Codes in groups that are enough, each of neighbours; () where all together are not."""
    found: list[Codes] = []
    waits: Codes = ()
    for code in order:
        waits = (*waits, code)
        if is_enough(waits):
            found.append(waits)
            waits = ()
    if waits and found:
        found[-1] = (*found[-1], *waits)
    return tuple(found)


def _is_hidden(pairs: Tallied, found_in: Callable[[Category], bool]) -> bool:
    """Whether enough pairs are found in something, whichever clinician's own are taken away."""
    owns = [sum(n for category, n in counts.items() if found_in(category)) for counts in pairs.values()]
    return all(sum(owns) - own >= _OF_OTHERS for own in owns)


def _is_row(codes: Codes, pairs: Tallied) -> bool:
    everybody = sum(n for counts in pairs.values() for category, n in counts.items() if category.p in codes)
    return everybody >= _FEWEST and _is_hidden(pairs, lambda category: category.p in codes)


def _is_column(codes: Codes, rows: Sequence[Codes], pairs: Tallied) -> bool:
    """Whether a column is of enough pairs that are not, without any clinician's own, all in one row."""
    owns = [[_column(counts, row, codes) for row in rows] for counts in pairs.values()]
    everybody = [sum(of_row) for of_row in zip(*owns, strict=True)]
    if sum(everybody) < _FEWEST:
        return False
    rests = ([total - own for total, own in zip(everybody, some, strict=True)] for some in owns)
    return all(_hides(rest) for rest in rests)


def _hides(rest: Sequence[int]) -> bool:
    total = sum(rest)
    return total >= _OF_OTHERS and (max(rest) < total or total >= _WHEN_ALIKE)


def _column(counts: Mapping[Category, int], row: Codes, column: Codes) -> int:
    return sum(n for category, n in counts.items() if category.p in row and category.c in column)


def _count(pairs: Tallied, row: Codes, column: Codes) -> int:
    return sum(_column(counts, row, column) for counts in pairs.values())

"""A period as JSON: first the numbers that say what it is of, then every measure, then the blocks."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from reports.intervals import Interval, NotShown, Share
from reports.period import Period
from reports.published import Published
from reports.tables.rows import BLOCK_COLUMNS, WEEK_COLUMNS, block_rows, week_rows

_NOT_TOLD = frozenset({"clinicians"})
"""How many clinicians' patients answered: of few it would tell that one of them has nobody who did."""


def json_file(published: Published, period: Period) -> bytes:
    """The file's bytes. A number that is not known is null, with its reason beside it."""
    found = {
        "held": period.held,
        "counted": period.counted,
        "units": period.units,
        "n": period.answered.x if period.answered.n or not period.units else None,
        "held_back": period.held_back,
        "weeks": [dict(zip(WEEK_COLUMNS, row, strict=True)) for row in week_rows(published)],
        "view": asdict(period.view),
        "answered": _plain(period.answered),
        "shared": _plain(period.shared),
        "paired": _plain(period.paired),
        "not_reassured": _plain(period.low),
        "not_reassured_bounds": period.low_bounds,
        "recognition": _plain(period.recognised),
        "compared": {name: str(moved) for name, moved in period.moved.items()},
        "follow_ups": _plain(period.promises),
        "rates": _plain(period.rates),
        "groups": _plain(period.groups),
        "quarters": _plain(period.quarters),
        "blocks": [dict(zip(BLOCK_COLUMNS, row, strict=True)) for row in block_rows(published)],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a period
    if isinstance(value, Interval):  # to the last digit it would tell of single clinicians
        low, high = (round(end, 2) + 0.0 for end in (value.low, value.high))  # no -0.0
        return {"low": low, "high": high, "approximate": value.approximate}
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, StrEnum):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass of a period
    names = [name for name in value.__dataclass_fields__ if name not in _NOT_TOLD]
    # Nobody was counted is not the same as nobody did.
    unknown = frozenset({"x", "n"}) if _waits(value) else frozenset()
    return {name: None if name in unknown else _plain(getattr(value, name)) for name in names}


def _waits(value: Any) -> bool:  # noqa: ANN401 - any dataclass of a period
    return isinstance(value, Share) and value.why_not is NotShown.WAITS

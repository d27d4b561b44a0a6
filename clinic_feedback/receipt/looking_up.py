"""Whether there is a receipt of a typed code, for whoever has not tried too many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clinic_feedback import csrf
from clinic_feedback.codes import Receipt
from clinic_feedback.current import records
from clinic_feedback.records.receipts import Receipted, receipted
from clinic_feedback.records.throttling import Action, Limit, allowed, count
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.throttle import clinic_limit, tablet_limit

_EVERYBODY = "everybody"
_CLINICS = 50
"""How many clinics' wrong codes are answered in all. A code has 55 random bits, so guessing is hopeless
long before; with a lower limit anybody could keep everybody from taking answers back."""

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TooMany:
    """There were too many wrong codes. `minutes`: until the next is answered, at least 2."""

    minutes: int


def looked_up(code: Receipt) -> Receipted | TooMany | None:
    """What a receipt leads to; None: nowhere. Only wrong codes are counted."""
    limits = _limits()
    with records().read() as tx:
        stops = _stops(allowed(tx, Action.RECEIPT, who, limit) for who, limit in limits.items())
        found = None if stops else receipted(tx, code)
        now = tx.now
    if found is None and not stops:
        stops = records().write(lambda tx: _counted(tx, limits))
    return TooMany(max(2, -(-(max(stops) - now) // _MINUTE))) if stops else found


def _limits() -> dict[str, Limit]:
    clinic = clinic_limit()
    return {csrf.door_secret(): tablet_limit(), _EVERYBODY: replace(clinic, tries=clinic.tries * _CLINICS)}


def _counted(tx: Transaction, limits: dict[str, Limit]) -> list[datetime]:
    return _stops(count(tx, Action.RECEIPT, who, limit) for who, limit in limits.items())


def _stops(until: Iterable[datetime | None]) -> list[datetime]:
    return [moment for moment in until if moment is not None]

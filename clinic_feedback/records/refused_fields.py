"""What a service refuses of an input, by field, so that a page or a command can say it where it belongs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from sqlalchemy.exc import IntegrityError

from clinic_feedback.records.transaction import Transaction


@dataclasses.dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with a field. `key`: of the sentence that says so; `places`: what fills its places."""

    field: str
    key: str
    places: Mapping[str, object] = dataclasses.field(default_factory=dict)


class RefusedFieldsError(Exception):
    """An input with faults, all of them at once; nothing was changed. `faults` is never empty."""

    def __init__(self, faults: Iterable[FieldFault]) -> None:
        """Keep the faults in order."""
        self.faults = tuple(faults)
        super().__init__(", ".join(f"{fault.field}: {fault.key}" for fault in self.faults))


def refuse(faults: Iterable[FieldFault]) -> None:
    """Go on only where there are no faults. Raises RefusedFieldsError."""
    found = tuple(faults)
    if found:
        raise RefusedFieldsError(found)


def flush_or_refuse(tx: Transaction, fault: FieldFault) -> None:
    """Let the database have the last word, also on what two people make at once."""
    try:
        tx.session.flush()
    except IntegrityError:
        raise RefusedFieldsError([fault]) from None

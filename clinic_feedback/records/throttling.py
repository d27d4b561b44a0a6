"""Tries that are counted in the records, so that a guesser is stopped, and a restart forgets nothing.

Counted by account or device, never by address: a whole clinic shares one. Time is cut into windows
of equal length; a window's count is one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from clinic_feedback.keys import Purpose
from clinic_feedback.records.models.safety import Attempt
from clinic_feedback.records.transaction import Transaction

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Action(StrEnum):
    """What can be guessed at."""

    SIGN_IN = "sign_in"
    CODE = "code"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries are answered within a window of time."""

    tries: int
    window: timedelta

    def began_at(self, now: datetime) -> datetime:
        """When the present window began."""
        return now - (now - _EPOCH) % self.window


def allowed(tx: Transaction, action: Action, subject: str, limit: Limit) -> datetime | None:
    """When the next try is answered, after too many; None: at once.

    `subject`: the account or device that tries. It is never stored, its digest is.
    """
    began_at = limit.began_at(tx.now)
    tried = tx.session.scalar(
        select(Attempt.count).filter_by(
            action=action, tried_by=_digest(tx, action, subject), began_at=began_at
        )
    )
    return began_at + limit.window if (tried or 0) >= limit.tries else None


def count(tx: Transaction, action: Action, subject: str, limit: Limit) -> datetime | None:
    """Count a try. After one too many it returns when the next is answered, and this one must not be.

    So of many tries at once no more are answered than the limit allows, whatever each saw before.
    """
    began_at = limit.began_at(tx.now)
    row = {"action": action, "tried_by": _digest(tx, action, subject), "began_at": began_at, "count": 1}
    tx.session.execute(delete(Attempt).where(Attempt.action == action, Attempt.began_at < began_at))
    insert = (sqlite if tx.session.get_bind().dialect.name == "sqlite" else postgresql).insert
    tried = tx.session.execute(
        insert(Attempt)
        .values(**row)
        .on_conflict_do_update(
            index_elements=["action", "tried_by", "began_at"], set_={"count": Attempt.count + 1}
        )
        .returning(Attempt.count)
    ).scalar_one()
    return began_at + limit.window if tried > limit.tries else None


def forget(tx: Transaction, action: Action, subject: str) -> None:
    """Take back what was counted: somebody proved to be who they say."""
    tx.session.execute(delete(Attempt).filter_by(action=action, tried_by=_digest(tx, action, subject)))


def _digest(tx: Transaction, action: Action, subject: str) -> bytes:
    return tx.keys.digest(Purpose.ATTEMPT, f"{action}\n{subject}")

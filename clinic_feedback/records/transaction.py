"""What a service works with: a session, the keys, the questionnaires, and the time it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from clinic_feedback.clock import Clock
from clinic_feedback.keys import Keyring
from clinic_feedback.records.engine import Database
from clinic_feedback.records.models.modes import Mode
from forms.catalogue import Catalogue

Result = TypeVar("Result")

DRAFT_LIFETIMES: Mapping[Mode, timedelta] = {
    Mode.TABLET: timedelta(minutes=30),
    Mode.PHONE: timedelta(hours=24),
    Mode.BROWSER: timedelta(hours=12),
}
"""How long a form that nobody touches is kept: shortest where the next patient may pick it up."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction. `now`: the moment it began; it stays the same to its end."""

    session: Session
    keys: Keyring
    catalogue: Catalogue
    now: datetime
    draft_lifetimes: Mapping[Mode, timedelta]

    @property
    def connection(self) -> Connection:
        """The session's own connection: for rows that need no objects, at a third of the time.

        What the session has not flushed, it does not see.
        """
        return cast("Connection", self.session.bind)


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a clinic, to be read and written by services."""

    database: Database
    keys: Keyring
    catalogue: Catalogue
    clock: Clock
    draft_lifetimes: Mapping[Mode, timedelta] = field(default_factory=lambda: DRAFT_LIFETIMES)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that cannot write."""
        with self.database.read() as session:
            yield self._transaction(session)

    def write(self, service: Callable[[Transaction], Result]) -> Result:
        """A transaction that is committed when the service returns; it may be called more than once."""
        return self.database.write(lambda session: service(self._transaction(session)))

    def _transaction(self, session: Session) -> Transaction:
        now = self.clock.now()
        return Transaction(session, self.keys, self.catalogue, now, self.draft_lifetimes)

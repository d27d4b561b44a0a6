"""Sealing every text again with the newest key, so that an older one can go.

A few at a time, each lot in a transaction of its own: cut off anywhere, every text still opens, and the
next run goes on. A text whose key is missing, or that does not open, is left exactly as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from clinic_feedback.keys import LOOKUP_KEY, KeyId, MissingKeyError, Place, UnreadableError, key_id
from clinic_feedback.records.audit import Act, Actor, note
from clinic_feedback.records.models.consultations import Consultation, Draft
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.models.safety import KeyCheck
from clinic_feedback.records.readiness import note_keys
from clinic_feedback.records.transaction import Records, Transaction

_AT_ONCE = 200
_HEADER_BYTES = 5
"""How much of a sealed text tells its key."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of sealed texts. `visit_id`: the visit of a row; `side`: its side, '' where it has none."""

    rows: type[Consultation | Draft | ResponseRow]
    sealed: InstrumentedAttribute[Any]
    visit_id: InstrumentedAttribute[int]
    side: ColumnElement[str] | InstrumentedAttribute[str]

    def place(self, public_id: str, side: str) -> Place:
        """Where a text of this column stands."""
        owner = f"{public_id}/{side}" if side else public_id
        return Place(self.rows.__tablename__, self.sealed.key, owner)


_COLUMNS = (
    _Column(Consultation, Consultation.ref_enc, Consultation.id, literal("")),
    _Column(ResponseRow, ResponseRow.texts_enc, ResponseRow.consultation_id, ResponseRow.side),
    _Column(Draft, Draft.body_enc, Draft.consultation_id, Draft.side),
)


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What a run did. `again`: texts sealed again; `closed`: why some stay as they are."""

    again: int
    closed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lot:
    """Some texts of a column: `seen` of them, up to the row `last`."""

    seen: int
    last: int
    again: int
    closed: tuple[str, ...]


def texts_to_seal_again(tx: Transaction) -> int:
    """How many texts the newest key did not seal."""
    counted = (row for column in _COLUMNS for row in tx.session.execute(_by_header(column)))
    return sum(count for header, count in counted if not tx.keys.is_newest(bytes(header)))


def rekey(records: Records, actor: Actor, progress: Callable[[int], None]) -> Rekeyed:
    """Seal every text with the newest key that another one sealed. `progress`: told of each lot's size."""
    records.write(partial(_begin, actor=actor))
    again, closed = 0, list[str]()
    for column in _COLUMNS:
        for lot in _lots(records, column):
            again += lot.again
            closed += lot.closed
            progress(lot.again)
    return Rekeyed(again, tuple(closed))


def let_old_keys_go(tx: Transaction) -> tuple[KeyId, ...]:
    """No longer ask for the data keys that seal nothing any more; which of ours those are.

    To be called once every text is sealed with the newest one.
    """
    newest, *older = (key_id(key) for key in tx.keys.data_keys)
    tx.session.execute(delete(KeyCheck).where(KeyCheck.key_id.not_in([newest, LOOKUP_KEY])))
    return tuple(older)


def _begin(tx: Transaction, actor: Actor) -> None:
    note_keys(tx)
    note(tx, actor, Act.KEYS_ROTATED, "key", key_id(tx.keys.data_keys[0]))


def _by_header(column: _Column) -> Select[bytes, int]:
    header = func.substr(column.sealed, 1, _HEADER_BYTES)
    return select(header, func.count()).where(column.sealed.is_not(None)).group_by(header)


def _lots(records: Records, column: _Column) -> Iterator[_Lot]:
    last = 0
    while (lot := records.write(partial(_seal_lot, column=column, after=last))).seen:
        yield lot
        last = lot.last


def _seal_lot(tx: Transaction, column: _Column, after: int) -> _Lot:
    found = tx.session.execute(_some(column, after)).all()
    again, closed = 0, list[str]()
    for row, public_id, side, sealed in found:
        if tx.keys.is_newest(sealed):
            continue
        place = column.place(public_id, side)
        try:
            text = tx.keys.open(sealed, place)
        except (MissingKeyError, UnreadableError) as error:
            closed.append(str(error))
            continue
        new = {column.sealed.key: tx.keys.seal(text, place)}
        tx.session.execute(update(column.rows).where(column.rows.id == row).values(new))
        again += 1
    return _Lot(len(found), found[-1][0] if found else after, again, tuple(closed))


def _some(column: _Column, after: int) -> Select[int, str, str, bytes]:
    """The next lot, locked: what is written meanwhile is neither lost nor overwritten."""
    rows, visits = column.rows, aliased(Consultation)
    return (
        select(rows.id, visits.public_id, column.side, column.sealed)
        .join(visits, visits.id == column.visit_id)
        .where(rows.id > after, column.sealed.is_not(None))
        .order_by(rows.id)
        .limit(_AT_ONCE)
        .with_for_update(of=rows)
    )

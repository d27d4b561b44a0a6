"""Whether the records can be worked with: the database answers, its tables are the newest, the keys fit."""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from clinic_feedback.keys import LOOKUP_KEY
from clinic_feedback.records.migrating import newest_revision, revision_of
from clinic_feedback.records.models.safety import KeyCheck
from clinic_feedback.records.transaction import Records, Transaction


def unready(records: Records) -> tuple[str, ...]:
    """What is not as it should be: `database`, `migrations`, `keys`; nothing where all is well."""
    try:
        if revision_of(records.database) != newest_revision():
            return ("migrations",)
        with records.read() as tx:
            return ("keys",) if missing_keys(tx) else ()
    except SQLAlchemyError:
        return ("database",)


def missing_keys(tx: Transaction) -> tuple[str, ...]:
    """The ids of keys that this database was written with, and that we do not have."""
    ours = tx.keys.fingerprints
    known = tx.session.execute(select(KeyCheck.key_id, KeyCheck.fingerprint)).all()
    return tuple(sorted(key for key, print_ in known if ours.get(key) != print_))  # type: ignore[call-overload] # ids from the database


def keys_are_strange(tx: Transaction) -> bool:
    """Whether nothing would be found, or no text would open: then the keys belong to other records."""
    missing = missing_keys(tx)
    known = set(tx.session.scalars(select(KeyCheck.key_id))) - {LOOKUP_KEY}
    return LOOKUP_KEY in missing or (bool(known) and known <= set(missing))


def note_keys(tx: Transaction) -> None:
    """Remember the keys that from now on write in this database: of several data keys the newest."""
    newest, *_ = tx.keys.fingerprints
    known = set(tx.session.scalars(select(KeyCheck.key_id)))
    new = [
        {"key_id": key, "fingerprint": tx.keys.fingerprints[key]}
        for key in (newest, LOOKUP_KEY)
        if key not in known
    ]
    if new:
        tx.session.execute(insert(KeyCheck), new)

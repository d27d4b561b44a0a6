"""Whether the records can be worked with: the database answers, its tables are the newest, the keys fit."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from clinic_feedback.keys import Keyring
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


def note_keys(tx: Transaction) -> None:
    """Remember the keys that from now on write in this database."""
    known = set(tx.session.scalars(select(KeyCheck.key_id)))
    new = list(_new(tx.keys, known))
    if new:
        tx.session.execute(insert(KeyCheck), new)


def _new(keys: Keyring, known: set[str]) -> Iterator[dict[str, str]]:
    for key_id, print_ in keys.fingerprints.items():
        if key_id not in known:
            yield {"key_id": key_id, "fingerprint": print_}

"""The ledger: every tombstone once more, in a file that outlives the database and lies with its backups.

The tombstone in the database is the truth, made in the transaction that takes a side out. The ledger
follows after the commit: whatever it lacks is added, so that one that was cut off, lost or kept on
another machine is whole again with the next line. A line is a moment and a digest.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from clinic_feedback.records.engine import Database
from clinic_feedback.records.tombstones import Buried, buried
from clinic_feedback.records.transaction import Records

_HEAD = """\
# What was taken out of the records of clinic-feedback, as digests that tell nothing by themselves.
# A backup that is restored is held against this file, so that nothing of it comes back. Keep it.
"""
_LINE = re.compile(r"(\S+) ([0-9a-f]{64})")
_FOR_OWNER_ALONE = 0o600
_SUFFIX = ".withdrawals"


def ledger_of(database: Database, named: Path | None) -> Path | None:
    """Where a database's ledger lies: where the settings say, else beside a SQLite file.

    None: nobody said where, and there is no file to lie beside.
    """
    if named is not None or not database.is_sqlite:
        return named
    return Path(f"{database.url.database}{_SUFFIX}")


def bring_up_to_date(records: Records, ledger: Path | None) -> int:
    """Add every tombstone that the ledger lacks, where one is kept; how many those were.

    Raises OSError where it cannot be written; the next time adds what is missing then.
    """
    if ledger is None:
        return 0
    with records.read() as tx:
        gone = buried(tx)
    with _alone(ledger) as handle:
        text = _whole(handle)
        known = {one.digest for one in _entries(text)}
        new = [one for one in gone if one.digest not in known]
        if new or not text:
            _append(handle, text, new)
    return len(new)


def entries_of(ledger: Path | None) -> tuple[Buried, ...]:
    """What a ledger holds; nothing where there is none. Raises OSError where it cannot be read."""
    if ledger is None:
        return ()
    try:
        return tuple(_entries(ledger.read_text("utf-8", "replace")))
    except FileNotFoundError:
        return ()


def _entries(text: str) -> Iterator[Buried]:
    """The lines that are whole: one that was cut off is added again, as if it were not there."""
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if found is not None and (made_at := _moment(found[1])) is not None:
            yield Buried(bytes.fromhex(found[2]), made_at)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


@contextmanager
def _alone(ledger: Path) -> Iterator[int]:
    """The file, opened to be added to by nobody else meanwhile; made where it is not there."""
    handle = os.open(ledger, os.O_RDWR | os.O_CREAT | os.O_APPEND, _FOR_OWNER_ALONE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _whole(handle: int) -> str:
    with os.fdopen(os.dup(handle), "rb") as opened:
        return opened.read().decode("utf-8", "replace")


def _append(handle: int, text: str, new: list[Buried]) -> None:
    start = _HEAD if not text else "" if text.endswith("\n") else "\n"
    lines = "".join(f"{one.made_at.isoformat()} {one.digest.hex()}\n" for one in new)
    with os.fdopen(os.dup(handle), "wb") as opened:
        opened.write((start + lines).encode())
        opened.flush()
        os.fsync(opened.fileno())

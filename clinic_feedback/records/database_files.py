"""Whether a SQLite file lies where it is safe: on a local disk that can be written to."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

_NETWORK_DISKS = {"9p", "afs", "cifs", "fuse.sshfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
_MOUNTS = Path("/proc/self/mounts")
_REMEDY = "use a folder on a local disk, or PostgreSQL"


class DatabaseRefusedError(Exception):
    """The database cannot be used as it is; the message says why, and what to do instead."""


def refuse_unsafe_place(file: str | None) -> None:
    """Refuse a SQLite file on a network disk, in a folder that is missing or read-only, or without WAL.

    Raises DatabaseRefusedError. Creates the file where it is missing.
    """
    if not file or file == ":memory:":
        raise DatabaseRefusedError("the database needs a file of its own: sqlite:///FOLDER/FILE")
    path = Path(file).resolve()
    disk = disk_of(path, _mounts())
    if disk in _NETWORK_DISKS:
        raise DatabaseRefusedError(
            f"{path}: lies on a network disk ({disk}), where SQLite loses data; {_REMEDY}"
        )
    if not path.parent.is_dir():
        raise DatabaseRefusedError(f"{path}: its folder is not there; make it, or name another one")
    if not os.access(path if path.exists() else path.parent, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise DatabaseRefusedError(f"{path}: cannot be written; allow it, or {_REMEDY}")
    _demand_write_ahead(path)


def disk_of(path: Path, mounts: Iterable[tuple[str, str]]) -> str:
    """The type of the disk that a path lies on, of (mount point, type) pairs; '' where none fits."""
    holding = [(point, kind) for point, kind in mounts if path.is_relative_to(point)]
    return max(holding, key=lambda mount: len(mount[0]), default=("", ""))[1]


def _mounts() -> list[tuple[str, str]]:
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:  # no such list on this system: nothing is known
        return []
    fields = [line.split(" ") for line in lines]
    return [(point.encode().decode("unicode_escape"), kind) for _, point, kind, *_ in fields]


def _demand_write_ahead(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    except sqlite3.Error as error:
        raise DatabaseRefusedError(f"{path}: cannot be opened as a database ({error}); {_REMEDY}") from None
    if mode != "wal":
        raise DatabaseRefusedError(f"{path}: this disk allows no write-ahead log ({mode}); {_REMEDY}")

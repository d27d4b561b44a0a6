"""Publishing a version: its hashes are written down, and what they stand for no longer changes."""

from __future__ import annotations

from pathlib import Path

from forms.authoring.checking import checked
from forms.faults import FaultyInputError
from forms.loading.folders import Place
from forms.loading.lock import LOCK_FILE, Lock, lock_text


def publish(folder: Path, place: Place | None = None) -> Lock:
    """Write a pack's hashes to its published.lock; publishing it again adds its new languages.

    `place`: as for `check_pack`. Raises FaultyInputError with every fault of the pack, and where
    something that was published before has changed; nothing is written then. Raises OSError where
    the file cannot be written.
    """
    pack, faults = checked(folder, place)
    if faults or pack is None:
        raise FaultyInputError(faults)
    lock = Lock(pack.structure_hash, pack.text_hashes)
    # Whole or not at all: half a lock would keep the pack from loading.
    draft = folder / f".{LOCK_FILE}"
    try:
        draft.write_text(lock_text(lock), encoding="utf-8", newline="\n")
        draft.replace(folder / LOCK_FILE)
    finally:
        draft.unlink(missing_ok=True)
    return lock

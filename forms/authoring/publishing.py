"""Publishing a version: its hashes are written down, and what they stand for no longer changes."""

from __future__ import annotations

from pathlib import Path

from forms.authoring.checking import check_pack
from forms.faults import FaultyInputError
from forms.loading.lock import LOCK_FILE, Lock, lock_text
from forms.loading.pack import load_pack


def publish(folder: Path) -> Lock:
    """Write a pack's hashes to its published.lock; publishing it again adds its new languages.

    Raises FaultyInputError with every fault of the pack, and where something that was published
    before has changed; nothing is written then.
    """
    faults = check_pack(folder)
    if faults:
        raise FaultyInputError(faults)
    pack = load_pack(folder)
    lock = Lock(pack.structure_hash, pack.text_hashes)
    # Whole or not at all: half a lock would keep the pack from loading.
    draft = folder / f".{LOCK_FILE}"
    draft.write_text(lock_text(lock), encoding="utf-8", newline="\n")
    draft.replace(folder / LOCK_FILE)
    return lock

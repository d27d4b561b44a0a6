"""published.lock: the hashes under which a pack was published, which later changes must not touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.faults import Fault, FaultKind, FaultyInputError, in_file, inconsistent
from forms.loading.file_shapes import LockFile
from forms.loading.shaping import shaped
from forms.loading.toml_files import Folder, names_in, toml_file

LOCK_FILE = "published.lock"

_DIGITS_SAID = 12

_HEAD = """\
# The hashes under which this version was published. Stored answers point to them: its structure
# never changes, and neither do the texts of these languages. Publishing writes this file.

"""


@dataclass(frozen=True, slots=True)
class Lock:
    """A published structure, and the texts of each published language, as hashes."""

    structure: str
    texts: Mapping[str, str]


def read_lock(folder: Folder) -> Lock | None:
    """What was published of a pack; None where nothing was.

    Raises FaultyInputError where the file cannot be read or is not of this shape.
    """
    if LOCK_FILE not in names_in(folder):
        return None
    file, faults = shaped(LockFile, toml_file(folder, LOCK_FILE))
    if faults or file is None:
        raise FaultyInputError(in_file(LOCK_FILE, faults))
    return Lock(file.structure, file.texts)


def lock_text(lock: Lock) -> str:
    """What stands in the file."""
    texts = "".join(f'{language} = "{lock.texts[language]}"\n' for language in sorted(lock.texts))
    return f'{_HEAD}structure = "{lock.structure}"\n\n[texts]\n{texts}'


def structure_faults(lock: Lock, structure: str) -> Iterator[Fault]:
    """A published structure that changed, with the beginnings of both hashes."""
    if lock.structure != structure:
        yield _changed("structure", FaultKind.STRUCTURE_CHANGED, structure, lock.structure)


def text_faults(lock: Lock, texts: Mapping[str, str]) -> Iterator[Fault]:
    """Published languages of which a text changed, or that are gone; an added language is fine."""
    for language, published in lock.texts.items():
        if language not in texts:
            found, remedy = "is no longer among the languages", "a published language stays, so put it back"
            yield inconsistent(f"{LOCK_FILE}: texts.{language}", found, remedy)
        elif texts[language] != published:
            yield _changed(f"texts.{language}", FaultKind.TEXT_CHANGED, texts[language], published)


def _changed(path: str, kind: FaultKind, now: str, published: str) -> Fault:
    return Fault(f"{LOCK_FILE}: {path}", kind, now[:_DIGITS_SAID], published[:_DIGITS_SAID])

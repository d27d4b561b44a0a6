"""Where keys come from: a file that only its owner can read, or the environment.

Both hold entries such as `data=6f1c...`, apart by blanks or lines; what follows a # is a remark. Of
several data keys and several session secrets the first is the newest.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from clinic_feedback.keys import KEY_BYTES, KeyId, Keyring, key_id
from forms.faults import (
    Fault,
    FaultKind,
    FaultyInputError,
    in_file,
    inconsistent,
    not_readable,
    unknown_answer,
)

KEYS_VARIABLE = "CLINIC_FEEDBACK_KEYS"

_HEXADECIMAL = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}")
_WELL_FORMED = f"{2 * KEY_BYTES} digits and letters from a to f"
_BRING_BACK = "bring it back from your copy; only where nothing is stored yet: clinic-feedback keys make"
_LARGEST = 100_000
_OTHERS_MAY = stat.S_IRWXG | stat.S_IRWXO
_FOR_OWNER_ALONE = 0o600
_HEAD = """\
# The keys of clinic-feedback. Whoever has this file and the database can read everything.
# Keep a copy, but not where the backups of the database lie. Without it they cannot be read.
"""


class Kind(StrEnum):
    """What a key is for, by the word before its `=`."""

    DATA = "data"
    LOOKUP = "lookup"
    SESSION = "session"


_KINDS = [kind.value for kind in Kind]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One word of a text. Either part may be a secret in the wrong place until both are checked."""

    line: str
    kind: str
    value: str


def load_keys(file: Path, text: str | None = None) -> Keyring:
    """The keys of a file; or those of `text`, the content of CLINIC_FEEDBACK_KEYS, where there is one.

    Raises FaultyInputError with all faults at once, and never a key in them: a file that is missing or
    that others may read, an entry that is no key, a key that is missing or stands twice.
    """
    source = str(file) if text is None else KEYS_VARIABLE
    faults: list[Fault] = []
    if text is None:
        text = _content(file, faults)
    entries = list(_entries(text))
    faults += in_file(source, _faults(entries))
    if faults:
        raise FaultyInputError(faults)
    by_kind = {kind: [entry.value for entry in entries if entry.kind == kind] for kind in Kind}
    return Keyring(
        tuple(bytes.fromhex(value) for value in by_kind[Kind.DATA]),
        bytes.fromhex(by_kind[Kind.LOOKUP][0]),
        tuple(by_kind[Kind.SESSION]),
    )


def new_keys() -> str:
    """A fresh set of keys, as a text for a file or for CLINIC_FEEDBACK_KEYS."""
    return _HEAD + "".join(_entry(kind, secrets.token_bytes(KEY_BYTES)) for kind in Kind)


def make_key_file(file: Path) -> Keyring:
    """A new file with fresh keys, for its owner alone; what is there already is never overwritten.

    Raises FaultyInputError where it cannot be made.
    """
    _write_new(file, new_keys, "its keys may be in use: keep it, or name another file")
    return load_keys(file)


def add_data_key(file: Path) -> KeyId:
    """Put a fresh data key before the others of a file: from then on it seals, and all of them open.

    Raises FaultyInputError as `load_keys` does, and where the file cannot be replaced; it is then as it
    was before.
    """
    place = file.resolve()
    key = secrets.token_bytes(KEY_BYTES)
    # A fixed name, taken before the file is read: of two who do this at once, no key is lost.
    draft = place.with_name(f"{place.name}.new")
    if_there = "somebody else adds a key, or was cut off doing so: look, and take it away"
    _write_new(draft, lambda: _with_data_key(place, key), if_there)
    try:
        draft.replace(place)
    except OSError as error:
        draft.unlink()
        raise _not_written(place, error) from None
    return key_id(key)


def _with_data_key(file: Path, key: bytes) -> str:
    """What a sound file is to hold with one more data key, before the others."""
    load_keys(file)
    lines = _content(file, []).splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if any(e.kind == Kind.DATA for e in _entries(line)))
    return "".join((*lines[:first], _entry(Kind.DATA, key), *lines[first:]))


def _content(file: Path, faults: list[Fault]) -> str:
    """The text of a key file; a fault is added where others may read it."""
    try:
        if file.exists() and not file.is_file():
            raise FaultyInputError([inconsistent(str(file), "is no plain file", "name a file")])
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            text = opened.read(_LARGEST).decode("utf-8-sig")
    except FileNotFoundError:
        raise FaultyInputError([inconsistent(str(file), "there is no such file", _BRING_BACK)]) from None
    except OSError as error:
        why = f"{error.strerror}; it has to belong to whoever starts the program"
        raise FaultyInputError([not_readable(str(file), why)]) from None
    except UnicodeDecodeError:
        raise FaultyInputError([not_readable(str(file), f"it is no text; {_BRING_BACK}")]) from None
    if mode & _OTHERS_MAY:
        remedy = f"allow it to its owner alone (chmod 600 {file})"
        faults.append(inconsistent(str(file), "can be read or changed by others", remedy))
    return text


def _entries(text: str) -> Iterator[_Entry]:
    for number, line in enumerate(text.splitlines(), start=1):
        for word in line.partition("#")[0].split():
            kind, _, value = word.partition("=")
            yield _Entry(f"line {number}", kind, value.lower())


def _faults(entries: list[_Entry]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.kind not in _KINDS:
            # What stands there may be a key that lost its name: only a near miss is repeated.
            yield unknown_answer(entry.line, entry.kind, _KINDS)
        elif not _HEXADECIMAL.fullmatch(entry.value):
            yield inconsistent(
                entry.line,
                f"{entry.kind}= is followed by {len(entry.value)} signs that are no key",
                f"give {_WELL_FORMED}",
            )
        elif entry.value in seen:
            found = f"holds the key of {seen[entry.value]} again"
            yield inconsistent(entry.line, found, "every key has one use: take one of the two out")
        else:
            seen[entry.value] = entry.line
    yield from _miscounted([entry.kind for entry in entries])


def _miscounted(kinds: list[str]) -> Iterator[Fault]:
    all_known = set(kinds) <= set(_KINDS)
    for kind in _KINDS:
        if all_known and kind not in kinds:
            yield inconsistent("", f"holds no entry {kind}=...", "bring it back from your copy")
    if kinds.count(Kind.LOOKUP) > 1:
        yield Fault(Kind.LOOKUP.value, FaultKind.TWICE, str(kinds.count(Kind.LOOKUP)))


def _entry(kind: Kind, key: bytes) -> str:
    remark = f"# {key_id(key)}\n" if kind is Kind.DATA else ""
    return f"{remark}{kind}={key.hex()}\n"


def _write_new(file: Path, text: Callable[[], str], if_there: str) -> None:
    """Write a file that was not there, for its owner alone, and onto the disk; else it is not there again.

    `text` is asked for once nobody else can make the same file.
    """
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FOR_OWNER_ALONE)
    except FileExistsError:
        raise FaultyInputError([inconsistent(str(file), "is there already", if_there)]) from None
    except OSError as error:
        raise _not_written(file, error) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text())
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        file.unlink()
        raise _not_written(file, error) from None
    except FaultyInputError:
        file.unlink()
        raise


def _not_written(file: Path, error: OSError) -> FaultyInputError:
    why = f"cannot be written ({error.strerror})"
    return FaultyInputError([inconsistent(str(file), why, "check its folder, disk and permissions")])

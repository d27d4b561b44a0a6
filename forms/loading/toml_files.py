"""TOML files of a folder, read strictly: what cannot be read is told in one line, with its place."""

from __future__ import annotations

import re
import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from forms.faults import Fault, FaultKind, FaultyInputError, not_readable

Folder = Path | Traversable
"""A folder on a disk or inside an installed package."""

_MARK = b"\xef\xbb\xbf"
_PLACED = re.compile(r"(?P<what>.*) \(at (?P<place>[^()]*)\)", re.DOTALL)
_AT_THE_END = "end of document"
_DEEPEST = 20
_LARGEST = 5_000_000


def toml_file(folder: Folder, name: str) -> dict[str, Any]:
    """The tables of one file.

    Raises FaultyInputError, its path the file's name, where the file is missing, is not UTF-8
    or is not TOML: then with line and column.
    """
    file = folder / name
    try:
        if file.is_file() or not _is_there(file):
            with file.open("rb") as opened:
                data = opened.read(_LARGEST + 1)
        else:
            raise _not_readable(name, "it is no plain file")
    except FileNotFoundError:
        raise FaultyInputError(
            [Fault(name, FaultKind.MISSING, allowed="this file in the same folder")]
        ) from None
    except OSError as error:
        raise _not_readable(name, reason(error)) from None
    if len(data) > _LARGEST:
        raise _not_readable(name, f"it has over {_LARGEST} bytes")
    return _tables(name, data.removeprefix(_MARK))


def _is_there(file: Folder) -> bool:
    """Whether something lies there that would keep a reader waiting: a pipe, a device."""
    return isinstance(file, Path) and file.exists() and not file.is_dir()


def names_in(folder: Folder) -> list[str]:
    """The names of all that lies in a folder, in order, links that lead nowhere among them.

    Raises FaultyInputError, its path the folder's, where it cannot be listed.
    """
    try:
        return sorted(one.name for one in folder.iterdir())
    except OSError as error:
        raise _not_readable(str(folder), reason(error)) from None


def reason(error: OSError) -> str:
    """Why the system did not do what it was asked."""
    return error.strerror or type(error).__name__


def _tables(name: str, data: bytes) -> dict[str, Any]:
    try:
        tables = tomllib.loads(data.decode("utf-8"))
        if _is_within(tables, _DEEPEST):
            return tables
        why = "it is nested too deeply"
    except UnicodeDecodeError as error:
        why = f"it is not UTF-8 (byte {error.start + 1}); save it as UTF-8"
    except RecursionError:
        why = "it is nested too deeply"
    except ValueError as error:
        why = f"it is not TOML ({_in_words(error, last_line=len(data.splitlines()))})"
    raise _not_readable(name, why)


def _is_within(value: object, depth: int) -> bool:
    """Whether a value nests no deeper than this: dotted keys may, and never strain the parser."""
    if not isinstance(value, dict | list):
        return True
    inside = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_is_within(one, depth - 1) for one in inside)


def _in_words(error: ValueError, last_line: int) -> str:
    found = _PLACED.fullmatch(str(error))
    if found is None:
        return str(error)
    place = f"line {last_line}, at its end" if found["place"] == _AT_THE_END else found["place"]
    return f"{found['what'][:1].lower()}{found['what'][1:]}, {place}"


def _not_readable(name: str, why: str) -> FaultyInputError:
    return FaultyInputError([not_readable(name, why)])

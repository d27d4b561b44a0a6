"""TOML files of a folder, read strictly: what cannot be read is told in one line, with its place."""

from __future__ import annotations

import re
import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from forms.faults import Fault, FaultKind, FaultyInputError

Folder = Path | Traversable
"""A folder on a disk or inside an installed package."""

_MARK = b"\xef\xbb\xbf"
_PLACED = re.compile(r"(?P<what>.*) \(at (?P<place>[^()]*)\)", re.DOTALL)
_AT_THE_END = "end of document"


def toml_file(folder: Folder, name: str) -> dict[str, Any]:
    """The tables of one file.

    Raises FaultyInputError, its path the file's name, where the file is missing, is not UTF-8
    or is not TOML: then with line and column.
    """
    try:
        data = (folder / name).read_bytes()
    except FileNotFoundError:
        raise FaultyInputError(
            [Fault(name, FaultKind.MISSING, allowed="this file in the same folder")]
        ) from None
    except OSError as error:
        raise _not_readable(name, error.strerror or type(error).__name__) from None
    return _tables(name, data.removeprefix(_MARK))


def _tables(name: str, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        why = f"it is not UTF-8 (byte {error.start + 1}); save it as UTF-8"
    except RecursionError:
        why = "it is nested too deeply"
    except ValueError as error:
        why = f"it is not TOML ({_in_words(error, last_line=len(data.splitlines()))})"
    raise _not_readable(name, why)


def _in_words(error: ValueError, last_line: int) -> str:
    found = _PLACED.fullmatch(str(error))
    if found is None:
        return str(error)
    place = f"line {last_line}, at its end" if found["place"] == _AT_THE_END else found["place"]
    return f"{found['what'][:1].lower()}{found['what'][1:]}, {place}"


def _not_readable(name: str, why: str) -> FaultyInputError:
    return FaultyInputError([Fault(name, FaultKind.NOT_READABLE, allowed=why)])

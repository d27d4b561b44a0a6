"""Input files, read so that every way in which they can be wrong ends in words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from clinic_feedback.commands.refusals import RefusedError

STANDARD_INPUT = Path("-")
LINE_LIMIT = 1_000_000
"""Bytes of one consultation: some three times what the longest texts in any script can take."""


def bytes_of(path: Path) -> bytes:
    """The content of a file, or of standard input for '-'. Raises RefusedError where there is none."""
    try:
        with _opened(path) as file:
            data = file.read(LINE_LIMIT + 1)
    except OSError as error:
        raise _refused(path, error) from None
    if len(data) > LINE_LIMIT:
        raise RefusedError([f"{path}: has over {LINE_LIMIT} bytes; give one consultation, or use --lines"])
    return data


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """Each line that is not blank with its number, counted from 1; None for one over LINE_LIMIT."""
    try:
        with _opened(path) as file:
            yield from _numbered(file)
    except OSError as error:
        raise _refused(path, error) from None


def _numbered(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while chunk := file.readline(LINE_LIMIT + 1):
        number += 1
        if len(chunk) > LINE_LIMIT and not chunk.endswith(b"\n"):
            _skip_to_line_end(file)
            yield number, None
        elif chunk.strip(b" \t\r\n\xef\xbb\xbf"):
            yield number, chunk


def _skip_to_line_end(file: BinaryIO) -> None:
    while (chunk := file.readline(LINE_LIMIT)) and not chunk.endswith(b"\n"):
        pass


def _opened(path: Path) -> AbstractContextManager[BinaryIO]:
    if path != STANDARD_INPUT:
        return path.open("rb")
    if sys.stdin is None:
        raise RefusedError(["-: there is no standard input; give a file"])
    return nullcontext(sys.stdin.buffer)


def _refused(path: Path, error: OSError) -> RefusedError:
    reasons = {
        FileNotFoundError: "there is no such file; check the name and the folder",
        IsADirectoryError: "is a folder; give a file",
    }
    why = reasons.get(type(error), f"cannot be read ({error.strerror}); check its permissions")
    return RefusedError([f"{path}: {why}"])

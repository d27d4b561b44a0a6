"""Input files, read so that every way in which they can be wrong ends in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from clinic_feedback.commands.refusals import RefusedError

LINE_LIMIT = 1_000_000
"""Bytes of one consultation: some three times what the longest texts in any script can take."""


def bytes_of(path: Path) -> bytes:
    """The content of a file. Raises RefusedError in words where there is none to read."""
    with _opened(path) as file:
        data = file.read(LINE_LIMIT + 1)
    if len(data) > LINE_LIMIT:
        raise RefusedError([f"{path}: has over {LINE_LIMIT} bytes; give one consultation, or use --lines"])
    return data


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """Each line that is not blank with its number, counted from 1; None for one over LINE_LIMIT."""
    with _opened(path) as file:
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


def _opened(path: Path) -> BinaryIO:
    if path.is_dir():
        raise RefusedError([f"{path}: is a folder; give a file"])
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise RefusedError([f"{path}: there is no such file; check the name and the folder"]) from None
    except OSError as error:
        raise RefusedError([f"{path}: cannot be opened ({error.strerror}); check its permissions"]) from None

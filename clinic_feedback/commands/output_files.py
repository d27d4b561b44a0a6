"""Output files, written whole or not at all: all of a command's, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from clinic_feedback.commands.refusals import RefusedError


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Put files in their places once each of them lies ready beside its own.

    A link is followed; what is no plain file (a pipe, a device) is written to as it is. Raises
    RefusedError in words where one cannot be written.
    """
    with ExitStack() as drafts:
        ready = [(path, *_draft(path, data, drafts)) for path, data in files.items()]
        for path, draft, place in ready:
            try:
                draft.replace(place)
            except OSError as error:
                raise _refused(path, error) from None


def _draft(path: Path, data: bytes, drafts: ExitStack) -> tuple[Path, Path]:
    """A file's content beside its place, gone again unless it is moved there; and that place."""
    try:
        if path.absolute().is_relative_to("/dev") or (path.exists() and not path.is_file()):
            path.write_bytes(data)
            return path, path  # moving a file onto itself changes nothing
        place = path.resolve()
        handle, name = tempfile.mkstemp(prefix=f".{place.name[:40]}.", dir=place.parent)
        drafts.callback(Path(name).unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(place.stat().st_mode if place.exists() else 0o666 & ~_umask())
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        raise _refused(path, error) from None
    return Path(name), place


def _refused(path: Path, error: Exception) -> RefusedError:
    why = getattr(error, "strerror", None) or str(error)
    return RefusedError([f"{path}: cannot be written ({why}); choose another place"])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Output files, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from clinic_feedback.commands.refusals import RefusedError


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in its place in one step. Raises RefusedError in words where that fails."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
            draft.write(data)
        Path(draft.name).chmod(0o666 & ~_umask())
        Path(draft.name).replace(path)
    except OSError as error:
        if "draft" in locals():
            Path(draft.name).unlink(missing_ok=True)
        why = error.strerror or str(error)
        raise RefusedError([f"{path}: cannot be written ({why}); choose another place"]) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

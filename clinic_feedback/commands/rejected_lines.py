"""The file that says which lines were left out, and why: its owner's alone, and never half-written."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from forms.faults import FaultyInputError
from forms.result import faults_of

_LINES = ".jsonl"
_IN_MEMORY = 1_000_000


def rejected_file_of(file: Path) -> Path:
    """Where the rejected lines of a file are told: visits.jsonl has visits.rejected.jsonl."""
    return file.with_name(f"{file.name.removesuffix(_LINES)}.rejected{_LINES}")


class RejectedLines:
    """What is wrong with the lines of one file, until it is put in its place. Faults repeat no answers."""

    def __init__(self) -> None:
        """Begin with none. They lie in memory, or in a file that has no name, until they are closed."""
        self._told = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by `close`

    def add(self, line: int, error: FaultyInputError) -> None:
        """Tell of a line."""
        self._told.write(json.dumps({"line": line, "faults": faults_of(error)}).encode() + b"\n")

    def put(self, path: Path) -> None:
        """Put the file in its place, instead of an older one; where no line was rejected, leave none.

        Raises OSError where that cannot be done.
        """
        if self._told.tell() == 0:
            path.unlink(missing_ok=True)
            return
        handle, draft = tempfile.mkstemp(prefix=".rejected.", dir=path.parent)  # its owner's alone
        try:
            with os.fdopen(handle, "wb") as file:
                self._told.seek(0)
                shutil.copyfileobj(self._told, file)
            Path(draft).replace(path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """Forget what was not put in its place."""
        self._told.close()

"""A fault for the log: what kind, and where; never its message, which may hold somebody's words."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator

_log = logging.getLogger("clinic_feedback")


def log_fault(error: BaseException) -> None:
    """Write a fault, and those that led to it, with the lines of code that they passed."""
    _log.error("fault: %s", " <- ".join(_told(error)))


def _told(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        places = ", ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
        yield f"{type(error).__name__} at {places}"
        error = error.__cause__ or error.__context__

"""A fault for the log: what kind, and where; never its message, which may hold somebody's words."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator

_log = logging.getLogger("clinic_feedback")


def log_fault(error: BaseException | None = None) -> None:
    """Write a fault (else the one that is being handled), and those that led to it, with their places."""
    error = error or sys.exception()
    _log.error("fault: %s", " <- ".join(_told(error)))


def _told(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        places = ", ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
        yield f"{type(error).__name__} at {places}"
        error = error.__cause__ or error.__context__

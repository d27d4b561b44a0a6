"""Two ways of doing one thing, timed in turns in one run, so that a busy machine slows both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

ROUNDS = 15


def seconds_in_turns(*ways: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The median CPU seconds of each way; each is run once before, to warm up."""
    taken: list[list[float]] = [[] for _ in ways]
    for way in ways:
        way()
    for _ in range(rounds):
        for times, way in zip(taken, ways, strict=True):
            gc.collect()
            start = time.process_time()
            way()
            times.append(time.process_time() - start)
    return [statistics.median(times) for times in taken]

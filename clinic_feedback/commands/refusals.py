"""What a command refuses, as lines for a person."""

from __future__ import annotations

from collections.abc import Iterable

EXIT_SOME_REFUSED = 1
EXIT_BAD_INPUT = 2
EXIT_STOPPED = 130


class RefusedError(Exception):
    """A command cannot go on. `lines`: what is wrong and what to do, one line each."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Keep the lines in order."""
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))

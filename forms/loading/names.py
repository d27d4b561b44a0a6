"""Names inside a pack: declared in one place, used in others, and called by in a fault's path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from forms.faults import Fault, FaultKind, child, unknown

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """Things by name: those whose entry is sound, and the names of all that a file declares."""

    sound: Mapping[str, T]
    declared: tuple[str, ...]

    def unknown(self, path: str, name: str) -> list[Fault]:
        """The fault of naming what is not declared; none for a name whose own entry is faulty."""
        if name in self.declared:
            return []
        # A declared name can be any text, and a fault stands on one line.
        return [unknown(path, name, filter(str.isprintable, self.declared))]


def twice(path: str, names: Iterable[str]) -> list[Fault]:
    """A fault for each name that stands more than once."""
    return [
        Fault(child(path, name), FaultKind.TWICE, str(count))
        for name, count in Counter(names).items()
        if count > 1
    ]


def named_entries(entries: Iterable[T], name: Callable[[T], str | None]) -> Iterator[tuple[str, T]]:
    """Each entry of a list with what a path calls it: its name; of several of one name, which of them."""
    names = [(name(entry), entry) for entry in entries]
    times, so_far = Counter(called for called, _ in names), Counter[str | None]()
    for number, (called, entry) in enumerate(names, start=1):
        so_far[called] += 1
        step = child("", called) if called else f"(number {number})"
        yield (f"({step} {so_far[called]})" if called and times[called] > 1 else step), entry

"""Names inside a pack: declared in one place, used in others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
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
        return [] if name in self.declared else [unknown(path, name, self.declared)]


def twice(path: str, names: Iterable[str]) -> list[Fault]:
    """A fault for each name that stands more than once."""
    return [
        Fault(child(path, name), FaultKind.TWICE, str(count))
        for name, count in Counter(names).items()
        if count > 1
    ]

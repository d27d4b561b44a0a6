"""Ranges in a pack's rules: ends that an answer can reach, on items that have an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.faults import Fault, FaultKind, inconsistent
from forms.loading.file_shapes import BoundsShape
from forms.loading.names import Known
from forms.model import Item, Level, Scale, Side


def range_faults(path: str, bounds: BoundsShape, lowest: int, highest: int) -> Iterator[Fault]:
    """What is wrong with a range of values between these two."""
    ends = {"at_least": bounds.at_least, "at_most": bounds.at_most}
    given = {key: end for key, end in ends.items() if end is not None}
    if not given:
        yield Fault(path, FaultKind.MISSING, allowed="at_least, at_most or both")
    yield from end_faults(path, given, lowest, highest)
    if len(given) == len(ends) and given["at_least"] > given["at_most"]:
        found = f"no value is at least {given['at_least']} and at most {given['at_most']}"
        yield inconsistent(path, found, "turn them round")


def end_faults(path: str, ends: Mapping[str, int], lowest: int, highest: int) -> Iterator[Fault]:
    """An end that no value reaches."""
    for key, end in ends.items():
        if not lowest <= end <= highest:
            yield Fault(f"{path}.{key}", FaultKind.OUT_OF_RANGE, str(end), f"{lowest} to {highest}")


def bound_faults(
    path: str, name: str, side: Side, bounds: BoundsShape, items: Known[Item]
) -> Iterator[Fault]:
    """What is wrong with a range of one side's answer to an item."""
    yield from items.unknown(f"{path}.item", name)
    item = items.sound.get(name)
    if item is None:
        return
    if side not in item.sides:
        yield Fault(f"{path}.item", FaultKind.NOT_FOR_THIS_SIDE, side)
    if item.scale is None or item.scale.level is not Level.ORDINAL:
        found, remedy = f"'{name}' has no order", "name an item of an ordinal scale"
        yield inconsistent(f"{path}.item", found, remedy)
    else:
        yield from range_faults(path, bounds, *ends_of(item.scale))


def ends_of(scale: Scale) -> tuple[int, int]:
    """The lowest and the highest value of an ordinal scale; turning it over keeps them."""
    return min(scale.values.values()), max(scale.values.values())

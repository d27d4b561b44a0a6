"""When a rule of a pack fires: whether its pattern fits the items that it is about.

One function a pattern; each names what does not fit and, where nothing does, makes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.faults import Fault, FaultKind, inconsistent, shown, unknown
from forms.loading.file_shapes import (
    AnsweredShape,
    BoundShape,
    DifferenceShape,
    LevelsShape,
    NotSharedShape,
    OneSideShape,
    OpposedShape,
)
from forms.loading.names import Known, named_entries, twice
from forms.loading.ranges import bound_faults, end_faults, ends_of, range_faults
from forms.model import Code, Item, Level, LinkId, Scale, Side
from forms.rule_model import (
    Answered,
    Bound,
    Difference,
    Levels,
    NotShared,
    OneNamesNothing,
    OneRecalls,
    Opposed,
    Pattern,
    Urgent,
)


@dataclass(frozen=True, slots=True)
class About:
    """What a rule is about. `path`: the pattern's; `named_at`: where the rule names its items."""

    path: str
    named_at: str
    items: tuple[Item, ...]
    known: Known[Item]

    @property
    def scales(self) -> Mapping[Scale, Item]:
        """Each scale among the items, with the first item that has it."""
        return {item.choices: item for item in reversed(self.items)}

    def misfits(self, needs: str, fits: Callable[[Scale], bool]) -> Iterator[Fault]:
        """A fault for each scale that the pattern can do nothing with."""
        for scale, item in self.scales.items():
            if not fits(scale):
                found = f"'{item.link_id}' has the {scale.level} scale '{scale.name}'"
                yield inconsistent(self.named_at, found, f"this pattern needs {needs}")


def difference_faults(about: About, shape: DifferenceShape) -> Iterator[Fault]:
    """A difference of values needs values, and never fires on equal ones."""
    yield from about.misfits("an ordinal scale", lambda scale: scale.level is Level.ORDINAL)
    for scale in about.scales:
        if scale.level is Level.ORDINAL:
            low, high = ends_of(scale)
            yield from range_faults(about.path, shape, low - high, high - low)
            yield from _urgent_faults(f"{about.path}.urgent", shape, low, high)
    given = shape.at_least is not None or shape.at_most is not None
    if given and (shape.at_least or 0) <= 0 <= (shape.at_most or 0):
        remedy = "give an at_least over 0, or an at_most under 0"
        yield inconsistent(about.path, "fires where both answered the same", remedy)


def _urgent_faults(path: str, shape: DifferenceShape, low: int, high: int) -> Iterator[Fault]:
    urgent = shape.urgent.model_dump(exclude_none=True) if shape.urgent else None
    if urgent == {}:
        yield Fault(path, FaultKind.EMPTY, allowed="at_least, patient_at_most or clinician_at_least")
    for key, end in (urgent or {}).items():
        ends = (low - high, high - low) if key == "at_least" else (low, high)
        yield from end_faults(path, {key: end}, *ends)


def one_recalls_faults(about: About, _shape: OneSideShape) -> Iterator[Fault]:
    """That a thing did not happen can only be said by an option apart."""
    yield from about.misfits("an option that stands apart", lambda scale: bool(scale.apart))


def answered_faults(about: About, shape: AnsweredShape) -> Iterator[Fault]:
    """Each side's codes are the scale's, and no code is on both sides."""
    yield from about.misfits("a scale of which one code is picked", lambda s: s.level is not Level.SET)
    for key, codes in (("patient", shape.patient), ("clinician", shape.clinician)):
        path = f"{about.path}.{key}"
        if not codes:
            yield Fault(path, FaultKind.EMPTY, allowed="one code or more")
        yield from twice(path, codes)
        for scale in about.scales:
            yield from (unknown(path, code, scale.codes) for code in codes if code not in scale.codes)
    for code in shape.patient:
        if code in shape.clinician:
            found = f"fires where both answered {shown(code)}"
            yield inconsistent(about.path, found, "take it from one of the sides")


def alone_faults(about: About, _shape: OneSideShape | NotSharedShape) -> Iterator[Fault]:
    """That nothing is named can only be said by a code of a set that stands alone."""
    needs = "a set with a code that stands alone"
    yield from about.misfits(needs, lambda scale: scale.level is Level.SET and bool(scale.alone))


def opposed_faults(about: About, shape: OpposedShape) -> Iterator[Fault]:
    """Two lists of the same parts, filled in by both sides."""
    named = {"clinician": shape.clinician, "patient": shape.patient}
    for key, name in named.items():
        path, item = f"{about.path}.{key}", about.known.sound.get(name)
        yield from about.known.unknown(path, name)
        if item and not (item.mirrored and item.choices.level is Level.NOMINAL):
            remedy = "name an item of a nominal scale that both sides are asked"
            yield inconsistent(path, f"'{name}' cannot be crossed", remedy)
    items = [about.known.sound[name] for name in named.values() if name in about.known.sound]
    if shape.clinician == shape.patient:
        yield inconsistent(about.path, f"{shown(shape.patient)} stands on both sides", "name two items")
    elif len({item.scale for item in items}) > 1:
        found = f"'{shape.clinician}' and '{shape.patient}' have different scales"
        yield inconsistent(about.path, found, "name two items of one scale")


def levels_faults(about: About, shape: LevelsShape) -> Iterator[Fault]:
    """Bounds on what these sides are asked; its item, if any, is one that the patient answered."""
    if not shape.bounds:
        yield Fault(f"{about.path}.bounds", FaultKind.EMPTY, allowed="one bound or more")
    for key, bounds in (("bounds", shape.bounds), ("unless", shape.unless)):
        for step, bound in named_entries(bounds, lambda bound: bound.item):
            yield from bound_faults(f"{about.path}.{key}.{step}", bound.item, bound.side, bound, about.known)
    read = {bound.item for bound in shape.bounds if bound.side is Side.PATIENT}
    if len(about.items) > 1 or not {item.link_id for item in about.items} <= read:
        found = f"is about {', '.join(item.link_id for item in about.items)}"
        remedy = "name one item of which the patient's answer is among the bounds, or a topic"
        yield inconsistent(about.named_at, found, remedy)


def _difference(shape: DifferenceShape) -> Difference:
    urgent = None if shape.urgent is None else Urgent(**shape.urgent.model_dump())
    return Difference(shape.at_least, shape.at_most, urgent)


def _answered(shape: AnsweredShape) -> Answered:
    return Answered(frozenset(map(Code, shape.patient)), frozenset(map(Code, shape.clinician)))


def _levels(shape: LevelsShape) -> Levels:
    return Levels(tuple(map(_bound, shape.bounds)), tuple(map(_bound, shape.unless)))


def _bound(shape: BoundShape) -> Bound:
    return Bound(shape.side, LinkId(shape.item), shape.at_least, shape.at_most)


_ON_ITEMS = ("items", "scales")


@dataclass(frozen=True, slots=True)
class PatternKind:
    """A pattern as a pack names it. `subjects`: what a rule of this pattern can be about."""

    subjects: tuple[str, ...]
    faults: Callable[[About, Any], Iterator[Fault]]
    made: Callable[[Any], Pattern]


def _opposed(shape: OpposedShape) -> Opposed:
    return Opposed(LinkId(shape.clinician), LinkId(shape.patient))


PATTERNS: Mapping[str, PatternKind] = {
    "difference": PatternKind(_ON_ITEMS, difference_faults, _difference),
    "one_recalls": PatternKind(_ON_ITEMS, one_recalls_faults, lambda shape: OneRecalls(shape.side)),
    "answered": PatternKind(_ON_ITEMS, answered_faults, _answered),
    "one_names_nothing": PatternKind(_ON_ITEMS, alone_faults, lambda shape: OneNamesNothing(shape.side)),
    "not_shared": PatternKind(_ON_ITEMS, alone_faults, lambda shape: NotShared(shape.if_some_shared)),
    "opposed": PatternKind(("topic",), opposed_faults, _opposed),
    "levels": PatternKind(("items", "topic"), levels_faults, _levels),
}

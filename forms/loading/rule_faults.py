"""What can be wrong with a rule of a pack besides its pattern: subject, kind, severity, leaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forms.faults import Fault, inconsistent, unknown
from forms.loading.file_shapes import BoundShape, RuleShape
from forms.loading.names import named_entries, twice
from forms.loading.ranges import bound_faults
from forms.loading.structure import Parts
from forms.model import Side
from forms.rule_model import Kind, Leaning, Severity

SUBJECTS = ("items", "scales", "topic")


def subject_faults(path: str, shape: RuleShape, parts: Parts, allowed: Sequence[str]) -> Iterator[Fault]:
    """A rule is about items, about all items of some scales, or about a topic. `allowed`: which of them."""
    given = [key for key in SUBJECTS if getattr(shape, key)]
    if len(given) != 1 or given[0] not in allowed:
        found = f"names {' and '.join(given) or 'nothing that it is about'}"
        yield inconsistent(path, found, f"give {' or '.join(allowed)}")
    if shape.topic is not None and shape.topic not in parts.file.topics:
        yield unknown(f"{path}.topic", shape.topic, parts.file.topics)
    yield from _items_faults(f"{path}.items", shape, parts)
    yield from _scales_faults(f"{path}.scales", shape, parts)


def _items_faults(path: str, shape: RuleShape, parts: Parts) -> Iterator[Fault]:
    yield from twice(path, shape.items)
    for name in shape.items:
        yield from parts.items.unknown(path, name)
        item = parts.items.sound.get(name)
        if item and not item.mirrored:
            remedy = "name items with a scale that both sides are asked"
            yield inconsistent(path, f"'{name}' is not compared", remedy)


def _scales_faults(path: str, shape: RuleShape, parts: Parts) -> Iterator[Fault]:
    yield from twice(path, shape.scales)
    compared = {item.choices.name for item in parts.items.sound.values() if item.mirrored}
    every_item_is_sound = len(parts.items.sound) == len(parts.items.declared)
    for name in shape.scales:
        yield from parts.scales.unknown(path, name)
        if every_item_is_sound and name in parts.scales.sound and name not in compared:
            yield inconsistent(path, f"no compared item has the scale '{name}'", "leave it out")


def kind_faults(path: str, shape: RuleShape) -> Iterator[Fault]:
    """A mismatch reads both sides, a concern the patient alone; only a concern opens a follow-up."""
    if shape.levels:
        yield from _sides_faults(f"{path}.levels", shape.kind, shape.levels.bounds, shape.levels.unless)
    elif shape.kind is not Kind.MISMATCH:
        remedy = "make it a mismatch, or say by levels when it fires"
        yield inconsistent(f"{path}.kind", f"is {shape.kind}, and both sides are compared", remedy)
    if shape.follow_up and shape.kind is not Kind.CONCERN:
        remedy = "leave it out, or make the rule a concern"
        yield inconsistent(f"{path}.follow_up", f"is given on a {shape.kind}", remedy)


def _sides_faults(
    path: str, kind: Kind, bounds: Sequence[BoundShape], unless: Sequence[BoundShape]
) -> Iterator[Fault]:
    if kind is Kind.CONCERN and any(bound.side is Side.CLINICIAN for bound in (*bounds, *unless)):
        remedy = "bound the patient's answers alone, or make it a detail"
        yield inconsistent(path, "reads the clinician, and is a concern", remedy)
    if kind is Kind.MISMATCH and {bound.side for bound in bounds} != set(Side):
        remedy = "bound both sides' answers, or make it a concern or a detail"
        yield inconsistent(path, "reads one side, and is a mismatch", remedy)


def severity_faults(path: str, shape: RuleShape, parts: Parts) -> Iterator[Fault]:
    """What softens a rule reads the patient, and makes it less urgent."""
    for step, softening in named_entries(shape.softened, lambda softening: softening.item):
        at = f"{path}.softened.{step}"
        yield from bound_faults(at, softening.item, Side.PATIENT, softening, parts.items)
        yield from _urgency_faults(f"{at}.severity", softening.severity, shape.severity)
    if shape.not_shared:
        at = f"{path}.not_shared.if_some_shared"
        yield from _urgency_faults(at, shape.not_shared.if_some_shared, shape.severity)


def _urgency_faults(path: str, softer: Severity, own: Severity) -> Iterator[Fault]:
    if softer.rank <= own.rank:
        found = f"is {softer}, no less urgent than the rule's own {own}"
        yield inconsistent(path, found, "give a less urgent one")


def leaning_faults(path: str, shape: RuleShape) -> Iterator[Fault]:
    """Which way a guess missed is the sign of a difference."""
    difference = shape.difference
    if shape.leaning is None:
        return
    at = f"{path}.leaning"
    if difference is None:
        yield inconsistent(at, "is given without a difference", "leave it out")
        return
    upwards = shape.leaning is Leaning.ROSIER
    if not ((difference.at_least or 0) > 0 if upwards else (difference.at_most or 0) < 0):
        wanted = "an at_least over 0" if upwards else "an at_most under 0"
        yield inconsistent(at, f"is {shape.leaning}, and the difference leans elsewhere", f"give {wanted}")

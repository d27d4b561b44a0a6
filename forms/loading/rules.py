"""rules.toml: whether each rule fits the questionnaire, and the values that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from forms.faults import Fault, inconsistent
from forms.loading.file_shapes import RuleShape
from forms.loading.names import named_entries, twice
from forms.loading.patterns import PATTERNS, About
from forms.loading.rule_faults import (
    SUBJECTS,
    kind_faults,
    leaning_faults,
    severity_faults,
    subject_faults,
)
from forms.loading.structure import Parts
from forms.model import Item, LinkId
from forms.rule_model import Rule, Softening, rule_key


def rules_from(shapes: Sequence[RuleShape], parts: Parts) -> tuple[tuple[Rule, ...], list[Fault]]:
    """The sound rules in the table's order, and every fault in the others.

    A rule that names a faulty item or scale is left out without a fault of its own.
    """
    faults, rules = twice("rules", map(_key, shapes)), []
    for step, shape in named_entries(shapes, _key):
        # Two scales can be at fault in one and the same way.
        found = dict.fromkeys(_faults(f"rules.{step}", shape, parts))
        faults += found
        if not found and _is_whole(shape, parts):
            rules.append(_rule(shape, parts))
    return tuple(rules), faults


def _key(shape: RuleShape) -> str:
    return rule_key(shape.name, shape.leaning)


def _faults(path: str, shape: RuleShape, parts: Parts) -> Iterator[Fault]:
    patterns = _patterns(shape)
    if len(patterns) == 1:
        (pattern,) = patterns
        named_at = f"{path}.{'items' if shape.items else 'scales'}"
        about = About(f"{path}.{pattern}", named_at, _items(shape, parts), parts.items)
        yield from subject_faults(path, shape, parts, PATTERNS[pattern].subjects)
        yield from kind_faults(path, shape)
        yield from leaning_faults(path, shape)
        yield from PATTERNS[pattern].faults(about, getattr(shape, pattern))
    else:
        found = f"has {' and '.join(patterns) or 'no table that says when it fires'}"
        yield inconsistent(path, found, f"give one of: {', '.join(PATTERNS)}")
        yield from subject_faults(path, shape, parts, SUBJECTS)
    yield from severity_faults(path, shape, parts)


def _patterns(shape: RuleShape) -> list[str]:
    return [name for name in PATTERNS if getattr(shape, name) is not None]


def _items(shape: RuleShape, parts: Parts) -> tuple[Item, ...]:
    """The compared items that a rule is about, those of its scales in the questionnaire's order."""
    compared = {name: item for name, item in parts.items.sound.items() if item.mirrored}
    if shape.items:
        return tuple(compared[name] for name in shape.items if name in compared)
    return tuple(item for item in compared.values() if item.choices.name in shape.scales)


def _is_whole(shape: RuleShape, parts: Parts) -> bool:
    named = all(name in parts.items.sound for name in _items_named(shape))
    return named and bool(_items(shape, parts) or shape.topic)


def _items_named(shape: RuleShape) -> Iterator[str]:
    yield from shape.items
    yield from (softening.item for softening in shape.softened)
    if shape.levels:
        yield from (bound.item for bound in chain(shape.levels.bounds, shape.levels.unless))
    if shape.opposed:
        yield from (shape.opposed.clinician, shape.opposed.patient)


def _rule(shape: RuleShape, parts: Parts) -> Rule:
    (pattern,) = _patterns(shape)
    return Rule(
        shape.name,
        shape.kind,
        shape.severity,
        PATTERNS[pattern].made(getattr(shape, pattern)),
        tuple(item.link_id for item in _items(shape, parts)),
        shape.topic,
        shape.leaning,
        tuple(Softening(LinkId(s.item), s.severity, s.at_least, s.at_most) for s in shape.softened),
        shape.finding,
        shape.follow_up,
    )

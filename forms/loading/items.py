"""The items of a pack: one question each, and what it needs to be asked and compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forms.faults import Fault, FaultKind, inconsistent, unknown
from forms.loading.file_shapes import ItemShape
from forms.loading.names import Known, named_entries, twice
from forms.model import Code, Item, Level, LinkId, Scale, Side

SHARING = "sharing"
RESERVED = frozenset(
    {SHARING, "language", "next", "back", "send", "stop", "clear", "handover", "see", "stricter"}
    | {"withdraw", "confirm", "consultation", "submission", "csrf_token"}
)
"""Names that a page gives to something else than a question."""


def items_from(
    shapes: Sequence[ItemShape], scales: Known[Scale], topics: Sequence[str]
) -> tuple[dict[str, Item], list[Fault]]:
    """The sound items by linkId, and every fault in the others.

    An item of a faulty scale is left out without a fault of its own.
    """
    items: dict[str, Item] = {}
    faults = twice("items", (shape.link_id for shape in shapes))
    for step, shape in named_entries(shapes, lambda shape: shape.link_id):
        found = list(_faults(f"items.{step}", shape, scales, topics))
        faults += found
        if not found and (shape.scale is None or shape.scale in scales.sound):
            items.setdefault(shape.link_id, _item(shape, scales))
    return items, faults


def _item(shape: ItemShape, scales: Known[Scale]) -> Item:
    return Item(
        LinkId(shape.link_id),
        None if shape.scale is None else scales.sound[shape.scale],
        frozenset(_sides(shape)),
        shape.core,
        shape.source,
        shape.view,
        shape.topic,
        None if shape.no_contact is None else Code(shape.no_contact),
    )


def _sides(shape: ItemShape) -> Sequence[Side]:
    return tuple(Side) if shape.sides is None else shape.sides


def _faults(path: str, shape: ItemShape, scales: Known[Scale], topics: Sequence[str]) -> Iterator[Fault]:
    if shape.link_id in RESERVED:
        remedy = "a page uses this name for something else, so choose another"
        yield inconsistent(f"{path}.link_id", f"is '{shape.link_id}'", remedy)
    if shape.scale == SHARING:
        remedy = "only the question who may see the answers has this scale, so name another"
        yield inconsistent(f"{path}.scale", f"is '{SHARING}'", remedy)
    elif shape.scale is not None:
        yield from scales.unknown(f"{path}.scale", shape.scale)
    if not _sides(shape):
        yield Fault(f"{path}.sides", FaultKind.EMPTY, allowed=" or ".join(Side))
    yield from twice(f"{path}.sides", _sides(shape))
    if shape.topic is not None and shape.topic not in topics:
        yield unknown(f"{path}.topic", shape.topic, topics)
    if shape.scale is not None and set(_sides(shape)) == set(Side):
        yield from _mirror_faults(path, shape)
    if shape.no_contact is not None:
        yield from _contact_faults(f"{path}.no_contact", shape, shape.no_contact, scales)


def _mirror_faults(path: str, shape: ItemShape) -> Iterator[Fault]:
    because = "since both sides are asked and compared"
    if shape.view is None:
        yield Fault(f"{path}.view", FaultKind.MISSING, allowed=f"guess or own, {because}")
    if shape.topic is None:
        yield Fault(f"{path}.topic", FaultKind.MISSING, allowed=f"one of the topics, {because}")


def _contact_faults(path: str, shape: ItemShape, no_contact: str, scales: Known[Scale]) -> Iterator[Fault]:
    scale = scales.sound.get(shape.scale or "")
    if Side.PATIENT not in _sides(shape):
        yield Fault(path, FaultKind.NOT_FOR_THIS_SIDE, Side.PATIENT)
    if shape.scale is None or (scale and scale.level is not Level.NOMINAL):
        remedy = "give the item a nominal scale, or leave this out"
        yield inconsistent(path, "stands on an item without a choice", remedy)
    elif scale and no_contact not in scale.codes:
        yield unknown(path, no_contact, scale.codes)

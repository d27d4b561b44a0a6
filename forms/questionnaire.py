"""A whole questionnaire as one frozen value: items, scales, rules and screens (FHIR: Questionnaire)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from forms.model import Form, Item, LinkId, Scale, Screen, Side
from forms.rule_model import Rule


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """A published version: items in order, topics from most to least urgent, rules, screens."""

    name: str
    version: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    items: tuple[Item, ...]
    sharing: Scale
    screens: tuple[Screen, ...]
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        """Refuse items that share a linkId or whose topic is unknown."""
        if len(self.by_link_id) < len(self.items):
            message = "a linkId stands twice"
            raise ValueError(message)
        for item in self.items:
            if item.topic is not None and item.topic not in self.topics:
                message = f"item {item.link_id}: unknown topic {item.topic}"
                raise ValueError(message)

    @cached_property
    def by_link_id(self) -> Mapping[LinkId, Item]:
        """Each item by its linkId, in the questionnaire's order."""
        return {item.link_id: item for item in self.items}

    @cached_property
    def places(self) -> Mapping[LinkId, int]:
        """Each item's place, counted from 0."""
        return {item.link_id: place for place, item in enumerate(self.items)}

    def offered(self, form: Form, side: Side) -> tuple[Item, ...]:
        """The items that a form asks of a side, in order."""
        return tuple(item for item in self.items if item.offered(form, side))

    def mirrored(self, form: Form) -> tuple[Item, ...]:
        """The items that a form asks of both sides and compares, in order."""
        return tuple(item for item in self.offered(form, Side.PATIENT) if item.mirrored)

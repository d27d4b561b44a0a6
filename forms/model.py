"""The parts of a questionnaire as frozen values: what is asked of both sides, on which scales.

Names follow FHIR where it has one (item, linkId).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NewType

LinkId = NewType("LinkId", str)
Code = NewType("Code", str)

TEXT_LIMIT = 2_000
"""Characters that a free text may hold, as a reader counts them."""


class Side(StrEnum):
    """Who answered."""

    PATIENT = "patient"
    CLINICIAN = "clinician"


class Form(StrEnum):
    """The two lengths of one questionnaire."""

    CORE = "core"
    FULL = "full"


class Sharing(StrEnum):
    """What the patient allows: the clinician of the visit reads the answers, or nobody does."""

    CLINICIAN = "clinician"
    TOTALS_ONLY = "totals_only"


class Level(StrEnum):
    """What the codes of a scale are to each other."""

    ORDINAL = "ordinal"
    NOMINAL = "nominal"
    SET = "set"


class View(StrEnum):
    """What a clinician is asked for: a guess of the patient's answer, or an own view."""

    GUESS = "guess"
    OWN = "own"


class AnswerKind(StrEnum):
    """The shape of an item's answer: one code, several codes, or words."""

    CHOICE = "choice"
    SET = "set"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be picked.

    `apart`: outside the order of an ordinal scale, shown last ('did not happen').
    `alone`: goes with no other code of a set ('nothing'), or names none of the rest.
    """

    code: Code
    value: int | None = None
    apart: bool = False
    alone: bool = False


@dataclass(frozen=True, eq=False)
class Scale:
    """The options of a kind of question, in order. `good_is_low`: a high value is bad news."""

    name: str
    level: Level
    options: tuple[Option, ...]
    good_is_low: bool = False

    def __post_init__(self) -> None:
        """Refuse a scale that could not be answered or ordered."""
        codes = [option.code for option in self.options]
        if not codes or len(set(codes)) < len(codes):
            message = f"scale {self.name}: needs options, each code once"
            raise ValueError(message)
        valued = [option.value is not None for option in self.options if not option.apart]
        if any(valued) != (self.level is Level.ORDINAL) or len(set(valued)) > 1:
            message = f"scale {self.name}: an ordinal scale has a value for each option in order"
            raise ValueError(message)

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """Every code, in the scale's order."""
        return tuple(option.code for option in self.options)

    @cached_property
    def values(self) -> Mapping[Code, int]:
        """The value of each code in order; a code that stands apart has none."""
        return {o.code: o.value for o in self.options if o.value is not None and not o.apart}

    @cached_property
    def good(self) -> Mapping[Code, int]:
        """The value on the good side: turned over where a high value is bad news."""
        if not self.good_is_low:
            return self.values
        ends = min(self.values.values()) + max(self.values.values())
        return {code: ends - value for code, value in self.values.items()}

    @cached_property
    def alone(self) -> frozenset[Code]:
        """Codes that go with no other, or name none of the rest."""
        return frozenset(option.code for option in self.options if option.alone)

    @cached_property
    def apart(self) -> frozenset[Code]:
        """Codes outside the order."""
        return frozenset(option.code for option in self.options if option.apart)


@dataclass(frozen=True, eq=False)
class Item:
    """One question. `source`: where in the study it comes from; a text item has no scale.

    `no_contact`: the code that asks for no contact; any other one opens a follow-up.
    """

    link_id: LinkId
    scale: Scale | None
    sides: frozenset[Side]
    core: bool
    source: str
    view: View | None = None
    topic: str | None = None
    no_contact: Code | None = None

    def __post_init__(self) -> None:
        """Refuse an item that nobody answers, or a mirrored one that no topic takes in."""
        if not self.sides:
            message = f"item {self.link_id}: needs a side that answers it"
            raise ValueError(message)
        if self.mirrored and (self.view is None or self.topic is None):
            message = f"item {self.link_id}: a mirrored item needs a view and a topic"
            raise ValueError(message)

    @property
    def mirrored(self) -> bool:
        """Asked of both sides, and compared."""
        return self.scale is not None and len(self.sides) == len(Side)

    @property
    def choices(self) -> Scale:
        """The scale that its codes come from. Raises ValueError for free text."""
        if self.scale is None:
            message = f"item {self.link_id} is free text and has no scale"
            raise ValueError(message)
        return self.scale

    @cached_property
    def answer_kind(self) -> AnswerKind:
        """The shape of its answer."""
        if self.scale is None:
            return AnswerKind.TEXT
        return AnswerKind.SET if self.scale.level is Level.SET else AnswerKind.CHOICE

    def offered(self, form: Form, side: Side) -> bool:
        """Whether this form asks it of this side."""
        return side in self.sides and (self.core or form is Form.FULL)


@dataclass(frozen=True, slots=True)
class Screen:
    """The items that one screen of a form shows, in order."""

    form: Form
    items: tuple[LinkId, ...]

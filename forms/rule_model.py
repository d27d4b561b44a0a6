"""The rules of a questionnaire as frozen values: what a pack can say, not what it means.

What each pattern does with two sides' answers is in `forms.rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from forms.model import Code, LinkId, Side


class Kind(StrEnum):
    """Whom a rule reads, and why.

    A mismatch reads both sides; a concern reads the patient alone and asks somebody to act;
    a detail explains a concern.
    """

    MISMATCH = "mismatch"
    CONCERN = "concern"
    DETAIL = "detail"


class Severity(StrEnum):
    """How much a flag asks for, from most to least. Only the first two count in rates."""

    ATTENTION = "attention"
    NOTICE = "notice"
    GOOD_NEWS = "good_news"
    INFO = "info"

    @property
    def counts(self) -> bool:
        """Whether the flag stands among the topics and in rates."""
        return self in (Severity.ATTENTION, Severity.NOTICE)

    @cached_property
    def rank(self) -> int:
        """Its place in that order: 0 for the most urgent."""
        return list(Severity).index(self)


class Leaning(StrEnum):
    """Which way the clinician's guess missed."""

    ROSIER = "clinician_rosier"
    GLOOMIER = "clinician_gloomier"


@dataclass(frozen=True, slots=True)
class Bound:
    """One side's answer to an ordinal item lies in a range of the scale's own values."""

    side: Side
    item: LinkId
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Softening:
    """A patient's answer that makes a flag less urgent. The first that holds decides."""

    item: LinkId
    severity: Severity
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Urgent:
    """What raises a difference to attention, on the good side of the scale."""

    at_least: int | None = None
    patient_at_most: int | None = None
    clinician_at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """g(clinician) - g(patient) of one ordinal item lies in a range; g is the good side's value."""

    at_least: int | None = None
    at_most: int | None = None
    urgent: Urgent | None = None


@dataclass(frozen=True, slots=True)
class OneRecalls:
    """One side says that a thing happened, the other that it did not; `side` recalls it."""

    side: Side


@dataclass(frozen=True, slots=True)
class Answered:
    """Each side's one code is among those listed."""

    patient: frozenset[Code]
    clinician: frozenset[Code]


@dataclass(frozen=True, slots=True)
class OneNamesNothing:
    """`side` answered a set with the code that stands alone, the other named something."""

    side: Side


@dataclass(frozen=True, slots=True)
class NotShared:
    """Both named something of a set, the clinician something that the patient did not.

    `if_some_shared`: the severity where they name at least one thing in common.
    """

    if_some_shared: Severity


@dataclass(frozen=True, slots=True)
class Opposed:
    """Two nominal items of one scale, crossed.

    The clinician's pick on one is the patient's on the other. Never where a side picked the same on
    both, or a code that stands alone.
    """

    clinician: LinkId
    patient: LinkId


@dataclass(frozen=True, slots=True)
class Levels:
    """Every bound holds, and none of the exceptions (an exception left blank does not)."""

    bounds: tuple[Bound, ...]
    unless: tuple[Bound, ...] = ()


OnOneItem = Difference | OneRecalls | Answered | OneNamesNothing | NotShared
"""Patterns that a rule applies to each of its items by itself."""

OnSeveral = Opposed | Levels
"""Patterns that name the items that they read."""

Pattern = OnOneItem | OnSeveral


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the questionnaire's table of rules.

    `items`: the items that it is about, one flag each; empty where it is about several at once,
    and then it names its `topic` itself. `finding`: the name under which its finding stands in
    the texts, where that is not its own.
    """

    name: str
    kind: Kind
    severity: Severity
    pattern: Pattern
    items: tuple[LinkId, ...] = ()
    topic: str | None = None
    leaning: Leaning | None = None
    softened: tuple[Softening, ...] = ()
    finding: str | None = None
    follow_up: bool = False

    def __post_init__(self) -> None:
        """Refuse a rule that would have no topic, or two, or whose items its pattern does not read."""
        if bool(self.items) == (self.topic is not None):
            message = f"rule {self.name}: names items, or a topic of its own"
            raise ValueError(message)
        if isinstance(self.pattern, OnOneItem) and not self.items:
            message = f"rule {self.name}: its pattern needs items that it is about"
            raise ValueError(message)
        # Levels can be about one of the items that they bound: 'worried, and hardly reassured'.
        most = 1 if isinstance(self.pattern, Levels) else 0
        if isinstance(self.pattern, OnSeveral) and len(self.items) > most:
            message = f"rule {self.name}: its pattern itself names the items that it reads"
            raise ValueError(message)

    @property
    def key(self) -> str:
        """The name under which its sentence stands in the texts."""
        return rule_key(self.name, self.leaning)

    @property
    def can_count(self) -> bool:
        """Whether any of its flags would stand in rates."""
        raised = isinstance(self.pattern, Difference) and self.pattern.urgent is not None
        severities = (self.severity, *(one.severity for one in self.softened))
        return raised or any(one.counts for one in severities)


def rule_key(name: str, leaning: str | None) -> str:
    """The key of a rule of this name; the two leanings of one name have a sentence each."""
    return f"{name}:{leaning}" if leaning else name

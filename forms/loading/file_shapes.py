"""The shapes of a pack's files, as their author writes them: keys and types, nothing between them.

Whether names fit together is looked at in `forms.loading.structure`, `forms.loading.rules` and
`forms.loading.coverage`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from forms.free_text import first_sign, tidy
from forms.model import Form, Level, Side, View
from forms.rule_model import Kind, Leaning, Severity

EMPTY_TEXT = "empty_text"
TEXT_SIGN = "text_sign"
OUT_OF_RANGE = "out_of_range"


def _storable(text: str) -> str:
    sign = first_sign(text)
    if sign is not None:
        raise PydanticCustomError(TEXT_SIGN, "{sign}", {"sign": sign.name})
    if not text.strip():
        raise PydanticCustomError(EMPTY_TEXT, "empty")
    return tidy(text)


Text = Annotated[str, AfterValidator(_storable)]
"""Words for people: composed, without signs that no file or database can hold."""

_FURTHEST = 1_000
VALUES = f"{-_FURTHEST} to {_FURTHEST}"


def _sayable(value: int) -> int:
    """TOML has numbers of any length, which no fault could say and no hash could hold."""
    if abs(value) > _FURTHEST:
        found = str(value) if abs(value) < 1_000 * _FURTHEST else "a longer number"
        raise PydanticCustomError(OUT_OF_RANGE, "{found}", {"found": found})
    return value


Value = Annotated[int, AfterValidator(_sayable)]
"""A value of a scale, or the end of a range of them."""

_NAME = r"^[a-z][a-z0-9_]{0,39}$"
VERSION = r"^(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){1,2}$"
_LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"
_HASH = r"^[0-9a-f]{64}$"

FORMED = {
    _NAME: "at most 40 lower-case letters, digits and '_', a letter first",
    VERSION: "two or three numbers with dots between them, as 1.0",
    _LANGUAGE: "a language tag, as en or nb",
    _HASH: "64 digits and letters from a to f, as publishing wrote them",
}
"""What each pattern asks for, in words."""

Name = Annotated[str, StringConstraints(pattern=_NAME)]
"""A name that stored answers, exports and form fields use."""

Version = Annotated[str, StringConstraints(pattern=VERSION)]
Language = Annotated[str, StringConstraints(pattern=_LANGUAGE)]
Hash = Annotated[str, StringConstraints(pattern=_HASH)]

# TOML has texts where Python has members, so these alone are not read strictly.
FormName = Annotated[Form, Field(strict=False)]
KindName = Annotated[Kind, Field(strict=False)]
LeaningName = Annotated[Leaning, Field(strict=False)]
LevelName = Annotated[Level, Field(strict=False)]
SeverityName = Annotated[Severity, Field(strict=False)]
SideName = Annotated[Side, Field(strict=False)]
ViewName = Annotated[View, Field(strict=False)]


class Shape(BaseModel):
    """A table: no key too many, no type bent."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class OptionShape(Shape):
    """`{ code = "mostly", value = 4 }`."""

    code: Name
    value: Value | None = None
    apart: bool = False
    alone: bool = False


class ScaleShape(Shape):
    """`[scales.NAME]`."""

    level: LevelName
    options: list[OptionShape]
    good_is_low: bool = False


class ItemShape(Shape):
    """`[[items]]`. Without `sides` it is asked of both; without `core` in the full form alone."""

    link_id: Name
    source: Text
    scale: str | None = None
    sides: list[SideName] | None = None
    core: bool = False
    view: ViewName | None = None
    topic: str | None = None
    no_contact: str | None = None


class ScreenShape(Shape):
    """`[[screens]]`."""

    form: FormName
    items: list[str]


class QuestionnaireFile(Shape):
    """questionnaire.toml."""

    name: Name
    version: Version
    languages: list[Language]
    topics: list[Name]
    scales: dict[Name, ScaleShape]
    items: list[ItemShape]
    screens: list[ScreenShape]


class BoundsShape(Shape):
    """A range, its ends counted in."""

    at_least: Value | None = None
    at_most: Value | None = None


class SofteningShape(BoundsShape):
    """`{ item = "reassured", at_least = 4, severity = "info" }`."""

    item: str
    severity: SeverityName


class BoundShape(BoundsShape):
    """`{ side = "patient", item = "worried", at_least = 4 }`."""

    side: SideName
    item: str


class UrgentShape(Shape):
    """`urgent = { patient_at_most = 2 }`."""

    at_least: Value | None = None
    patient_at_most: Value | None = None
    clinician_at_least: Value | None = None


class DifferenceShape(BoundsShape):
    """`[rules.difference]`."""

    urgent: UrgentShape | None = None


class OneSideShape(Shape):
    """`[rules.one_recalls]`, `[rules.one_names_nothing]`."""

    side: SideName


class AnsweredShape(Shape):
    """`[rules.answered]`."""

    patient: list[str]
    clinician: list[str]


class NotSharedShape(Shape):
    """`[rules.not_shared]`."""

    if_some_shared: SeverityName


class OpposedShape(Shape):
    """`[rules.opposed]`."""

    clinician: str
    patient: str


class LevelsShape(Shape):
    """`[rules.levels]`."""

    bounds: list[BoundShape]
    unless: list[BoundShape] = []


class RuleShape(Shape):
    """`[[rules]]` with the one table that says when it fires.

    `scales`: every item of these scales that both sides are asked, in the questionnaire's order.
    """

    name: Name
    kind: KindName
    severity: SeverityName
    leaning: LeaningName | None = None
    items: list[str] = []
    scales: list[str] = []
    topic: str | None = None
    softened: list[SofteningShape] = []
    finding: Name | None = None
    follow_up: bool = False

    difference: DifferenceShape | None = None
    one_recalls: OneSideShape | None = None
    answered: AnsweredShape | None = None
    one_names_nothing: OneSideShape | None = None
    not_shared: NotSharedShape | None = None
    opposed: OpposedShape | None = None
    levels: LevelsShape | None = None


class RulesFile(Shape):
    """rules.toml."""

    rules: list[RuleShape]


class LanguageFile(Shape):
    """A language's file, `en.toml`. Which texts it needs, the questionnaire says."""

    language: Text | None = None
    name: Text | None = None
    items: dict[str, dict[str, Text]] = {}
    options: dict[str, dict[str, dict[str, Text]]] = {}
    topics: dict[str, Text] = {}
    rules: dict[str, dict[str, Text]] = {}
    findings: dict[str, dict[str, Text]] = {}
    phrases: dict[str, Text] = {}
    frame: dict[str, Text] = {}


class LockFile(Shape):
    """published.lock."""

    structure: Hash
    texts: dict[Language, Hash]

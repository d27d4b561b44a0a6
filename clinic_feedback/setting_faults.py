"""What pydantic finds wrong with a setting, as a fault that says what to do."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic_core import ErrorDetails

from clinic_feedback.settings import REFUSED, Settings
from forms.faults import Fault, FaultKind, inconsistent, shown, unknown, wrong_type

_DIGITS_SHOWN = 9
_COLOUR = "a # and six digits or letters from a to f, as #0a5c8f"


def setting_fault(place: str, error: ErrorDetails) -> Fault:
    """One fault. `place`: what people call the setting; a secret setting's value is never repeated."""
    name, kind, found = str(error["loc"][0]), error["type"], error["input"]
    if kind == REFUSED:
        return inconsistent(place, error["ctx"]["found"], error["ctx"]["remedy"])
    if kind == "string_pattern_mismatch":
        return Fault(place, FaultKind.BADLY_FORMED, shown(found), _COLOUR)
    if kind in ("greater_than_equal", "less_than_equal"):
        return Fault(place, FaultKind.OUT_OF_RANGE, _number(found), range_of(name))
    if isinstance(found, str):
        return Fault(place, FaultKind.BADLY_FORMED, shown(found), _in_words(kind))
    return wrong_type(place, found, _in_words(kind))


def no_setting(place: str, name: str, settings: Iterable[str]) -> Fault:
    """The fault of a name that is no setting; one that comes near is asked about, else all are named."""
    names = list(settings)
    near = unknown(place, name, names).suggestion
    remedy = f"did you mean {near}?" if near else f"take it out; settings are {', '.join(names)}"
    return inconsistent(place, "is no setting", remedy)


def range_of(name: str) -> str:
    """From which number to which a setting goes; '' where it is no number."""
    limits = Settings.model_fields[name].metadata
    lowest = [one.ge for one in limits if hasattr(one, "ge")]
    highest = [one.le for one in limits if hasattr(one, "le")]
    return f"{lowest[0]} to {highest[0]}" if lowest and highest else ""


def _number(found: object) -> str:
    digits = str(found)
    return digits if len(digits) <= _DIGITS_SHOWN else "a longer number"


def _in_words(kind: str) -> str:
    words = {"int": "a whole number", "bool": "true or false"}
    return words.get(kind.partition("_")[0], "a text, in quotes")

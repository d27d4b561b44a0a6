"""A TOML file's tables held against their shape: the part that is sound, and every fault in the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from forms.faults import Fault, FaultKind, child, shown, unknown, wrong_type
from forms.loading.file_shapes import EMPTY_TEXT, FORMED, OUT_OF_RANGE, TEXT_SIGN, VALUES
from forms.loading.names import named_entries
from forms.rule_model import rule_key

S = TypeVar("S", bound=BaseModel)
Location = tuple[int | str, ...]

ENTRY = 2
"""How deep the entries of a file lie: an item is `items`, then its number; a scale `scales`, its name."""

_OUR_OWN = {TEXT_SIGN: (FaultKind.TEXT_SIGN, ""), OUT_OF_RANGE: (FaultKind.OUT_OF_RANGE, VALUES)}
_NAMED_BY = ("link_id", "name", "code", "item")
_KEY = "[key]"  # pydantic's last step where the key of a table is at fault, not its value


def shaped(
    shape: type[S], raw: Mapping[str, Any], pruned_to: int | None = None
) -> tuple[S | None, list[Fault]]:
    """The sound part of a file's tables, None where too little of it is sound, and every fault.

    `pruned_to`: how deep a table lies that is left out as a whole when something in it is faulty;
    None: only what is faulty itself is left out.
    """
    try:
        return shape.model_validate(raw), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    faults = [_fault(shape, raw, one) for one in details]
    try:
        return shape.model_validate(_sound_part(raw, details, pruned_to)), faults
    except ValidationError:
        return None, faults


def _fault(shape: type[BaseModel], raw: Mapping[str, Any], error: ErrorDetails) -> Fault:
    location = tuple(part for part in error["loc"] if part != _KEY)
    path, found, kind = _path(raw, location), error["input"], error["type"]
    if kind == "extra_forbidden":
        table = _annotation(shape, location[:-1])
        return unknown(path, location[-1], getattr(table, "model_fields", ()))
    if kind in _OUR_OWN:
        fault_kind, allowed = _OUR_OWN[kind]
        return Fault(path, fault_kind, error["msg"], allowed)
    annotation = _annotation(shape, location)
    if kind == "enum" and isinstance(found, str):
        return unknown(path, found, _members(annotation))
    if kind == "string_pattern_mismatch":
        return Fault(path, FaultKind.BADLY_FORMED, shown(found), FORMED[error["ctx"]["pattern"]])
    if kind in ("missing", EMPTY_TEXT):
        lacking = FaultKind.MISSING if kind == "missing" else FaultKind.EMPTY
        return Fault(path, lacking, allowed=_in_words(annotation))
    return wrong_type(path, found, _in_words(annotation))


def _path(raw: object, location: Location) -> str:
    path, here = "", raw
    for part in location:
        if isinstance(part, int) and isinstance(here, list):
            step = [step for step, _ in named_entries(here, _name)][part]
            path = f"{path}.{step}" if path else step
        else:
            path = child(path, str(part))
        here = _inside(here, part)
    return path


def _name(entry: object) -> str | None:
    if not isinstance(entry, dict):
        return None
    if isinstance(entry.get("form"), str):
        return str(entry["form"])
    name = next((entry[key] for key in _NAMED_BY if isinstance(entry.get(key), str)), None)
    leaning = entry.get("leaning")
    return rule_key(name, leaning if isinstance(leaning, str) else None) if name else None


def _inside(table: object, part: int | str) -> object:
    if isinstance(table, list) and isinstance(part, int):
        return table[part]
    return table.get(part) if isinstance(table, dict) else None


def _annotation(shape: type[BaseModel], location: Location) -> Any:  # noqa: ANN401 - a type, of any form
    annotation: Any = shape
    for part in location:
        fields = getattr(annotation, "model_fields", None)
        if fields is None:
            annotation = (get_args(annotation) or (None,))[-1]
        else:
            annotation = fields[part].annotation if part in fields else None
        annotation = _bare(annotation)
    return annotation


def _bare(annotation: Any) -> Any:  # noqa: ANN401 - as above
    """A type without what pydantic adds to it, and without 'or None'."""
    if hasattr(annotation, "__metadata__"):
        return _bare(get_args(annotation)[0])
    inner = get_args(annotation)
    if type(None) in inner:
        return _bare(next(one for one in inner if one is not type(None)))
    return annotation


def _members(annotation: Any) -> list[str]:  # noqa: ANN401 - as above
    is_enum = isinstance(annotation, type) and issubclass(annotation, Enum)
    return [str(member) for member in annotation] if is_enum else []


def _in_words(annotation: Any) -> str:  # noqa: ANN401 - as above
    members = _members(annotation)
    if members:
        return f"one of: {', '.join(members)}"
    words = {bool: "true or false", int: "a whole number", str: "a text", list: "a list"}
    return words.get(get_origin(annotation) or annotation, "a table")


def _sound_part(
    raw: Mapping[str, Any], errors: Sequence[ErrorDetails], pruned_to: int | None
) -> Mapping[str, Any]:
    out = {error["loc"][:pruned_to] for error in errors}
    sound = deepcopy(dict(raw))
    # From the back, so that an entry's number still holds when its turn comes.
    for location in sorted(out, key=lambda location: [str(part).zfill(9) for part in location], reverse=True):
        _leave_out(sound, tuple(part for part in location if part != _KEY))
    return sound


def _leave_out(table: object, location: Location) -> None:
    *outer, last = location
    for part in outer:
        table = _inside(table, part)
    if isinstance(table, list) and isinstance(last, int):
        del table[last]
    elif isinstance(table, dict):
        table.pop(last, None)

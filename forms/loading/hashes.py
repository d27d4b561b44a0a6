"""What makes two questionnaires the same: one hash of the structure, one of each language's texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

from forms.model import Item, Scale
from forms.questionnaire import Questionnaire
from forms.rule_model import Pattern
from forms.texts import Texts

_LEFT_OUT: Mapping[type, frozenset[str]] = {
    Questionnaire: frozenset({"name", "version", "languages"}),
    Item: frozenset({"source"}),
}


def structure_hash(questionnaire: Questionnaire) -> str:
    """SHA-256 of all that decides what can be answered and which flags arise from it.

    That is: items, their scales and codes, topics, rules and screens, each in its order. Left out
    are the name and version that the hash is stored beside, the languages (one may be added), and
    the sources: they tell a reader where a question comes from, and no answer depends on them.
    """
    scales = {item.scale.name: item.scale for item in questionnaire.items if item.scale is not None}
    scales[questionnaire.sharing.name] = questionnaire.sharing
    return _hash(
        {"questionnaire": _plain(questionnaire), "scales": {k: _whole(s) for k, s in scales.items()}}
    )


def text_hash(texts: Texts) -> str:
    """SHA-256 of every text of one language: what was asked, and what reports said about it."""
    return _hash(_plain(texts))


def _hash(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON values are of any type
    """A value in JSON's types. An item's scale is its name."""
    if isinstance(value, Scale):
        return value.name
    if is_dataclass(value):
        return _whole(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(inner) for inner in value)
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value


def _whole(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the model's values
    """A value's parts. What says nothing is left out, so that the model may grow new parts."""
    parts = {part.name: getattr(value, part.name) for part in fields(value)}
    left_out = _LEFT_OUT.get(type(value), frozenset())
    said = {
        key: _plain(part)
        for key, part in parts.items()
        if key not in left_out and part is not None and part is not False and part != ()
    }
    # Two patterns can have the same parts and mean different things.
    return {**said, "pattern": type(value).__name__} if isinstance(value, Pattern) else said

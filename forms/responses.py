"""What the two sides answered, as accepted: codes, sets of codes, texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.model import Code, LinkId, Sharing

Answer = str | tuple[Code, ...]
"""One code, the codes of a set in the scale's order, or a text."""

Given = Mapping[LinkId, Answer]
"""One side's answers by linkId; an unanswered item is not in it."""


@dataclass(frozen=True, slots=True)
class Response:
    """One side's accepted answers. `sharing` is the patient's alone."""

    answers: Given
    language: str | None = None
    sharing: Sharing | None = None


def codes_of(answer: Answer | None) -> tuple[Code, ...]:
    """The codes of a coded answer, none where it was left open."""
    if answer is None:
        return ()
    return (Code(answer),) if isinstance(answer, str) else answer

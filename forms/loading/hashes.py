"""What makes two questionnaires the same: one hash of the structure, one of each language's texts."""

from __future__ import annotations

import json
from hashlib import sha256

from forms.loading.coverage import Words
from forms.loading.published import structure_of
from forms.questionnaire import Questionnaire


def structure_hash(questionnaire: Questionnaire) -> str:
    """SHA-256 of all that decides what can be answered and which flags arise from it."""
    return _hash(structure_of(questionnaire))


def text_hash(words: Words) -> str:
    """SHA-256 of every text of one language: what was asked, and what reports said about it.

    Each with its path in the language's file, which is as published as the text itself.
    """
    return _hash(sorted([*path, text] for path, text in words.items()))


def _hash(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

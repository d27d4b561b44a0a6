"""A pattern has one name in the file, in the loader, in what is published and in what runs."""

from __future__ import annotations

import tomllib
from typing import get_args

from pydantic import BaseModel

from forms.loading import published
from forms.loading.file_shapes import RuleShape
from forms.loading.pack import load_pack
from forms.loading.patterns import PATTERNS
from forms.rule_model import OnOneItem, OnSeveral, Pattern
from forms.rules import ON_ONE_ITEM, ON_SEVERAL
from tests.forms.edited_packs import CORRIDOR, REASSURANCE


def is_a_table(annotation: object) -> bool:
    """Whether a key of a rule holds a table of its own."""
    return any(isinstance(one, type) and issubclass(one, BaseModel) for one in get_args(annotation))


def test_a_pattern_s_table_is_known_by_one_name_to_file_loader_and_lock() -> None:
    in_file = {key for key, field in RuleShape.model_fields.items() if is_a_table(field.annotation)}
    assert in_file - {"softened"} == set(PATTERNS)
    assert {name for name, _ in published.PATTERNS.values()} == set(PATTERNS)


def test_every_pattern_can_be_published_and_run() -> None:
    assert set(published.PATTERNS) == set(get_args(Pattern))
    assert set(ON_ONE_ITEM) == set(get_args(OnOneItem))
    assert set(ON_SEVERAL) == set(get_args(OnSeveral))
    assert set(get_args(OnOneItem)) | set(get_args(OnSeveral)) == set(get_args(Pattern))


def test_a_rule_is_published_under_the_name_that_its_file_has() -> None:
    seen = set()
    for folder in (CORRIDOR, REASSURANCE):
        in_file = tomllib.loads((folder / "rules.toml").read_text("utf-8"))["rules"]
        in_lock = published.structure_of(load_pack(folder).questionnaire)["rules"]
        for written, rule in zip(in_file, in_lock, strict=True):
            assert written.keys() & PATTERNS.keys() == rule.keys() & PATTERNS.keys()
            seen |= rule.keys() & PATTERNS.keys()
    assert seen == set(PATTERNS)

"""Keys and types in a pack's files: each fault where its author looks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms.edited_packs import Edit, row

Q, R, EN, NB = "questionnaire.toml", "rules.toml", "en.toml", "nb.toml"

BAD_SCALE = """[scales."Bad Name"]
level = "nominal"
options = [{ code = "this" }, { code = "that" }]

[scales.call]"""

SHAPES = [
    row("no version", Q, 'version = "1.0"\n', "", "version", "is missing", "a text"),
    row("a version that is none", Q, 'version = "1.0"', 'version = "1"', "version", "two or three numbers"),
    row(
        "a language that is none",
        Q,
        '"en", "nb"',
        '"en", "nb", "Norsk"',
        "languages.(number 3)",
        "language tag",
    ),
    row(
        "a number for a name",
        Q,
        'scale = "strain"',
        "scale = 5",
        "items.wait_strain.scale",
        "a number",
        "a text",
    ),
    row(
        "a word for true",
        Q,
        "core = true",
        'core = "yes"',
        "items.wait_strain.core",
        "a text",
        "true or false",
    ),
    row(
        "a word for a number",
        Q,
        "value = 2",
        'value = "2"',
        "scales.strain.options.hard.value",
        "whole number",
    ),
    row(
        "a value that no person counts to",
        Q,
        "value = 3",
        "value = 12345",
        "scales.strain.options.unbearable.value",
        "is 12345",
        "-1000 to 1000",
    ),
    row(
        "a value too long to be said",
        Q,
        "value = 3",
        f"value = 0x{'f' * 5000}",
        "scales.strain.options.unbearable.value",
        "a longer number",
    ),
    row(
        "a level that is none, and the one that was meant",
        Q,
        'level = "set"',
        'level = "sett"',
        "scales.feelings.level",
        "'sett'",
        "ordinal, nominal, set",
        "did you mean set?",
    ),
    row(
        "a side that is none",
        Q,
        'sides = ["patient"]',
        'sides = ["patent"]',
        "items.call_back.sides.(number 1)",
        "patient, clinician",
        "did you mean patient?",
    ),
    row(
        "a key that no item has",
        Q,
        'sides = ["patient"]',
        'sides = ["patient"]\ntopik = "leaving"',
        "items.call_back.topik",
        "link_id, source, scale",
        "did you mean topic?",
    ),
    row(
        "an item without a name",
        Q,
        "[[screens]]",
        '[[items]]\nsource = "Made up"\n\n[[screens]]',
        "items.(number 6).link_id",
        "is missing",
    ),
    row(
        "a code that no export could use",
        Q,
        'code = "nod"',
        'code = "a nod"',
        "scales.farewell.options.(a text of 5 characters).code",
        "lower-case",
    ),
    row(
        "a name that no export could use",
        Q,
        "[scales.call]",
        BAD_SCALE,
        "scales.(a text of 8 characters)",
        "lower-case",
    ),
    row(
        "a screen's items that are no list",
        Q,
        '["call_back"]',
        '"call_back"',
        "screens.(core 3).items",
        "a list",
    ),
    row("a rule without a name", R, 'name = "worn_out"\n', "", "rules.(number 7).name", "is missing"),
    row(
        "a pattern that is none",
        R,
        "[rules.one_recalls]",
        "[rules.one_recals]",
        "rules.wait_not_seen.one_recals",
        "did you mean one_recalls?",
    ),
    row(
        "a severity that is none",
        R,
        'severity = "good_news"',
        'severity = "good"',
        "rules.strain:clinician_gloomier.severity",
        "attention, notice, good_news, info",
    ),
    row(
        "a pattern that is no table",
        R,
        "[rules.not_shared]\nif_some_shared =",
        "not_shared =",
        "rules.feeling_not_shared.not_shared",
        "is a text",
        "a table",
    ),
    row(
        "a text that is none",
        EN,
        'label = "At the door"',
        "label = 7",
        "items.at_the_door.label",
        "a number",
        "a text",
    ),
    row(
        "a text without words",
        EN,
        'label = "At the door"',
        'label = " "',
        "items.at_the_door.label",
        "is empty",
    ),
    row(
        "a sign that cannot be stored",
        NB,
        'label = "I døra"',
        'label = "I\\u000bdøra"',
        "items.at_the_door.label",
        "U+000B",
    ),
]


@pytest.mark.parametrize("change", SHAPES)
def test_a_wrong_key_or_type_is_told_where_it_stands(change: Edit, tmp_path: Path) -> None:
    change.check(tmp_path)

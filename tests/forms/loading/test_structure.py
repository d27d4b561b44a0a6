"""Scales, items and screens that do not fit together, as their author is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.loading.items import RESERVED
from tests.forms.edited_packs import Edit, copied, edit, faults_of, row

FILE = "questionnaire.toml"
BEARABLE = '{ code = "bearable", value = 1 }'
IN_OWN_WORDS = 'link_id = "in_own_words"'
DOOR_SCREEN = 'items = ["at_the_door", "in_own_words"]'
SHARING = """[scales.sharing]
level = "nominal"
options = [{ code = "totals_only" }, { code = "clinician" }]
"""
UNUSED = """[scales.mood]
level = "nominal"
options = [{ code = "good" }, { code = "bad" }]

[scales.sharing]"""


def bearable(reason: str, option: str, path: str, *words: str) -> object:
    """A row about one option of the ordinal scale."""
    return row(reason, FILE, BEARABLE, option, f"scales.strain.options{path}", *words)


SCALES = [
    bearable("without a place in the order", '{ code = "bearable" }', ".bearable.value", "missing", "apart"),
    bearable("values out of order", '{ code = "bearable", value = 9 }', "", "up and down"),
    bearable("apart, but not last", '{ code = "bearable", apart = true }', "", "after one apart", "last"),
    bearable(
        "alone in an order", '{ code = "bearable", value = 1, alone = true }', ".bearable.alone", "nominal"
    ),
    row(
        "an order of one value",
        FILE,
        'value = 1 },\n    { code = "hard", value = 2 },\n    { code = "unbearable", value = 3 }',
        'value = 0 },\n    { code = "hard", value = 0 },\n    { code = "unbearable", value = 0 }',
        "scales.strain.options",
        "two different values",
    ),
    row(
        "an order in which nothing stands",
        FILE,
        """    { code = "easy", value = 0 },
    { code = "bearable", value = 1 },
    { code = "hard", value = 2 },
    { code = "unbearable", value = 3 },
""",
        '    { code = "never", apart = true },\n',
        "scales.strain.options",
        "every option stands apart",
        "give two or more of them a value",
    ),
    row(
        "an order of one option, the others apart",
        FILE,
        """    { code = "bearable", value = 1 },
    { code = "hard", value = 2 },
    { code = "unbearable", value = 3 },
""",
        "",
        "scales.strain.options",
        "one value",
        "two different values",
    ),
    bearable("a code twice", '{ code = "easy", value = 1 }', ".easy", "2 times"),
    row(
        "apart, and in the order",
        FILE,
        "apart = true",
        "apart = true, value = 4",
        "scales.strain.options.no_wait",
        "has a value",
    ),
    row(
        "a value without an order",
        FILE,
        '{ code = "nod" }',
        '{ code = "nod", value = 1 }',
        "scales.farewell.options.nod.value",
        "nominal",
        "make the scale ordinal",
    ),
    row(
        "apart without an order",
        FILE,
        '{ code = "nod" }',
        '{ code = "nod", apart = true }',
        "scales.farewell.options.nod.apart",
        "nominal",
    ),
    row(
        "no order to turn over",
        FILE,
        'level = "set"',
        'level = "set"\ngood_is_low = true',
        "scales.feelings.good_is_low",
        "is set",
    ),
    row(
        "nothing to choose between",
        FILE,
        '{ code = "front_desk" }, { code = "ward_phone" }',
        "",
        "scales.call.options",
        "nothing to choose between",
        "two or more",
    ),
    row(
        "a scale that no item has", FILE, "[scales.sharing]", UNUSED, "scales.mood", "no item", "take it out"
    ),
    row(
        "no choice of who may see the answers",
        FILE,
        SHARING,
        "",
        "scales.sharing",
        "is missing",
    ),
    row(
        "another choice of who may see the answers",
        FILE,
        '{ code = "totals_only" }',
        '{ code = "totals" }',
        "scales.sharing",
        "totals, clinician",
        "clinician and totals_only",
    ),
]

ITEMS = [
    row(
        "a scale that is not there, and the one that was meant",
        FILE,
        'scale = "farewell"',
        'scale = "farewel"',
        "items.at_the_door.scale",
        "strain, feelings, farewell",
        "did you mean farewell?",
    ),
    row(
        "a topic that is not there",
        FILE,
        'topic = "leaving"',
        'topic = "leavin"',
        "items.walking_out.topic",
        "leaving, waiting",
        "did you mean leaving?",
    ),
    row(
        "both sides asked, nobody knows for what",
        FILE,
        'view = "own"\n',
        "",
        "items.at_the_door.view",
        "guess or own",
    ),
    row(
        "compared without a topic",
        FILE,
        '"own"\ntopic = "leaving"',
        '"own"',
        "items.at_the_door.topic",
        "missing",
    ),
    row(
        "asked of nobody",
        FILE,
        IN_OWN_WORDS,
        f"{IN_OWN_WORDS}\nsides = []",
        "items.in_own_words.sides",
        "empty",
    ),
    row(
        "asked of one side twice",
        FILE,
        'sides = ["patient"]',
        'sides = ["patient", "patient"]',
        "items.call_back.sides.patient",
        "2 times",
    ),
    row(
        "a code that asks for no contact, and is none",
        FILE,
        'no_contact = "please_do_not"',
        'no_contact = "please_dont"',
        "items.call_back.no_contact",
        "did you mean please_do_not?",
    ),
    row(
        "a free text that asks for no contact",
        FILE,
        IN_OWN_WORDS,
        f'{IN_OWN_WORDS}\nno_contact = "no"',
        "items.in_own_words.no_contact",
        "without a choice",
    ),
    row(
        "the question who may see the answers, asked again",
        FILE,
        IN_OWN_WORDS,
        f'{IN_OWN_WORDS}\nsides = ["patient"]\nscale = "sharing"',
        "items.in_own_words.scale",
        "who may see the answers",
    ),
    row(
        "an item twice",
        FILE,
        "[[screens]]",
        '[[items]]\nlink_id = "call_back"\nsource = "x"\n\n[[screens]]',
        "items.call_back",
        "2 times",
    ),
]

SCREENS = [
    row(
        "an item that is not there",
        FILE,
        'items = ["call_back"]',
        'items = ["call_back", "cal_back"]',
        "screens.(core 3).items",
        "did you mean call_back?",
    ),
    row(
        "an item that its form does not ask",
        FILE,
        'items = ["walking_out"]',
        'items = ["walking_out", "at_the_door"]',
        "screens.(core 2).items.at_the_door",
        "not asked in the core form",
        "the full form",
    ),
    row(
        "an item on no screen",
        FILE,
        DOOR_SCREEN,
        'items = ["at_the_door"]',
        "screens",
        "full form shows 'in_own_words'",
    ),
    row(
        "an item on two screens",
        FILE,
        DOOR_SCREEN,
        'items = ["at_the_door", "in_own_words", "walking_out"]',
        "screens.full.walking_out",
        "2 times",
    ),
    row(
        "an empty screen",
        FILE,
        "[[screens]]",
        '[[screens]]\nform = "full"\nitems = []\n\n[[screens]]',
        "screens.(full 1).items",
        "empty",
    ),
]

HEADERS = [
    row("a language twice", FILE, '["en", "nb"]', '["en", "nb", "en"]', "languages.en", "2 times"),
    row("a topic twice", FILE, '["leaving",', '["waiting", "leaving",', "topics.waiting", "2 times"),
    row("no language", FILE, '["en", "nb"]', "[]", "languages", "empty"),
]


@pytest.mark.parametrize("change", [*HEADERS, *SCALES, *ITEMS, *SCREENS])
def test_what_does_not_fit_is_told_where_it_stands(change: Edit, tmp_path: Path) -> None:
    change.check(tmp_path)


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_no_item_takes_a_name_that_a_page_needs(name: str, tmp_path: Path) -> None:
    pack = copied(tmp_path)
    edit(pack, FILE, IN_OWN_WORDS, f'link_id = "{name}"')
    edit(pack, FILE, '"in_own_words"]', f'"{name}"]')
    assert f"{FILE}: items.{name}.link_id" in [fault.path for fault in faults_of(pack)]

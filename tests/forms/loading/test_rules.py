"""Rules that could not fire, or not as their author means, as they are told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.loading.pack import load_pack
from forms.model import LinkId
from tests.forms.edited_packs import REASSURANCE, Edit, copied, edit, faults_of, row

FILE = "rules.toml"
RECALLS = '[rules.one_recalls]\nside = "patient"'
NOTHING = '[rules.one_names_nothing]\nside = "clinician"'
ANSWERED = 'patient = ["no_word"]\nclinician = ["kind_word", "nod"]'
SOFTENED = 'softened = [{ item = "wait_strain", at_most = 0, severity = "info" }]'
WORN_OUT = 'bounds = [{ side = "patient", item = "wait_strain", at_least = 3 }]'
DOOR = 'items = ["at_the_door"]'
ATTENTION_AT_DOOR = f'{DOOR}\nseverity = "attention"'
HARD_FOR_ONE = """kind = "detail"
topic = "waiting"
severity = "info"
[rules.levels]
bounds = [
    { side = "clinician", item = "wait_strain", at_most = 0 },
    { side = "patient", item = "wait_strain", at_least = 2 },
]"""


def at_door(reason: str, old: str, new: str, path: str, *words: str) -> object:
    """A row about the one rule on a nominal item."""
    return row(reason, FILE, old, new, f"rules.word_not_heard{path}", *words)


def unseen(reason: str, pattern: str, path: str, *words: str) -> object:
    """A row about a rule on every item of the one ordinal scale."""
    return row(reason, FILE, RECALLS, pattern, f"rules.wait_not_seen{path}", *words)


def bounds(reason: str, given: str, path: str, *words: str) -> object:
    """A row about the bounds of the one concern."""
    return row(reason, FILE, WORN_OUT, given, f"rules.worn_out.levels{path}", *words)


def crossed(reason: str, clinician: str, patient: str, path: str, *words: str) -> object:
    """A row about two items crossed."""
    opposed = f'[rules.opposed]\nclinician = "{clinician}"\npatient = "{patient}"'
    new = f'kind = "mismatch"\ntopic = "waiting"\nseverity = "info"\n{opposed}'
    return row(reason, FILE, HARD_FOR_ONE, new, f"rules.hard_for_one{path}", *words)


SUBJECTS = [
    at_door(
        "an item that is not there", DOOR, 'items = ["at_the_dor"]', ".items", "did you mean at_the_door?"
    ),
    at_door("an item that one side is asked", DOOR, 'items = ["call_back"]', ".items", "not compared"),
    at_door("words to compare", DOOR, 'items = ["in_own_words"]', ".items", "not compared"),
    at_door("an item twice", DOOR, 'items = ["at_the_door", "at_the_door"]', ".items.at_the_door", "2 times"),
    at_door("two subjects", DOOR, f'{DOOR}\nscales = ["farewell"]', "", "names items and scales"),
    at_door("no subject", f"{DOOR}\n", "", "", "nothing that it is about", "items or scales"),
    at_door(
        "a topic of its own, for an item", DOOR, 'topic = "leaving"', "", "names topic", "items or scales"
    ),
    row(
        "a scale that is not there",
        FILE,
        'scales = ["strain"]',
        'scales = ["strian"]',
        "rules.wait_not_seen.scales",
        "did you mean strain?",
    ),
    row(
        "a scale that nobody compares",
        FILE,
        'scales = ["strain"]',
        'scales = ["call"]',
        "rules.wait_not_seen.scales",
        "no compared item",
    ),
    row(
        "a topic that is not there",
        FILE,
        'topic = "waiting"',
        'topic = "waitin"',
        "rules.hard_for_one.topic",
        "did you mean waiting?",
    ),
]

PATTERNS = [
    unseen("no pattern", "", "", "no table", "one of: difference"),
    unseen("two patterns", f"{RECALLS}\n[rules.difference]\nat_least = 1", "", "difference and one_recalls"),
    unseen(
        "fires on equal answers", "[rules.difference]\nat_most = 1", ".difference", "both answered the same"
    ),
    unseen("a difference without ends", "[rules.difference]", ".difference", "at_least, at_most or both"),
    unseen("more than any difference", "[rules.difference]\nat_most = -4", ".difference.at_most", "-3 to 3"),
    unseen(
        "urgent without a condition",
        "[rules.difference]\nat_least = 1\nurgent = {}",
        ".difference.urgent",
        "empty",
        "patient_at_most",
    ),
    unseen(
        "urgent beyond the scale",
        "[rules.difference]\nat_least = 1\nurgent = { patient_at_most = 7 }",
        ".difference.urgent.patient_at_most",
        "is 7",
        "0 to 3",
    ),
    unseen(
        "urgent beyond any difference",
        "[rules.difference]\nat_least = 1\nurgent = { at_least = 4 }",
        ".difference.urgent.at_least",
        "-3 to 3",
    ),
    unseen(
        "an order, and no set",
        '[rules.one_names_nothing]\nside = "patient"',
        ".scales",
        "ordinal",
        "needs a set",
    ),
    at_door(
        "a difference without an order",
        f"{ATTENTION_AT_DOOR}\n[rules.answered]\n{ANSWERED}",
        f"{ATTENTION_AT_DOOR}\n[rules.difference]\nat_least = 1",
        ".items",
        "nominal scale 'farewell'",
        "needs an ordinal scale",
    ),
    at_door(
        "nothing that could not have happened",
        f"{ATTENTION_AT_DOOR}\n[rules.answered]\n{ANSWERED}",
        f"{ATTENTION_AT_DOOR}\n{RECALLS}",
        ".items",
        "an option that stands apart",
    ),
    row(
        "one answer of a set",
        FILE,
        NOTHING,
        '[rules.answered]\npatient = ["anger"]\nclinician = ["relief"]',
        "rules.feeling_not_seen.items",
        "set scale 'feelings'",
        "one code is picked",
    ),
    at_door(
        "a code that is not there",
        ANSWERED,
        ANSWERED.replace("no_word", "no_wrd"),
        ".answered.patient",
        "kind_word, nod, no_word",
        "did you mean no_word?",
    ),
    at_door(
        "a mismatch of equal answers",
        ANSWERED,
        ANSWERED.replace('"no_word"', '"no_word", "nod"'),
        ".answered",
        "both answered 'nod'",
    ),
    at_door("no code", ANSWERED, ANSWERED.replace('"no_word"', ""), ".answered.patient", "empty"),
    at_door(
        "a code twice",
        ANSWERED,
        ANSWERED.replace('"nod"', '"nod", "nod"'),
        ".answered.clinician.nod",
        "2 times",
    ),
    crossed("one item on both sides", "at_the_door", "at_the_door", ".opposed", "both sides", "two items"),
    crossed(
        "crossed with an item that is not there",
        "at_the_door",
        "at_the_desk",
        ".opposed.patient",
        "at_the_door?",
    ),
]

LEVELS = [
    bounds("beyond the scale", WORN_OUT.replace("3", "4"), ".bounds.wait_strain.at_least", "is 4", "0 to 3"),
    bounds(
        "without an end", WORN_OUT.replace(", at_least = 3", ""), ".bounds.wait_strain", "at_least, at_most"
    ),
    bounds(
        "holds nothing",
        WORN_OUT.replace(" }", ", at_most = 2 }"),
        ".bounds.wait_strain",
        "at least 3",
        "turn",
    ),
    bounds(
        "no order to bound",
        f'{WORN_OUT}\nunless = [{{ side = "patient", item = "call_back", at_least = 1 }}]',
        ".unless.call_back.item",
        "has no order",
    ),
    bounds(
        "a bound on nothing",
        f'{WORN_OUT}\nunless = [{{ side = "patient", item = "in_own_wrds", at_least = 1 }}]',
        ".unless.in_own_wrds.item",
        "did you mean in_own_words?",
    ),
    bounds(
        "a concern that reads the other side",
        f'{WORN_OUT}\nunless = [{{ side = "clinician", item = "wait_strain", at_least = 3 }}]',
        "",
        "reads the clinician",
        "make it a detail",
    ),
    row(
        "a concern about an item that it does not read",
        FILE,
        'kind = "concern"\nitems = ["wait_strain"]',
        'kind = "concern"\nitems = ["walking_out"]',
        "rules.worn_out.items",
        "is about walking_out",
        "among the bounds",
    ),
    row(
        "a mismatch that reads one side",
        FILE,
        'kind = "concern"\nitems = ["wait_strain"]\nseverity = "attention"\nfollow_up = true',
        'kind = "mismatch"\nitems = ["wait_strain"]\nseverity = "attention"',
        "rules.worn_out.levels",
        "reads one side",
    ),
]

KINDS = [
    at_door(
        "a concern that compares",
        'kind = "mismatch"\n' + DOOR,
        'kind = "concern"\n' + DOOR,
        ".kind",
        "both sides",
    ),
    row(
        "a follow-up of no concern",
        FILE,
        HARD_FOR_ONE,
        f"follow_up = true\n{HARD_FOR_ONE}",
        "rules.hard_for_one.follow_up",
        "on a detail",
    ),
    row(
        "softened to what it is",
        FILE,
        SOFTENED,
        SOFTENED.replace("info", "attention"),
        "rules.feeling_not_seen.softened.wait_strain.severity",
        "no less urgent",
    ),
    row(
        "softened by a choice",
        FILE,
        SOFTENED,
        SOFTENED.replace("wait_strain", "call_back"),
        "rules.feeling_not_seen.softened.call_back.item",
        "no order",
    ),
    row(
        "no softer where some is shared",
        FILE,
        'if_some_shared = "info"',
        'if_some_shared = "notice"',
        "rules.feeling_not_shared.not_shared.if_some_shared",
        "no less urgent",
    ),
    row(
        "a leaning without a difference",
        FILE,
        'name = "feeling_not_seen"',
        'name = "feeling_not_seen"\nleaning = "clinician_rosier"',
        "rules.feeling_not_seen:clinician_rosier.leaning",
        "without a difference",
    ),
    row(
        "a leaning the other way",
        FILE,
        "at_most = -1",
        "at_least = 1",
        "rules.strain:clinician_gloomier.leaning",
        "leans elsewhere",
        "at_most under 0",
    ),
]


@pytest.mark.parametrize("change", [*SUBJECTS, *PATTERNS, *LEVELS, *KINDS])
def test_a_rule_that_does_not_fit_is_told_where_it_stands(change: Edit, tmp_path: Path) -> None:
    change.check(tmp_path)


def test_a_bound_on_a_side_that_is_not_asked_is_told(tmp_path: Path) -> None:
    pack = copied(tmp_path, of=REASSURANCE)
    edit(
        pack, FILE, 'side = "clinician", item = "self_reassured"', 'side = "patient", item = "self_reassured"'
    )
    (fault,) = faults_of(pack)
    assert fault.path == f"{FILE}: rules.self_reassurance.levels.bounds.self_reassured.item"
    assert "is not asked of the patient" in fault.message


def test_two_rules_of_one_name_are_told_once_and_keep_apart_by_number(tmp_path: Path) -> None:
    pack = copied(tmp_path)
    edit(pack, FILE, 'name = "feeling_not_shared"', 'name = "feeling_not_seen"')
    edit(pack, FILE, 'if_some_shared = "info"', 'if_some_shared = "attention"')
    assert [fault.path for fault in faults_of(pack)] == [
        f"{FILE}: rules.feeling_not_seen",
        f"{FILE}: rules.(feeling_not_seen 2).not_shared.if_some_shared",
    ]


def test_two_items_that_cannot_be_crossed_are_both_told(tmp_path: Path) -> None:
    pack = copied(tmp_path)
    opposed = '[rules.opposed]\nclinician = "walking_out"\npatient = "at_the_door"'
    edit(pack, FILE, HARD_FOR_ONE, f'kind = "mismatch"\ntopic = "waiting"\nseverity = "info"\n{opposed}')
    told = {fault.path.rpartition(".opposed")[2]: fault.message for fault in faults_of(pack)}
    assert "'walking_out' cannot be crossed" in told[".clinician"]
    assert "have different scales" in told[""]


def test_rules_on_a_faulty_item_are_not_faulty_themselves(tmp_path: Path) -> None:
    pack = copied(tmp_path, of=REASSURANCE)
    for link_id in ("most_satisfied", "reassured", "worried"):
        edit(pack, "questionnaire.toml", f'link_id = "{link_id}"', f'link_id = "{link_id}"\nsuorce = "x"')
    assert [fault.path for fault in faults_of(pack)] == [
        f"questionnaire.toml: items.{link_id}.suorce"
        for link_id in ("reassured", "worried", "most_satisfied")
    ]


def test_a_rule_on_scales_is_about_every_compared_item_of_them_in_order(tmp_path: Path) -> None:
    pack = copied(tmp_path)
    rules = {rule.key: rule for rule in load_pack(pack).questionnaire.rules}
    assert rules["wait_not_seen"].items == (LinkId("wait_strain"),)

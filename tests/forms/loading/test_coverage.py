"""Texts that a language lacks, that nothing asks for, or whose places nothing fills."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.loading.coverage import places_in
from forms.loading.pack import Pack, load_pack
from forms.loading.text_slots import places
from tests.forms.edited_packs import REASSURANCE, Edit, copied, edit, faults_of, row

EN, NB = "en.toml", "nb.toml"
DOOR = '[items.at_the_door]\nlabel = "I døra"\npatient = "Hvordan tok dere farvel?"\nclinician = "Hvordan tok dere farvel?"\n'
CHAIRS = """[findings.chairs]
finding = "Ventetid er lengre på en stol enn på en klokke."
suggestion = "Se ut i gangen nå og da."
"""
WORN_OUT = "The wait wore the patient out (“{p}”)."
HARD = "The patient: “{p.wait_strain}”. The clinician: “{c.wait_strain}”."


def worn_out(reason: str, sentence: str, *words: str) -> object:
    """A row about the sentence of a concern, which reads the patient alone."""
    return row(reason, EN, WORN_OUT, sentence, "rules.worn_out.sentence", *words)


MISSING = [
    row("an item", NB, DOOR, "", "items.at_the_door", "is missing", "label, patient, clinician"),
    row(
        "an item's name in reports",
        EN,
        'label = "At the door"\n',
        "",
        "items.at_the_door.label",
        "is missing",
    ),
    row(
        "a side's question",
        NB,
        'patient = "Skal vi ringe deg?"\n',
        "",
        "items.call_back.patient",
        "is missing",
    ),
    row(
        "an option",
        EN,
        'nod = { patient = "With a nod", clinician = "With a nod" }\n',
        "",
        "options.farewell.nod",
        "patient, clinician",
    ),
    row(
        "an option as one side reads it",
        EN,
        ', clinician = "Relief"',
        "",
        "options.feelings.relief.clinician",
        "is missing",
    ),
    row("a topic", NB, 'leaving = "Å gå"\n', "", "topics.leaving", "is missing"),
    row("a rule's name", EN, 'name = "Hard for one"\n', "", "rules.hard_for_one.name", "is missing"),
    row(
        "a suggestion",
        EN,
        'suggestion = "Sit on the chair once."\n',
        "",
        "findings.hard_for_one.suggestion",
        "is missing",
    ),
    row(
        "a finding under the name that a rule gives",
        NB,
        CHAIRS,
        "",
        "findings.chairs",
        "finding, suggestion",
    ),
    row(
        "a phrase",
        EN,
        'expected_blank = "The clinician left this open."\n',
        "",
        "phrases.expected_blank",
        "is missing",
    ),
    row(
        "a text around the questions",
        NB,
        'sharing_hint = "Du får samme hjelp uansett."\n',
        "",
        "frame.sharing_hint",
        "is missing",
    ),
    row("how the language calls itself", NB, 'name = "Norsk"\n', "", "name", "is missing"),
]

SUPERFLUOUS = [
    row(
        "a table without a text",
        EN,
        "[topics]",
        "[rules.worn]\n\n[topics]",
        "rules.worn",
        "did you mean worn_out?",
    ),
    row(
        "an item that is not there",
        EN,
        "[items.walking_out]",
        '[items.walk_out]\nlabel = "x"\n\n[items.walking_out]',
        "items.walk_out",
        "did you mean walking_out?",
    ),
    row(
        "a side that is not asked",
        EN,
        'patient = "Shall we call you?"',
        'patient = "Shall we call you?"\nclinician = "Call?"',
        "items.call_back.clinician",
        "label, patient",
    ),
    row(
        "a code that is not there",
        NB,
        "[options.call]",
        '[options.call]\nmaybe = { patient = "Kanskje" }',
        "options.call.maybe",
        "please_do_not, front_desk",
    ),
    row(
        "a reader that is none",
        NB,
        '{ patient = "Nei" }',
        '{ patient = "Nei", clinician = "Nei" }',
        "options.call.please_do_not.clinician",
        "neutral, patient",
    ),
    row(
        "a topic that is not there",
        EN,
        "[topics]",
        '[topics]\nleavin = "x"',
        "topics.leavin",
        "did you mean leaving?",
    ),
    row(
        "a finding that no rule takes",
        EN,
        "[phrases]",
        '[findings.worn]\nfinding = "x"\nsuggestion = "y"\n\n[phrases]',
        "findings.worn",
        "did you mean worn_out?",
    ),
    row(
        "a finding that a more special one hides",
        EN,
        "[phrases]",
        '[findings."worn_out:wait_strain"]\nfinding = "x"\nsuggestion = "y"\n\n[phrases]',
        "findings.worn_out",
        "worn_out:wait_strain",
    ),
    row(
        "a text that no page shows",
        EN,
        "[frame]",
        '[frame]\nintros = "x"',
        "frame.intros",
        "did you mean intro?",
    ),
]

PLACES = [
    worn_out("a place that is none", "They said “{q}”.", "'q'", "allowed: item, p, p.wait_strain"),
    worn_out("a place of the other side", "The clinician said “{c}”.", "'c'"),
    worn_out("a bracket too many", "They said “{p}”}.", "stray brackets"),
    worn_out("a place without a name", "They said “{}”.", "stray brackets"),
    worn_out("a place with more than a name", "They said “{p!r:>9}”.", "stray brackets"),
    row(
        "an item where a rule has none",
        EN,
        HARD,
        "{item}: {p.wait_strain}, {c.wait_strain}",
        "rules.hard_for_one.sentence",
        "'item'",
    ),
    row(
        "an answer that may be missing",
        EN,
        "The patient walked out with {p};",
        "{p.wait_strain}: {p};",
        "rules.feeling_not_seen.sentence",
        "'p.wait_strain'",
    ),
    row(
        "a place in a finding",
        EN,
        "Feelings come late.",
        "{p} comes late.",
        "findings.feeling_not_seen.finding",
        "'p'",
        "nothing fills",
        "allowed: nothing",
    ),
    row("a phrase without what it quotes", NB, "«{text}»", "«»", "phrases.quoted", "lacks {text}"),
    row("a notice without whom to ask", EN, " Ask {contact}.", "", "frame.privacy", "lacks {contact}"),
    row(
        "a place that no clinic fills",
        EN,
        "call {line}",
        "call {line} or {fax}",
        "frame.not_urgent_phone",
        "'fax'",
        "allowed: line",
    ),
]

HEADERS = [
    row("another language's file", NB, 'language = "nb"', 'language = "nn"', "language", "is 'nn'", "'nb'")
]


@pytest.mark.parametrize("change", [*HEADERS, *MISSING, *SUPERFLUOUS, *PLACES])
def test_a_text_that_does_not_fit_is_told_where_it_stands(change: Edit, tmp_path: Path) -> None:
    change.check(tmp_path)


def test_a_part_of_the_visit_needs_words_for_others_sentences(tmp_path: Path) -> None:
    pack = copied(tmp_path, of=REASSURANCE)
    edit(pack, EN, ', neutral = "the explanation"', "")
    edit(pack, EN, ', neutral = "none of these"', "")
    assert [fault.path for fault in faults_of(pack)] == [f"{EN}: options.part.explanation.neutral"]


def test_a_finding_that_one_item_lacks_is_told_by_its_own_name(tmp_path: Path) -> None:
    pack = copied(tmp_path, of=REASSURANCE)
    edit(pack, EN, '[findings."element:normalising"]', '[findings."element:normalizing"]')
    missing, superfluous = faults_of(pack)
    assert missing.path == f"{EN}: findings.element:normalising"
    assert superfluous.suggestion == "element:normalising"


@pytest.mark.parametrize(
    ("rule", "filled"),
    [
        pytest.param("gap:clinician_rosier", {"item", "p", "c"}, id="many items: none by its name"),
        pytest.param("opposed_best", {"part", "c.most_satisfied", "p.least_satisfied"}, id="crossed"),
        pytest.param(
            "understood_not_reassured", {"p.explanation", "p.reassured"}, id="two answers of a side"
        ),
        pytest.param(
            "self_reassurance", {"p", "p.reassured", "c", "c.self_reassured"}, id="one answer of each side"
        ),
        pytest.param(
            "not_reassured", {"item", "p", "p.reassured"}, id="softened: not by what may be missing"
        ),
    ],
)
def test_the_places_of_a_sentence_are_those_that_are_always_filled(
    rule: str, filled: set[str], reassurance: Pack
) -> None:
    rules = {one.key: one for one in reassurance.questionnaire.rules}
    assert places(rules[rule], reassurance.questionnaire) == filled


def test_doubled_brackets_are_no_places() -> None:
    assert places_in("{{this}} and {p.that}") == ("p.that",)


def test_a_language_s_texts_are_read_whole(tmp_path: Path) -> None:
    texts = load_pack(copied(tmp_path)).texts["nb"]
    assert texts.name == "Norsk"
    assert texts.frame["privacy"].startswith("Svarene er her")

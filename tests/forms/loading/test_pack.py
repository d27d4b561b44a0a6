"""A pack's folder as a questionnaire with its texts, or all that is wrong with it at once."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.comparison import compare
from forms.explaining import Explainer
from forms.faults import FaultyInputError
from forms.loading.pack import Pack, load_pack
from forms.model import AnswerKind, Code, Form, Item, Level, LinkId, Sharing, Side, View
from forms.pages import pages
from forms.responses import Answer, Response
from tests.forms.edited_packs import CORRIDOR, copied, edit, faults_of

CORRIDOR_PACK = load_pack(CORRIDOR)


def test_the_built_in_pack_is_what_the_questionnaire_says(reassurance: Pack) -> None:
    questionnaire = reassurance.questionnaire
    assert len(questionnaire.mirrored(Form.FULL)) == 17
    assert [item.link_id for item in questionnaire.mirrored(Form.CORE)] == [
        *("impact", "test_results", "examination", "explanation", "disagreement"),
        *("reassured", "changed", "next_steps"),
    ]
    assert {item.link_id for item in questionnaire.items if item.view is View.OWN} == {
        *("most_satisfied", "least_satisfied", "self_reassured"),
    }
    assert len({rule.name for rule in questionnaire.rules}) == 21
    assert sorted(reassurance.texts) == ["en", "nb"]


def test_a_pack_without_sides_and_core_asks_both_in_the_full_form() -> None:
    item = CORRIDOR_PACK.questionnaire.by_link_id[LinkId("in_own_words")]
    assert (item.sides, item.core, item.answer_kind) == (frozenset(Side), False, AnswerKind.TEXT)


def test_a_low_value_can_be_the_good_one() -> None:
    scale = CORRIDOR_PACK.questionnaire.by_link_id[LinkId("wait_strain")].choices
    assert scale.level is Level.ORDINAL
    assert scale.good == {"easy": 3, "bearable": 2, "hard": 1, "unbearable": 0}
    assert scale.apart == {"no_wait"}


def test_faults_in_every_file_come_at_once_and_none_follows_from_another(tmp_path: Path) -> None:
    pack = copied(tmp_path)
    edit(pack, "questionnaire.toml", 'scale = "farewell"', 'scale = "farewel"')
    edit(pack, "questionnaire.toml", 'topic = "waiting"', 'topicc = "waiting"')
    edit(pack, "questionnaire.toml", '{ code = "front_desk" }', '{ code = "front_desk", value = "1" }')
    edit(pack, "rules.toml", "if_some_shared", "if_shared")
    edit(pack, "rules.toml", 'severity = "info"\n[rules.levels]', 'severity = "inf"\n[rules.levels]')
    edit(pack, "en.toml", 'label = "Walking out"', "label = 3")
    edit(pack, "nb.toml", 'clinician = "Hva tror du pasienten følte på vei ut? Du kan velge flere."\n', "")
    assert [fault.path for fault in faults_of(pack)] == [
        "questionnaire.toml: scales.call.options.front_desk.value",
        "questionnaire.toml: items.wait_strain.topicc",
        "questionnaire.toml: items.at_the_door.scale",
        "rules.toml: rules.feeling_not_shared.not_shared.if_some_shared",
        "rules.toml: rules.feeling_not_shared.not_shared.if_shared",
        "rules.toml: rules.hard_for_one.severity",
        "en.toml: items.walking_out.label",
        "nb.toml: items.walking_out.clinician",
    ]


def test_every_file_that_is_missing_is_told(tmp_path: Path) -> None:
    pack = copied(tmp_path)
    (pack / "rules.toml").unlink()
    (pack / "nb.toml").unlink()
    assert [str(fault) for fault in faults_of(pack)] == [
        "rules.toml: is missing; give this file in the same folder",
        "nb.toml: is missing; give this file in the same folder",
    ]


def test_a_file_that_is_not_toml_is_told_once_with_its_place(tmp_path: Path) -> None:
    pack = copied(tmp_path)
    edit(pack, "questionnaire.toml", "good_is_low = true", "good_is_low true")
    (fault,) = faults_of(pack)
    assert str(fault).startswith("questionnaire.toml: cannot be read: it is not TOML (expected '='")
    assert "line 10, column 13" in fault.message


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FaultyInputError, match="nowhere: cannot be read: there is no such folder"):
        load_pack(tmp_path / "nowhere")


def literals_of(path: Path) -> set[str]:
    """The strings of a module, but for its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings
    )
    return {node.value for node in strings if isinstance(node.value, str)}


def test_no_line_of_the_ground_storey_knows_an_item_a_code_or_a_rule(root: Path, reassurance: Pack) -> None:
    questionnaire = reassurance.questionnaire
    scales = {item.choices for item in questionnaire.items if item.scale}
    named = {str(item.link_id) for item in questionnaire.items} | {rule.name for rule in questionnaire.rules}
    named |= {code for scale in scales for code in scale.codes} | {scale.name for scale in scales}
    # These are words of our own, too: two places in texts, a message's word, a language.
    named -= {"contact", "part", "nothing", "no"}
    modules = {path.relative_to(root): literals_of(path) for path in (root / "forms").rglob("*.py")}
    assert len({path.parent for path in modules}) > 1
    assert {str(path): words & named for path, words in modules.items() if words & named} == {}


def answers_to(items: tuple[Item, ...]) -> st.SearchStrategy[dict[LinkId, Answer]]:
    """Any answers to these items, some left open."""
    return st.fixed_dictionaries({}, optional={item.link_id: answer_to(item) for item in items})


def answer_to(item: Item) -> st.SearchStrategy[Answer]:
    """Any answer to an item."""
    if item.answer_kind is AnswerKind.TEXT:
        return st.text(min_size=1)
    scale = item.choices
    if item.answer_kind is AnswerKind.CHOICE:
        return st.sampled_from(scale.codes)
    named = [code for code in scale.codes if code not in scale.alone]
    subsets = st.sets(st.sampled_from(named), min_size=1).map(
        lambda chosen: tuple(code for code in named if code in chosen)
    )
    alone: list[tuple[Code, ...]] = [(code,) for code in scale.alone]
    return st.one_of(subsets, st.sampled_from(alone)) if alone else subsets


@given(st.data())
def test_another_pack_is_compared_and_explained_without_a_line_of_python(data: st.DataObject) -> None:
    questionnaire, form = CORRIDOR_PACK.questionnaire, data.draw(st.sampled_from(Form))
    patient, clinician = (
        Response(data.draw(answers_to(questionnaire.offered(form, side))), sharing=sharing)
        for side, sharing in ((Side.PATIENT, Sharing.CLINICIAN), (Side.CLINICIAN, None))
    )
    comparison = compare(questionnaire, form, patient, clinician)
    for texts in CORRIDOR_PACK.texts.values():
        explainer = Explainer(questionnaire, texts)
        for flag in comparison.flags:
            explained = explainer.explain(flag, clinician.answers)
            assert "{" not in explained.text
            assert explained.finding


WAIT, FEELINGS, DOOR = LinkId("wait_strain"), LinkId("walking_out"), LinkId("at_the_door")

FIRED = [
    pytest.param(
        {WAIT: "unbearable"},
        {WAIT: "easy"},
        ["strain/attention", "worn_out/attention", "hard_for_one/info"],
        id="worst against best",
    ),
    pytest.param({WAIT: "bearable"}, {WAIT: "easy"}, ["strain/notice"], id="a step, on the good side"),
    pytest.param({WAIT: "easy"}, {WAIT: "hard"}, ["strain/good_news"], id="gloomier, on the good side"),
    pytest.param({WAIT: "easy"}, {WAIT: "no_wait"}, ["wait_not_seen/notice"], id="one recalls it"),
    pytest.param(
        {WAIT: "easy", FEELINGS: ("anger",)},
        {FEELINGS: ("nothing_much",)},
        ["feeling_not_seen/info"],
        id="softened by a 0",
    ),
    pytest.param(
        {FEELINGS: ("anger",)},
        {FEELINGS: ("nothing_much",)},
        ["feeling_not_seen/attention"],
        id="not softened",
    ),
    pytest.param(
        {FEELINGS: ("anger",)}, {FEELINGS: ("anger", "relief")}, ["feeling_not_shared/info"], id="some shared"
    ),
    pytest.param(
        {DOOR: "no_word"}, {DOOR: "nod"}, ["word_not_heard/attention"], id="codes that do not go together"
    ),
]


@pytest.mark.parametrize(("patient", "clinician", "fired"), FIRED)
def test_another_pack_s_rules_mean_what_they_say(
    patient: dict[LinkId, Answer], clinician: dict[LinkId, Answer], fired: list[str]
) -> None:
    p, c = Response(patient, sharing=Sharing.CLINICIAN), Response(clinician)
    flags = compare(CORRIDOR_PACK.questionnaire, Form.FULL, p, c).flags
    assert sorted(f"{flag.rule.name}/{flag.severity}" for flag in flags) == sorted(fired)


def test_another_pack_has_its_own_screens_in_both_lengths() -> None:
    shown = {
        form: [page.items for page in pages(CORRIDOR_PACK.questionnaire, form, Side.CLINICIAN, None)][:-1]
        for form in Form
    }
    assert shown == {
        Form.CORE: [(WAIT,), (FEELINGS,)],
        Form.FULL: [(WAIT, FEELINGS), (DOOR, LinkId("in_own_words"))],
    }

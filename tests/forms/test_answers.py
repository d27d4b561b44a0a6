"""Raw answers from a file: what is taken, and how each fault is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forms.answers import consultation_from
from forms.catalogue import Catalogue, built_in
from forms.faults import Fault, FaultyInputError
from forms.loading.sources import Source
from forms.model import Sharing
from tests.forms.pairs import base

LONG = "x" * 2_001


def faults(raw: object) -> tuple[Fault, ...]:
    """The faults of a consultation that must have some."""
    with pytest.raises(FaultyInputError) as refused:
        consultation_from(raw, built_in())
    return refused.value.faults


def patient(**answers: Any) -> dict[str, Any]:
    """The base pair with some of the patient's answers changed."""
    return base(answers)


def top(**keys: Any) -> dict[str, Any]:
    """The base pair with some keys at its top changed; None takes one out."""
    return {key: value for key, value in {**base(), **keys}.items() if value is not None}


def side(name: str, **keys: Any) -> dict[str, Any]:
    """The base pair with some keys of a side changed."""
    raw = base()
    raw[name] = {**raw[name], **keys}
    return raw


def core(**answers: Any) -> dict[str, Any]:
    """The base pair of the core form, with some of the patient's answers changed."""
    return base(answers, form="core")


# input, path, words of the message, why
FAULTS: list[tuple[object, str, tuple[str, ...], str]] = [
    (top(questionnaire="reasurance"), "questionnaire", ("'reasurance'", "did you mean reassurance"), "a near miss gets a suggestion"),
    (top(questionnaire=None), "questionnaire", ("missing", "reassurance"), "says which there are"),
    (top(questionnaire=7), "questionnaire", ("a number", "reassurance"), "a name is a text"),
    (top(version="2.0"), "version", ("'2.0'", "1.0"), "names the versions"),
    (top(version=1.0), "version", ("a number", "a text"), "1.0 without quotes is a number"),
    (top(version=None), "version", ("missing", "1.0"), "never guessed"),
    (top(form="long"), "form", ("'long'", "core, full"), "two forms"),
    (top(form=["full"]), "form", ("a list",), "a form is a text"),
    (top(clinican={}), "clinican", ("did you mean clinician",), "an unknown key"),
    (top(patient=[]), "patient", ("a list", "an object"), "wrong type of a side"),
    (top(patient=None, clinician=None), "", ("neither side", "'patient'"), "both sides missing"),
    (side("patient", answers=None), "patient.answers", ("missing",), "a side without answers"),
    (side("patient", answers=[]), "patient.answers", ("a list",), "answers are an object"),
    (side("patient", sharing="everyone"), "patient.sharing", ("clinician, totals_only",), "two choices"),
    (side("patient", sharing=True), "patient.sharing", ("true or false",), "no yes or no"),
    (side("clinician", sharing="clinician"), "clinician.sharing", ("not known here",), "the patient's alone"),
    (side("patient", language="de"), "patient.language", ("'de'", "en, nb"), "a language that was not offered"),
    (patient(herd="mostly"), "patient.answers.herd", ("did you mean heard",), "an unknown linkId"),
    (patient(heard="mostly "), "patient.answers.heard", ("a text of 7 characters", "did you mean mostly"), "codes are exact"),
    (patient(heard="mostli"), "patient.answers.heard", ("'mostli'", "not_at_all", "did you mean mostly"), "an unknown code"),
    (patient(heard="None"), "patient.answers.heard", ("a text of 4 characters",), "no stand-in for blank"),
    (patient(heard=4), "patient.answers.heard", ("a number", "mostly"), "values are not codes"),
    (patient(heard=["mostly"]), "patient.answers.heard", ("a list", "one of"), "one code, not a list"),
    (patient(heard=False), "patient.answers.heard", ("true or false",), "an answer is a code"),
    (patient(changed="understanding"), "patient.answers.changed", ("a text", "a list"), "a set is a list"),
    (patient(changed=["understanding", "understanding"]), "patient.answers.changed", ("'understanding' twice",), "each code once"),
    (patient(changed=["nothing", "actions"]), "patient.answers.changed", ("'nothing'", "alone"), "nothing goes alone"),
    (patient(changed=["understanding", 3]), "patient.answers.changed", ("a number",), "wrong type inside a set"),
    (patient(changed=["hope"]), "patient.answers.changed", ("a text of 4 characters",), "an unknown code inside a set"),
    (patient(comment=LONG), "patient.answers.comment", ("2001", "2000"), "over the limit"),
    (patient(comment="a\x00b"), "patient.answers.comment", ("U+0000",), "NUL"),
    (patient(comment="a\x0bb"), "patient.answers.comment", ("U+000B",), "another control character"),
    (patient(comment="\ud83d"), "patient.answers.comment", ("U+D83D",), "half an emoji"),
    (patient(comment=5), "patient.answers.comment", ("a number", "a text"), "wrong type of a text"),
    (patient(self_reassured="mostly"), "patient.answers.self_reassured", ("not asked of the patient",), "the clinician's alone"),
    (core(heard="mostly"), "patient.answers.heard", ("core form", "full form"), "not offered by the form"),
    ([base()], "", ("a list", "one object"), "not an object"),
    (patient(**{"he ard\n": "x"}), "patient.answers.(a text of 7 characters)", (), "a strange key stays on one line"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "path", "words", "why"), FAULTS, ids=[row[3] for row in FAULTS])
def test_a_fault_names_its_place_and_what_is_allowed(
    raw: object, path: str, words: tuple[str, ...], why: str
) -> None:
    (fault,) = faults(raw)
    assert fault.path == path, why
    assert [word for word in words if word not in fault.message] == []
    assert "\n" not in str(fault)


def test_all_faults_come_at_once() -> None:
    raw = base(
        {"herd": "mostly", "impact": "mostli", "fits": 3, "changed": ["nothing", "actions"], "comment": LONG},
        {"worried": "verry", "comment": "a\x00", "contact": "no"},
    )
    raw |= {"form": "ful", "version": "0.9", "more": 1}
    raw["patient"]["sharing"] = "all"
    paths = [fault.path for fault in faults(raw)]
    assert sorted(paths) == sorted(
        [
            *("more", "version", "form", "patient.sharing", "patient.answers.herd", "patient.answers.impact"),
            *("patient.answers.fits", "patient.answers.changed", "patient.answers.comment"),
            *("clinician.answers.worried", "clinician.answers.comment", "clinician.answers.contact"),
        ]
    )


def test_a_fault_never_repeats_what_was_typed() -> None:
    typed = "My name is Kari and my back hurts"
    messages = [str(f) for f in faults(base({"heard": typed, "changed": [typed], "comment": typed + "\x00"}))]
    assert len(messages) == 3
    assert [m for m in messages if "Kari" in m] == []


def test_where_the_pack_that_was_meant_is_faulty_its_missing_name_is_told_too(tmp_path: Path) -> None:
    folder = tmp_path / "corridor" / "1.0"
    folder.mkdir(parents=True)
    (folder / "questionnaire.toml").write_text("not TOML", encoding="utf-8")
    catalogue = Catalogue([Source("a folder", tmp_path)])
    with pytest.raises(FaultyInputError) as refused:
        consultation_from({"patient": {"answers": {}}}, catalogue)
    told = [fault.path for fault in refused.value.faults]
    assert told[:2] == ["questionnaire", "version"]
    assert told[2].startswith("corridor/1.0/")


def test_only_a_near_miss_of_a_code_is_repeated() -> None:
    messages = [str(fault) for fault in faults(base({"heard": "01017012345", "impact": "Nordmann"}))]
    assert [m for m in messages if "01017012345" in m or "Nordmann" in m] == []


def test_a_great_many_faults_are_told_once_each_and_then_counted() -> None:
    many = faults(base({f"unknown{n}": 1 for n in range(1_000)}))
    assert (len(many), str(many[-1])) == (201, "there are 800 more faults; mend these first")
    (one,) = faults(base({"changed": ["hope"] * 1_000}))
    assert one.path == "patient.answers.changed"


def test_a_missing_choice_of_sharing_counts_as_totals_only() -> None:
    raw = base()
    del raw["patient"]["sharing"]
    found = consultation_from(raw, built_in())
    assert found.patient is not None
    assert found.patient.sharing is Sharing.TOTALS_ONLY


@pytest.mark.parametrize("blank", [None, "", []], ids=["null", "empty text", "empty list"])
@pytest.mark.parametrize("link_id", ["heard", "changed", "comment"])
def test_a_blank_answer_is_no_answer(link_id: str, blank: object) -> None:
    raw = base()
    raw["patient"]["answers"][link_id] = blank
    found = consultation_from(raw, built_in())
    assert found.patient is not None
    assert link_id not in found.patient.answers


def patient_answers(raw: dict[str, Any]) -> dict[str, object]:
    """What was taken of the patient's answers."""
    taken = consultation_from(raw, built_in()).patient
    assert taken is not None
    return {str(link_id): answer for link_id, answer in taken.answers.items()}


def test_a_set_is_read_in_its_scales_order() -> None:
    assert patient_answers(base({"changed": ["actions", "understanding"]}))["changed"] == (
        "understanding",
        "actions",
    )


def test_a_text_of_just_the_limit_is_taken_and_composed() -> None:
    text = "a\u030a" * 2_000  # the letter å in two parts
    assert patient_answers(base({"comment": text}))["comment"] == "å" * 2_000


def test_a_bidi_override_is_kept_as_typed() -> None:
    assert patient_answers(base({"comment": "\u202eabc"}))["comment"] == "\u202eabc"

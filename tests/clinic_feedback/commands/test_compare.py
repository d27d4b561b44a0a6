"""`clinic-feedback compare`, as somebody at a shell meets it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clinic_feedback.commands.main import main
from forms.catalogue import built_in
from forms.model import Side
from reports.pdf.faces import FontsMissingError
from tests.forms.pairs import EXAMPLES, base, random_answers

Outcome = tuple[int, str, list[str]]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Runs the command and gives its exit code, what it printed, and its lines on stderr."""

    def ran(*arguments: object) -> Outcome:
        with pytest.raises(SystemExit) as stopped:
            main(["compare", *(str(argument) for argument in arguments)])
        printed = capsysbinary.readouterr()
        return int(stopped.value.code or 0), printed.out.decode(), printed.err.decode().splitlines()

    return ran


@pytest.fixture
def file(tmp_path: Path) -> Any:
    """Writes a consultation to a file and gives its path."""

    def written(content: object, name: str = "visit.json") -> Path:
        path = tmp_path / name
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        path.write_bytes(data)
        return path

    return written


def test_two_sides_are_compared_and_printed_as_json(run: Any) -> None:
    code, out, err = run(EXAMPLES / "c08.json")
    found = json.loads(out)
    assert (code, err) == (0, [])
    assert list(found) == ["pair", "flags", "topics", "follow_up", "not_compared"]
    assert list(found["flags"][0]) == [
        *("rule", "item", "kind", "severity", "topic", "leaning", "patient", "clinician"),
        *("text", "finding", "suggestion"),
    ]


def test_the_sentences_come_in_the_language_asked_for(run: Any) -> None:
    _, out, _ = run(EXAMPLES / "c08.json", "--language", "nb")
    assert "Pasienten føler seg lite eller ikke beroliget («Litt»)." in json.loads(out)["flags"][0]["text"]


def test_one_file_with_twelve_faults_gives_twelve_lines_and_nothing_else(run: Any, file: Any) -> None:
    doubled = (
        b'{"questionnaire": "reasurance", "version": "3", "form": "ful", "extra": 1,'
        b'"patient": {"sharing": "all", "answers": {"herd": "mostly", "impact": "mostli", "fits": 3,'
        b'"changed": ["nothing", "actions"], "comment": "' + b"x" * 2_001 + b'"}},'
        b'"clinician": {"answers": {"changed": ["actions", "actions"], "comment": "a\\u0000"}}}'
    )
    code, out, err = run(file(doubled))
    assert (code, out, len(err)) == (2, "", 12)
    assert sorted(line.split(": ")[0] for line in err) == sorted(
        [
            *("questionnaire", "version", "form", "extra", "patient.sharing"),
            *("patient.answers.herd", "patient.answers.impact", "patient.answers.fits"),
            *("patient.answers.changed", "patient.answers.comment"),
            *("clinician.answers.changed", "clinician.answers.comment"),
        ]
    )


@pytest.mark.parametrize(
    ("content", "words", "why"),
    [
        (b"not json", "not JSON", "text"),
        (b"", "empty", "no bytes"),
        (b"\xff\xfe{", "not UTF-8", "another encoding"),
        (b'"text"', "is a text; give one object", "JSON, but no object"),
        (b'{"a":' * 5_000, "nested too deeply", "too deep"),
        (b"x" * 1_000_001, "over 1000000 bytes", "too large"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    content: bytes, words: str, why: str, run: Any, file: Any
) -> None:
    code, out, err = run(file(content))
    assert (code, out, len(err)) == (2, "", 1), why
    assert words in err[0]


def test_no_file_and_a_folder_are_one_line_each(run: Any, tmp_path: Path) -> None:
    for path, words in ((tmp_path / "none.json", "no such file"), (tmp_path, "is a folder")):
        code, out, err = run(path)
        assert (code, out, len(err)) == (2, "", 1)
        assert words in err[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--language", "de"),
        ("--nonsense",),
        ("--lines", "--pdf", "x.pdf"),
        ("a", "b"),
        (),
    ],
    ids=["unknown language", "unknown option", "a report of many", "two files", "no file"],
)
def test_a_wrong_call_is_one_line(arguments: tuple[str, ...], run: Any) -> None:
    files = (EXAMPLES / "c08.json",) if arguments and arguments[0] != "a" else ()
    code, out, err = run(*files, *arguments)
    assert (code, out, len(err)) == (2, "", 1)


def test_lines_are_answered_in_order_and_bad_ones_in_their_place(run: Any, file: Any) -> None:
    good = json.dumps(base()).encode()
    latin = b'{"questionnaire": "\xe5"}'
    doubled = b'{"patient": {"answers": {"heard": "mostly", "heard": "not_at_all"}}}'
    nan = b'{"version": NaN}'
    large = b'{"x": "' + b"y" * 5_000_000 + b'"}'
    lines = [b"\xef\xbb\xbf" + good + b"\r", b"", latin, doubled, nan, b"   ", large, b"[]", good]
    code, out, err = run("--lines", file(b"\n".join(lines), "visits.jsonl"))
    results = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (1, [])
    assert [result.get("line", result.get("pair")) for result in results] == ["both", 3, 4, 5, 7, 8, "both"]
    told = {result["line"]: str(result["faults"]) for result in results if "line" in result}
    assert "not UTF-8" in told[3]
    assert "patient.answers.heard" in told[4]
    assert "NaN" in told[5]
    assert "over 1000000 bytes" in told[7]


def test_good_lines_alone_end_well(run: Any, file: Any) -> None:
    line = json.dumps(base()).encode() + b"\n"
    code, out, err = run("--lines", file(line * 3, "visits.jsonl"))
    assert (code, len(out.splitlines()), err) == (0, 3, [])


@pytest.mark.parametrize("option", ["--pdf", "--html"])
def test_a_report_that_cannot_be_written_is_one_line_and_nothing_is_printed(
    option: str, run: Any, tmp_path: Path
) -> None:
    code, out, err = run(EXAMPLES / "c08.json", option, tmp_path / "no" / "such" / "folder.out")
    assert (code, out, len(err)) == (2, "", 1)
    assert "cannot be written" in err[0]
    assert list(tmp_path.iterdir()) == []


def in_a_new_process(*arguments: str, **environment: str) -> bytes:
    """What the command prints in a process of its own."""
    code = "from clinic_feedback.commands.main import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        check=True,
        env={**os.environ, **environment},
    )
    return ran.stdout


def test_the_same_bytes_come_out_under_any_hash_seed(tmp_path: Path) -> None:
    outputs = set()
    for seed in ("0", "42"):
        pdf, html = tmp_path / f"{seed}.pdf", tmp_path / f"{seed}.html"
        printed = in_a_new_process(
            *("compare", str(EXAMPLES / "c18.json"), "--pdf", str(pdf), "--html", str(html)),
            PYTHONHASHSEED=seed,
            TZ="Pacific/Auckland" if seed == "42" else "UTC",
        )
        outputs.add((printed, pdf.read_bytes(), html.read_bytes()))
    assert len(outputs) == 1


def test_a_questionnaire_of_a_clinics_own_folder_can_be_compared(run: Any, file: Any) -> None:
    own = {
        "questionnaire": "corridor",
        "version": "1.0",
        "patient": {"sharing": "clinician", "answers": {"wait_strain": "unbearable"}},
        "clinician": {"answers": {"wait_strain": "easy"}},
    }
    packs = Path(__file__).parents[2] / "packs"
    assert run(file(own))[0] == 2
    code, out, err = run(file(own), "--packs", packs)
    assert (code, err) == (0, [])
    assert json.loads(out)["flags"] != []


def test_a_missing_folder_of_questionnaires_is_one_line(run: Any, tmp_path: Path) -> None:
    code, out, err = run(EXAMPLES / "c08.json", "--packs", tmp_path / "none")
    assert (code, out, len(err)) == (2, "", 1)


def test_one_file_cannot_be_two_things(run: Any, file: Any, tmp_path: Path) -> None:
    visit = file(base())
    for outputs in (("--pdf", visit), ("--pdf", tmp_path / "x", "--html", tmp_path / "x")):
        code, out, err = run(visit, *outputs)
        assert (code, out, len(err)) == (2, "", 1)
    assert json.loads(visit.read_text("utf-8")) == base()


def test_a_file_is_not_overwritten_under_another_name(run: Any, file: Any, tmp_path: Path) -> None:
    visit = file(base())
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.html").symlink_to(visit)
    for other_name in (tmp_path / "sub" / ".." / visit.name, tmp_path / "link.html"):
        code, out, err = run(visit, "--html", other_name)
        assert (code, out, len(err)) == (2, "", 1)
    assert json.loads(visit.read_text("utf-8")) == base()


def test_a_wrong_language_is_one_line_also_for_many_consultations(run: Any, file: Any) -> None:
    lines = file(json.dumps(base()).encode() + b"\n", "visits.jsonl")
    code, out, err = run("--lines", lines, "--language", "de")
    assert (code, out, len(err)) == (2, "", 1)
    assert "allowed: en, nb" in err[0]


def test_a_file_without_any_consultation_is_told(run: Any, file: Any) -> None:
    code, out, err = run("--lines", file(b"\n  \n", "visits.jsonl"))
    assert (code, out, len(err)) == (2, "", 1)


def test_a_file_name_over_two_lines_is_told_on_one(run: Any) -> None:
    code, out, err = run("no\nsuch.json")
    assert (code, out, len(err)) == (2, "", 1)


def test_a_consultation_can_come_from_standard_input() -> None:
    code = "from clinic_feedback.commands.main import main; main()"
    given = json.dumps(base()).encode()
    ran = subprocess.run(
        [sys.executable, "-c", code, "compare", "-"], input=given, capture_output=True, check=True
    )
    assert json.loads(ran.stdout)["pair"] == "both"


def test_without_the_fonts_a_pdf_is_refused_in_one_line_and_a_comparison_is_not(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_document: object) -> bytes:
        raise FontsMissingError("NotoSans-Regular.ttf", "fonts", "is missing")

    monkeypatch.setattr("reports.pdf.renderer.render_pdf", missing)
    code, out, err = run(EXAMPLES / "c08.json", "--pdf", tmp_path / "x.pdf")
    assert (code, out, len(err)) == (2, "", 1)
    assert run(EXAMPLES / "c08.json")[0] == 0


@pytest.mark.slow
def test_ten_thousand_pairs_give_the_same_bytes_again_and_under_another_hash_seed(tmp_path: Path) -> None:
    chance = random.Random(20261125)
    questionnaire = built_in().get("reassurance", "1.0").questionnaire
    visits = tmp_path / "visits.jsonl"
    with visits.open("w", encoding="utf-8") as lines:
        for _ in range(10_000):
            raw = base()
            for side in Side:
                raw[side]["answers"] = random_answers(questionnaire, side, chance)
            lines.write(json.dumps(raw) + "\n")
    runs = {
        seed: in_a_new_process("compare", "--lines", str(visits), PYTHONHASHSEED=seed)
        for seed in ("0", "42", "random")
    }
    assert runs["0"].count(b"\n") == 10_000
    assert runs["0"] == runs["42"] == runs["random"]

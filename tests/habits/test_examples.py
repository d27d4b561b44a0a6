"""What the documents show is what the program does."""

from __future__ import annotations

import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clinic_feedback.commands.main import cli
from forms.catalogue import built_in

CONSOLE = "from clinic_feedback.commands.main import main; main()"


def test_the_example_in_the_description_of_compare_prints_what_it_says(root: Path, tmp_path: Path) -> None:
    text = (root / "docs" / "compare.md").read_text("utf-8")
    given, printed, *_ = re.findall(r"```json\n(.*?)```", text, flags=re.DOTALL)
    file = tmp_path / "visit.json"
    file.write_text(given, encoding="utf-8")
    ran = subprocess.run([sys.executable, "-c", CONSOLE, "compare", file], capture_output=True, check=True)
    assert ran.stdout.decode() == printed


@pytest.mark.parametrize("document", ["README.md"])
def test_the_commands_of_a_document_run_as_written(document: str, root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "examples", tmp_path / "examples")
    lines = [json.dumps(json.loads(path.read_text("utf-8"))) for path in (root / "examples").glob("*.json")]
    (tmp_path / "visits.jsonl").write_text("\n".join(lines), encoding="utf-8")
    text = (root / document).read_text("utf-8")
    commands = re.findall(r"^    \.venv/bin/clinic-feedback (.*)$", text, flags=re.MULTILINE)
    assert commands
    for command in commands:
        arguments = [sys.executable, "-c", CONSOLE, *shlex.split(command)]
        subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=True)


@pytest.mark.slow
def test_a_clinic_is_set_up_as_its_document_says(root: Path, tmp_path: Path) -> None:
    text = (root / "docs" / "clinic.md").read_text("utf-8")
    commands = re.findall(r"^    clinic-feedback (.*?)(?:  +#.*)?$", text, flags=re.MULTILINE)
    environment = {
        "PATH": os.environ["PATH"],
        "CLINIC_FEEDBACK_ADDRESS": "https://clinic.example/feedback",
        "CLINIC_FEEDBACK_DATABASE": str(tmp_path / "clinic.sqlite"),
        "CLINIC_FEEDBACK_KEYS_FILE": str(tmp_path / "keys"),
    }
    said = ""
    for command in commands:
        if command.startswith("serve"):
            continue
        arguments = [word.replace("/etc/clinic-feedback", str(tmp_path)) for word in shlex.split(command)]
        ran = subprocess.run(
            [sys.executable, "-c", CONSOLE, *arguments], env=environment, capture_output=True, check=False
        )
        assert ran.returncode == 0, f"{command}: {ran.stderr.decode()}"
        said = ran.stdout.decode()
    assert len(commands) == 8
    assert "missing" not in said


def test_every_module_that_the_architecture_names_exists(root: Path) -> None:
    text = (root / "docs" / "architecture.md").read_text("utf-8")
    storeys = (("forms", "## The middle"), ("reports", "## The top"), ("clinic_feedback", "## The way"))
    for storey, after in storeys:
        part = text[text.index(f"`{storey}/`") : text.index(after)]
        named = set(re.findall(r"`(\w+)/?`", " ".join(re.findall(r"^\| (.*?) \|", part, flags=re.MULTILINE))))
        there = {path.stem for path in (root / storey).iterdir() if not path.stem.startswith("_")}
        there -= {"static"}  # what is built stands there
        assert named == there, storey


def test_the_printed_questions_are_those_of_the_questionnaire(root: Path) -> None:
    script = runpy.run_path(str(root / "script" / "questions.py"))
    pack = built_in().get("reassurance", "1.0")
    for language in pack.questionnaire.languages:
        there = script["file_of"](language).read_text("utf-8")
        assert there == script["questions"](pack, language), "run script/questions"


def test_every_command_is_described(root: Path) -> None:
    documents = [root / "README.md", *(root / "docs").glob("*.md")]
    described = " ".join(path.read_text("utf-8") for path in documents)
    context = cli.make_context("clinic-feedback", ["compare"])
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        for sub in getattr(command, "commands", {"": command}):
            assert f"clinic-feedback {name} {sub}".strip() in described

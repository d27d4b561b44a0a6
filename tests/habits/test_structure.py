"""Three storeys, no stairs that lead back up, and a light way in."""

from __future__ import annotations

import json
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest


@pytest.fixture
def settings(root: Path) -> ConfigParser:
    """The project's setup.cfg."""
    parser = ConfigParser()
    parser.read(root / "setup.cfg", encoding="utf-8")
    return parser


def test_every_import_contract_is_kept(root: Path) -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint_imports, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_package_has_a_storey(root: Path, settings: ConfigParser) -> None:
    packages = {path.parent.name for path in root.glob("*/__init__.py")}
    assert set(settings["importlinter"]["root_packages"].split()) == packages
    assert set(settings["importlinter:contract:storeys"]["layers"].split()) == packages


COMPARE = """
import json, sys
from clinic_feedback.commands.main import main
sys.argv = ["clinic-feedback", "compare", sys.argv[1]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "package",
    [
        pytest.param("flask", id="flask: no page is shown"),
        pytest.param("sqlalchemy", id="sqlalchemy: nothing is stored"),
        pytest.param("wtforms", id="wtforms: no form is built"),
        pytest.param("reportlab", id="reportlab: no PDF is asked for"),
        pytest.param("jinja2", id="jinja2: no page is written"),
    ],
)
def test_compare_does_not_load_what_it_does_not_need(package: str, loaded_by_compare: set[str]) -> None:
    assert "clinic_feedback" in loaded_by_compare
    assert package not in loaded_by_compare


@pytest.fixture(scope="module")
def loaded_by_compare(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The packages in memory after two forms were compared."""
    consultation = {
        "questionnaire": "reassurance",
        "version": "1.0",
        "patient": {"language": "en", "sharing": "clinician", "answers": {}},
        "clinician": {"answers": {}},
    }
    path = tmp_path_factory.mktemp("compare") / "consultation.json"
    path.write_text(json.dumps(consultation), "utf-8")
    run = subprocess.run([sys.executable, "-c", COMPARE, path], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stderr))

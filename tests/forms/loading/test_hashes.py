"""What makes two packs the same: what is asked and compared, not how their files are written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from forms.loading.pack import load_pack
from tests.forms.edited_packs import CORRIDOR, copied, edit

Q, R, EN = "questionnaire.toml", "rules.toml", "en.toml"
PACK = load_pack(CORRIDOR)

SAME = [
    pytest.param(Q, "# A second", "# A small", id="a comment"),
    pytest.param(
        Q, 'name = "corridor"\nversion = "1.0"', 'version = "1.0"\nname = "corridor"', id="the order of keys"
    ),
    pytest.param(Q, 'code = "easy", value = 0', 'value = 0, code = "easy"', id="the order of keys in a row"),
    pytest.param(Q, "the way to the lift", "the way to the stairs", id="where a question comes from"),
    pytest.param(Q, 'version = "1.0"', 'version = "1.0.1"', id="a version that changes texts alone"),
    pytest.param(Q, '["en", "nb"]', '["nb", "en"]', id="the languages"),
    pytest.param(
        Q, 'link_id = "in_own_words"', 'link_id = "in_own_words"\ncore = false', id="a default spelt out"
    ),
    pytest.param(R, 'scales = ["strain"]', 'items = ["wait_strain"]', id="a scale's items by their names"),
    pytest.param(R, '["kind_word", "nod"]', '["nod", "kind_word"]', id="the order of codes that are a set"),
]

OTHER = [
    pytest.param(Q, 'code = "easy", value = 0', 'code = "easy", value = -1', id="a value"),
    pytest.param(Q, "good_is_low = true\n", "", id="which side is good"),
    pytest.param(Q, 'view = "own"', 'view = "guess"', id="what a clinician is asked for"),
    pytest.param(Q, '["leaving", "waiting"]', '["waiting", "leaving"]', id="which topic comes first"),
    pytest.param(
        Q, 'items = ["wait_strain", "walking_out"]', 'items = ["walking_out", "wait_strain"]', id="a screen"
    ),
    pytest.param(
        Q,
        ', { code = "nod" }, { code = "no_word" }',
        ', { code = "no_word" }, { code = "nod" }',
        id="an order",
    ),
    pytest.param(R, "at_least = 1\n", "at_least = 2\n", id="when a rule fires"),
    pytest.param(R, 'severity = "good_news"', 'severity = "info"', id="a severity"),
    pytest.param(R, "follow_up = true\n", "", id="a follow-up"),
    pytest.param(R, 'side = "patient"\n\n', 'side = "clinician"\n\n', id="whose answer"),
]


@pytest.mark.parametrize(("file", "old", "new"), SAME)
def test_the_structure_stays_the_same(file: str, old: str, new: str, tmp_path: Path) -> None:
    pack = copied(tmp_path)
    edit(pack, file, old, new)
    assert load_pack(pack).structure_hash == PACK.structure_hash


@pytest.mark.parametrize(("file", "old", "new"), OTHER)
def test_the_structure_is_another(file: str, old: str, new: str, tmp_path: Path) -> None:
    pack = copied(tmp_path)
    edit(pack, file, old, new)
    changed = load_pack(pack)
    assert changed.structure_hash != PACK.structure_hash
    assert changed.text_hashes == PACK.text_hashes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("It was easy", "It was so easy", id="an option"),
        pytest.param("Feelings come late.", "Feelings come soon.", id="a finding"),
        pytest.param("We keep your answers", "We hold your answers", id="the privacy notice"),
        pytest.param('name = "English"', 'name = "British English"', id="the language's name"),
    ],
)
def test_a_text_changes_its_own_language_s_hash_alone(old: str, new: str, tmp_path: Path) -> None:
    pack = copied(tmp_path)
    edit(pack, EN, old, new)
    changed = load_pack(pack)
    assert changed.text_hashes["en"] != PACK.text_hashes["en"]
    assert changed.text_hashes["nb"] == PACK.text_hashes["nb"]
    assert changed.structure_hash == PACK.structure_hash


def test_the_order_of_texts_in_their_file_does_not_matter(tmp_path: Path) -> None:
    pack = copied(tmp_path)
    tables = re.split(r"\n(?=\[)", (pack / EN).read_text("utf-8"))
    (pack / EN).write_text("\n".join([tables[0], *reversed(tables[1:])]), "utf-8")
    assert load_pack(pack).text_hashes == PACK.text_hashes


HASHES = """
import sys
from pathlib import Path
from forms.loading.pack import load_pack
pack = load_pack(Path(sys.argv[1]))
print(pack.structure_hash, *sorted(pack.text_hashes.values()))
"""


def test_another_process_finds_the_same_hashes(root: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", HASHES, CORRIDOR],
        cwd=root,
        env={"PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [PACK.structure_hash, *sorted(PACK.text_hashes.values())]

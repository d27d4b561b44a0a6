"""Files of a pack that cannot be read: one line each, with the place."""

from __future__ import annotations

from pathlib import Path
from zipfile import Path as ZipPath
from zipfile import ZipFile

import pytest

from forms.faults import FaultyInputError
from forms.loading.toml_files import toml_file

FILE = "rules.toml"

UNREADABLE = [
    pytest.param(
        b"a = 1\nb == 2\n", ["not TOML", "invalid value", "line 2, column 4"], id="broken: its place"
    ),
    pytest.param(b"a = 1\n\nb = [1,\n", ["not TOML", "line 3, at its end"], id="broken at its end"),
    pytest.param(b"a = 1\na = 2\n", ["not TOML", "line 2"], id="a key twice"),
    pytest.param(b"[a]\n[a]\n", ["not TOML", "twice", "line 2"], id="a table twice"),
    pytest.param(b"a = 'x\x00'\n", ["not TOML", "line 1"], id="a control character"),
    pytest.param(b"a = 1\nb = '\xe6'\n", ["not UTF-8", "byte 12"], id="another encoding"),
    pytest.param(b"a = " + b"[" * 5000, ["nested too deeply"], id="too deep to be read"),
    pytest.param(
        b"a" + b".a" * 5000 + b" = 1", ["nested too deeply"], id="dotted keys, deeper than any walk"
    ),
    pytest.param(b"a = " + b"9" * 5000, ["not TOML"], id="a number without end"),
]


@pytest.mark.parametrize(("data", "words"), UNREADABLE)
def test_what_cannot_be_read_is_told_in_one_line(data: bytes, words: list[str], tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(FaultyInputError) as caught:
        toml_file(tmp_path, FILE)
    (fault,) = caught.value.faults
    assert fault.path == FILE
    assert "\n" not in str(fault)
    assert [word for word in words if word not in fault.message] == [], fault.message


def test_a_missing_file_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(FaultyInputError, match=r"^rules\.toml: is missing; give this file"):
        toml_file(tmp_path, FILE)


def test_a_folder_in_a_file_s_place_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(FaultyInputError, match=r"^rules\.toml: cannot be read: Is a directory$"):
        toml_file(tmp_path, FILE)


def test_a_link_that_leads_in_a_circle_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).symlink_to(FILE)
    with pytest.raises(FaultyInputError, match=r"^rules\.toml: cannot be read: Too many levels"):
        toml_file(tmp_path, FILE)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xef\xbb\xbfa = 1\n")
    assert toml_file(tmp_path, FILE) == {"a": 1}


def test_a_file_inside_an_archive_is_read(tmp_path: Path) -> None:
    archive = tmp_path / "packs.zip"
    with ZipFile(archive, "w") as packs:
        packs.writestr(f"pack/{FILE}", "a = 1\n")
    with ZipFile(archive) as packs:
        assert toml_file(ZipPath(packs, "pack/"), FILE) == {"a": 1}
        with pytest.raises(FaultyInputError, match="is missing"):
            toml_file(ZipPath(packs, "pack/"), "questionnaire.toml")

"""The fonts: there or not, and readable by those who copy text or have it read to them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reports.pdf import faces
from reports.pdf.faces import (
    FONT_FILES,
    FontsMissingError,
    font_folder,
    require_fonts,
    typefaces,
)
from reports.pdf.renderer import render_pdf
from tests.reports.pdf.documents import document


@pytest.fixture
def other_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the font folder, read in place of it."""
    for name in FONT_FILES:
        shutil.copy(Path(str(font_folder())) / name, tmp_path)
    monkeypatch.setattr(faces, "font_folder", lambda: tmp_path)
    faces._read_typefaces.cache_clear()  # noqa: SLF001  a process that starts anew
    yield tmp_path
    faces._read_typefaces.cache_clear()  # noqa: SLF001  as above


def test_fonts_that_are_there_are_enough(other_folder: Path) -> None:
    assert sorted(path.name for path in other_folder.iterdir()) == sorted(FONT_FILES)
    require_fonts()


@pytest.mark.parametrize("name", FONT_FILES)
def test_a_missing_font_is_named_in_one_line_that_says_what_to_do(other_folder: Path, name: str) -> None:
    (other_folder / name).unlink()
    with pytest.raises(FontsMissingError) as caught:
        require_fonts()
    message = str(caught.value)
    assert f"font file {name} is missing in {other_folder}" in message
    assert "install clinic-feedback again" in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00\x01\x00\x00\x00\x0f", id="cut off"),
        pytest.param(b"version https://git-lfs", id="another file"),
    ],
)
def test_a_damaged_font_is_named(other_folder: Path, content: bytes) -> None:
    (other_folder / FONT_FILES[0]).write_bytes(content)
    with pytest.raises(FontsMissingError, match=f"font file {FONT_FILES[0]} is damaged"):
        require_fonts()


def test_without_fonts_there_is_no_pdf_with_holes(other_folder: Path) -> None:
    shutil.rmtree(other_folder)
    with pytest.raises(FontsMissingError):
        render_pdf(document())


def test_the_fonts_are_read_once() -> None:
    assert typefaces() is typefaces()


def test_threads_that_begin_at_once_get_the_same_fonts(
    other_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_slowly(name: str) -> str:
        time.sleep(0.005)
        return f"{name} from {other_folder}"

    monkeypatch.setattr(faces, "_read_face", read_slowly)
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda _: typefaces(), range(4)))
    assert all(one is got[0] for one in got)


@pytest.mark.parametrize(
    ("character", "alone"),
    [
        pytest.param("ő", True, id="a letter"),
        pytest.param("\u0301", False, id="an accent needs a base"),
        pytest.param("\u200f", False, id="a mark of direction has no looks"),
        pytest.param("\u2e3c", False, id="a sign without width would hide under its neighbour"),
        pytest.param("\ufffd", True, id="the sign for what is not known"),
    ],
)
def test_only_characters_that_come_out_right_alone_are_drawn_alone(character: str, alone: bool) -> None:
    assert (character in typefaces().regular[0].letters) is alone


def test_bold_text_has_the_same_letters() -> None:
    assert typefaces().bold[0].letters == typefaces().regular[0].letters
    assert typefaces().bold[1:] == typefaces().regular[1:]

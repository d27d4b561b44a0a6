"""Files are written whole, all of them or none."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from clinic_feedback.commands.output_files import write_whole
from clinic_feedback.commands.refusals import RefusedError


def test_where_one_of_two_files_cannot_be_written_neither_is(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "none" / "bad.html"
    with pytest.raises(RefusedError, match=r"bad\.html: cannot be written"):
        write_whole({good: b"1", bad: b"2"})
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    link.symlink_to(file)
    write_whole({link: b"new"})
    assert (link.is_symlink(), file.read_bytes()) == (True, b"new")


def test_a_pipe_stays_a_pipe_and_its_reader_gets_the_bytes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_whole({pipe: b"bytes"})
    reader.join(timeout=10)
    assert (got, pipe.is_fifo()) == ([b"bytes"], True)


def test_an_earlier_file_is_replaced_and_keeps_who_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(b"old")
    file.chmod(0o600)
    write_whole({file: b"new"})
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o600)


def test_links_in_a_circle_are_refused_in_words(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(RefusedError, match="cannot be written"):
        write_whole({one: b"x"})

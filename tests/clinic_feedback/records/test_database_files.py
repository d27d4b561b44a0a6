"""A SQLite database is kept where it is safe, or the program says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic_feedback.records import database_files
from clinic_feedback.records.database_files import DatabaseRefusedError, disk_of, refuse_unsafe_place

MOUNTS = [("/", "ext4"), ("/home", "ext4"), ("/home/clinic share", "cifs"), ("/srv", "nfs4")]


@pytest.mark.parametrize(
    ("path", "kind", "reason"),
    [
        ("/var/lib/a.sqlite", "ext4", "the disk of all"),
        ("/home/clinic share/a.sqlite", "cifs", "a mount whose name has a blank"),
        ("/home/clinic share of others/a.sqlite", "ext4", "a folder whose name only begins alike"),
        ("/srv/deep/down/a.sqlite", "nfs4", "below the mount"),
    ],
)
def test_the_disk_of_a_file_is_the_nearest_mount(path: str, kind: str, reason: str) -> None:
    assert disk_of(Path(path), MOUNTS) == kind, reason


def test_without_a_list_of_mounts_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert disk_of(Path("/anywhere"), []) == ""
    monkeypatch.setattr(database_files, "_MOUNTS", tmp_path / "none")
    refuse_unsafe_place(str(tmp_path / "a.sqlite"))


def test_a_network_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"proc /proc proc rw 0 0\nnas:/share {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(database_files, "_MOUNTS", mounts)
    with pytest.raises(
        DatabaseRefusedError,
        match=r"network disk \(nfs4\), where SQLite loses data; use a folder on a local disk",
    ):
        refuse_unsafe_place(str(tmp_path / "a.sqlite"))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefusedError, match="folder is not there"):
        refuse_unsafe_place(str(tmp_path / "none" / "a.sqlite"))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_text("not a database at all, " * 100)
    with pytest.raises(DatabaseRefusedError, match="cannot be opened as a database"):
        refuse_unsafe_place(str(tmp_path / "a.sqlite"))


@pytest.mark.parametrize("file", [None, "", ":memory:"])
def test_a_database_needs_a_file(file: str | None) -> None:
    with pytest.raises(DatabaseRefusedError, match="file of its own"):
        refuse_unsafe_place(file)

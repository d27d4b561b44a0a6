"""Files of keys: made once, read strictly, and never told."""

from __future__ import annotations

import os
from errno import ENOSPC
from pathlib import Path

import pytest

from clinic_feedback.key_files import KEYS_VARIABLE, add_data_key, load_keys, make_key_file, new_keys
from clinic_feedback.keys import Place
from forms.faults import FaultyInputError

A, B, C, D = ("0a" * 32, "0b" * 32, "0c" * 32, "0d" * 32)
WHOLE = f"data={A} lookup={B} session={C}"
PLACE = Place("response", "texts_enc", "v1")


def key_file(path: Path, text: str, mode: int = 0o600) -> Path:
    """A file of keys, with its permissions."""
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def faults_of(file: Path, text: str | None = None) -> list[str]:
    """What is wrong, a line a fault."""
    with pytest.raises(FaultyInputError) as caught:
        load_keys(file, text)
    return [str(fault) for fault in caught.value.faults]


def test_a_fresh_file_is_its_owners_alone_whatever_the_account_allows(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    before = os.umask(0)
    try:
        ring = make_key_file(file)
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_keys(file) == ring


def test_no_two_files_have_a_key_in_common(tmp_path: Path) -> None:
    rings = [make_key_file(tmp_path / name) for name in "ab"]
    keys = [
        key for r in rings for key in (*r.data_keys, r.lookup_key, *map(bytes.fromhex, r.session_secrets))
    ]
    assert len(set(keys)) == 6
    assert {len(key) for key in keys} == {32}


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    file = key_file(tmp_path / "keys", "mine")
    with pytest.raises(FaultyInputError, match="is there already; its keys may be in use"):
        make_key_file(file)
    assert file.read_text("utf-8") == "mine"


def test_what_a_variable_gives_stands_in_for_the_file(tmp_path: Path) -> None:
    ring = load_keys(tmp_path / "none", WHOLE)
    assert ring.data_keys == (bytes.fromhex(A),)
    assert (ring.lookup_key, ring.session_secrets) == (bytes.fromhex(B), (C,))
    assert load_keys(tmp_path / "none", new_keys()).data_keys != ring.data_keys


def test_the_first_of_several_keys_is_the_newest_and_remarks_are_left_out(tmp_path: Path) -> None:
    text = f"\ufeff# old and new\r\ndata={A.upper()}  # new\n\n data={B}\nsession={C}\nsession={D}\nlookup={'0e' * 32}"
    ring = load_keys(key_file(tmp_path / "keys", text))
    assert ring.data_keys == (bytes.fromhex(A), bytes.fromhex(B))
    assert ring.session_secrets == (C, D)


WRONG = [
    pytest.param("", ["holds no entry data=...; bring it back from your copy", "holds no entry lookup=...; bring it back from your copy", "holds no entry session=...; bring it back from your copy"], id="empty"),
    pytest.param(f"data={A}\nlookup={B}", ["holds no entry session=...; bring it back from your copy"], id="one is missing"),
    pytest.param(f"dta={A}\nlookup={B}\nsession={C}", ["line 1: 'dta' is not known here; allowed: data, lookup, session (did you mean data?)"], id="a near miss is not missed twice"),
    pytest.param(f"{WHOLE}\n{D}", ["line 2: a text of 64 characters is not known here; allowed: data, lookup, session"], id="a key without its name"),
    pytest.param(f"{WHOLE}\nhunter2=x", ["line 2: a text of 7 characters is not known here; allowed: data, lookup, session"], id="a name that may be a secret"),
    pytest.param(f"{WHOLE} data=hunter2", ["line 1: data= is followed by 7 signs that are no key; give 64 digits and letters from a to f"], id="no key"),
    pytest.param(f"{WHOLE} data={'0' * 63}g", ["line 1: data= is followed by 64 signs that are no key; give 64 digits and letters from a to f"], id="a letter that no key has"),
    pytest.param(f"{WHOLE} data={'٠' * 64}", ["line 1: data= is followed by 64 signs that are no key; give 64 digits and letters from a to f"], id="digits of another script"),
    pytest.param(f"{WHOLE} data={A[:62]}", ["line 1: data= is followed by 62 signs that are no key; give 64 digits and letters from a to f"], id="a byte too short"),
    pytest.param(f"{WHOLE}\ndata = {D}", ["line 2: data= is followed by 0 signs that are no key; give 64 digits and letters from a to f", "line 2: an empty text is not known here; allowed: data, lookup, session", "line 2: a text of 64 characters is not known here; allowed: data, lookup, session"], id="blanks around the sign"),
    pytest.param(f"data={A}\nlookup={A}\nsession={C}", ["line 2: holds the key of line 1 again; every key has one use: take one of the two out"], id="one key for two uses"),
    pytest.param(f"{WHOLE}\nlookup={D}", ["lookup: stands 2 times; keep one"], id="two keys to look up by"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), WRONG)
def test_every_fault_is_named_at_once_and_no_key_with_it(text: str, lines: list[str], tmp_path: Path) -> None:
    file = key_file(tmp_path / "keys", text)
    assert faults_of(file) == [f"{file}: {line}" for line in lines]
    assert faults_of(file, text) == [f"{KEYS_VARIABLE}: {line}" for line in lines]
    told = "\n".join(faults_of(file))
    assert [secret for secret in (A, B, C, D, "hunter2") if secret in told] == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o660])
def test_a_file_that_others_may_touch_is_refused_together_with_its_other_faults(
    mode: int, tmp_path: Path
) -> None:
    file = key_file(tmp_path / "keys", f"data={A} lookup={B}", mode)
    assert faults_of(file) == [
        f"{file}: can be read or changed by others; allow it to its owner alone (chmod 600 {file})",
        f"{file}: holds no entry session=...; bring it back from your copy",
    ]


@pytest.mark.parametrize("mode", [0o400, 0o600])
def test_a_file_for_its_owner_alone_is_taken(mode: int, tmp_path: Path) -> None:
    assert load_keys(key_file(tmp_path / "keys", WHOLE, mode)).session_secrets == (C,)


def test_a_missing_file_says_how_one_is_made_and_warns(tmp_path: Path) -> None:
    (line,) = faults_of(tmp_path / "keys")
    assert "there is no such file; bring it back from your copy; only where nothing is stored yet" in line
    assert line.endswith("clinic-feedback keys make")


def test_what_is_no_file_of_keys_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe")
    binary.chmod(0o600)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for file, words in (
        (tmp_path, "is no plain file"),
        (pipe, "is no plain file"),
        (binary, "it is no text"),
    ):
        (line,) = faults_of(file)
        assert words in line

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    (line,) = faults_of(binary)
    assert "Permission denied; it has to belong to whoever starts the program" in line


def test_a_new_key_seals_and_the_old_ones_still_open(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    old = make_key_file(file)
    sealed = old.seal("text", PLACE)
    name = add_data_key(file)
    ring = load_keys(file)
    assert list(ring.fingerprints) == [name, *old.fingerprints]
    assert ring.open(sealed, PLACE) == "text"
    assert (ring.lookup_key, ring.session_secrets) == (old.lookup_key, old.session_secrets)
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_key_is_the_first_however_the_file_is_laid_out(tmp_path: Path) -> None:
    file = key_file(tmp_path / "keys", f"\ufeffsession={C} data={A} # end\n# data=no\nlookup={B}")
    link = tmp_path / "link"
    link.symlink_to(file)
    name = add_data_key(link)
    assert next(iter(load_keys(file).fingerprints)) == name
    assert link.is_symlink()


def test_a_key_is_not_added_to_a_faulty_file(tmp_path: Path) -> None:
    file = key_file(tmp_path / "keys", f"data={A}")
    with pytest.raises(FaultyInputError, match="holds no entry lookup"):
        add_data_key(file)
    assert file.read_text("utf-8") == f"data={A}"
    assert list(tmp_path.iterdir()) == [file]


def test_of_two_who_add_a_key_at_once_the_second_is_stopped(tmp_path: Path) -> None:
    file = key_file(tmp_path / "keys", WHOLE)
    (tmp_path / "keys.new").touch()
    with pytest.raises(FaultyInputError, match=r"keys\.new: is there already; somebody else adds a key"):
        add_data_key(file)
    assert file.read_text("utf-8") == WHOLE


def full(*_: object) -> None:
    """A disk without room."""
    raise OSError(ENOSPC, "No space left on device")


@pytest.mark.parametrize("fails", ["writing", "moving"])
def test_on_a_full_disk_the_old_keys_stay_and_nothing_half_written_does(
    fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = key_file(tmp_path / "keys", WHOLE)
    if fails == "writing":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(FaultyInputError, match="cannot be written \\(No space left on device\\)"):
        add_data_key(file)
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]
    assert file.read_text("utf-8") == WHOLE


def test_a_new_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FaultyInputError, match="No space left on device"):
        make_key_file(tmp_path / "keys")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(FaultyInputError, match="cannot be written"):
        make_key_file(tmp_path / "none" / "keys")

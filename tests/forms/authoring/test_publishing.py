"""A version is published once; from then on stored answers rely on it."""

from __future__ import annotations

from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest

from forms.authoring.publishing import publish
from forms.faults import FaultyInputError
from forms.loading.folders import Place
from forms.loading.lock import read_lock
from forms.loading.pack import load_pack
from forms.loading.toml_files import Folder, toml_file
from tests.forms.edited_packs import copied, edit

Q, R, NB = "questionnaire.toml", "rules.toml", "nb.toml"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A sound pack that is not published."""
    return copied(tmp_path)


def refused(pack: Path) -> str:
    """What publishing says when it refuses; nothing was written then."""
    before = sorted((path.name, path.read_bytes()) for path in pack.iterdir())
    with pytest.raises(FaultyInputError) as caught:
        publish(pack)
    assert sorted((path.name, path.read_bytes()) for path in pack.iterdir()) == before
    return str(caught.value)


def test_publishing_writes_down_what_the_pack_is(draft: Path) -> None:
    assert read_lock(draft) is None
    lock = publish(draft)
    pack = load_pack(draft)
    assert read_lock(draft) == lock
    assert (lock.structure, lock.texts) == (pack.structure_hash, pack.text_hashes)


def test_publishing_again_changes_nothing(draft: Path) -> None:
    publish(draft)
    written = (draft / "published.lock").read_bytes()
    publish(draft)
    assert (draft / "published.lock").read_bytes() == written
    assert sorted(path.name for path in draft.iterdir()) == ["en.toml", NB, "published.lock", Q, R]


def test_publishing_again_adds_a_language(draft: Path) -> None:
    before = publish(draft)
    edit(draft, Q, '["en", "nb"]', '["en", "nb", "da"]')
    (draft / "da.toml").write_text((draft / NB).read_text("utf-8").replace('"nb"', '"da"', 1), "utf-8")
    after = publish(draft)
    assert set(after.texts) - set(before.texts) == {"da"}
    assert after.structure == before.structure


def test_a_pack_with_a_fault_is_not_published(draft: Path) -> None:
    edit(draft, NB, "[topics]", "[topic]")
    assert "nb.toml: topics: is missing" in refused(draft)


def test_a_changed_structure_is_not_published_again(draft: Path) -> None:
    lock = publish(draft)
    edit(draft, R, 'severity = "good_news"', 'severity = "info"')
    assert f"was published as {lock.structure[:12]} and is now" in refused(draft)


def test_a_changed_text_is_not_published_again(draft: Path) -> None:
    lock = publish(draft)
    edit(draft, NB, "Spør i døra.", "Spør på vei ut.")
    assert f"was published as {lock.texts['nb'][:12]} and is now" in refused(draft)


def test_what_is_locked_is_what_was_checked(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def noted(folder: Folder, name: str) -> dict[str, Any]:
        read.append(name)
        return toml_file(folder, name)

    monkeypatch.setattr("forms.loading.reading.toml_file", noted)
    publish(draft)
    assert sorted(read) == sorted([Q, R, "en.toml", NB])


def test_a_pack_in_a_folder_that_calls_it_otherwise_is_not_published(draft: Path) -> None:
    with pytest.raises(FaultyInputError, match=r"version: is '1\.0'; its folder says '2\.0'"):
        publish(draft, Place("corridor", "2.0"))
    assert read_lock(draft) is None


def test_half_a_lock_is_never_left(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    before = sorted(path.name for path in draft.iterdir())
    with pytest.raises(OSError, match="No space left"):
        publish(draft)
    assert sorted(path.name for path in draft.iterdir()) == before

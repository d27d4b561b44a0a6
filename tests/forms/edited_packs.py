"""A copy of the small pack with one thing changed in it, and what its author is told."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from forms.faults import Fault, FaultyInputError
from forms.loading.pack import load_pack

CORRIDOR = Path(__file__).parents[1] / "packs" / "corridor" / "1.0"
REASSURANCE = Path(__file__).parents[2] / "forms" / "packs" / "reassurance" / "1.0"


@dataclass(frozen=True)
class Edit:
    """One change. `path`: where its one fault is told; `words`: what the message must hold."""

    file: str
    old: str
    new: str
    path: str
    words: tuple[str, ...]

    def check(self, folder: Path) -> None:
        """Break a copy of the small pack, and find the one fault, where it was made."""
        pack = copied(folder)
        edit(pack, self.file, self.old, self.new)
        faults = faults_of(pack)
        assert [fault.path for fault in faults] == [f"{self.file}: {self.path}"], list(map(str, faults))
        message = faults[0].message
        assert [word for word in self.words if word not in message] == [], message


def row(reason: str, file: str, old: str, new: str, path: str, *words: str) -> object:
    """A row of a table of changes, called by its reason."""
    return pytest.param(Edit(file, old, new, path, words), id=reason)


def copied(folder: Path, *, of: Path = CORRIDOR, published: bool = False) -> Path:
    """A copy of a pack inside a folder; `published`: with its lock."""
    leave_out = () if published else ("published.lock",)
    return Path(shutil.copytree(of, folder / "pack", ignore=shutil.ignore_patterns(*leave_out)))


def edit(pack: Path, file: str, old: str, new: str) -> None:
    """Replace the first of these words in a file of a pack; that they are there is part of the test."""
    text = (pack / file).read_text("utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    (pack / file).write_text(text.replace(old, new, 1), "utf-8")


def faults_of(pack: Path) -> tuple[Fault, ...]:
    """Every fault that keeps a pack from loading."""
    with pytest.raises(FaultyInputError) as caught:
        load_pack(pack)
    return caught.value.faults

"""Letters to faces: which font draws what somebody typed, and what is named because none can.

Nothing is shaped and nothing is reordered here. A character that would come out wrong, as a box or
not at all is printed as its Unicode name in brackets; so nothing is lost.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import regex

from reports.pdf.faces import Face

_CLUSTER = regex.compile(r"\X")
# Flags and skin tones: like joined emoji they may stand as their parts.
_EMOJI_PARTS = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that one face draws. `named`: they are a name in place of a character."""

    text: str
    face: Face
    named: bool = False


def spelled(text: str, faces: tuple[Face, ...]) -> tuple[Run, ...]:
    """Return one line of cleaned text as runs; `faces` are asked in their order."""
    if faces[0].letters.issuperset(text):
        return (Run(text, faces[0]),)
    pieces = (run for cluster in _CLUSTER.findall(text) for run in _cluster_runs(cluster, faces))
    return tuple(
        Run("".join(run.text for run in same), face, named)
        for (face, named), same in groupby(pieces, key=lambda run: (run.face, run.named))
    )


def _cluster_runs(cluster: str, faces: tuple[Face, ...]) -> Iterator[Run]:
    if len(cluster) > 1 and _EMOJI_PARTS.fullmatch(cluster):
        for part in cluster:
            yield _character_run(part, faces)
        return
    base = _character_run(cluster[0], faces)
    if len(cluster) == 1:
        yield base
    elif base.named:
        yield Run(_name(cluster), faces[0], named=True)
    else:
        yield base
        yield Run(_name(cluster[1:]), faces[0], named=True)


def _character_run(character: str, faces: tuple[Face, ...]) -> Run:
    for face in faces:
        if character in face.letters:
            return Run(character, face)
    if unicodedata.category(character) == "Zs":
        return Run(" ", faces[0])
    return Run(_name(character), faces[0], named=True)


def _name(characters: str) -> str:
    names = (unicodedata.name(letter, "").lower() or f"U+{ord(letter):04X}" for letter in characters)
    return f"[{', '.join(names)}]"

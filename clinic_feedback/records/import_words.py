"""Ids, codes and times in a line of an import: texts as texts, and moments that say where they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from forms.faults import Fault, FaultKind, child, unknown, wrong_type
from forms.free_text import first_sign, tidy

Names = TypeVar("Names", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class WordKind:
    """What a word may be: its most characters, what it has to match, and how that is said."""

    longest: int
    pattern: re.Pattern[str]
    in_words: str


_ONE_LINE = re.compile(r"[^\t\n\x0b\x0c\r\x85\u2028\u2029]*")
REFERENCE = WordKind(200, _ONE_LINE, "a text on one line")
CODE = WordKind(64, _ONE_LINE, "a text on one line")
CODE_IN_ADDRESSES = WordKind(64, re.compile(r"\w[\w .-]*"), "letters, digits, blanks and . _ -")

_A_TIME = "a time with its offset, such as 2026-03-02T10:00:00+01:00"
_YEARS = range(1900, 2201)


@dataclass(frozen=True, slots=True)
class WordsReader:
    """Reads the words of one object. `faults`: where every fault is added."""

    path: str
    raw: Mapping[str, object]
    faults: list[Fault]

    @classmethod
    def of(cls, path: str, raw: object, faults: list[Fault]) -> WordsReader | None:
        """For an object that has to be there; None where it is not."""
        if isinstance(raw, dict):
            return cls(path, raw, faults)
        wanted = "an object with the visit's data"
        missing = raw is None
        faults.append(
            Fault(path, FaultKind.MISSING, allowed=wanted) if missing else wrong_type(path, raw, wanted)
        )
        return None

    def refuse_others(self, allowed: tuple[str, ...]) -> None:
        """No key but these."""
        self.faults.extend(
            unknown(child(self.path, key), key, allowed) for key in self.raw if key not in allowed
        )

    def word(self, key: str, kind: WordKind) -> str | None:
        """A code or an id: a text, never a number, so that 007 is not 7."""
        path = child(self.path, key)
        typed = self._text(key, "a text")
        if typed is None:
            return None
        sign, word = first_sign(typed), tidy(typed)
        if sign is not None:
            self.faults.append(Fault(path, FaultKind.TEXT_SIGN, sign.name))
        elif not word:
            self.faults.append(Fault(path, FaultKind.EMPTY, allowed="a text"))
        elif len(word) > kind.longest:
            self.faults.append(Fault(path, FaultKind.TEXT_TOO_LONG, str(len(word)), str(kind.longest)))
        elif not kind.pattern.fullmatch(word):
            found = f"a text of {len(word)} characters"
            self.faults.append(Fault(path, FaultKind.BADLY_FORMED, found, kind.in_words))
        else:
            return word
        return None

    def one_of(self, key: str, names: type[Names]) -> Names | None:
        """One of a few names."""
        typed, allowed = self.raw.get(key), names.__members__.values()
        if isinstance(typed, str) and typed in allowed:
            return names(typed)
        known = self._text(key, " or ".join(allowed))
        if known is not None:
            self.faults.append(unknown(child(self.path, key), known, allowed))
        return None

    def moment(self, key: str, *, needed: bool) -> datetime | None:
        """A moment, in UTC."""
        if self.raw.get(key) is None and not needed:
            return None
        typed = self._text(key, _A_TIME)
        if typed is None:
            return None
        try:
            moment = datetime.fromisoformat(typed)
        except ValueError:
            found = "no time"
        else:
            if moment.utcoffset() is None:
                found = "a time without offset"
            elif moment.year not in _YEARS:
                found = f"in the year {moment.year}"
            else:
                return moment.astimezone(UTC)
        self.faults.append(Fault(child(self.path, key), FaultKind.BADLY_FORMED, found, _A_TIME))
        return None

    def _text(self, key: str, allowed: str) -> str | None:
        value = self.raw.get(key)
        if isinstance(value, str):
            return value
        path = child(self.path, key)
        if value is None:
            self.faults.append(Fault(path, FaultKind.MISSING, allowed=allowed))
        else:
            self.faults.append(wrong_type(path, value, allowed))
        return None

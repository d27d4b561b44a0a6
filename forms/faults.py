"""Everything that can be wrong with an input, in one catalogue: where, what was found, what to do.

A fault never repeats what somebody typed as free text; it shows a found code only where that
could be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum

_COULD_BE_A_NAME = re.compile(r"[\w.:-]{1,40}", re.ASCII)
_MOST_NAMES_LISTED = 30
_MOST_FAULTS_TOLD = 200


class FaultKind(StrEnum):
    """What is wrong, with the sentence that says so."""

    NOT_READABLE = "cannot be read: {found}"
    UNKNOWN_NAME = "{found} is not known here; allowed: {allowed}"
    MISSING = "is missing; give {allowed}"
    WRONG_TYPE = "is {found}; give {allowed}"
    TWICE = "stands {found} times; keep one"
    NOT_OFFERED = "is not asked in the {found} form; leave it out, or use {allowed}"
    NOT_FOR_THIS_SIDE = "is not asked of the {found}; leave it out"
    CODE_TWICE = "names {found} twice; name each code once"
    NOT_ALONE = "names {found} beside another code; give {found} alone, or leave it out"
    TEXT_TOO_LONG = "has {found} characters; {allowed} are allowed, so shorten it"
    TEXT_SIGN = "holds {found}, which cannot be stored; take it out"
    INCONSISTENT = "{found}; {remedy}"
    EMPTY = "is empty; give {allowed}"
    BADLY_FORMED = "is {found}, which does not fit here; give {allowed}"
    OUT_OF_RANGE = "is {found}; give a number from {allowed}"
    UNKNOWN_PLACE = "has the place {found}, which nothing fills here; allowed: {allowed}"
    PLACES_DIFFER = "has the places {found}, in another language {allowed}; use the same ones in all"
    TOO_HARD = "reads at {found}, the limit is {allowed}; use shorter words and sentences"
    STRUCTURE_CHANGED = (
        "was published as {allowed} and is now {found}; undo the change, or make it a new version"
    )
    TEXT_CHANGED = (
        "was published as {allowed} and is now {found}; undo the change, or make it a new patch version"
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `path`: where in the input, in dots; '' for the whole of it.

    `found` and `allowed`: what is there, and what may be; `remedy`: what to do, where the kind of
    fault does not say so itself; `suggestion`: the name that was perhaps meant.
    """

    path: str
    kind: FaultKind
    found: str = ""
    allowed: str = ""
    suggestion: str = ""
    remedy: str = ""

    @property
    def message(self) -> str:
        """What was found, what is allowed, and what was perhaps meant."""
        said = self.kind.value.format(found=self.found, allowed=self.allowed, remedy=self.remedy)
        return f"{said} (did you mean {self.suggestion}?)" if self.suggestion else said

    def __str__(self) -> str:
        """One line for a person: the path, then the message."""
        return f"{self.path}: {self.message}" if self.path else self.message


class FaultyInputError(Exception):
    """An input with faults, all of them at once. `faults` is never empty."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in the order of the input, each once; of a great many, the first."""
        told = tuple(dict.fromkeys(faults))
        more = len(told) - _MOST_FAULTS_TOLD
        rest = (inconsistent("", f"there are {more} more faults", "mend these first"),) if more > 0 else ()
        self.faults = told[:_MOST_FAULTS_TOLD] + rest
        super().__init__("\n".join(str(fault) for fault in self.faults))


def child(path: str, key: str) -> str:
    """The path of a key inside a path; a key that is no plain name is shown safely, on one line."""
    name = key if _COULD_BE_A_NAME.fullmatch(key) else f"({shown(key)})"
    return f"{path}.{name}" if path else name


def in_file(name: str, faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults of one file of several, their paths with its name before them."""
    return (replace(fault, path=f"{name}: {fault.path}" if fault.path else name) for fault in faults)


def unknown(path: str, found: object, allowed: Iterable[str]) -> Fault:
    """A name that is none of those allowed; a near miss gets a suggestion."""
    names = [str(name) for name in allowed]
    near = get_close_matches(found, names, n=1) if isinstance(found, str) else []
    listed = ", ".join(names[:_MOST_NAMES_LISTED]) or "nothing"
    return Fault(path, FaultKind.UNKNOWN_NAME, shown(found), listed, near[0] if near else "")


def unknown_answer(path: str, found: str, allowed: Iterable[str]) -> Fault:
    """An answer that is no code. Only a near miss of one is repeated: the rest may be anything."""
    fault = unknown(path, found, allowed)
    return fault if fault.suggestion else replace(fault, found=_counted(found))


def inconsistent(path: str, found: str, remedy: str) -> Fault:
    """What does not fit with the rest of the input, and what to do about it."""
    return Fault(path, FaultKind.INCONSISTENT, found, remedy=remedy)


def not_readable(path: str, why: str) -> Fault:
    """What cannot be read at all."""
    return Fault(path, FaultKind.NOT_READABLE, why)


def wrong_type(path: str, found: object, allowed: str) -> Fault:
    """A value of another type than the one asked for, in JSON's words."""
    return Fault(path, FaultKind.WRONG_TYPE, type_in_words(found), allowed)


def shown(found: object) -> str:
    """A found value in quotes where it could be a code; else what it is, never its words."""
    if isinstance(found, str):
        if _COULD_BE_A_NAME.fullmatch(found):
            return f"'{found}'"
        return _counted(found)
    return type_in_words(found)


def _counted(text: str) -> str:
    if not text:
        return "an empty text"
    return "a text of 1 character" if len(text) == 1 else f"a text of {len(text)} characters"


def type_in_words(value: object) -> str:
    """What a JSON or TOML value is, for people."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    words = {str: "a text", int: "a number", float: "a number", list: "a list", tuple: "a list"}
    return words.get(type(value), "an object" if isinstance(value, dict) else "something else")

"""A language's texts held against what the questionnaire needs: none missing, none too many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from string import Formatter

from forms.faults import Fault, FaultKind, child, inconsistent, unknown
from forms.loading.file_shapes import LanguageFile
from forms.loading.text_slots import Slot, TextPath

Words = Mapping[TextPath, str]
"""Every text of a language by its path."""

_FORMATTER = Formatter()


def words_of(file: LanguageFile) -> Words:
    """The texts of a language's file, each by its path."""
    return _words(file.model_dump(exclude_none=True), ())


def _words(table: Mapping[str, object], path: TextPath) -> dict[TextPath, str]:
    words: dict[TextPath, str] = {}
    for key, value in table.items():
        if isinstance(value, str):
            words[*path, key] = value
        elif isinstance(value, Mapping):
            # An empty table says nothing, and may still be one too many.
            words |= _words(value, (*path, key)) or ({(*path, key): ""} if path else {})
    return words


def missing_faults(words: Words, slots: Mapping[TextPath, Slot]) -> Iterator[Fault]:
    """What is needed and not there; a table that is missing as a whole is one fault."""
    needed = [path for path, slot in slots.items() if slot.required]
    for path in _shortest(needed, _with_prefixes(words)):
        below = dict.fromkeys(slot[len(path)] for slot in needed if slot[: len(path)] == path != slot)
        wanted = f"its texts: {', '.join(below)}" if below else "a text in this language"
        yield Fault(dotted(path), FaultKind.MISSING, allowed=wanted)


def superfluous_faults(words: Words, slots: Mapping[TextPath, Slot]) -> Iterator[Fault]:
    """What nothing asks for; a near miss gets a suggestion."""
    known = _with_prefixes(slots)
    for path in _shortest(words, known):
        beside = [one[-1] for one in known if one[:-1] == path[:-1]]
        yield unknown(dotted(path), path[-1], beside)


def place_faults(words: Words, slots: Mapping[TextPath, Slot]) -> Iterator[Fault]:
    """Places that nothing fills, and filled places that are not there."""
    for path, slot in slots.items():
        try:
            found = places_in(words.get(path, ""))
        except ValueError:
            remedy = "each place as its name in curly brackets, and no other curly bracket"
            yield Fault(dotted(path), FaultKind.BADLY_FORMED, "a text with stray brackets", remedy)
            continue
        for name in found:
            if name not in slot.places:
                # As a name it would be taken for a missing text; a place it is.
                fault = unknown(dotted(path), name, sorted(slot.places))
                yield replace(fault, kind=FaultKind.UNKNOWN_PLACE)
        lacking = [name for name in sorted(slot.places) if slot.each and name not in found]
        if lacking and path in words:
            named = " and ".join(f"{{{name}}}" for name in lacking)
            yield inconsistent(dotted(path), f"lacks {named}", "put it where it is filled")


def differing_faults(words: Words, others: Words, slots: Iterable[TextPath]) -> Iterator[Fault]:
    """Texts that have other places than in another language."""
    for path in slots:
        if path in words and path in others:
            try:
                here, there = places_in(words[path]), places_in(others[path])
            except ValueError:
                continue
            if set(here) != set(there):
                listed = [
                    ", ".join(child("", name) for name in sorted(set(names))) or "none"
                    for names in (here, there)
                ]
                yield Fault(dotted(path), FaultKind.PLACES_DIFFER, *listed)


def places_in(text: str) -> tuple[str, ...]:
    """The names in curly brackets, in order. Raises ValueError where the brackets make no places."""
    places = []
    for _, name, form, conversion in _FORMATTER.parse(text):
        if form or conversion or name == "":
            message = f"not a place: {name}"
            raise ValueError(message)
        if name is not None:
            places.append(name)
    return tuple(places)


def dotted(path: TextPath) -> str:
    """A path as people read it."""
    joined = ""
    for key in path:
        joined = child(joined, key)
    return joined


def _with_prefixes(paths: Iterable[TextPath]) -> Collection[TextPath]:
    return dict.fromkeys(path[:length] for path in paths for length in range(1, len(path) + 1))


def _shortest(paths: Iterable[TextPath], known: Collection[TextPath]) -> Iterable[TextPath]:
    """Of each path that is not known, the shortest part that is not."""
    lengths = ((path, range(1, len(path) + 1)) for path in paths if path not in known)
    return dict.fromkeys(
        next(path[:length] for length in of if path[:length] not in known) for path, of in lengths
    )

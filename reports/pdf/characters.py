"""What characters are, apart from any font: seen or not, ordered or not, fit for a file's properties."""

from __future__ import annotations

import unicodedata

import regex

# The library also says R of what has no direction of its own: not assigned, private, half a character.
_RIGHT_TO_LEFT = r"(?![\p{Cn}\p{Co}\p{Cs}])[\p{bc=R}\p{bc=AL}\p{bc=AN}]"
_ORDERED_OTHERWISE = regex.compile(_RIGHT_TO_LEFT)
# Marks need a base and shaping; controls and private use have no looks.
_NOT_ALONE = regex.compile(rf"[\p{{M}}\p{{Cc}}\p{{Cs}}\p{{Co}}\p{{Zl}}\p{{Zp}}\p{{DI}}]|{_RIGHT_TO_LEFT}")
_LINE_END = regex.compile(r"\r\n?|[\u2028\u2029]")
# Joiners, variation selectors, bidi controls, soft hyphens: never seen themselves. Dropped, an emoji
# joined from several stands as its parts (UTS #51, 2.2), and an override turns nothing around.
_NEVER_SEEN = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_NOT_IN_PROPERTIES = regex.compile(r"[\p{Cc}\p{Cs}\uFFFE\uFFFF]")


def cleaned(text: str) -> str:
    """Return text in NFC, with one kind of line end, without what is never seen."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _NEVER_SEEN.sub("", _LINE_END.sub("\n", text)))


def on_one_line(text: str) -> str:
    """Return cleaned text with a space for each line end and tab."""
    return cleaned(text).replace("\n", " ").replace("\t", " ")


def for_properties(text: str) -> str:
    """Return text for titles, bookmarks and alternatives: every letter itself, U+FFFD for controls."""
    return _NOT_IN_PROPERTIES.sub("\ufffd", on_one_line(text))


def has_right_to_left(text: str) -> bool:
    """Say whether cleaned text has a letter or digit of a script written right to left."""
    return not text.isascii() and _ORDERED_OTHERWISE.search(text) is not None


def standing_alone(text: str) -> str:
    """Return the characters that have looks of their own, which no order and no neighbour changes."""
    return _NOT_ALONE.sub("", text)

"""What characters are, apart from any font: seen or not, ordered or not, fit for a file's properties."""

from __future__ import annotations

import unicodedata

import regex

# The library also says R of what has no direction of its own: not assigned, private, half a character.
_RIGHT_TO_LEFT = r"(?![\p{Cn}\p{Co}\p{Cs}])[\p{bc=R}\p{bc=AL}\p{bc=AN}]"
_TURNED = regex.compile(r"(?![\p{Cn}\p{Co}\p{Cs}])[\p{bc=R}\p{bc=AL}]")
_WITH_DIRECTION = regex.compile(rf"{_TURNED.pattern}|\p{{bc=L}}")
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


def is_right_to_left(text: str) -> bool:
    """Say whether cleaned text is written from right to left: it begins so, or is so for the most part.

    A foreign word inside a line does not make it so; the letters of that are named.
    """
    if text.isascii():
        return False
    strong = _WITH_DIRECTION.findall(text)
    turned = [_TURNED.match(letter) is not None for letter in strong]
    return bool(turned) and (turned[0] or 2 * sum(turned) > len(turned))


def standing_alone(text: str) -> str:
    """Return the characters that have looks of their own, which no order and no neighbour changes."""
    return _NOT_ALONE.sub("", text)

"""Colours, written as #0a5c8f: mixed, and how well one can be told from another.

Formulas: WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
"""

from __future__ import annotations

BLACK, WHITE = "#000000", "#ffffff"

_CHANNELS = (1, 3, 5)
_STEPS = 100


def luminance(colour: str) -> float:
    """How bright a colour is, from 0 for black to 1 for white."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (none) to 21, whichever is the brighter."""
    darker, brighter = sorted((luminance(one), luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """So much of a colour, from 0 to 1, the rest of another one."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def readable(colour: str, ground: str, *, towards: str, ratio: float) -> str:
    """The colour, moved towards another until it has a contrast to the ground.

    The other colour itself where nothing before it has the contrast.
    """
    moved = (mixed(colour, towards, 1 - step / _STEPS) for step in range(_STEPS + 1))
    return next((one for one in moved if contrast(one, ground) >= ratio), towards)


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in _CHANNELS]


def _linear(value: float) -> float:
    """One channel as light, from its value on the sRGB scale; WCAG's own threshold."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the formula's

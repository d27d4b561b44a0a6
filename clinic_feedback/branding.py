"""A clinic's own name, logo and colours, from its settings: a style sheet whose contrasts were computed.

Contrast as WCAG 2.2 defines it: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clinic_feedback.colours import BLACK, WHITE, contrast, mixed, readable
from clinic_feedback.languages import words
from clinic_feedback.settings import Settings
from forms.faults import Fault, FaultyInputError, inconsistent

NEEDED = 4.5
"""The least contrast of words, to 1 (WCAG 2.2, criterion 1.4.3)."""

_DARK_PAGE = "#17181a"
_CLEAR_ON_DARK = 7.0
_SHEET = "brand.css"


@dataclass(frozen=True, slots=True)
class Branding:
    """What a clinic's pages look like. `logo`, `stylesheet`: names among `files`; '' where there is none."""

    name: str
    logo: str = ""
    stylesheet: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


def branding(settings: Settings) -> Branding:
    """The look that settings ask for. Raises FaultyInputError for colours that cannot be read."""
    faults = list(_faults(settings))
    if faults:
        raise FaultyInputError(faults)
    files: dict[str, bytes] = {}
    if settings.logo:
        files[f"logo{settings.logo.suffix.lower()}"] = settings.logo.read_bytes()
    logo = next(iter(files), "")
    if settings.accent or settings.accent_dark:
        files[_SHEET] = stylesheet(settings.accent, settings.accent_dark).encode()
    return Branding(settings.organisation, logo, _SHEET if _SHEET in files else "", files)


def colour_refusal(colour: str, language: str, *, dark: bool = False) -> str:
    """Why a colour is refused, in a reader's language; '' where it is not.

    Words stand on it, and it stands for words. `dark`: it is meant for pages on dark screens.
    """
    ratio = min(contrast(colour, _DARK_PAGE), contrast(colour, BLACK)) if dark else contrast(colour, WHITE)
    if ratio >= NEEDED:
        return ""
    said = words(language)["admin"]
    # Rounded down: a ratio that fails must not look as if it passed.
    told = f"{int(ratio * 10) / 10:.1f}"
    return said["colour_refused_dark" if dark else "colour_refused"].format(ratio=told, needed=NEEDED)


def stylesheet(accent: str | None, accent_dark: str | None) -> str:
    """A style sheet that puts a clinic's colours in the place of the design system's.

    Without a colour for dark screens it is made from the other: as much lighter as it must be.
    """
    parts = []
    if accent:
        parts.append(f":root,[data-color-scheme=auto]{{{_declared(_light(accent))}}}")
        accent_dark = accent_dark or readable(accent, _DARK_PAGE, towards=WHITE, ratio=_CLEAR_ON_DARK)
    if accent_dark:
        dark = f"[data-color-scheme=auto]{{{_declared(_dark(accent_dark))}}}"
        parts.append(f"@media (prefers-color-scheme:dark){{{dark}}}")
    return "\n".join(parts)


def _faults(settings: Settings) -> Iterator[Fault]:
    colours = (("accent", settings.accent, False), ("accent_dark", settings.accent_dark, True))
    for name, colour, dark in colours:
        if colour and (refusal := colour_refusal(colour, settings.default_language, dark=dark)):
            found, _, remedy = refusal.partition("; ")
            yield inconsistent(name, found, remedy)


def _light(accent: str) -> Mapping[str, str]:
    hover = mixed(accent, WHITE, 0.20)
    return {
        "background-tinted": mixed(accent, WHITE, 0.06),
        "surface-tinted": mixed(accent, WHITE, 0.12),
        "surface-hover": hover,
        "surface-active": mixed(accent, WHITE, 0.28),
        "border-subtle": mixed(accent, WHITE, 0.40),
        "border-default": accent,
        "border-strong": accent,
        "text-subtle": readable(accent, hover, towards=BLACK, ratio=NEEDED),
        "text-default": readable(accent, hover, towards=BLACK, ratio=_CLEAR_ON_DARK),
        "base-default": accent,
        "base-hover": mixed(accent, BLACK, 0.82),
        "base-active": mixed(accent, BLACK, 0.66),
        "base-contrast-subtle": mixed(accent, WHITE, 0.12),
        "base-contrast-default": WHITE,
    }


def _dark(accent: str) -> Mapping[str, str]:
    hover = mixed(accent, _DARK_PAGE, 0.22)
    return {
        "background-default": mixed(accent, _DARK_PAGE, 0.04),
        "background-tinted": mixed(accent, _DARK_PAGE, 0.08),
        "surface-default": mixed(accent, _DARK_PAGE, 0.12),
        "surface-tinted": mixed(accent, _DARK_PAGE, 0.16),
        "surface-hover": hover,
        "surface-active": mixed(accent, _DARK_PAGE, 0.28),
        "border-subtle": mixed(accent, _DARK_PAGE, 0.40),
        "border-default": accent,
        "border-strong": accent,
        "text-subtle": readable(accent, hover, towards=WHITE, ratio=NEEDED),
        "text-default": readable(accent, hover, towards=WHITE, ratio=_CLEAR_ON_DARK),
        "base-default": accent,
        "base-hover": mixed(accent, WHITE, 0.82),
        "base-active": mixed(accent, WHITE, 0.66),
        "base-contrast-subtle": mixed(accent, BLACK, 0.12),
        "base-contrast-default": BLACK,
    }


def _declared(colours: Mapping[str, str]) -> str:
    return ";".join(f"--ds-color-accent-{name}:{colour}" for name, colour in colours.items())

"""Where a response was filled in."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """Where a response was filled in."""

    TABLET = "tablet"
    PHONE = "phone"
    BROWSER = "browser"
    PAPER = "paper"
    IMPORT = "import"

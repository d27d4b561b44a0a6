"""The report's style sheet: served at an address of its own, or inside a page that is kept as a file."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources


@cache
def report_css() -> str:
    """The rules that every report page is drawn by, light and dark, on screen and paper."""
    return resources.files("reports.html").joinpath("report.css").read_text(encoding="utf-8")


@cache
def file_policy() -> str:
    """The content security policy of a page that carries `report_css` inside: that, and nothing else, loads.

    It names the style sheet by its hash, so that no other inline style gets through.
    """
    digest = hashlib.sha256(report_css().encode()).digest()
    source = base64.b64encode(digest).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{source}'; base-uri 'none'; form-action 'none'"

"""QR codes as pictures in a page: inline SVG, so that nothing has to be loaded for them."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr_svg(address: str, title: str = "") -> Markup:
    """The QR code of an address of ours, dark on light whatever the page's colours are.

    `title`: what a screen reader says; '' where the address stands beside it as text.
    """
    code = segno.make(address, micro=False, error="m")
    drawn = code.svg_inline(scale=1, border=4, light="#fff", omitsize=True, title=title or None)
    return Markup(drawn)  # noqa: S704 - made by a library from an address of ours

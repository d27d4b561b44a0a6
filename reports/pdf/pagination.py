"""Strips onto pages: what belongs together stays together, and nothing is ever cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.pdf.strips import Strip, height_of

# Heights that fill a page to the last point add up to a little more.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip and the distance of its top from the top of the page's column, in points."""

    strip: Strip
    top: float


Page = list[Placed]


def paginated(strips: Sequence[Strip], height: float) -> list[Page]:
    """Return pages of `height` points; what is higher than a page is broken after all."""
    pages: list[Page] = [[]]
    for group in _groups(strips):
        wanted = height_of(group)
        if wanted > height:
            for strip in group:
                _place([strip], strip.height, pages, height)
        else:
            _place(group, wanted, pages, height)
    return pages


def _groups(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group


def _place(group: Sequence[Strip], wanted: float, pages: list[Page], height: float) -> None:
    top = _next_top(pages[-1], group[0])
    if pages[-1] and top + wanted > height + _ROUNDING:
        pages.append([])
        if group[0].again is not None:
            pages[-1].append(Placed(group[0].again, 0.0))
    for strip in group:
        pages[-1].append(Placed(strip, _next_top(pages[-1], strip)))


def _next_top(page: Page, strip: Strip) -> float:
    if not page:
        return 0.0
    last = page[-1]
    return last.top + last.strip.height + last.strip.below + strip.above

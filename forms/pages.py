"""The screens of a form in order: what each one asks, where it leads, and how far along it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from forms.model import AnswerKind, Form, LinkId, Sharing, Side
from forms.questionnaire import Questionnaire


class PageKind(StrEnum):
    """What a screen is for."""

    INTRO = "intro"
    SHARING = "sharing"
    QUESTIONS = "questions"
    OVERVIEW = "overview"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Page:
    """One screen. `number` counts from 1 to `total`; `items` are its questions, in order.

    `name` stays the same whatever the patient shares: addresses and old tabs can rely on it.
    `previous` and `next` are names; None where there is no such way: the overview is sent, and
    from the thanks nothing leads back. The overview's items are all those of the pages before it.
    """

    kind: PageKind
    name: str
    number: int
    total: int
    items: tuple[LinkId, ...] = ()
    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class _Screen:
    kind: PageKind
    name: str
    items: tuple[LinkId, ...] = ()


@lru_cache(maxsize=256)
def pages(questionnaire: Questionnaire, form: Form, side: Side, sharing: Sharing | None) -> tuple[Page, ...]:
    """The screens that a side of a form goes through.

    `sharing`: what the patient chose, None before that. The clinician's screens never depend on it.
    """
    return _linked(tuple(_screens(questionnaire, form, side, sharing)))


def page_named(among: tuple[Page, ...], name: str) -> Page | None:
    """The page of that name; None where it is not shown (any more)."""
    return next((page for page in among if page.name == name), None)


def page_asking(among: tuple[Page, ...], link_id: LinkId) -> Page | None:
    """The page that asks an item, for a way back from the overview; None where none does."""
    return next((page for page in among if link_id in page.items), None)


def _screens(
    questionnaire: Questionnaire, form: Form, side: Side, sharing: Sharing | None
) -> Iterator[_Screen]:
    questions = tuple(_questions(questionnaire, form, side, sharing))
    asked = tuple(link_id for screen in questions for link_id in screen.items)
    if side is Side.PATIENT:
        yield _Screen(PageKind.INTRO, PageKind.INTRO.value)
        yield _Screen(PageKind.SHARING, PageKind.SHARING.value)
    yield from questions
    yield _Screen(PageKind.OVERVIEW, PageKind.OVERVIEW.value, asked)
    if side is Side.PATIENT:
        yield _Screen(PageKind.THANKS, PageKind.THANKS.value)


def _questions(
    questionnaire: Questionnaire, form: Form, side: Side, sharing: Sharing | None
) -> Iterator[_Screen]:
    # Nobody would read the text of a patient who shares totals alone.
    wordless = side is Side.PATIENT and sharing is Sharing.TOTALS_ONLY
    asked = {
        item.link_id
        for item in questionnaire.offered(form, side)
        if not (wordless and item.answer_kind is AnswerKind.TEXT)
    }
    screens = (screen for screen in questionnaire.screens if screen.form is form)
    for place, screen in enumerate(screens, start=1):
        items = tuple(link_id for link_id in screen.items if link_id in asked)
        if items:
            # Its place in the pack, not among those shown: the name outlives a change of sharing.
            yield _Screen(PageKind.QUESTIONS, f"{PageKind.QUESTIONS}-{place}", items)


def _linked(screens: tuple[_Screen, ...]) -> tuple[Page, ...]:
    names = (None, *(screen.name for screen in screens), None)
    return tuple(
        Page(
            screen.kind,
            screen.name,
            number,
            len(screens),
            screen.items,
            previous=None if screen.kind is PageKind.THANKS else names[number - 1],
            next=None if screen.kind is PageKind.OVERVIEW else names[number + 1],
        )
        for number, screen in enumerate(screens, start=1)
    )

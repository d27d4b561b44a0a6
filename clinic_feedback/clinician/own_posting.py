"""What the clinician's browser posted, read: one page of the own form, and the button that was pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from clinic_feedback.clinician.own_screen import form_of, language_of, pages_of
from clinic_feedback.records.own_forms import OwnForm
from forms.builder import PageForm
from forms.model import LinkId
from forms.pages import Page, page_named
from forms.responses import Answer

BEGUN = "begun"
"""The hidden field of a page that was shown with earlier answers kept: so their end can be told."""


class Button(StrEnum):
    """What was pressed. `change`: a line of the overview, whose page is its value."""

    SEND = "send"
    NEXT = "next"
    BACK = "back"
    CLEAR = "clear"
    CHANGE = "change"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class PostedPage:
    """A page as it was posted. `answers`: the accepted ones, None where one was left open.

    `faulty`: something on it cannot be accepted; `chosen`: the language that was pressed; `target`: the
    page that the button leads to.
    """

    button: Button
    form: PageForm
    language: str
    answers: Mapping[LinkId, Answer | None]
    faulty: bool
    chosen: str | None
    target: str
    begun: bool


def posted_page(own: OwnForm, page: Page, wanted: str, posted: MultiDict[str, str]) -> PostedPage:
    """Read a posted page. `wanted`: the reader's language, where none was chosen in the form."""
    button = next((button for button in Button if button in posted), Button.NEXT)
    chosen = posted.get(Button.LANGUAGE)
    chosen = chosen if chosen in own.pack.questionnaire.languages else None
    language = chosen or language_of(own, wanted)
    form = form_of(own, page, language).posted(posted)
    if button is Button.CLEAR:
        form.clear(posted[Button.CLEAR])
    faulty = {field.name for field in form if field.process_errors}
    return PostedPage(
        button,
        form,
        language,
        {link_id: form[link_id].answer for link_id in page.items if link_id not in faulty},
        bool(faulty),
        chosen,
        _target(own, page, button, posted),
        BEGUN in posted,
    )


def _target(own: OwnForm, page: Page, button: Button, posted: MultiDict[str, str]) -> str:
    if button is Button.NEXT:
        return page.next or page.name
    if button is Button.BACK:
        return page.previous or page.name
    if button is Button.CHANGE and page_named(pages_of(own), posted[Button.CHANGE]):
        return posted[Button.CHANGE]
    return page.name

"""What the patient's browser posted, read: the answers of one page, and the button that was pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from clinic_feedback.patient.screen import form_of
from clinic_feedback.records.drafts import Notice, PageTurned, Pending, TextSize
from clinic_feedback.records.patient_forms import PatientForm
from forms.builder import LANGUAGE, SHARING, PageForm
from forms.model import LinkId, Sharing
from forms.pages import Page
from forms.responses import Answer


class Button(StrEnum):
    """What the patient pressed. `next` where nothing says otherwise: it is what Enter does."""

    NEXT = "next"
    SKIP = "skip"
    BACK = "back"
    CLEAR = "clear"
    STOP = "stop"
    SEND = "send"
    FINISH = "finish"
    LANGUAGE = LANGUAGE
    TEXT_SIZE = "text_size"


_MOVES = (Button.SEND, Button.NEXT, Button.SKIP, Button.BACK, Button.STOP, Button.FINISH)
_BESIDE = (Button.CLEAR, Button.TEXT_SIZE, Button.LANGUAGE)
"""Buttons that stay on the page; a language that comes with a move is a field, and no button."""

_STAY = {Button.NEXT, Button.SEND}
"""Buttons that do not leave a page with something wrong on it."""


@dataclass(frozen=True, slots=True)
class PostedPage:
    """A page as it was posted. `turned`: what of it is kept; `stays`: it has to be shown again.

    `fields`: every value of each of its fields.
    """

    button: Button
    form: PageForm
    fields: Mapping[str, tuple[str, ...]]
    turned: PageTurned
    stays: bool


def pressed(posted: MultiDict[str, str]) -> Button:
    """The button that was pressed."""
    return next((button for button in (*_MOVES, *_BESIDE) if button in posted), Button.NEXT)


def posted_page(
    patient_form: PatientForm, page: Page, language: str, posted: MultiDict[str, str], notice: Notice | None
) -> PostedPage:
    """Read a posted page of a form. `notice`: why it has to be shown again, whatever was pressed."""
    button = pressed(posted)
    form = form_of(patient_form, page, language).posted(posted)
    if button is Button.CLEAR and form.clear(posted["clear"]):
        posted = MultiDict(posted)
        posted.poplist(posted["clear"])
        notice = notice or Notice.CLEARED
    faulty = {field.name for field in form if field.process_errors}
    # Whoever only wants larger letters is not told off for a question that is still open.
    complains = bool(faulty if button in _STAY else faulty & set(posted) if button in _BESIDE else ())
    stays = complains or notice is not None or button in _BESIDE
    fields = _fields(form, posted)
    shown_again = dict.fromkeys(faulty, ()) | fields if complains else {}
    turned = PageTurned(
        answers=_answers(form, page, faulty, left_out=button is Button.SKIP),
        sharing=_sharing(form, faulty),
        language=_language(patient_form, posted),
        text_size=_text_size(posted),
        pending=Pending(page.name, shown_again, notice) if stays else None,
    )
    return PostedPage(button, form, fields, turned, stays)


def _answers(form: PageForm, page: Page, faulty: set[str], *, left_out: bool) -> dict[LinkId, Answer | None]:
    """The accepted answers of a page; a faulty one changes nothing of what was answered before.

    `left_out`: whoever skips leaves out what is open, and loses nothing of what was answered or written.
    """
    answers = {link_id: form[link_id].answer for link_id in page.items if link_id not in faulty}
    return {link_id: one for link_id, one in answers.items() if one is not None or not left_out}


def _sharing(form: PageForm, faulty: set[str]) -> Sharing | None:
    if SHARING not in form or SHARING in faulty:
        return None
    return Sharing(str(form[SHARING].answer))


def _language(patient_form: PatientForm, posted: MultiDict[str, str]) -> str | None:
    wanted = posted.getlist(LANGUAGE)
    spoken = patient_form.pack.questionnaire.languages
    return next((language for language in reversed(wanted) if language in spoken), None)


def _text_size(posted: MultiDict[str, str]) -> TextSize | None:
    wanted = posted.get(Button.TEXT_SIZE)
    return TextSize(wanted) if wanted in set(TextSize) else None


def _fields(form: PageForm, posted: MultiDict[str, str]) -> dict[str, tuple[str, ...]]:
    """The page's fields as posted, to be shown again with what is wrong with them."""
    return {field.name: tuple(posted.getlist(field.name)) for field in form if field.name in posted}

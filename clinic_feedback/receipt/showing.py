"""The receipt's pages as responses: a template each, with plain values."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for

from clinic_feedback import cookies, csrf
from clinic_feedback.codes import CodeFault, Receipt, grouped
from clinic_feedback.cookies import Cookie
from clinic_feedback.current import records, settings
from clinic_feedback.languages import spoken_languages, wanted_language, words
from clinic_feedback.receipt.looking_up import TooMany
from clinic_feedback.receipt.wishes import Wish
from clinic_feedback.records.receipts import OwnAnswers, Receipted, own_answers
from forms.model import Item, Side
from forms.pages import PageKind, pages
from forms.responses import Answer
from forms.texts import Texts

Reply = str | tuple[str, int]

_TOO_MANY = 429
_LONGEST_SHOWN = 64
"""How much of what was typed is shown again: as much as its field takes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A question and its answer, a part an option or a line of a text; () where it was left open."""

    label: str
    shown: tuple[str, ...]


def code_page(fault: CodeFault | None = None) -> str:
    """The page for a code, with what is wrong with the one that was typed."""
    said = words(_language())["code"]
    return _code_page(said[fault.kind].format(n=fault.n, typed=fault.typed) if fault else "")


def wrong_page() -> str:
    """A sound code that leads nowhere."""
    return _code_page(words(_language())["receipt"]["wrong"])


def kept_page() -> str:
    """A page that was open for too long: the code is still there."""
    return _code_page("", kept=True)


def wait_page(too_many: TooMany) -> Reply:
    """Too many wrong codes: when it goes on."""
    return render_template("receipt/wait.html", **_frame(), minutes=too_many.minutes), _TOO_MANY


def choices_page(code: Receipt, found: Receipted, done: Wish | None = None) -> str:
    """What can be done by a receipt. `done`: what was just done."""
    return render_template("receipt/choices.html", **_frame(), **_by(code), found=found, done=done)


def confirm_page(code: Receipt, found: Receipted, wish: Wish) -> str:
    """What a wish leads to, and whether it is meant."""
    return render_template("receipt/confirm.html", **_frame(), **_by(code), found=found, wish=wish)


def withdrawn_page(*, contact_too: bool) -> str:
    """The answers are gone."""
    return render_template("receipt/withdrawn.html", **_frame(), contact_too=contact_too)


def answers_page(code: Receipt) -> str:
    """The own answers."""
    with records().read() as tx:
        found = own_answers(tx, code)
    if found is None:
        return wrong_page()
    lines = _lines(found, _language())
    closed = found.texts_closed
    return render_template("receipt/answers.html", **_frame(), **_by(code), lines=lines, texts_closed=closed)


def _lines(found: OwnAnswers, language: str) -> tuple[Line, ...]:
    questionnaire, texts = found.pack.questionnaire, found.pack.texts
    read_in = texts.get(language) or texts.get(found.response.language or "") or next(iter(texts.values()))
    screens = pages(questionnaire, found.form, Side.PATIENT, found.response.sharing)
    asked = next(screen.items for screen in screens if screen.kind is PageKind.OVERVIEW)
    return tuple(
        Line(read_in.label(link_id), _shown(read_in, item, found.response.answers.get(link_id)))
        for link_id, item in questionnaire.by_link_id.items()
        if link_id in asked
    )


def _shown(texts: Texts, item: Item, answer: Answer | None) -> tuple[str, ...]:
    words_of_answer = texts.answer_words(item, answer, Side.PATIENT) if answer is not None else []
    return tuple(line for part in words_of_answer for line in part.split("\n"))


def _code_page(fault: str, *, kept: bool = False) -> str:
    typed = request.form.get("code", "")[:_LONGEST_SHOWN]
    names = {language: words(language)["patient"]["language_name"] for language in spoken_languages()}
    return render_template(
        "receipt/code.html", **_frame(), typed=typed, fault=fault, kept=kept, languages=names
    )


def _language() -> str:
    """The language that was chosen on this page, else what the browser asks for."""
    chosen = request.values.get("language", "")
    return chosen if chosen in spoken_languages() else wanted_language()


def _by(code: Receipt) -> dict[str, str]:
    return {"code": grouped(code)}


def _frame() -> dict[str, object]:
    """What every page needs. The idle time is a clinic's tablet's, whose cookie is enough to know it by."""
    language = _language()
    said = words(language)
    return {
        "language": language,
        "said": said["patient"],
        "receipt": said["receipt"],
        "summary_title": said["code"]["summary_title"],
        "clinic_name": settings().organisation,
        "csrf_token": csrf.token_for(csrf.door_secret()),
        "forgets": True,
        "idle": settings() if cookies.read(Cookie.TABLET) else None,
        "idle_address": url_for("receipt.left"),
    }

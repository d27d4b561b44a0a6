"""Pages as the wings put them together, for looking at: a real questionnaire in the layouts and macros.

Served under the program's own policy, with nothing behind them. An address is /LANGUAGE/PAGE, where PAGE is a
template of `gallery/`, or FORM-NAME for a page of the patient's form; `?` with `state` (empty, filled, faulty,
cleared), `size`, `idle` for seconds, `dir` for the other reading direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.datastructures import MultiDict

from clinic_feedback.branding import branding
from clinic_feedback.headers import protect
from clinic_feedback.languages import words
from clinic_feedback.qr_codes import qr_svg
from clinic_feedback.settings import Settings
from clinic_feedback.static_files import serve
from forms.builder import PageForm, form_class
from forms.catalogue import built_in
from forms.fields import CodesField
from forms.model import Form, Side
from forms.pages import Page, pages

HERE = Path(__file__).parent
TEMPLATES = (HERE.parents[1] / "clinic_feedback" / "templates", HERE / "gallery")
CLINIC = "Rehabilitation clinic North"
PACK = built_in().get("reassurance", "1.0")
STATES = ("empty", "filled", "faulty", "cleared")


@dataclass(frozen=True)
class Place:
    """A way to another page, as the staff's header shows it."""

    address: str
    label: str
    current: bool = False


@dataclass(frozen=True)
class Idle:
    """How long a page waits, in seconds."""

    idle_after: int
    idle_grace: int


@dataclass(frozen=True)
class Line:
    """A line of the overview."""

    label: str
    shown: tuple[str, ...]


def gallery(settings: Settings) -> Flask:
    """The application, with the look that settings ask for."""
    app = Flask("gallery", static_folder=None)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder) for folder in TEMPLATES])
    serve(app, branding(settings))
    app.after_request(protect)
    app.add_url_rule("/", "left", lambda: "<!doctype html><title>left</title>left", methods=["GET", "POST"])
    app.add_url_rule("/<language>/<name>", "page", _page, methods=["GET", "POST"])
    return app


def all_pages(language: str) -> list[str]:
    """The addresses of every page in a language, with every state that it can be in."""
    asked = [(f"{form}-{page.name}", form, page) for form in Form for page in _pages(form)]
    found = [f"/{language}/{name}" for name in ("intro", "overview", "thanks", "code", "today", "own_form")]
    for name, _, page in asked:
        states = STATES if page.items else ("empty", "faulty")
        found += [f"/{language}/{name}?state={state}" for state in states]
    return found


def form_pages(language: str, form: Form) -> list[str]:
    """The addresses of a form's question pages."""
    return [f"/{language}/{form}-{page.name}" for page in _pages(form)]


def _pages(form: Form) -> tuple[Page, ...]:
    return tuple(
        page
        for page in pages(PACK.questionnaire, form, Side.PATIENT, None)
        if page.kind in {"sharing", "questions"}
    )


def _page(language: str, name: str) -> str | Response:
    state = request.args.get("state", "empty")
    form_name, _, page_name = name.partition("-")
    kind = Form(form_name) if page_name else Form.FULL
    every = pages(PACK.questionnaire, kind, Side.PATIENT, None)
    wanted = {"intro": "intro", "overview": "overview", "thanks": "thanks"}.get(
        name, page_name or "questions-1"
    )
    page = next(page for page in every if page.name == wanted)
    side = Side.CLINICIAN if name == "own_form" else Side.PATIENT
    html = render_template(
        f"{'questions' if page_name else name}.html",
        **_frame(language, name),
        page=page,
        form=_form(page, language, side, state),
        lines=_lines(language),
        cleared=state == "cleared",
        texts=PACK.texts[language],
    )
    return html.replace('dir="ltr"', 'dir="rtl"', 1) if "dir" in request.args else html


def _frame(language: str, name: str) -> dict[str, object]:
    said = words(language)
    seconds = request.args.get("idle")
    staff = name in {"today", "own_form"}
    return {
        "language": language,
        "said": said["staff" if staff else "patient"],
        "patient_said": said["patient"],
        "clinic_name": CLINIC,
        "text_size": request.args.get("size", "normal"),
        "idle": Idle(int(seconds), int(seconds)) if seconds else None,
        "idle_address": "/",
        "csrf_token": "token",
        "qr": qr_svg("https://feedback.example/receipt"),
        "navigation": [
            Place("#today", said["staff"]["today_title"], current=True),
            Place("#v", said["staff"]["visits"]),
        ],
        "person": "Kari Nordmann",
        "sign_out": "/",
        "home": "/",
    }


def _form(page: Page, language: str, side: Side, state: str) -> PageForm:
    built = form_class(PACK.questionnaire, PACK.texts[language], side, page)
    blank = built.showing({})
    if state == "empty":
        return blank
    if state == "faulty":
        return built.posted(MultiDict(_too_much(blank)))
    form = built.posted(MultiDict(_one_each(blank)))
    if state == "cleared":
        form.clear(next(iter(page.items)))
    return form


def _one_each(form: PageForm) -> list[tuple[str, str]]:
    return [(f.name, f.iter_choices()[1].value if isinstance(f, CodesField) else "It helped.") for f in form]


def _too_much(form: PageForm) -> list[tuple[str, str]]:
    posted: list[tuple[str, str]] = []
    for field in form:
        if field.name == "sharing":
            continue
        if isinstance(field, CodesField):
            posted += [(field.name, choice.value) for choice in field.iter_choices()]
        else:
            posted.append((field.name, "too long " * 250))
    return posted


def _lines(language: str) -> list[Line]:
    texts = PACK.texts[language]
    shown = [("A little",), (), ("For the most part",), ("I understand more", "I do other things")]
    items = PACK.questionnaire.items[:8]
    return [Line(texts.label(item.link_id), shown[n % len(shown)]) for n, item in enumerate(items)]

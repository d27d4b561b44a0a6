"""The core form as a small Flask program of its own: the yardstick.

The same screens with the same questions, written as such programs are: a WTForms class a screen, a
template that goes through its fields, a draft in a row of SQLite, Flask's own session. Nothing of
what a clinic needs beyond that: one language, no sealed texts, no locks, no comparison, no way back.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from sqlite3 import Connection
from typing import Any

from flask import Flask, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response
from wtforms import Form, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import InputRequired, Length, Optional

from forms.catalogue import built_in
from forms.model import TEXT_LIMIT, AnswerKind, Item, Scale, Sharing, Side
from forms.model import Form as FormName
from forms.pages import PageKind, pages
from tests.benchmarks.yardsticks.plain_sqlite import PlainSqlite
from tests.benchmarks.yardsticks.servers import serve_bare

TABLES = """
CREATE TABLE draft (id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE response (id INTEGER PRIMARY KEY, draft TEXT UNIQUE, answers TEXT NOT NULL, receipt TEXT UNIQUE);
"""
Answers = dict[str, Any]
_PACK = built_in().get("reassurance", "1.0")
_TEXTS = _PACK.texts["en"]


def _choices(scale: Scale) -> list[SelectChoice]:
    return [SelectChoice(str(code), _TEXTS.option(scale, code, Side.PATIENT)) for code in scale.codes]


def _question(item: Item) -> object:
    label = _TEXTS.question(item.link_id, Side.PATIENT)
    if item.answer_kind is AnswerKind.TEXT:
        return TextAreaField(label, [Optional(), Length(max=TEXT_LIMIT)])
    kind = RadioField if item.answer_kind is AnswerKind.CHOICE else SelectMultipleField
    return kind(label, [Optional()], choices=_choices(item.choices))


def screens() -> dict[str, type[Form]]:
    """What each screen before 'thank you' asks, by its name, in order."""
    items = _PACK.questionnaire.by_link_id
    found = {}
    for page in pages(_PACK.questionnaire, FormName.CORE, Side.PATIENT, Sharing.CLINICIAN):
        fields: dict[str, object] = {
            str(i): _question(items[i]) for i in page.items if page.kind is PageKind.QUESTIONS
        }
        if page.kind in {PageKind.SHARING, PageKind.OVERVIEW}:
            fields["sharing"] = RadioField(
                _TEXTS.frame["sharing"], [InputRequired()], choices=_choices(_PACK.questionnaire.sharing)
            )
        found[page.name] = type(page.name, (Form,), fields)
    del found[PageKind.THANKS]
    return found


app = Flask(__name__)
app.secret_key = secrets.token_hex()
asked = screens()
names = [*asked, "thanks"]
items = {item.link_id: item for item in _PACK.questionnaire.offered(FormName.CORE, Side.PATIENT)}


def bare_form(file: str) -> Flask:
    """The application over a database."""
    app.extensions["database"] = PlainSqlite(file, TABLES)
    return app


@app.get("/p/<token>")
def begin(token: str) -> Response:
    """Begin a form."""
    session["draft"], session["csrf"] = f"{token}-{secrets.token_hex(8)}", secrets.token_hex(16)
    with _database() as connection:
        connection.execute("INSERT INTO draft VALUES (?, '{}')", [session["draft"]])
    return redirect(url_for("show", name="intro"), 303)


@app.get("/form/<name>")
def show(name: str) -> str:
    """A screen with what was answered before."""
    if name == "thanks":
        return render_template("thanks.html", receipt=session["receipt"])
    number = names.index(name) + 1
    answers = _draft()
    lines = list(_lines(answers)) if name == "overview" else []
    form = asked[name](data=answers)
    return render_template("screen.html", name=name, number=number, lines=lines, form=form)


@app.post("/form/<name>")
def take(name: str) -> Response:
    """Take what was posted, and go on."""
    if request.form.get("csrf") != session["csrf"]:
        abort(400)
    form = asked[name](request.form)
    if not form.validate():
        abort(422)
    answers = json.dumps(_draft() | form.data)
    with _database() as connection:
        if name == "overview":
            _send(connection, answers)
        else:
            connection.execute("UPDATE draft SET body = ? WHERE id = ?", [answers, session["draft"]])
    return redirect(url_for("show", name=names[names.index(name) + 1]), 303)


@app.post("/finish")
def finish() -> Response:
    """Leave nothing in the browser."""
    session.clear()
    return redirect(url_for("done"), 303)


@app.get("/done")
def done() -> str:
    """The end."""
    return render_template("done.html")


@app.context_processor
def _everywhere() -> dict[str, object]:
    return {"frame": _TEXTS.frame, "total": len(names)}


def _lines(answers: Answers) -> Iterator[tuple[str, list[str]]]:
    for link_id, item in items.items():
        answer = answers.get(link_id)
        yield _TEXTS.label(link_id), _TEXTS.answer_words(item, answer, Side.PATIENT) if answer else []


def _send(connection: Connection, answers: str) -> None:
    session["receipt"] = secrets.token_hex(6)
    row = [session["draft"], answers, session["receipt"]]
    connection.execute("INSERT INTO response VALUES (NULL, ?, ?, ?)", row)
    connection.execute("DELETE FROM draft WHERE id = ?", [session["draft"]])


def _draft() -> Answers:
    kept = _database().execute("SELECT body FROM draft WHERE id = ?", [session["draft"]]).fetchone()
    if kept is None:
        abort(404)
    found: Answers = json.loads(kept[0])
    return found


def _database() -> Connection:
    database: PlainSqlite = app.extensions["database"]
    return database.connection


if __name__ == "__main__":
    serve_bare(bare_form)

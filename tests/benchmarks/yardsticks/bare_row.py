"""A Flask view that commits one row, as wide as a response, from the form that is posted: the yardstick."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from tests.benchmarks.yardsticks.plain_sqlite import PlainSqlite
from tests.benchmarks.yardsticks.servers import serve_bare

TABLES = """
CREATE TABLE response (
    id INTEGER PRIMARY KEY, consultation TEXT, side TEXT, submission TEXT UNIQUE, content BLOB, language TEXT,
    text_hash TEXT, sharing TEXT, answers TEXT, texts BLOB, receipt BLOB UNIQUE, mode TEXT, started_at TEXT,
    sent_at TEXT, received_at TEXT
);
"""
_TEXTS = ("changed_text", "comment")
_DIGEST = 32


def bare_row(file: str) -> Flask:
    """The application."""
    app = Flask(__name__)
    database = PlainSqlite(file, TABLES)

    @app.post("/form/<public_id>/overview")
    def send(public_id: str) -> Response:
        now = datetime.now(UTC).isoformat()
        posted = request.form.to_dict(flat=False)
        texts = {name: posted.pop(name, []) for name in _TEXTS}
        row = (
            *(public_id, "patient", f"{public_id:0>64}"[-64:], public_id.encode().ljust(_DIGEST), "en"),
            *(f"{public_id:0>64}"[-64:], request.form["sharing"], json.dumps(posted)),
            *(json.dumps(texts).encode(), public_id.encode().rjust(_DIGEST), "phone", now, now, now),
        )
        with database.connection as connection:
            places = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO response VALUES (NULL, {places})", row)  # noqa: S608 - no value in it
        return redirect(f"/form/{public_id}/thanks", 303)

    return app


if __name__ == "__main__":
    serve_bare(bare_row)

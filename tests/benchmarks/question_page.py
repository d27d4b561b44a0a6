"""A question page of the patient's form, against the same template rendered from constants."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from flask import Flask, render_template, template_rendered
from jinja2 import Template
from werkzeug.test import create_environ, run_wsgi_app

from clinic_feedback.app import create_app
from clinic_feedback.branding import branding
from clinic_feedback.current import settings
from clinic_feedback.patient import views as patient
from clinic_feedback.settings_reading import load_settings
from clinic_feedback.static_files import serve
from tests.benchmarks.sending_pairs import cookies_of, waiting
from tests.benchmarks.yardsticks.servers import empty_records, folder_in_memory
from tests.benchmarks.yardsticks.timing import ROUNDS, seconds_in_turns
from tests.clinic_feedback.clinician.house import house

PAGE = "questions-5"
PAGES_A_ROUND = 50
OF_FLASK = ("g", "request", "session")


def asked(app: Flask, address: str, cookies: str = "") -> bytes:
    """The page at an address, straight from an application."""
    environ = create_environ(address, headers={"Cookie": cookies})
    chunks, status, _ = run_wsgi_app(app, environ, buffered=True)
    assert status.startswith("200"), status
    return b"".join(chunks)


def drawn(app: Flask, address: str, cookies: str) -> tuple[str, dict[str, Any]]:
    """The template of a page, and all that it is drawn from."""
    seen: list[tuple[str, dict[str, Any]]] = []

    def look(_: Flask, template: Template, context: dict[str, Any], **__: object) -> None:
        seen.append((str(template.name), {k: v for k, v in context.items() if k not in OF_FLASK}))

    with template_rendered.connected_to(look, app):
        asked(app, address, cookies)
    ((name, context),) = seen
    return name, context


def from_constants(app: Flask, name: str, context: dict[str, Any]) -> Flask:
    """A bare Flask program with one view, which draws a template of ours from what never changes."""
    bare = Flask("clinic_feedback", static_folder=None)
    with app.app_context():
        serve(bare, branding(settings()))
    bare.register_blueprint(patient.pages)  # so that the template finds the addresses in it
    bare.add_url_rule("/constants", "constants", lambda: render_template(name, **context))
    return bare


def many(ask: Callable[[], bytes]) -> Callable[[], None]:
    """So many pages that one can be timed."""

    def asks() -> None:
        for _ in range(PAGES_A_ROUND):
            ask()

    return asks


def measure() -> None:
    """Print the ratio of the medians."""
    with folder_in_memory() as folder:
        records = empty_records(folder)
        visit = next(waiting(records, house(records), 1))
        app = create_app(load_settings(None, os.environ))
        address = f"/form/{visit.public_id}/{PAGE}"
        cookies = "; ".join(f"{name}={value}" for name, value in cookies_of(visit).items())
        bare = from_constants(app, *drawn(app, address, cookies))
        length = len(asked(app, address, cookies))
        assert length == len(asked(bare, "/constants"))
        ours, plain = seconds_in_turns(
            many(lambda: asked(app, address, cookies)), many(lambda: asked(bare, "/constants"))
        )
    print(
        f"a question page of {length} bytes: {ours / PAGES_A_ROUND * 1e3:.2f} ms, "
        f"{ROUNDS * PAGES_A_ROUND} times; its template from constants: "
        f"{plain / PAGES_A_ROUND * 1e3:.2f} ms; ratio {plain / ours:.2f} (at least 0.35)"
    )


if __name__ == "__main__":
    measure()

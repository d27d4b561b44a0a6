"""What pages load: each file at an address that changes with its content, so that browsers keep it for ever.

The style sheets and scripts are built from `frontend/`, with their compressed forms beside them.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from babel import Locale, UnknownLocaleError
from flask import Flask, Response, abort, request, url_for

from clinic_feedback import current
from clinic_feedback.branding import Branding, branding
from forms.faults import FaultyInputError, inconsistent

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_COMPRESSED: Mapping[str, str] = {"br": ".br", "gzip": ".gz"}
"""The endings of a file's compressed forms by the name of the encoding, the smallest first."""

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".webp": "image/webp"}
"""Said here, since the machine's own table may say otherwise; others are asked of it."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that is served. `digest`: of its content; `compressed`: the same content by encoding."""

    content: bytes
    kind: str
    digest: str
    compressed: Mapping[str, bytes] = field(default_factory=dict)


StaticFiles = Mapping[str, StaticFile]
"""What is served, by the name that templates use."""


def register(app: Flask) -> None:
    """Serve the program's own files and those of the look that its settings ask for.

    Raises FaultyInputError where a colour cannot be read on the page, or nothing was built yet.
    """
    with app.app_context():
        serve(app, branding(current.settings()))


def serve(app: Flask, look: Branding) -> None:
    """Serve the program's own files and those of a look, and let templates name them."""
    of_look = {name: static_file(name, content) for name, content in look.files.items()}
    served: StaticFiles = {**dict(_own_files()), **of_look}
    app.add_url_rule("/static/<digest>/<name>", "static", lambda digest, name: _served(served, digest, name))
    app.jinja_env.globals.update(template_words(served, look))


def template_words(served: StaticFiles, look: Branding) -> Mapping[str, object]:
    """What every template can name: `static_url`, `brand`, `direction`."""

    @cache
    def address(under: str, name: str) -> str:  # noqa: ARG001 - what url_for puts before it
        return url_for("static", digest=served[name].digest, name=name)

    def static_url(name: str) -> str:
        return address(request.script_root, name)

    return {"static_url": static_url, "brand": look, "direction": direction}


@cache
def direction(language: str) -> str:
    """Which way a language is written: `ltr` or `rtl`."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


def static_file(name: str, content: bytes, compressed: Mapping[str, bytes] | None = None) -> StaticFile:
    """A file as it is served, from its content."""
    kind = _KINDS.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return StaticFile(content, kind, hashlib.sha256(content).hexdigest()[:16], compressed or {})


def _own_files() -> Iterator[tuple[str, StaticFile]]:
    folder = files("clinic_feedback") / "static"
    found = {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}
    built = folder / "built"
    if not built.is_dir():
        missing = inconsistent(str(built), "is not there", "run script/setup, which builds it")
        raise FaultyInputError([missing])
    found |= {one.name: one.read_bytes() for one in built.iterdir()}
    for name, content in found.items():
        if not name.endswith(tuple(_COMPRESSED.values())):
            smaller = {code: found[name + end] for code, end in _COMPRESSED.items() if name + end in found}
            yield name, static_file(name, content, smaller)


def _served(served: StaticFiles, digest: str, name: str) -> Response:
    """A file. Under an old digest, too: a page from before a restart needs it, but must not keep it."""
    if name not in served:
        abort(404)
    file = served[name]
    accepted = next((code for code in file.compressed if request.accept_encodings[code]), None)
    response = Response(file.compressed[accepted] if accepted else file.content, mimetype=file.kind)
    if accepted:
        response.content_encoding = accepted
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = _FOR_EVER if digest == file.digest else _ASK_AGAIN
    return response

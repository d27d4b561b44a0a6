"""What pages load is kept by browsers as long as it is the same, and not a moment longer."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from clinic_feedback.branding import Branding
from clinic_feedback.headers import protect
from clinic_feedback.static_files import direction, serve

SHEET = b"body{color:#123456}"


def application(files: Mapping[str, bytes] | None = None) -> Flask:
    """A program that serves the built files and those of a look."""
    app = Flask("pages", static_folder=None)
    serve(app, Branding("North", stylesheet="brand.css", files=files or {}))
    app.after_request(protect)

    @app.get("/address/<name>")
    def address(name: str) -> str:
        return render_template_string("{{ static_url(name) }}", name=name)

    return app


def address_of(client: FlaskClient, name: str) -> str:
    """Where a template says that a file is."""
    return client.get(f"/address/{name}").text


@pytest.fixture
def client() -> FlaskClient:
    """A browser without memory."""
    return application({"brand.css": SHEET}).test_client()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("patient.css", "text/css; charset=utf-8"),
        ("staff.css", "text/css; charset=utf-8"),
        ("page.js", "text/javascript; charset=utf-8"),
        ("idle.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml; charset=utf-8"),
        ("brand.css", "text/css; charset=utf-8"),
    ],
)
def test_every_file_is_there_and_kept_for_ever(name: str, kind: str, client: FlaskClient) -> None:
    answer = client.get(address_of(client, name))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_other_content_has_another_address(client: FlaskClient) -> None:
    other = application({"brand.css": SHEET + b" "}).test_client()
    assert address_of(client, "brand.css") != address_of(other, "brand.css")
    assert address_of(client, "patient.css") == address_of(other, "patient.css")


def test_a_page_from_before_a_restart_is_still_styled_but_keeps_nothing(client: FlaskClient) -> None:
    answer = client.get("/static/0000000000000000/brand.css")
    assert answer.data == SHEET
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/static/x/none.css", id="no such file"),
        pytest.param("/static/x/patient.css.br", id="a compressed form by itself"),
        pytest.param("/static/x/..%2f..%2fapp.py", id="a way out"),
        pytest.param("/static/patient.css", id="no digest"),
    ],
)
def test_nothing_else_is_served(path: str, client: FlaskClient) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        pytest.param("gzip, deflate, br, zstd", "br", id="the smallest that a browser of today takes"),
        pytest.param("gzip", "gzip", id="an older one"),
        pytest.param("br;q=0, gzip", "gzip", id="refused by name"),
        pytest.param("", None, id="none"),
        pytest.param("identity", None, id="as it is"),
    ],
)
def test_a_file_comes_compressed_where_the_browser_can_read_that(
    accepted: str, encoding: str | None, client: FlaskClient
) -> None:
    address = address_of(client, "patient.css")
    plain = client.get(address).data
    answer = client.get(address, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    if encoding == "gzip":
        assert gzip.decompress(answer.data) == plain
    elif encoding is None:
        assert answer.data == plain
    else:
        assert len(answer.data) < len(plain) / 5


def test_a_file_without_compressed_forms_comes_as_it_is(client: FlaskClient) -> None:
    answer = client.get(address_of(client, "brand.css"), headers={"Accept-Encoding": "br, gzip"})
    assert (answer.data, answer.headers.get("Content-Encoding")) == (SHEET, None)


def test_a_logos_name_cannot_take_the_place_of_our_own_files() -> None:
    client = application({"logo.svg": b"<svg/>"}).test_client()
    assert client.get(address_of(client, "logo.svg")).data == b"<svg/>"
    assert client.get(address_of(client, "icon.svg")).data != b"<svg/>"


@pytest.mark.parametrize("name", ["patient.css", "staff.css"])
def test_a_style_sheet_loads_nothing(name: str, client: FlaskClient) -> None:
    sheet = client.get(address_of(client, name)).text
    used = set(re.findall(r"--[\w-]+-url(?=[,)])", sheet))
    for declared in re.findall(r"([\w-]+):[^;{}]*url\(", sheet):
        assert declared.startswith("--"), f"{declared} loads something"
    assert "@import" not in sheet
    # The only picture left is the sign of a field that can only be read: no page of ours has one.
    assert used <= {"--ds-readonly-icon-url"}


@pytest.mark.parametrize("name", ["page.js", "idle.js"])
def test_a_script_is_tiny(name: str, client: FlaskClient) -> None:
    answer = client.get(address_of(client, name), headers={"Accept-Encoding": "br"})
    assert len(answer.data) < 2048


@pytest.mark.parametrize(
    ("language", "way"),
    [("en", "ltr"), ("nb", "ltr"), ("ar", "rtl"), ("fa-AF", "rtl"), ("xx-unknown-language", "ltr")],
)
def test_the_way_in_which_a_language_is_written(language: str, way: str) -> None:
    assert direction(language) == way


def test_nothing_is_built_anew_where_nothing_has_changed(root: Path) -> None:
    built = root / "clinic_feedback" / "static" / "built" / "patient.css"
    before = built.stat().st_mtime_ns
    subprocess.run([sys.executable, root / "frontend" / "build.py"], check=True)
    assert built.stat().st_mtime_ns == before

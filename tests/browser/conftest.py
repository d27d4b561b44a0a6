"""A real browser and a local server for every test that has to see a page.

`browser` is Debian's Chromium (or the one that the environment variable CHROMIUM names), never one that
Playwright downloads. `serve` puts any WSGI application on a port of its own. `visit` opens an address and
notes what the page should not do. `accessibility_faults` runs axe on a page.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any, Protocol
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import WSGIApplication

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it has none
from playwright.sync_api import Browser, Page, sync_playwright

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_NOTE_BLOCKED = """
    window.blocked = [];
    addEventListener("securitypolicyviolation", event => window.blocked.push(event.violatedDirective));
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a session; a test opens its own context in it."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.fail(f"There is no browser at {path}: install the package chromium, or set CHROMIUM.")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield chromium
        chromium.close()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Requests are no output of a test."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[WSGIApplication], str]]:
    """Serves an application until the session ends; gives its address, without a slash at the end."""
    with ExitStack() as stack:

        def start(application: WSGIApplication) -> str:
            server = stack.enter_context(
                make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Silent)
            )
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield start


@dataclass
class Visited:
    """An open page, and what it did that a page of ours must not do."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def watch(self, address: str) -> None:
        """Note errors, blocked content and requests to any other host than the address's."""
        host = urlsplit(address).netloc
        self.page.add_init_script(_NOTE_BLOCKED)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(f"console: {message.text}")
                if message.type in {"error", "warning"}
                else None
            ),
        )
        self.page.on(
            "request",
            lambda request: (
                self.complaints.append(f"other host: {request.url}")
                if urlsplit(request.url).netloc != host
                else None
            ),
        )

    def faults(self) -> list[str]:
        """Everything noted since the page was opened."""
        blocked: list[str] = self.page.evaluate("window.blocked")
        return self.complaints + [f"blocked: {what}" for what in blocked]


class Visit(Protocol):
    """Opens an address at a width, in a context of its own; further words are Playwright's."""

    def __call__(self, address: str, width: int = 1280, height: int = 900, **context: Any) -> Visited:
        """Go there and wait until the page is drawn."""


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens pages that are closed with the test."""
    with ExitStack() as stack:

        def start(address: str, width: int = 1280, height: int = 900, **context: Any) -> Visited:
            opened = browser.new_context(viewport={"width": width, "height": height}, **context)
            stack.callback(opened.close)
            visited = Visited(opened.new_page())
            visited.watch(address)
            visited.page.goto(address)
            return visited

        yield start


@pytest.fixture(scope="session")
def accessibility_faults() -> Callable[[Page], list[str]]:
    """What axe finds wrong on a page, one line a place; also where it could not measure the contrast.

    Labels in pictures are left out of the latter: axe cannot measure them, tests of the style sheet do.
    """
    axe = Axe()

    def examine(page: Page) -> list[str]:
        found = axe.run(page, options={"resultTypes": ["violations", "incomplete"]}).response
        unsure = [rule for rule in found["incomplete"] if rule["id"] == "color-contrast"]
        places = [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]]
        places += [
            ("contrast not measured", node["html"])
            for rule in unsure
            for node in rule["nodes"]
            if not node["html"].startswith("<text")
        ]
        return [f"{rule}: {html}" for rule, html in places]

    return examine

"""A browser over HTTP that does as little as it can: one connection, its cookies, and the form of its page."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urljoin, urlsplit

from tests.benchmarks.yardsticks.servers import Serving

Fields = Mapping[str, str | Sequence[str]]

_ACTION = re.compile(r'<form id="page"[^>]* action="([^"]*)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
_BUTTONS = ("send", "finish", "next")


class Visitor:
    """Somebody at a server, with `cookies`. `page`: what is shown; `gets`, `posts`: how many requests so far."""

    def __init__(self, server: Serving, cookies: Mapping[str, str] | None = None) -> None:
        """Connect, with cookies from an earlier time."""
        self._connection = HTTPConnection("127.0.0.1", server.port)
        self.cookies = dict(cookies or {})
        self.page = self._address = ""
        self.gets = self.posts = 0

    def __enter__(self) -> Self:
        """As a context manager it closes its connection."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        """Go away."""
        self._connection.close()

    def get(self, address: str) -> None:
        """Go to a page, and on to where it leads."""
        self.gets += 1
        response = self._ask("GET", address)
        self.page, self._address = response.read().decode(), address
        self._go_on(response)

    def press(self, fields: Fields) -> None:
        """Press the button that leads on, with what is filled in of the page's questions."""
        address, body = self.ready(fields)
        self.posts += 1
        response = self._ask("POST", address, body)
        response.read()
        self._go_on(response)

    def ready(self, fields: Fields) -> tuple[str, bytes]:
        """Where the form of the page goes, and what it sends."""
        hidden: dict[str, list[str]] = {}
        for name, value in _HIDDEN.findall(self.page):
            hidden.setdefault(unescape(name), []).append(unescape(value))
        asked = {name: value for name, value in fields.items() if f'name="{name}"' in self.page}
        button = next(name for name in _BUTTONS if f'name="{name}"' in self.page)
        (action,) = _ACTION.findall(self.page)
        body = urlencode({**hidden, **asked, button: "yes"}, doseq=True).encode()
        return urljoin(self._address, unescape(action)), body

    def timed_post(self, address: str, body: bytes) -> tuple[float, str]:
        """The seconds from sending to the end of the response, and where it leads."""
        start = time.perf_counter()
        response = self._ask("POST", address, body)
        response.read()
        return time.perf_counter() - start, response.getheader("Location", "")

    def _ask(self, method: str, address: str, body: bytes | None = None) -> HTTPResponse:
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": sent} if sent else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, address, body, headers)
        response = self._connection.getresponse()
        for line in response.msg.get_all("Set-Cookie", []):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response

    def _go_on(self, response: HTTPResponse) -> None:
        location = response.getheader("Location")
        if location is not None:
            parts = urlsplit(urljoin(self._address, location))
            self.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def walk(visitor: Visitor, link: str, answers: Fields) -> None:
    """A patient's whole way: from the link through every screen to the end."""
    visitor.get(link)
    while 'id="page"' in visitor.page:
        visitor.press(answers)

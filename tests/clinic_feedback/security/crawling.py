"""Going everywhere that somebody can go: along every link and form, and by trying addresses out."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import product
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.clinic_feedback.browsing import ADDRESS
from tests.clinic_feedback.clinician.browser import forms_of
from tests.pdf_checks import page_texts

PREFIX = urlsplit(ADDRESS).path
START_PAGES = ("/", "/staff/", "/code", "/receipt", "/staff/sign-in", "/nowhere")

_LINK = re.compile(r'(?:href|src|data-idle-url)="([^"]+)"')
_LAST = ("/staff/sign-out", "/hand-over", "/staff/code", "/staff/tablet", "/finish", "/idle", "/stop")
"""What ends a stay: it is pressed when there is nothing else left to press."""


@dataclass(frozen=True, slots=True)
class Served:
    """A response: what was asked, and all that came, headers and the words in a PDF included."""

    asked: str
    status: int
    text: str


@dataclass
class Walker:
    """Somebody before the whole program. `client`: their browser; `seen`: what they have opened."""

    client: FlaskClient
    seen: set[str] = field(default_factory=set)

    def crawl(self) -> Iterator[Served]:
        """Open every page that a link leads to, and press every button that stands on one."""
        links, buttons = deque(START_PAGES), deque[_Button]()
        while links or buttons:
            response = self._open(links.popleft()) if links else self._press(_next(buttons))
            if response is None:
                continue
            yield served(response)
            links += _links(response)
            buttons += _buttons(response)

    def guess(self, app: Flask, known: Mapping[str, Sequence[str]]) -> Iterator[Served]:
        """Try every route with every value that is known for its parts. `known`: values, by a part's name."""
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static":
                continue
            parts = sorted(rule.arguments)
            for values in product(*(known[part] for part in parts)):
                built = rule.build(dict(zip(parts, values, strict=True)))
                assert built is not None
                for method in sorted({"GET", "POST"} & (rule.methods or set())):
                    yield served(self.client.open(built[1], method=method, base_url=ADDRESS))

    def _open(self, path: str) -> TestResponse | None:
        if path in self.seen:
            return None
        self.seen.add(path)
        return self.client.get(path, base_url=ADDRESS)

    def _press(self, button: _Button) -> TestResponse | None:
        if button.name in self.seen:
            return None
        self.seen.add(button.name)
        return self.client.post(button.path, base_url=ADDRESS, data=_by_name(button.sent))


@dataclass(frozen=True, slots=True)
class _Button:
    path: str
    sent: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """What tells it from the others: pressing it with one more value teaches nothing."""
        return f"{self.path} {self.sent[-1][0]}"


def served(response: TestResponse) -> Served:
    """All of a response."""
    asked = f"{response.request.method} {response.request.full_path}"
    if response.mimetype == "application/pdf":
        body = "\n".join(page_texts(response.data))
    elif (response.mimetype or "").endswith("spreadsheetml.sheet"):
        with ZipFile(BytesIO(response.data)) as book:
            body = html.unescape("\n".join(book.read(name).decode() for name in book.namelist()))
    else:
        body = html.unescape(response.text)
    return Served(asked, response.status_code, f"{response.headers}\n{body}")


def _next(buttons: deque[_Button]) -> _Button:
    for _ in range(len(buttons)):
        if not buttons[0].path.split("?")[0].endswith(_LAST):
            break
        buttons.rotate(-1)
    return buttons.popleft()


def _links(response: TestResponse) -> Iterator[str]:
    found = [response.headers["Location"]] if "Location" in response.headers else []
    if response.mimetype == "text/html":
        found += map(html.unescape, _LINK.findall(response.text))
    yield from _ours(response, found)


def _buttons(response: TestResponse) -> Iterator[_Button]:
    if response.mimetype != "text/html":
        return
    for form in forms_of(response):
        for path in _ours(response, [form.action]):
            for pressed in form.buttons or [("", "")]:
                yield _Button(path, (*form.values, pressed))


def _ours(response: TestResponse, addresses: Iterable[str]) -> Iterator[str]:
    """Paths of our own pages, from the prefix on; what is no page of ours is left alone."""
    for address in addresses:
        parts = urlsplit(urljoin(response.request.url, address))
        path = parts.path.removeprefix(PREFIX)
        if parts.netloc == urlsplit(ADDRESS).netloc and not path.startswith("/static/"):
            yield f"{path}?{parts.query}" if parts.query else path


def _by_name(sent: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in sent:
        found.setdefault(name, []).append(value)
    return found

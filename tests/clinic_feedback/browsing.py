"""A browser without scripts: it follows redirects, keeps cookies, and sends forms as they stand in the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

Fields = Mapping[str, str | list[str]]

ADDRESS = "https://clinic.example/feedback"


class Browser:
    """One browser. `page`: what it shows; `address`: from where; `status`: of the last response."""

    def __init__(self, app: Flask) -> None:
        """Open an empty one."""
        self.client = app.test_client()
        self.status, self.address, self.page = 0, "", ""
        self.headers: Mapping[str, str] = {}

    def get(self, path: str, **options: Any) -> str:
        """Go to a page, and on to where it leads."""
        return self._take(self.client.get(self._path(path), base_url=ADDRESS, **options))

    def post(self, path: str, fields: Fields, **options: Any) -> str:
        """Send fields, and go on to where that leads."""
        return self._take(self.client.post(self._path(path), data=fields, base_url=ADDRESS, **options))

    def press(self, button: str, value: str = "yes", form: str = "page", **fields: str | list[str]) -> str:
        """Press a button of the form that is shown. A field that is given replaces what stands there."""
        element = self.form(form)
        sent = {**self.fields(form), **fields, button: value}
        return self.post(urljoin(self.address, element.get("action") or self.address), sent)

    def form(self, name: str = "page") -> Element:
        """A form of the page, by its id."""
        return next(form for form in self.all("form") if form.get("id") == name)

    def fields(self, form: str = "page") -> dict[str, str | list[str]]:
        """What the form sends as it stands, without any button."""
        found: dict[str, list[str]] = {}
        for name, value in _standing(self.form(form)):
            found.setdefault(name, []).append(value)
        return {name: values if len(values) > 1 else values[0] for name, values in found.items()}

    def all(self, tag: str) -> list[Element]:
        """Every element of a kind, in the page's order."""
        return list(html5lib.parse(self.page, namespaceHTMLElements=False).iter(tag))

    def text(self) -> str:
        """What a reader reads."""
        (body,) = self.all("body")
        return " ".join("".join(body.itertext()).split())

    def cookies(self) -> dict[str, str]:
        """The cookies that it keeps, by name."""
        return {cookie.key: cookie.value for cookie in (self.client._cookies or {}).values()}  # noqa: SLF001 - no other way to list them

    def _path(self, address: str) -> str:
        parts = urlsplit(urljoin(self.address or f"{ADDRESS}/", address))
        path = parts.path.removeprefix("/feedback")
        return f"{path}?{parts.query}" if parts.query else path

    def _take(self, response: TestResponse) -> str:
        address = f"{ADDRESS}{response.request.full_path.rstrip('?')}"
        while leads_to := response.headers.get("Location"):
            address = urljoin(address, leads_to)
            self.address = address
            response = self.client.get(self._path(address), base_url=ADDRESS)
        self.address, self.status, self.headers = address, response.status_code, dict(response.headers)
        self.page = response.get_data(as_text=True)
        return self.page


def _standing(form: Element) -> Iterator[tuple[str, str]]:
    """The named values of a form: hidden and text fields, what is ticked, what is selected."""
    for element in form.iter():
        name = element.get("name")
        if name is None:
            continue
        if element.tag == "textarea":
            yield name, (element.text or "").removeprefix("\n")
        elif element.tag == "select":
            chosen = [option for option in element.iter("option") if option.get("selected") is not None]
            yield name, str((chosen or list(element.iter("option")))[0].get("value"))
        elif element.tag == "input" and element.get("type") != "submit":
            ticked = element.get("type") not in {"radio", "checkbox"} or element.get("checked") is not None
            if ticked:
                yield name, element.get("value", "")

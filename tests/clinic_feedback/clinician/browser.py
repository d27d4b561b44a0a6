"""A browser as the tests use it: it keeps cookies, follows links, and fills in the forms that pages hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

HOME = "https://clinic.example"
PREFIX = "/feedback"
_SUBMITS = {"submit", "image"}


@dataclass
class PostedForm:
    """A form of a page: where it goes, what it carries, and its buttons."""

    action: str
    values: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    """Reads every form: hidden inputs, ticked choices, texts and buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PostedForm] = []
        self.text_of: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(PostedForm(given.get("action", "")))
        elif not self.forms or not given.get("name"):
            return
        elif tag == "button":
            self.forms[-1].buttons.append((given["name"], given.get("value", "")))
        elif tag == "textarea":
            self.text_of = given["name"]
        elif tag == "input" and (given.get("type") in {"hidden", "text"} or "checked" in given):
            self.forms[-1].values.append((given["name"], given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.text_of is not None:
            self.forms[-1].values.append((self.text_of, data.removeprefix("\n")))
            self.text_of = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text_of = None


class Browser:
    """One browser. Addresses are paths from the prefix on."""

    def __init__(self, app: Flask, token: str | None = None, home: str = HOME, prefix: str = PREFIX) -> None:
        """Open it; with a token somebody is signed in. `home`, `prefix`: where the program is reached."""
        self.client = app.test_client()
        self.home, self.prefix = home, prefix
        if token is not None:
            with self.client.session_transaction(base_url=home) as session:
                session["token"] = token

    def get(self, path: str, *, follow: bool = True) -> TestResponse:
        """Open an address."""
        return self.client.get(self.prefix + path, base_url=self.home, follow_redirects=follow)

    def post(self, path: str, values: object, *, follow: bool = True) -> TestResponse:
        """Send a form to an address."""
        return self.client.post(
            self.prefix + path,
            base_url=self.home,
            data=values,
            follow_redirects=follow,
        )

    def press(
        self,
        page: TestResponse,
        button: str,
        value: str | None = None,
        *,
        follow: bool = True,
        **typed: object,
    ) -> TestResponse:
        """Fill in the form of a page that has this button, and press it. `typed`: values by field."""
        form = next(
            one
            for one in forms_of(page)
            if any(name == button and value in {None, val} for name, val in one.buttons)
        )
        pressed = next((n, v) for n, v in form.buttons if n == button and value in {None, v})
        values = MultiDict([(name, val) for name, val in form.values if name not in typed])
        for name, given in typed.items():
            values.setlist(name, [given] if isinstance(given, str) else list(given))  # type: ignore[call-overload] # one or several
        values.add(*pressed)
        return self.post(form.action.removeprefix(self.prefix), values, follow=follow)

    def token_of(self, page: TestResponse) -> str:
        """The token that the forms of a page carry."""
        return next(value for form in forms_of(page) for name, value in form.values if name == "csrf")


def path_of(page: TestResponse) -> str:
    """Where a page is, from the prefix on."""
    return page.request.path.removeprefix(PREFIX)


def forms_of(page: TestResponse) -> list[PostedForm]:
    """Every form of a page."""
    reader = _Forms()
    reader.feed(page.text)
    return reader.forms

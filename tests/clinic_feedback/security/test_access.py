"""Who may open what: every route by every method, walked by everybody, signed in or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from clinic_feedback.access import ACCESS, Open, Visitors
from clinic_feedback.keys import Purpose
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.browsing import ADDRESS
from tests.clinic_feedback.conftest import KEYS
from tests.clinic_feedback.records.setting import Visit, new_visit
from tests.clinic_feedback.security.conftest import Tokens

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def as_member(app: Flask, token: str | None) -> FlaskClient:
    client = app.test_client()
    if token is not None:
        with client.session_transaction(base_url=f"{ADDRESS}/staff/") as session:
            session["token"] = token
    return client


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody who tries every door. `token`: of their sign-in; None for one who is not signed in."""

    app: Flask
    visit: Visit
    token: str | None

    def tries(self, rule: Rule, method: str, *, follow: bool = False) -> TestResponse:
        """One request to a route, with the visit of somebody else wherever a route takes one."""
        known: dict[str, Any] = {"public_id": self.visit.public_id, "page": "intro", "where": "phone"}
        built = rule.build({name: known.get(name, "0" * 8) for name in rule.arguments})
        assert built is not None
        client = as_member(self.app, self.token)
        data = {"csrf": KEYS.digest(Purpose.CSRF, self.token or "").hex()[:32]}
        sent = data if method == "POST" else None
        return client.open(built[1], method=method, base_url=ADDRESS, data=sent, follow_redirects=follow)


def test_every_route_says_who_may_open_it(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)


@pytest.fixture
def visit(records: Records) -> Visit:
    """A visit of another clinic, and of another clinician."""
    return new_visit(records)


@pytest.mark.parametrize("role", [None, *Role])
def test_no_door_breaks_whoever_tries_it_and_however(
    app: Flask, tokens: Tokens, visit: Visit, role: Role | None
) -> None:
    walker = Walker(app, visit, tokens[role] if role else None)
    tried = {
        (rule.rule, method): walker.tries(rule, method).status_code
        for rule in app.url_map.iter_rules()
        for method in METHODS
    }
    assert {door: status for door, status in tried.items() if status >= 500} == {}


@pytest.mark.parametrize("role", list(Role))
def test_nobody_opens_what_their_role_does_not(app: Flask, tokens: Tokens, visit: Visit, role: Role) -> None:
    walker = Walker(app, visit, tokens[role])
    assert [
        (rule.rule, method)
        for rule, method, visitors in doors(app)
        if not isinstance(visitors, Open) and role not in visitors
        if walker.tries(rule, method).status_code != 403
    ] == []


@pytest.mark.parametrize("role", list(Role))
def test_what_belongs_to_somebody_else_is_not_there(
    app: Flask, tokens: Tokens, visit: Visit, role: Role
) -> None:
    walker = Walker(app, visit, tokens[role])
    assert [
        (rule.rule, method)
        for rule, method, visitors in doors(app)
        if not isinstance(visitors, Open) and role in visitors and "public_id" in rule.arguments
        if walker.tries(rule, method, follow=True).status_code != 404
    ] == []


def test_who_is_not_signed_in_is_asked_to(app: Flask, visit: Visit) -> None:
    walker = Walker(app, visit, None)
    opened = []
    for rule, method, visitors in doors(app):
        page = walker.tries(rule, method, follow=True)
        if not isinstance(visitors, Open) and 'name="password"' not in page.text:
            opened.append((rule.rule, method))
    assert opened == []


def test_a_form_opens_for_nobody_without_its_key(app: Flask, tokens: Tokens, visit: Visit) -> None:
    walker = Walker(app, visit, tokens[Role.CLINICIAN])
    assert [
        (rule.rule, method, page.status_code)
        for rule, method, visitors in doors(app)
        if visitors is Open.PATIENT
        if (page := walker.tries(rule, method)).status_code not in {303, 410}
    ] == []


def doors(app: Flask) -> Iterator[tuple[Rule, str, Visitors]]:
    """Every route by each of its methods, and who may open it."""
    for rule in app.url_map.iter_rules():
        for method in METHODS:
            if method in (rule.methods or ()):
                yield rule, method, ACCESS[rule.endpoint]


def test_a_sign_in_that_nobody_made_is_none(app: Flask) -> None:
    client = as_member(app, "a guess")
    assert client.get("/staff/today", base_url=ADDRESS).status_code == 303

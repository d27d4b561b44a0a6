"""Everybody who could look at visits: each role there and elsewhere, and who is nobody's guest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from clinic_feedback.codes import Token
from clinic_feedback.cookies import Cookie, cookie_name
from clinic_feedback.current import run_with, running_of
from clinic_feedback.records.engine import Database
from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.models.staff import CLINIC_ROLES, Role
from clinic_feedback.records.tablets import enrol
from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.browsing import ADDRESS
from tests.clinic_feedback.clinician.house import House
from tests.clinic_feedback.people import TESTER
from tests.clinic_feedback.security.conftest import Tokens
from tests.clinic_feedback.security.crawling import Walker
from tests.clinic_feedback.security.planting import Planted

RIGHT = "the clinician of the visits"
_NOT_STAFF = ("a stranger", "a tablet", "another phone")


@dataclass(frozen=True, slots=True)
class Town:
    """A program, and who comes to it. `staff`: the secrets of sign-ins, by who they are."""

    app: Flask
    planted: Sequence[Planted]
    staff: Mapping[str, str]
    tablet: Token

    @property
    def everybody(self) -> Sequence[str]:
        """Who looks."""
        return (*self.staff, *_NOT_STAFF)

    @property
    def links(self) -> Sequence[str]:
        """The ways in to the patients' forms, as somebody may hold them who looked over a shoulder."""
        return [one.visit.ticket.token for one in self.planted]

    def walker(self, who: str) -> Walker:
        """Somebody's browser."""
        client, address = self.app.test_client(), running_of(self.app).settings.address
        if who in self.staff:
            with client.session_transaction(base_url=f"{ADDRESS}/staff/") as session:
                session["token"] = self.staff[who]
        elif who == "a tablet":
            name = cookie_name(Cookie.TABLET, address)
            client.set_cookie(name, self.tablet, domain="clinic.example", path="/feedback")
        elif who == "another phone":
            client.get(f"/p/{self.links[0]}", base_url=ADDRESS)
        return Walker(client)

    def known(self) -> Mapping[str, Sequence[str]]:
        """Every value that a part of an address can have, as somebody could have seen it elsewhere."""
        return {
            "public_id": _every(self.app, "public_id"),
            "username": _every(self.app, "username"),
            "code": _every(self.app, "code", "clinic"),
            "token": self.links,
            "page": ("questions-13", "overview"),
            "where": ("phone", "tablet"),
            "format_": ("pdf", "html", "csv", "xlsx", "json"),
        }


def town(app: Flask, there: House, elsewhere: Tokens, planted: Sequence[Planted]) -> Town:
    """Fill the town: the visits' house, somebody of each role in another clinic, and a clinic's tablet."""
    records = running_of(app).records
    staff: dict[str, str] = {
        RIGHT: there.kari.token,
        "a colleague": there.ola.token,
        "the contact person": there.contact.token,
    }
    staff |= {f"{role} elsewhere" if role in CLINIC_ROLES else role: elsewhere[role] for role in Role}
    tablet = records.write(lambda tx: enrol(tx, TESTER, there.clinic_id, "Tablet 1"))
    return Town(app, planted, staff, tablet)


@contextmanager
def on_a_copy(app: Flask, file: Path) -> Iterator[Records]:
    """Let the program run over a copy of its database, so that whatever is pressed changes nothing."""
    running = running_of(app)
    source = str(running.records.database.url.database)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(file)) as new:
        old.backup(new)
    database = Database(f"sqlite:///{file}")
    copied = replace(running.records, database=database)
    run_with(app, replace(running, records=copied))
    yield copied
    run_with(app, running)
    database.close()


def _every(app: Flask, column: str, table: str = "") -> Sequence[str]:
    """All values of a column, in whatever table it is."""
    with running_of(app).records.read() as tx:
        return [
            value
            for one in SCHEMA.sorted_tables
            if column in one.columns and table in {"", one.name}
            for value in tx.session.scalars(select(one.columns[column]))
        ]

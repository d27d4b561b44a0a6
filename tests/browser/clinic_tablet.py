"""A clinic's tablet, the visits that are held with it, and all that it could tell about them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from sqlalchemy import select

from clinic_feedback.codes import ShortCode, Token
from clinic_feedback.cookies import Cookie, cookie_name
from clinic_feedback.current import running_of
from clinic_feedback.records.invitations import invite
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.tablets import enrol
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import NewVisit, make
from forms.model import Form
from tests.browser.program import CLINICIAN, Program
from tests.clinic_feedback.people import TESTER

SIZE: ViewportSize = {"width": 768, "height": 1024}

_STORED = """async () => {
    const kept = { local: { ...localStorage }, session: { ...sessionStorage } };
    kept.databases = (await indexedDB.databases()).map(one => one.name);
    kept.caches = await caches.keys();
    kept.workers = (await navigator.serviceWorker.getRegistrations()).length;
    return kept;
}"""


@dataclass(frozen=True, slots=True)
class Invited:
    """A visit, and the ways in to its patient's form."""

    public_id: str
    token: Token
    code: ShortCode


def invited(program: Program, form: Form = Form.FULL) -> Invited:
    """A new visit of the clinician."""

    def work(tx: Transaction) -> Invited:
        clinic = tx.session.scalars(select(Clinic)).one()
        clinician = tx.session.scalars(select(Clinician).filter_by(code=CLINICIAN)).one()
        pack, hours = newest(tx, clinic.questionnaire), timedelta(hours=72)
        visit = make(tx, NewVisit(clinic, clinician, pack, form, tx.now, hours))
        ways = invite(tx, visit)
        return Invited(visit.public_id, ways.token, ways.code)

    return program.records.write(work)


@contextmanager
def tablet(browser: Browser, program: Program) -> Iterator[BrowserContext]:
    """A browser that was named a tablet of the clinic."""
    context = browser.new_context(viewport=SIZE, has_touch=True)
    context.add_cookies([{"name": _cookie(program), "value": _enrolled(program), "url": program.address}])
    yield context
    context.close()


def open_form(page: Page, program: Program, visit: Invited) -> None:
    """Scan the QR code of a visit."""
    page.goto(f"{program.address}/p/{visit.token}")


def kept_in(page: Page) -> str:
    """All that the browser keeps beside the tablet's own cookie, and all that the page holds."""
    cookies = [one for one in page.context.cookies() if not one.get("name", "").endswith("tablet")]
    return json.dumps([page.evaluate(_STORED), cookies, page.url]) + page.content()


def _cookie(program: Program) -> str:
    return cookie_name(Cookie.TABLET, running_of(program.app).settings.address)


def _enrolled(program: Program) -> Token:
    def work(tx: Transaction) -> Token:
        clinic_id = tx.session.scalars(select(Clinic.id)).one()
        return enrol(tx, TESTER, clinic_id, "Tablet")

    return program.records.write(work)

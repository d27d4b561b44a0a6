"""The staff's pages, role by role."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import cycle

from sqlalchemy import delete, update

from clinic_feedback.records.models.consultations import ClinicianState, Consultation, PatientState
from clinic_feedback.records.models.staff import Role, StaffSession
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Transaction
from reports.release import Terms
from reports.weeks import week_after, week_of
from tests.browser.acts import sign_in
from tests.browser.page_checks import WIDTHS, Tour
from tests.browser.patient_tour import PICK_THE_SECOND, TOO_LONG, go, press
from tests.browser.program import CLINICIAN, OTHER, PASSWORD, Program
from tests.clinic_feedback.records.closed_visits import Closed, take_in

VISITS = "main a[href*='/visits/']"


def all_at(tour: Tour, address: str, pages: dict[str, str]) -> None:
    """Pages that are only opened: path and name."""
    for path, name in pages.items():
        tour.page.goto(address + path)
        tour.look(name)


def signing_in(tour: Tour, program: Program) -> None:
    """Before anybody is signed in."""
    page = tour.page
    all_at(tour, program.address, {"/staff/sign-in": "sign-in", "/staff/set-up/nonsense": "set-up, used"})
    page.goto(f"{program.address}/staff/sign-in")
    page.locator("#answer-username").fill(CLINICIAN)
    page.locator("#answer-password").fill("not that one")
    go(page, "#page button")
    tour.look("sign-in, wrong")


def clinician(tour: Tour, program: Program) -> None:
    """What a clinician opens on a day."""
    page = tour.page
    sign_in(page, program.address, CLINICIAN)
    places = {"today": "today", "code": "code for staff", "tablet": "enrol", "nowhere": "not found"}
    all_at(tour, program.address, {f"/staff/{path}": name for path, name in places.items()})
    all_at(tour, program.address, {"/staff/admin/clinics": "no access"})
    page.goto(f"{program.address}/staff/code")
    page.locator("#answer-code").fill("ABC")
    go(page, "main form button")
    tour.look("code for staff, too short")
    page.goto(f"{program.address}/staff/today")
    go(page, "form[action*='/new'] button")
    tour.look("new visit")
    go(page, "main > a")
    own_form(tour)
    page.goto(f"{program.address}/staff/today")
    go(page, "main a[href*='/follow-ups/']")
    tour.look("follow-up")


def own_form(tour: Tour) -> None:
    """The own form, up to the page that says that there is nothing to show."""
    page = tour.page
    while not page.url.endswith("/overview"):
        name = page.url.rsplit("/", 1)[1]
        tour.look(f"own {name}")
        if page.locator("textarea").count():
            page.locator("textarea").fill(TOO_LONG)
            press(page, "next")
            tour.look(f"own {name}, faulty")
            page.locator("textarea").fill("Some words.")
        page.evaluate(PICK_THE_SECOND)
        press(page, "next")
    tour.look("own overview")
    press(page, "send")
    tour.look("own form sent, nothing to show")


def visits(tour: Tour, program: Program) -> set[str]:
    """The visits of two clinicians; returns what was on them, by the classes of what the page holds."""
    page, kinds = tour.page, set()
    program.records.write(_close_own_forms)
    for user in (CLINICIAN, OTHER):
        page.context.clear_cookies()
        sign_in(page, program.address, user)
        page.goto(f"{program.address}/staff/today")
        for path in page.locator(VISITS).evaluate_all("all => [...new Set(all.map(one => one.pathname))]"):
            page.goto(program.address + path)
            kind = _kind(tour)
            if kind not in kinds and "/form/" not in page.url:
                tour.look(f"visit: {kind}")
                kinds.add(kind)
    return kinds


def _close_own_forms(tx: Transaction) -> None:
    waiting = (
        Consultation.patient_state == PatientState.SENT,
        Consultation.clinician_state == ClinicianState.OPEN,
    )
    tx.session.execute(update(Consultation).where(*waiting).values(closes_at=tx.now))


def _kind(tour: Tour) -> str:
    sides = tour.page.locator(".cf-glances > li").first.locator("p").count()
    urgent = tour.page.locator(".remark.urgent").count() > 0
    return {0: "nothing", 1: "one side", 2: "differs" if urgent else "agrees"}[sides]


def other_roles(tour: Tour, program: Program) -> None:
    """The contact person, the quality team and the administrator."""
    page = tour.page
    for user in ("contact-rehab", Role.QUALITY, Role.ADMINISTRATOR):
        page.context.clear_cookies()
        sign_in(page, program.address, user)
        tour.look(f"first page of {user}")
    opened = {path: path for path in ("clinics/rehab", "staff", f"staff/{CLINICIAN}", "audit")}
    opened |= {path: path for path in (f"staff/{CLINICIAN}/leaving", "new-clinic", "new-staff", "tablets")}
    all_at(tour, program.address, {f"/staff/admin/{path}": name for path, name in opened.items()})
    for path in ("new-clinic", "new-staff"):
        page.goto(f"{program.address}/staff/admin/{path}")
        go(page, "#page button")
        tour.look(f"{path}, faulty")
    page.goto(f"{program.address}/staff/admin/staff/{CLINICIAN}")
    go(page, "form[action$='/link'] button")
    tour.look("link to choose a password")
    page.goto(page.locator("#link").inner_text())
    tour.look("set-up")
    page.locator("#answer-password").fill("short")
    page.locator("#answer-again").fill("other")
    go(page, "#page button")
    tour.look("set-up, faulty")


def quality(tour: Tour, program: Program) -> None:
    """The report on a period: with a block in it, of a choice that would cut that, and of one that cannot be."""
    page, address = tour.page, f"{program.address}/staff/quality"
    _seal_a_block(program)
    page.context.clear_cookies()
    sign_in(page, program.address, Role.QUALITY)
    page.goto(address)
    assert page.locator(".table, .figure").count() > 1
    tour.look("quality report")
    # On a small phone pictures and tables scroll; the colours of what is out of sight cannot be measured.
    page.set_viewport_size(WIDTHS[0])
    faults = tour.accessibility_faults(page)
    tour.wrong += [fault for fault in faults if not fault.startswith("contrast not measured")]
    page.goto(f"{address}?clinic=north&profession=nurse")
    assert page.locator(".cf-notice").count() == 1
    tour.look("quality report, cut")
    page.goto(f"{address}?from=yesterday&clinic=nowhere")
    tour.look("quality report, faulty")


def _seal_a_block(program: Program) -> None:
    """One of eight doctors and a nurse, who are counted together, in a clinic called north."""
    week = week_after(week_of(datetime.now(UTC).date()), -2)
    answers = [{"reassured": code} for code in ("a_little", "mostly", "completely")]
    visits = [
        Closed(week, f"clinician-{number % 9}", "nurse" if number % 9 == 0 else "doctor", patient=answer)
        for number, answer in zip(range(63), cycle(answers), strict=False)
    ]
    take_in(program.records, visits)
    seal_due(program.records, Terms())


def signed_out_meanwhile(tour: Tour, program: Program) -> None:
    """Somebody whose sign-in ended with a form half filled in."""
    page = tour.page
    page.context.clear_cookies()
    sign_in(page, program.address, OTHER)
    page.goto(f"{program.address}/staff/today")
    go(page, "form[action*='/new'] button")
    go(page, "main > a")
    program.records.write(lambda tx: tx.session.execute(delete(StaffSession)))
    press(page, "next")
    tour.look("sign-in, with a form kept")
    page.locator("#answer-username").fill(OTHER)
    page.locator("#answer-password").fill(PASSWORD)
    go(page, "#page button")
    tour.look("go on")

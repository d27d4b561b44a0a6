"""The final POST, which completes a pair, against a bare Flask view that commits one row as wide."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from clinic_feedback.cookies import Cookie, cookie_name
from clinic_feedback.records.drafts import PageTurned
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.models.responses import FlagRow, PairRow
from clinic_feedback.records.patient_forms import Ticket, turn_page
from clinic_feedback.records.transaction import Records
from forms.model import Sharing, Side
from tests.benchmarks.comparing import random_pairs
from tests.benchmarks.yardsticks.servers import Serving, bare, empty_records, folder_in_memory, the_program
from tests.benchmarks.yardsticks.visitor import Visitor
from tests.clinic_feedback.clinician.house import House, house
from tests.clinic_feedback.records.setting import Visit, response, send_side

ROUNDS = 30
PAIRS_A_ROUND = 15
TEXTS = {"changed_text": "I know now what to look for. " * 5, "comment": "Thank you for the time. " * 5}


@dataclass(frozen=True, slots=True)
class Ready:
    """A form that waits to be sent: where to, what it sends, and with which cookies."""

    address: str
    body: bytes
    cookies: dict[str, str]


def waiting(records: Records, there: House, number: int) -> Iterator[Visit]:
    """Visits whose clinician has sent, and whose patient has filled in everything."""
    for patient, clinician in random_pairs(number):
        visit = there.visit()
        # A cookie holds no space, which the keys of other tests have.
        visit = replace(visit, ticket=Ticket(visit.public_id, visit.ticket.token))
        send_side(records, visit, Side.CLINICIAN, {**clinician, **TEXTS})
        _fill_in(records, visit, {**patient, **TEXTS})
        yield visit


def _fill_in(records: Records, visit: Visit, answers: dict[str, Any]) -> None:
    given = response(records, Side.PATIENT, answers)
    turned = PageTurned(given.answers, Sharing.CLINICIAN, "en")
    records.write(lambda tx: turn_page(tx, visit.public_id, visit.ticket, Mode.PHONE, turned))


def cookies_of(visit: Visit) -> dict[str, str]:
    """What the phone shows on which a form was begun."""
    return {cookie_name(Cookie.PATIENT, None): f"p.{visit.ticket.key}.{visit.ticket.token}"}


def ready(server: Serving, visit: Visit) -> Ready:
    """Open the overview of a form, as its patient does before sending."""
    cookies = cookies_of(visit)
    with Visitor(server, cookies) as patient:
        patient.get(f"/form/{visit.public_id}/overview")
        return Ready(*patient.ready({"sharing": "clinician"}), cookies)


def sent(server: Serving, forms: list[Ready]) -> Iterator[float]:
    """The seconds that each of some forms took, one after the other."""
    with Visitor(server) as patient:
        for form in forms:
            patient.cookies = form.cookies
            seconds, leads_to = patient.timed_post(form.address, form.body)
            assert "/thanks" in leads_to, leads_to
            yield seconds


def rounds(ours: Serving, plain: Serving, forms: list[Ready]) -> Iterator[tuple[float, float]]:
    """The median seconds of a sending to each of the two servers, which take the same bytes in turns."""
    for start in range(0, len(forms), PAIRS_A_ROUND):
        some = forms[start : start + PAIRS_A_ROUND]
        yield statistics.median(sent(ours, some)), statistics.median(sent(plain, some))


def measure() -> None:
    """Print the median of the rounds' ratios."""
    with ExitStack() as stack:
        folder = stack.enter_context(folder_in_memory())
        records = empty_records(folder)
        visits = list(waiting(records, house(records), (1 + ROUNDS) * PAIRS_A_ROUND))
        ours = stack.enter_context(the_program())
        plain = stack.enter_context(bare("bare_row", folder / "plain.sqlite"))
        forms = [ready(ours, visit) for visit in visits]
        _, *taken = rounds(ours, plain, forms)  # the first one warms up
        with records.read() as tx:
            counts = [tx.session.scalar(select(func.count()).select_from(one)) for one in (PairRow, FlagRow)]
    assert counts[0] == len(forms)
    slow, fast = (statistics.median(times) for times in zip(*taken, strict=True))
    ratio = statistics.median(plainly / here for here, plainly in taken)
    print(
        f"the POST that completes a pair: {slow * 1e3:.2f} ms, {counts[0]} pairs with {counts[1]} flags; "
        f"a bare view that commits one row: {fast * 1e3:.2f} ms; ratio {ratio:.3f} (at least 0.25)"
    )


if __name__ == "__main__":
    measure()

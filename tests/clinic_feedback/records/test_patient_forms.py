"""The patient's form, on both engines: one browser fills it in, and page by page nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event, func, select

from clinic_feedback.codes import ShortCode, Token
from clinic_feedback.records.drafts import PageTurned, TextSize
from clinic_feedback.records.invitations import link_for_code, visit_of_link
from clinic_feedback.records.models.consultations import Draft
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import (
    Door,
    PatientForm,
    Ticket,
    abandon,
    patient_form,
    stop,
    turn_page,
)
from clinic_feedback.records.transaction import Records
from forms.model import Code, LinkId, Sharing, Side
from tests.clinic_feedback.records.setting import TestClock, Visit, begin, new_visit, send_side

HEARD, WORRIED, CHANGED = LinkId("heard"), LinkId("worried"), LinkId("changed")


@pytest.fixture
def visit(records: Records) -> Visit:
    """A visit that nobody has begun to answer."""
    return new_visit(records)


def form(records: Records, visit: Visit, ticket: Ticket | None = None) -> PatientForm | None:
    with records.read() as tx:
        return patient_form(tx, visit.public_id, ticket or visit.ticket)


def turn(records: Records, visit: Visit, page: PageTurned, mode: Mode = Mode.TABLET) -> Door:
    return records.write(lambda tx: turn_page(tx, visit.public_id, visit.ticket, mode, page))


def test_opening_spends_nothing(records: Records, visit: Visit) -> None:
    for key in ("a preview", "a scanner", "the patient"):
        with records.read() as tx:
            assert visit_of_link(tx, visit.ticket.token) == visit.public_id
        found = form(records, visit, replace(visit.ticket, key=key))
        assert found is not None
        assert (found.door, found.begun) == (Door.OPEN, False)


def test_from_its_first_page_on_a_form_is_open_to_one_browser_alone(records: Records, visit: Visit) -> None:
    begin(records, visit)
    other = form(records, visit, Ticket("another browser", visit.ticket.token))
    assert other is not None
    assert (other.door, other.filled) == (Door.CLOSED, None)
    own = form(records, visit)
    assert own is not None
    assert own.door is Door.OPEN


def test_without_the_link_there_is_no_form(records: Records, visit: Visit) -> None:
    assert form(records, visit, Ticket("another browser", "a guess")) is None
    assert form(records, visit, Ticket("another browser")) is None


def test_each_page_changes_its_own_answers_alone(records: Records, visit: Visit) -> None:
    turn(records, visit, PageTurned({HEARD: "mostly"}, language="nb"))
    turn(records, visit, PageTurned({WORRIED: "very"}, Sharing.CLINICIAN, text_size=TextSize.LARGE))
    turn(records, visit, PageTurned({HEARD: None}))  # a stale tab, with nothing ticked
    found = form(records, visit)
    assert found is not None
    assert found.filled is not None
    assert found.filled.answers == {WORRIED: "very"}
    assert (found.filled.sharing, found.filled.language) == (Sharing.CLINICIAN, "nb")
    assert found.filled.text_size is TextSize.LARGE


def test_ticks_that_are_taken_back_stay_away(records: Records, visit: Visit) -> None:
    turn(records, visit, PageTurned({CHANGED: (Code("understanding"), Code("actions"))}))
    turn(records, visit, PageTurned({CHANGED: None}))
    found = form(records, visit)
    assert found is not None
    assert found.filled is not None
    assert found.filled.answers == {}


@pytest.mark.parametrize(
    ("mode", "minutes", "kept", "reason"),
    [
        (Mode.TABLET, 29, True, "a slow reader is not thrown out"),
        (Mode.TABLET, 30, False, "the next patient may hold the tablet"),
        (Mode.PHONE, 23 * 60, True, "an own phone is nobody else's"),
        (Mode.PHONE, 24 * 60, False, "a day is over"),
    ],
)
def test_what_is_not_sent_lasts_for_its_time(  # noqa: PLR0913, PLR0917 - a row of the table
    records: Records, clock: TestClock, visit: Visit, mode: Mode, minutes: int, kept: bool, reason: str
) -> None:
    turn(records, visit, PageTurned({HEARD: "mostly"}), mode)
    clock.forward(minutes=minutes)
    found = form(records, visit)
    assert found is not None
    assert found.begun
    assert (found.filled is not None) is kept, reason


def test_stopping_clears_all_and_passes_on_a_wish_for_contact(records: Records, visit: Visit) -> None:
    turn(records, visit, PageTurned({HEARD: "mostly"}))
    wish = {LinkId("contact"): Code("someone_else")}
    records.write(lambda tx: stop(tx, visit.public_id, visit.ticket, wish))
    with records.read() as tx:
        assert tx.session.scalar(select(func.count(Draft.id))) == 0
        assert tx.session.scalars(select(FollowUp)).one().owner_id is None
    found = form(records, visit)
    assert found is not None
    assert found.door is Door.CLOSED


def test_an_abandoned_form_leaves_nothing(records: Records, visit: Visit) -> None:
    turn(records, visit, PageTurned({HEARD: "mostly"}))
    records.write(lambda tx: abandon(tx, visit.public_id, visit.ticket))
    with records.read() as tx:
        assert tx.session.scalar(select(func.count(Draft.id))) == 0


def test_another_browser_can_neither_stop_nor_clear_a_form(records: Records, visit: Visit) -> None:
    turn(records, visit, PageTurned({HEARD: "mostly"}))
    stranger = Ticket("another browser", visit.ticket.token)
    records.write(lambda tx: stop(tx, visit.public_id, stranger, {}))
    records.write(lambda tx: abandon(tx, visit.public_id, stranger))
    found = form(records, visit)
    assert found is not None
    assert found.filled is not None


def test_after_sending_only_the_sender_is_told_so(records: Records, visit: Visit) -> None:
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, {"heard": "mostly"})
    own, other = form(records, visit), form(records, visit, replace(visit.ticket, key="another"))
    assert own is not None
    assert other is not None
    assert (own.door, other.door) == (Door.SENT, Door.CLOSED)


def test_a_typed_code_opens_a_form_until_it_closes(records: Records, clock: TestClock, visit: Visit) -> None:
    def typed(code: ShortCode) -> tuple[str, Token] | None:
        return records.write(lambda tx: link_for_code(tx, code))

    opened = typed(visit.code)
    assert opened is not None
    assert opened[0] == visit.public_id
    assert form(records, visit, Ticket("a tablet", opened[1])) is not None
    assert typed(ShortCode("00000000")) is None
    clock.forward(hours=72)
    assert typed(visit.code) is None


def test_a_question_page_takes_at_most_two_statements_and_no_commit(records: Records, visit: Visit) -> None:
    begin(records, visit)
    statements: list[str] = []
    commits: list[object] = []
    reader = records.database.reader
    event.listen(reader, "before_cursor_execute", lambda *args: statements.append(args[2]))
    event.listen(reader, "commit", commits.append)
    assert form(records, visit) is not None
    assert len([s for s in statements if not s.startswith("BEGIN")]) <= 2
    assert commits == []

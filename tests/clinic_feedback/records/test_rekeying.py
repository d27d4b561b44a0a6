"""A new key, on both engines: every text is sealed again, wherever it is cut off, and none is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from clinic_feedback.keys import Keyring, MissingKeyError, Place, key_id
from clinic_feedback.records import rekeying
from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.drafts import PageTurned
from clinic_feedback.records.models.consultations import Consultation, Draft
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.models.safety import KeyCheck
from clinic_feedback.records.patient_forms import Ticket, patient_form, turn_page
from clinic_feedback.records.readiness import missing_keys, note_keys
from clinic_feedback.records.rekeying import Rekeyed, let_old_keys_go, rekey, texts_to_seal_again
from clinic_feedback.records.stored_answers import response_of
from clinic_feedback.records.transaction import Records, Transaction
from forms.model import LinkId, Side
from tests.clinic_feedback.records.setting import Visit, begin, new_visit, send_side

NEW = b"n" * 32
ACTOR = Actor("keys rotate", Origin.COMMAND)
TEXTS = ("of the patient", "of the clinician")


@pytest.fixture
def visit(records: Records) -> Visit:
    """A visit with every kind of sealed text: a reference, two responses, and a form that is being filled in."""
    made = new_visit(records)
    begin(records, made)
    for side, text in zip(Side, TEXTS, strict=True):
        send_side(records, made, side, {"comment": text})

    def more(tx: Transaction) -> None:
        row = tx.session.scalars(select(Consultation).filter_by(public_id=made.public_id)).one()
        row.ref_enc = tx.keys.seal("the reference", Place("consultation", "ref_enc", made.public_id))
        note_keys(tx)

    records.write(more)
    other = new_visit(records, code="south")
    page = PageTurned({LinkId("comment"): "a draft"})
    records.write(lambda tx: turn_page(tx, other.public_id, other.ticket, Mode.PHONE, page))
    return other


@pytest.fixture
def with_new_key(records: Records) -> Records:
    """The same records after a key was added."""
    return replace(records, keys=replace(records.keys, data_keys=(NEW, *records.keys.data_keys)))


def with_keys(records: Records, *data_keys: bytes) -> Records:
    return replace(records, keys=replace(records.keys, data_keys=data_keys))


def texts(records: Records, draft_of: Visit) -> list[str]:
    """Every text, opened with the keys at hand."""
    with records.read() as tx:
        visits = {row.id: row for row in tx.session.scalars(select(Consultation))}
        found = [
            tx.keys.open(row.ref_enc, Place("consultation", "ref_enc", row.public_id))
            for row in visits.values()
            if row.ref_enc is not None
        ]
        for response in tx.session.scalars(select(ResponseRow)):
            answers = response_of(tx.keys, response, visits[response.consultation_id].public_id).answers
            found.append(str(answers[LinkId("comment")]))
        form = patient_form(tx, draft_of.public_id, Ticket(draft_of.ticket.key, draft_of.ticket.token))
    assert form is not None
    assert form.filled is not None
    return [*sorted(found), str(form.filled.answers[LinkId("comment")])]


ALL = ["of the clinician", "of the patient", "the reference", "a draft"]


def test_every_text_opens_with_the_new_key_alone(
    records: Records, with_new_key: Records, visit: Visit
) -> None:
    with with_new_key.read() as tx:
        assert texts_to_seal_again(tx) == 4
    lots: list[int] = []
    assert rekey(with_new_key, ACTOR, lots.append) == Rekeyed(4, ())
    assert sum(lots) == 4
    assert texts(with_new_key, visit) == ALL
    assert texts(with_keys(records, NEW), visit) == ALL
    with pytest.raises(MissingKeyError):
        texts(records, visit)


def test_a_second_run_has_nothing_to_do(with_new_key: Records, visit: Visit) -> None:
    rekey(with_new_key, ACTOR, lambda _: None)
    with with_new_key.read() as tx:
        assert texts_to_seal_again(tx) == 0
        before = sealed(tx)
    assert rekey(with_new_key, ACTOR, lambda _: None) == Rekeyed(0, ())
    with with_new_key.read() as tx:
        assert sealed(tx) == before
    assert texts(with_new_key, visit) == ALL


def sealed(tx: Transaction) -> list[bytes | None]:
    return [
        *tx.session.scalars(select(ResponseRow.texts_enc).order_by(ResponseRow.id)),
        *tx.session.scalars(select(Draft.body_enc)),
        *tx.session.scalars(select(Consultation.ref_enc).order_by(Consultation.id)),
    ]


KILLED = """
import os, signal, sys
from dataclasses import replace
from clinic_feedback.clock import system_clock
from clinic_feedback.key_files import load_keys
from clinic_feedback.records import rekeying
from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.engine import Database
from clinic_feedback.records.transaction import Records
from forms.catalogue import built_in
from pathlib import Path

rekeying._AT_ONCE = 1
records = Records(Database(sys.argv[1]), load_keys(Path("none"), sys.argv[2]), built_in(), system_clock)
lots = []

def progress(size):
    lots.append(size)
    if sum(lots) == 2:
        os.kill(os.getpid(), signal.SIGKILL)

rekeying.rekey(records, Actor("test", Origin.COMMAND), progress)
"""


def test_killed_at_half_everything_opens_and_the_next_run_ends_it(
    records: Records, with_new_key: Records, visit: Visit
) -> None:
    url = records.database.url.render_as_string(hide_password=False)
    keys = with_new_key.keys
    given = [*(f"data={key.hex()}" for key in keys.data_keys), f"lookup={keys.lookup_key.hex()}"]
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, url, " ".join([*given, f"session={'5e' * 32}"])],
        capture_output=True,
        check=False,
    )
    assert ran.returncode == -9, ran.stderr
    with with_new_key.read() as tx:
        assert texts_to_seal_again(tx) == 2
    assert texts(with_new_key, visit) == ALL
    assert rekey(with_new_key, ACTOR, lambda _: None).again == 2
    assert texts(with_keys(records, NEW), visit) == ALL


def test_what_is_written_between_two_runs_is_sealed_by_the_second(
    records: Records, with_new_key: Records, visit: Visit
) -> None:
    rekey(with_new_key, ACTOR, lambda _: None)
    late = new_visit(records, code="east")
    begin(records, late)  # by a program that does not know the new key yet
    assert rekey(with_new_key, ACTOR, lambda _: None).again == 1
    assert texts(with_keys(records, NEW), visit) == ALL


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("at_once", [1, 2, 200])
def test_lots_of_any_size_reach_every_text(
    records: Records, with_new_key: Records, visit: Visit, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(rekeying, "_AT_ONCE", at_once)
    assert rekey(with_new_key, ACTOR, lambda _: None).again == 4
    assert texts(with_keys(records, NEW), visit) == ALL


def test_a_text_that_does_not_open_is_named_and_left_as_it_is(with_new_key: Records, visit: Visit) -> None:
    assert visit
    with with_new_key.read() as tx:
        first, second = tx.session.scalars(select(ResponseRow).order_by(ResponseRow.id))
        moved, lost = first.texts_enc, b"\x01lost" + bytes(60)
        mine, others = first.id, second.id

    def damage(tx: Transaction) -> None:
        rows: Mapping[int, Any] = {others: moved, mine: lost}
        for row, text in rows.items():
            tx.session.execute(update(ResponseRow).where(ResponseRow.id == row).values(texts_enc=text))

    with_new_key.write(damage)
    done = rekey(with_new_key, ACTOR, lambda _: None)
    assert done.again == 2
    assert [("6c6f7374 is missing" in line, "does not open" in line) for line in done.closed] == [
        (True, False),
        (False, True),
    ]
    with with_new_key.read() as tx:
        found = {row.id: row.texts_enc for row in tx.session.scalars(select(ResponseRow))}
    assert found == {mine: lost, others: moved}


def test_the_new_key_is_asked_for_from_then_on_and_the_old_one_no_more(
    records: Records, with_new_key: Records, visit: Visit
) -> None:
    assert visit
    old = key_id(records.keys.data_keys[0])
    rekey(with_new_key, ACTOR, lambda _: None)
    with records.read() as tx:
        assert missing_keys(tx) == (key_id(NEW),)
    assert with_new_key.write(let_old_keys_go) == (old,)
    with_new_key.write(note_keys)  # the program starts again before the old key is taken out
    with with_keys(records, NEW).read() as tx:
        assert missing_keys(tx) == ()
        assert set(tx.session.scalars(select(KeyCheck.key_id))) == {key_id(NEW), "lookup"}


def test_another_look_up_key_is_still_told(records: Records, visit: Visit) -> None:
    assert visit
    keys: Keyring = replace(records.keys, lookup_key=b"l" * 32)
    records.write(let_old_keys_go)
    with replace(records, keys=keys).read() as tx:
        assert missing_keys(tx) == ("lookup",)

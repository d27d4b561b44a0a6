"""A patient's code, typed by somebody who is signed in: their browser is handed over to that patient."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response as Answer

from clinic_feedback import throttle
from clinic_feedback.clinician.handing_over import to_patient
from clinic_feedback.clinician.staff_page import comes_from_our_page, reader, staff_page
from clinic_feedback.codes import CodeFault, ShortCode, read_short_code
from clinic_feedback.current import records
from clinic_feedback.languages import wanted_language, words
from clinic_feedback.records.handing_over import OpenedForm, hand_over_by_code
from clinic_feedback.records.staff_members import StaffMember
from clinic_feedback.records.throttling import Action, count
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.staff_token import session_hmac

_WRONG = 422


def ask() -> str:
    """The page to type a code on."""
    return _page()


def take() -> Answer | str | tuple[str, int]:
    """Hand this browser over to the patient of a typed code."""
    typed, said = request.form.get("code", ""), words(wanted_language())
    if not comes_from_our_page():
        return _page(typed)
    code = read_short_code(typed)
    if isinstance(code, CodeFault):
        return _page(typed, said["code"][code.kind].format(n=code.n, typed=code.typed)), _WRONG
    member, session = reader(), session_hmac()
    opened = records().write(lambda tx: _try(tx, code, member, session))
    if opened is None:
        return _page(typed, said["patient"]["code_wrong"]), _WRONG
    return to_patient(opened.public_id, opened.ticket)


def _try(tx: Transaction, code: ShortCode, member: StaffMember, session: bytes) -> OpenedForm | None:
    """After too many tries every code is wrong for a while."""
    if count(tx, Action.CODE, f"user {member.user_id}", throttle.tablet_limit()) is not None:
        return None
    return hand_over_by_code(tx, code, member, session)


def _page(typed: str = "", fault: str = "") -> str:
    return staff_page("clinician/code.html", wanted_language(), typed=typed, fault=fault)

"""A try to sign in: counted, compared, and only then answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic_feedback import throttle
from clinic_feedback.codes import Token
from clinic_feedback.current import records, settings
from clinic_feedback.records.clinics import house_time_zone
from clinic_feedback.records.staff_names import as_stored
from clinic_feedback.records.staff_sessions import Account, account_of, begin_session, note_refused
from clinic_feedback.records.throttling import Action, allowed, count, forget
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.sign_in.passwords import is_right


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a try: a sign-in, or when to try again after too many; else it was wrong."""

    token: Token | None = None
    wait_until: datetime | None = None
    time_zone: str = "UTC"


def try_to_sign_in(typed_name: str, password: str) -> Tried:
    """Sign in by name and password. Unknown, deactivated and wrong look, count and take alike."""
    name, limit = as_stored(typed_name), throttle.account_limit()
    with records().read() as tx:
        account, zone = account_of(tx, name), house_time_zone(tx)
        wait_until = allowed(tx, Action.SIGN_IN, name, limit)
    if wait_until is not None:
        return Tried(None, wait_until, zone)
    # Compared before the transaction, which would keep all other writers waiting meanwhile.
    right = is_right(password, account.password if account is not None and account.active else "")

    def settle(tx: Transaction) -> Tried:
        wait_until = count(tx, Action.SIGN_IN, name, limit)
        return Tried(None, wait_until, zone) if wait_until else Tried(_begun(tx, account, right=right))

    return records().write(settle)


def _begun(tx: Transaction, account: Account | None, *, right: bool) -> Token | None:
    if account is None:
        return None
    token = begin_session(tx, account, timedelta(hours=settings().session_hours)) if right else None
    if token is None:
        note_refused(tx, account)
    else:
        forget(tx, Action.SIGN_IN, account.username)
    return token

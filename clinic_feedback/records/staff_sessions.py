"""Sign-ins: each in one browser, found by a secret of which the records know the digest alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from clinic_feedback.codes import Token, new_token
from clinic_feedback.keys import Purpose
from clinic_feedback.records.audit import Act, Actor, Origin, note
from clinic_feedback.records.models.staff import StaffSession, User
from clinic_feedback.records.staff_names import user_of
from clinic_feedback.records.transaction import Transaction

_KEPT = timedelta(days=30)
"""How long ended sign-ins stay, for whoever looks into something that happened."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may try to sign in. `password`: its hash, '' before the first one is chosen."""

    user_id: int
    username: str
    password: str
    active: bool


def account_of(tx: Transaction, typed: str) -> Account | None:
    """The account of a typed user name; None where there is none."""
    user = user_of(tx, typed)
    return None if user is None else Account(user.id, user.username, user.password, user.active)


def begin_session(tx: Transaction, account: Account, lasts: timedelta) -> Token | None:
    """A new sign-in for an account whose password was right; None where that changed meanwhile."""
    user = tx.session.get(User, account.user_id, with_for_update=True)
    if user is None or not user.active or user.password != account.password:
        return None
    token = new_token()
    tx.session.execute(
        delete(StaffSession).where(StaffSession.user_id == user.id, StaffSession.ends_at < tx.now - _KEPT)
    )
    tx.session.add(
        StaffSession(
            user_id=user.id,
            session_hmac=tx.keys.digest(Purpose.STAFF_SESSION, token),
            began_at=tx.now,
            ends_at=tx.now + lasts,
        )
    )
    note(tx, Actor(user.username, Origin.BROWSER), Act.SIGN_IN, "user", user.username)
    return token


def end_session(tx: Transaction, session_hmac: bytes) -> None:
    """End one sign-in, also for a cookie that was copied; other browsers stay signed in."""
    tx.session.execute(
        update(StaffSession)
        .where(StaffSession.session_hmac == session_hmac, StaffSession.ended_at.is_(None))
        .values(ended_at=tx.now)
    )


def end_all_sessions(tx: Transaction, user_id: int) -> None:
    """End every sign-in of somebody, in all browsers."""
    tx.session.execute(
        update(StaffSession)
        .where(StaffSession.user_id == user_id, StaffSession.ended_at.is_(None))
        .values(ended_at=tx.now)
    )


def sign_out(tx: Transaction, session_hmac: bytes) -> None:
    """End one sign-in as its owner wishes."""
    username = tx.session.scalar(
        select(User.username)
        .join(StaffSession, StaffSession.user_id == User.id)
        .where(StaffSession.session_hmac == session_hmac, StaffSession.ended_at.is_(None))
    )
    if username is not None:
        end_session(tx, session_hmac)
        note(tx, Actor(username, Origin.BROWSER), Act.SIGN_OUT, "user", username)


def note_refused(tx: Transaction, account: Account) -> None:
    """Put a wrong password on the trail. What was typed for no account stands nowhere: it may be one."""
    note(tx, Actor(account.username, Origin.BROWSER), Act.SIGN_IN_REFUSED, "user", account.username)

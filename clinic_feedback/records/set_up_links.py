"""Links by which somebody chooses a password, once, within a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select, update

from clinic_feedback.codes import Token, new_token
from clinic_feedback.keys import Purpose
from clinic_feedback.records.audit import Act, Actor, Origin, note
from clinic_feedback.records.models.staff import SetUpLink, User
from clinic_feedback.records.staff_sessions import end_all_sessions
from clinic_feedback.records.transaction import Transaction

_LASTS = timedelta(days=7)


def set_up_path(token: Token) -> str:
    """Where a link leads, from the program's own address."""
    return f"/staff/set-up/{token}"


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link invites."""

    username: str
    name: str


def make_link(tx: Transaction, actor: Actor, user: User) -> Token:
    """A new link; it is shown once. Earlier ones of the same user end."""
    token = new_token()
    tx.session.execute(
        update(SetUpLink)
        .where(SetUpLink.user_id == user.id, SetUpLink.used_at.is_(None), SetUpLink.expires_at > tx.now)
        .values(expires_at=tx.now)
    )
    tx.session.add(SetUpLink(user_id=user.id, token_hmac=_digest(tx, token), expires_at=tx.now + _LASTS))
    note(tx, actor, Act.SET_UP_LINK_MADE, "user", user.username)
    return token


def invited_by(tx: Transaction, token: str) -> Invited | None:
    """Whom a link invites; None where it was used, is too old, or never was. Looking spends nothing."""
    found = tx.session.execute(_usable(tx, token)).one_or_none()
    return None if found is None else Invited(found[1].username, found[1].name)


def choose_password(tx: Transaction, token: str, hashed: str) -> bool:
    """Keep a password by its hash, spend the link, and end every sign-in that the old password opened.

    False where the link cannot be used (any more).
    """
    found = tx.session.execute(_usable(tx, token).with_for_update()).one_or_none()
    if found is None:
        return False
    link, user = found
    link.used_at = tx.now
    user.password = hashed
    end_all_sessions(tx, user.id)
    note(tx, Actor(user.username, Origin.BROWSER), Act.PASSWORD_CHOSEN, "user", user.username)
    return True


def _usable(tx: Transaction, token: str) -> Select[SetUpLink, User]:
    return (
        select(SetUpLink, User)
        .join(User, User.id == SetUpLink.user_id)
        .where(
            SetUpLink.token_hmac == _digest(tx, token),
            SetUpLink.used_at.is_(None),
            SetUpLink.expires_at > tx.now,
            User.active.is_(True),
        )
    )


def _digest(tx: Transaction, token: str) -> bytes:
    return tx.keys.digest(Purpose.SET_UP, token)

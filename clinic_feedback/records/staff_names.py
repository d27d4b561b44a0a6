"""User names: one way to write each, whoever types it."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import select

from clinic_feedback.records.models.staff import User
from clinic_feedback.records.transaction import Transaction

_LONGEST = 64
_SOUND = re.compile(r"[^\W_][\w.@+-]*")


def as_stored(typed: str) -> str:
    """A user name as it is stored and looked up: capitals and blanks around it make no other name.

    What can be nobody's name is '': so tries with all of these are counted together.
    """
    name = unicodedata.normalize("NFKC", typed[: 4 * _LONGEST]).strip().lower()
    name = unicodedata.normalize("NFKC", name)
    return name if is_sound(name) else ""


def is_sound(name: str) -> bool:
    """Whether a name, as it is stored, may be a user's."""
    return len(name) <= _LONGEST and _SOUND.fullmatch(name) is not None


def user_of(tx: Transaction, typed: str) -> User | None:
    """The user of a typed name; None where there is none."""
    name = as_stored(typed)
    # What is no name is not even asked for: not every database takes any sign.
    if not is_sound(name):
        return None
    return tx.session.scalars(select(User).filter_by(username=name)).one_or_none()

"""The trail of acts: an entry in the transaction of the act, so that neither is there without the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from clinic_feedback.records.models.safety import AuditEntry
from clinic_feedback.records.transaction import Transaction


class Origin(StrEnum):
    """From where something was done."""

    BROWSER = "browser"
    COMMAND = "command"
    ITSELF = "itself"


class Act(StrEnum):
    """What was done. Reads are noted where they open a patient's answers."""

    SIGN_IN = "sign_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_OUT = "sign_out"
    HAND_OVER = "hand_over"
    VISIT_MADE = "visit_made"
    VISIT_READ = "visit_read"
    REPORT_READ = "report_read"
    QUALITY_READ = "quality_read"
    OWN_FORM_SENT = "own_form_sent"
    FOLLOW_UP_CHANGED = "follow_up_changed"
    HANDED_ON = "handed_on"
    CLINIC_SET = "clinic_set"
    USER_ADDED = "user_added"
    USER_CHANGED = "user_changed"
    USER_DEACTIVATED = "user_deactivated"
    SET_UP_LINK_MADE = "set_up_link_made"
    PASSWORD_CHOSEN = "password_chosen"  # noqa: S105 - the name of an act
    TABLET_ENROLLED = "tablet_enrolled"
    TABLET_REVOKED = "tablet_revoked"
    IMPORTED = "imported"
    WITHDRAWN_BY_STAFF = "withdrawn_by_staff"
    KEYS_ROTATED = "keys_rotated"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, from where, and why, where an act needs a reason."""

    name: str
    origin: Origin
    why: str | None = None


def note(tx: Transaction, actor: Actor, act: Act, subject_kind: str, subject: str) -> None:
    """Add an entry. `subject`: a public id or a code of ours, never what somebody typed."""
    entry = AuditEntry(
        at=tx.now,
        actor=actor.name,
        act=act,
        subject_kind=subject_kind,
        subject=subject,
        origin=actor.origin,
        why=actor.why,
    )
    tx.session.add(entry)


def latest(tx: Transaction, count: int, before: int | None = None) -> Sequence[AuditEntry]:
    """The newest entries, newest first; with `before`, those that are older than that entry."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(count)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return tx.session.scalars(query).all()

"""Forms that are being filled in: sealed, found by their key alone, gone with their time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select

from clinic_feedback.keys import Place
from clinic_feedback.records.models.consultations import Consultation, Draft
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.stored_answers import as_json, from_json
from clinic_feedback.records.transaction import Transaction
from forms.model import LinkId, Sharing, Side
from forms.responses import Answer, Given


class TextSize(StrEnum):
    """How large a patient reads."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"


class Notice(StrEnum):
    """What a page has to say when it is shown again."""

    CLEARED = "cleared"
    KEPT = "kept"
    DRAFT_ENDED = "draft_ended"


@dataclass(frozen=True, slots=True)
class Pending:
    """A page as it was posted, to be shown again: with its faults, or with a notice. `values`: by field."""

    page: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a form so far. An item that is not in `answers` is unanswered."""

    mode: Mode
    started_at: datetime
    answers: Given = field(default_factory=dict)
    sharing: Sharing | None = None
    language: str | None = None
    text_size: TextSize = TextSize.NORMAL
    pending: Pending | None = None


@dataclass(frozen=True, slots=True)
class PageTurned:
    """What one page brought: nothing of the other pages. None as an answer takes the earlier one back."""

    answers: Mapping[LinkId, Answer | None] = field(default_factory=dict)
    sharing: Sharing | None = None
    language: str | None = None
    text_size: TextSize | None = None
    pending: Pending | None = None

    def on(self, filled: Filled) -> Filled:
        """The form with this page's part of it."""
        answers = {**filled.answers, **self.answers}
        return Filled(
            filled.mode,
            filled.started_at,
            {link_id: answer for link_id, answer in answers.items() if answer is not None},
            self.sharing or filled.sharing,
            self.language or filled.language,
            self.text_size or filled.text_size,
            self.pending,
        )


def opened(tx: Transaction, draft: Draft | None, public_id: str) -> Filled | None:
    """What a draft holds; None where there is none, or its time is over.

    Raises MissingKeyError, UnreadableError.
    """
    if draft is None or draft.lasts_until <= tx.now:
        return None
    return _filled(json.loads(tx.keys.open(draft.body_enc, _place(public_id, draft.side))))


def keep(tx: Transaction, visit: Consultation, side: Side, key_hmac: bytes, filled: Filled) -> None:
    """Put a form in the place of its earlier state, and let its time begin anew."""
    draft = tx.session.scalars(select(Draft).filter_by(key_hmac=key_hmac)).one_or_none()
    if draft is None:
        draft = Draft(consultation_id=visit.id, side=side, key_hmac=key_hmac)
        tx.session.add(draft)
    draft.body_enc = tx.keys.seal(json.dumps(_body(filled)), _place(visit.public_id, side))
    draft.touched_at = tx.now
    draft.lasts_until = tx.now + tx.draft_lifetimes[filled.mode]


def forget(tx: Transaction, visit: Consultation, side: Side) -> None:
    """Leave nothing of a side's unsent form."""
    tx.session.execute(delete(Draft).filter_by(consultation_id=visit.id, side=side))


def forget_stale(tx: Transaction) -> None:
    """Leave nothing of forms whose time is over."""
    tx.session.execute(delete(Draft).where(Draft.lasts_until <= tx.now))


def _body(filled: Filled) -> dict[str, object]:
    pending = filled.pending
    return {
        "mode": filled.mode,
        "started_at": filled.started_at.isoformat(),
        "answers": as_json(filled.answers),
        "sharing": filled.sharing,
        "language": filled.language,
        "text_size": filled.text_size,
        "pending": pending and [pending.page, dict(pending.values), pending.notice],
    }


def _filled(body: dict[str, Any]) -> Filled:
    pending = body["pending"]
    return Filled(
        Mode(body["mode"]),
        datetime.fromisoformat(body["started_at"]),
        from_json(body["answers"]),
        Sharing(body["sharing"]) if body["sharing"] else None,
        body["language"],
        TextSize(body["text_size"]),
        pending and _pending(*pending),
    )


def _pending(page: str, values: Mapping[str, list[str]], notice: str | None) -> Pending:
    posted = {name: tuple(given) for name, given in values.items()}
    return Pending(page, posted, Notice(notice) if notice else None)


def _place(public_id: str, side: str) -> Place:
    return Place("draft", "body_enc", f"{public_id}/{side}")

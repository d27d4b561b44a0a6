"""Forms that are being filled in: sealed, found by their key alone, gone with their time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from clinic_feedback.keys import Place
from clinic_feedback.records.models.consultations import Consultation, Draft
from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.stored_answers import as_json, from_json
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visit_row import VisitRow
from forms.model import LinkId, Sharing, Side
from forms.responses import Answer, Given

# Built once, and of the table: statements and objects take longer to build than rows to write.
_DRAFTS = SCHEMA.tables["draft"]
_KEPT = select(_DRAFTS.c.body_enc, _DRAFTS.c.lasts_until).where(_DRAFTS.c.key_hmac == bindparam("key"))
_BEGIN = insert(_DRAFTS)
_GO_ON = update(_DRAFTS).where(_DRAFTS.c.key_hmac == bindparam("key"))
_FORGET = delete(_DRAFTS).where(
    _DRAFTS.c.consultation_id == bindparam("visit_id"), _DRAFTS.c.side == bindparam("of_side")
)


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


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose form of a visit it is: of which side, by which key it is found, and where it is filled in."""

    side: Side
    key_hmac: bytes
    mode: Mode


def opened(
    tx: Transaction, public_id: str, side: Side, body_enc: bytes | None, lasts_until: datetime | None
) -> Filled | None:
    """What a draft holds; None where there is none, or its time is over.

    Raises MissingKeyError, UnreadableError.
    """
    if body_enc is None or lasts_until is None or lasts_until <= tx.now:
        return None
    return _filled(json.loads(tx.keys.open(body_enc, _place(public_id, side))))


def turn(tx: Transaction, visit: Consultation | VisitRow, whose: Whose, page: PageTurned) -> None:
    """Keep what a page brought in its form, and let the form's time begin anew."""
    public_id, side, key = visit.public_id, whose.side, whose.key_hmac
    kept = tx.connection.execute(_KEPT, {"key": key}).one_or_none()
    earlier = opened(tx, public_id, side, *kept) if kept else None
    filled = page.on(earlier or Filled(whose.mode, tx.now))
    new = {
        "body_enc": tx.keys.seal(json.dumps(_body(filled)), _place(public_id, side)),
        "touched_at": tx.now,
        "lasts_until": tx.now + tx.draft_lifetimes[filled.mode],
    }
    if kept:
        tx.connection.execute(_GO_ON, {"key": key, **new})
    else:
        tx.connection.execute(_BEGIN, {"consultation_id": visit.id, "side": side, "key_hmac": key, **new})


def forget(tx: Transaction, visit: Consultation | VisitRow, side: Side) -> None:
    """Leave nothing of a side's unsent form."""
    tx.connection.execute(_FORGET, {"visit_id": visit.id, "of_side": side})


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

"""What was answered, the pairs that two responses make, and the flags that arose from them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from clinic_feedback.records.column_types import UtcDateTime
from clinic_feedback.records.models.base import Digest, Id, Moment, Record, Word, one_of
from clinic_feedback.records.models.modes import Mode
from forms.model import Sharing, Side


class ResponseRow(Record):
    """One side's accepted answers. It never changes, but that a patient may make `sharing` stricter.

    `answers`: codes by linkId; `texts_enc`: the free texts, sealed. `content_hmac`: what a second
    sending is compared with. `text_hash`: the questions' texts as they were read.
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("consultation_id", "side"),
        UniqueConstraint("consultation_id", "id"),
        UniqueConstraint("submission_id"),
        UniqueConstraint("receipt_hmac"),
        one_of("side", Side),
        one_of("mode", Mode),
        CheckConstraint("(side = 'patient') = (sharing IS NOT NULL)", name="sharing_is_the_patients"),
        CheckConstraint(
            f"sharing IN ({', '.join(repr(str(choice)) for choice in Sharing)})", name="sharing_known"
        ),
        CheckConstraint(
            "texts_enc IS NULL OR sharing IS NULL OR sharing <> 'totals_only'", name="no_text_in_totals"
        ),
    )

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    side: Mapped[Word]
    submission_id: Mapped[Word]
    content_hmac: Mapped[Digest]
    language: Mapped[Word | None]
    text_hash: Mapped[Word | None]
    sharing: Mapped[Word | None]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    texts_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    receipt_hmac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    mode: Mapped[Word]
    started_at: Mapped[Moment | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[Moment]
    received_at: Mapped[Moment]


class PairRow(Record):
    """Two responses to one visit. `engine`: which state of our comparison its flags were made by."""

    __tablename__ = "pair"
    __table_args__ = (
        UniqueConstraint("consultation_id"),
        ForeignKeyConstraint(
            ["consultation_id", "patient_response_id"], ["response.consultation_id", "response.id"]
        ),
        ForeignKeyConstraint(
            ["consultation_id", "clinician_response_id"], ["response.consultation_id", "response.id"]
        ),
    )

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    patient_response_id: Mapped[int]
    clinician_response_id: Mapped[int]
    engine: Mapped[int]


class FlagRow(Record):
    """A rule that fired on what a visit's clinician may see. `item`, `leaning`: '' where there is none."""

    __tablename__ = "flag"
    __table_args__ = (UniqueConstraint("consultation_id", "rule", "item"),)

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    rule: Mapped[Word]
    item: Mapped[Word]
    severity: Mapped[Word]
    topic: Mapped[Word]
    leaning: Mapped[Word]

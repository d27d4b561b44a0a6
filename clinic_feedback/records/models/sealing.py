"""Sealed blocks of closed visits, and their sums: all that is ever published.

Strata, blocks, cells and listings are never changed once they are there. `p`, `c`: what the patient
and the clinician answered; '' stands for what was left open or is not read. `reports.release` says why.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic_feedback.records.models.base import Id, Moment, Name, Record, Word, one_of
from clinic_feedback.records.models.clinics import Profession
from forms.model import Form


class Staffing(Record):
    """With whom the visits of a profession are counted in a clinic and a calendar quarter, as 2026-Q1.

    `professions`: all that are counted together, joined by +; '' for `small`, where those of all small
    clinics are.
    """

    __tablename__ = "staffing"
    __table_args__ = (
        UniqueConstraint("quarter", "clinic_id", "profession"),
        one_of("profession", Profession),
        CheckConstraint("small = (professions = '')", name="small_has_no_professions"),
    )

    id: Mapped[Id]
    quarter: Mapped[Word]
    clinic_id: Mapped[int] = mapped_column(ForeignKey("clinic.id"))
    profession: Mapped[Word]
    small: Mapped[bool]
    professions: Mapped[Name]


class Stratum(Record):
    """Visits that are counted together. `place`: a clinic's code; '' for all small clinics."""

    __tablename__ = "stratum"
    __table_args__ = (
        UniqueConstraint(
            "quarter",
            "place",
            "professions",
            "questionnaire",
            "structure_hash",
            "form",
            name="uq_stratum_key",  # the name made of all columns is longer than PostgreSQL keeps
        ),
        one_of("form", Form),
    )

    id: Mapped[Id]
    quarter: Mapped[Word]
    place: Mapped[Word]
    professions: Mapped[Name]
    questionnaire: Mapped[Word]
    structure_hash: Mapped[Word]
    form: Mapped[Word]


class SealedWeek(Record):
    """A week that is over and through: its row is made in the transaction that seals its blocks."""

    __tablename__ = "sealed_week"
    __table_args__ = (UniqueConstraint("week"),)

    id: Mapped[Id]
    week: Mapped[Word]
    sealed_at: Mapped[Moment]


class Block(Record):
    """Visits of a stratum that were sealed together.

    `first_week`: of the earliest closing; `last_week`: at whose end it was sealed; `answers`: with a
    patient's response.
    """

    __tablename__ = "block"
    __table_args__ = (UniqueConstraint("stratum_id", "last_week"), Index(None, "last_week"))

    id: Mapped[Id]
    stratum_id: Mapped[int] = mapped_column(ForeignKey("stratum.id"))
    sealed_on: Mapped[date]
    first_week: Mapped[Word]
    last_week: Mapped[Word]
    units: Mapped[int]
    answers: Mapped[int]


class SealedUnit(Record):
    """A visit that a block has counted; gone with the visit, while the block's sums stay."""

    __tablename__ = "sealed_unit"
    __table_args__ = (UniqueConstraint("consultation_id"), Index(None, "block_id"))

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    block_id: Mapped[int] = mapped_column(ForeignKey("block.id"))


class ForgottenWeek(Record):
    """Deleted visits that closed in a week, as numbers: reports go on telling how many there were.

    `week`: of their closing, where they were held; `held_back`: those of them that no block ever counted.
    """

    __tablename__ = "forgotten_week"
    __table_args__ = (
        UniqueConstraint("week", "clinic_id", "profession"),
        one_of("profession", Profession),
        CheckConstraint("held_back BETWEEN 0 AND closed", name="held_back_of_closed"),
    )

    id: Mapped[Id]
    week: Mapped[Word]
    clinic_id: Mapped[int] = mapped_column(ForeignKey("clinic.id"))
    profession: Mapped[Word]
    closed: Mapped[int]
    held_back: Mapped[int]


class BlockCell(Record):
    """How many visits of a block fell into a category of a family. `mode`: '' where no patient answered."""

    __tablename__ = "block_cell"
    __table_args__ = (UniqueConstraint("block_id", "family", "mode", "p", "c"),)

    id: Mapped[Id]
    block_id: Mapped[int] = mapped_column(ForeignKey("block.id"))
    mode: Mapped[Word]
    family: Mapped[Word]
    p: Mapped[Word]
    c: Mapped[Word]
    n: Mapped[int]


class ClusterCell(Record):
    """The same by clinician, for the width of intervals alone; no page and no file shows it.

    Once a quarter's visits are deleted, those of its blocks lie under the last one of them.
    """

    __tablename__ = "cluster_cell"
    __table_args__ = (UniqueConstraint("block_id", "family", "clinician_key", "mode", "p", "c"),)

    id: Mapped[Id]
    block_id: Mapped[int] = mapped_column(ForeignKey("block.id"))
    clinician_key: Mapped[Word]
    mode: Mapped[Word]
    family: Mapped[Word]
    p: Mapped[Word]
    c: Mapped[Word]
    n: Mapped[int]


class Listing(Record):
    """With which block a block's counts of a family are published; those without a row still wait."""

    __tablename__ = "listing"
    __table_args__ = (UniqueConstraint("block_id", "family"), Index(None, "listed_id"))

    id: Mapped[Id]
    block_id: Mapped[int] = mapped_column(ForeignKey("block.id"))
    family: Mapped[Word]
    listed_id: Mapped[int] = mapped_column(ForeignKey("block.id"))

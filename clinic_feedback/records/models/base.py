"""What all tables share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from sqlalchemy import CheckConstraint, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

from clinic_feedback.records.column_types import UtcDateTime

# Every constraint has a name: a batch change on SQLite loses those that have none.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Id = Annotated[int, mapped_column(primary_key=True)]
"""A row's number, which never leaves the database: it would tell in which order people came."""

Digest = Annotated[bytes, mapped_column(LargeBinary(32))]
"""A keyed hash to look something up by."""

Sealed = Annotated[bytes, mapped_column(LargeBinary)]
"""A text that only the key ring opens."""

Moment = Annotated[datetime, mapped_column(UtcDateTime)]

Name = Annotated[str, mapped_column(String(200))]
Word = Annotated[str, mapped_column(String(64))]
"""A code, or one of a few words."""


class Record(DeclarativeBase):
    """A row of a table."""

    metadata = MetaData(naming_convention=_NAMES)


def one_of(column: str, words: Iterable[StrEnum] | Iterable[str]) -> CheckConstraint:
    """A column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")

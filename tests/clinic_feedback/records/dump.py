"""All that lies in the records, to hold one moment against another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.transaction import Records

Dump = Mapping[str, tuple[Mapping[str, Any], ...]]
"""The rows of every table, by its name."""


def dump_of(records: Records) -> Dump:
    """Every row of every table."""
    with records.read() as tx:
        return {
            table.name: tuple(dict(row) for row in tx.session.execute(select(table)).mappings())
            for table in SCHEMA.sorted_tables
        }


def differences(before: Dump, after: Dump) -> dict[str, tuple[list[Any], list[Any]]]:
    """By table, what was there alone before and what is there alone after."""
    found = {}
    for name, rows in before.items():
        gone = [row for row in rows if row not in after[name]]
        new = [row for row in after[name] if row not in rows]
        if gone or new:
            found[name] = (gone, new)
    return found

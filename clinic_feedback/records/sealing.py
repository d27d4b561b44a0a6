"""Sealing: closed visits are counted in blocks, week after week, each visit once and for ever.

A week is one transaction, which begins with its row: two that seal at once, or one that was cut off,
leave what one leaves that seals alone. Only what `reports.release` allows is sealed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from clinic_feedback.clock import iso_week
from clinic_feedback.records.closed_units import Part, clinician_key, waiting_parts, waiting_units
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.sealing import SealedWeek
from clinic_feedback.records.sealed_sums import StratumKey, list_families, write_block
from clinic_feedback.records.staffing import ByClinic, fixed_groups
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.week_ends import Ends, ends_of, last_week_over
from reports.release import Clinician, Terms, may_be_sealed, sums_of
from reports.staffing import group_of
from reports.weeks import sunday, week_after


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one run of sealing did. `through`: the last week that is done now; None before there is any."""

    weeks: int
    blocks: int
    units: int
    through: str | None


def seal_due(records: Records, terms: Terms) -> Sealed:
    """Seal every week that is over everywhere and not done yet, in order. Raises NotStoredError."""
    weeks = blocks = units = 0
    while True:
        with records.read() as tx:
            through, week = done_through(tx), _next_week(tx)
        if week is None:
            return Sealed(weeks, blocks, units, through)
        try:
            counted = records.write(partial(_seal_week, week=week, terms=terms))
        except IntegrityError:  # somebody else has just sealed this week
            continue
        weeks, blocks, units = weeks + 1, blocks + len(counted), units + sum(counted)


def done_through(tx: Transaction) -> str | None:
    """The last week that was sealed; None before there is any."""
    return tx.session.scalar(select(func.max(SealedWeek.week)))


def _next_week(tx: Transaction) -> str | None:
    """The week to be sealed next; None where none is over that was not."""
    done, over = done_through(tx), last_week_over(tx)
    week = week_after(done) if done else _first_week(tx)
    return week if week is not None and over is not None and week <= over else None


def _first_week(tx: Transaction) -> str | None:
    earliest = (
        select(Consultation.closes_at, Clinic.time_zone)
        .join(Clinic, Clinic.id == Consultation.clinic_id)
        .order_by(Consultation.closes_at)
        .limit(1)
    )
    found = tx.session.execute(earliest).one_or_none()
    return iso_week(*found) if found else None


def _seal_week(tx: Transaction, week: str, terms: Terms) -> list[int]:
    """Seal the blocks that are full at the end of a week; how many visits each of them holds."""
    tx.session.add(SealedWeek(week=week, sealed_at=tx.now))
    tx.session.flush()  # whoever else seals this week waits here, and is refused
    ends = ends_of(tx, week)
    strata = _strata(tx, ends, fixed_groups(tx, week, ends))
    full = {key: parts for key, parts in sorted(strata.items()) if may_be_sealed(_answered(tx, parts), terms)}
    sizes = []
    for key, parts in full.items():
        units = waiting_units(tx, ends, parts, sunday(week))
        sums = sums_of([one.unit for one in units])
        block = write_block(tx, week, key, units, sums)
        list_families(tx, block, key, sums, terms)
        sizes.append(len(units))
    return sizes


def _strata(tx: Transaction, ends: Ends, groups: ByClinic) -> dict[StratumKey, list[Part]]:
    """What waits, by the stratum that its clinician has now.

    A clinic in which no visit of this quarter has closed yet has none: what waits there goes on waiting.
    """
    found: dict[StratumKey, list[Part]] = defaultdict(list)
    for part in waiting_parts(tx, ends):
        fixed = groups.get(part.clinic_id)
        if fixed:
            group = group_of(part.profession, fixed)
            place = "" if group.small else part.place
            key = StratumKey(
                place, "+".join(group.professions), part.questionnaire, part.structure_hash, part.form
            )
            found[key].append(part)
    return found


def _answered(tx: Transaction, parts: list[Part]) -> dict[Clinician, int]:
    found: dict[Clinician, int] = defaultdict(int)
    for part in parts:
        found[clinician_key(tx.keys, part.clinician_id)] += part.answered
    return found

"""Sealing: closed visits are counted in blocks, week after week, each visit once and for ever.

A week is one transaction, which begins with its row: two that seal at once, or one that was cut off,
leave what one leaves that seals alone. Only what `reports.release` allows is sealed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from clinic_feedback.clock import iso_week
from clinic_feedback.records.closed_units import ClosedUnit, WaitingVisit, locked_units, waiting_visits
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.sealing import SealedWeek
from clinic_feedback.records.sealed_sums import StratumKey, list_families, note_counted, write_block
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
    """Seal every week that is over everywhere and not done yet, in order.

    Raises NotStoredError, and IntegrityError where the database refuses what a week would write.
    """
    weeks = blocks = units = 0
    while True:
        with records.read() as tx:
            through, week = done_through(tx), _next_week(tx)
        if week is None:
            return Sealed(weeks, blocks, units, through)
        try:
            counted = records.write(partial(_seal_week, week=week, terms=terms))
        except IntegrityError:
            if not _is_done(records, week):
                raise
            continue  # somebody else has just sealed this week
        weeks, blocks, units = weeks + 1, blocks + len(counted), units + sum(counted)


def done_through(tx: Transaction) -> str | None:
    """The last week that was sealed; None before there is any."""
    return tx.session.scalar(select(func.max(SealedWeek.week)))


def _is_done(records: Records, week: str) -> bool:
    with records.read() as tx:
        through = done_through(tx)
    return through is not None and through >= week


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
    sizes = []
    for key, waiting in sorted(strata.items()):
        units = _units_of_block(tx, waiting, sunday(week), terms)
        if units:
            sums = sums_of([one.unit for one in units])
            block = write_block(tx, (min(unit.week for unit in units), week), key, sums)
            note_counted(tx, block, [unit.visit_id for unit in units])
            list_families(tx, block, key, sums, terms)
            sizes.append(len(units))
    return sizes


def _units_of_block(
    tx: Transaction, waiting: Sequence[WaitingVisit], last_day: date, terms: Terms
) -> list[ClosedUnit]:
    """The visits of a stratum that wait, where they are enough for a block; else none."""
    answered = Counter(Clinician(str(visit.clinician_id)) for visit in waiting if visit.answered)
    if not may_be_sealed(answered, terms):
        return []
    units = locked_units(tx, (visit.visit_id for visit in waiting), last_day)
    # Before they were locked, a patient may have withdrawn.
    left = Counter(one.unit.clinician for one in units if one.unit.answered)
    return units if may_be_sealed(left, terms) else []


def _strata(tx: Transaction, ends: Ends, groups: ByClinic) -> dict[StratumKey, list[WaitingVisit]]:
    """What waits, by the stratum that its clinician has now.

    A clinic in which no visit of this quarter has closed yet has none: what waits there goes on waiting.
    """
    found: dict[StratumKey, list[WaitingVisit]] = defaultdict(list)
    for visit in waiting_visits(tx, ends):
        fixed = groups.get(visit.clinic_id)
        if fixed:
            group = group_of(visit.profession, fixed)
            place = "" if group.small else visit.place
            key = StratumKey(
                place, "+".join(group.professions), visit.questionnaire, visit.structure_hash, visit.form
            )
            found[key].append(visit)
    return found

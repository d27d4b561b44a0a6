"""What somebody chose to see, read from the address: days become whole weeks, and what is wrong is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from clinic_feedback.records.models.clinics import Profession
from reports.published import View
from reports.weeks import monday, sunday, week_of

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
"""Between which days a choice may lie, both with them."""
LONGEST = timedelta(days=3653)
"""How far the last day of a choice may be from its first: ten years, with their leap days."""

_DAYS_OF_A_YEAR = 364


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice as it was made, for the fields of its form; `faults`: keys of what is wrong, by field.

    `view`: None where something is.
    """

    fields: Mapping[str, str]
    faults: Mapping[str, str]
    view: View | None

    @property
    def address(self) -> dict[str, str]:
        """What stands in addresses of the same choice."""
        return {name: value for name, value in self.fields.items() if value}


def choice_of(
    asked: Mapping[str, str], clinics: Mapping[str, str], through: str | None, today: date
) -> Choice:
    """Read a choice. `through`: the last week that is sealed, with which a year ends if nothing is chosen."""
    last = sunday(through) if through else today
    first = monday(week_of(last - timedelta(days=_DAYS_OF_A_YEAR - 1)))
    fields = {
        "from": asked.get("from", "").strip() or first.isoformat(),
        "to": asked.get("to", "").strip() or last.isoformat(),
        "clinic": asked.get("clinic", ""),
        "profession": asked.get("profession", ""),
    }
    days = {name: _day(fields[name]) for name in ("from", "to")}
    faults = {name: "day_wrong" for name, day in days.items() if day is None}
    # Days have several written forms; the field shows one of them alone.
    fields |= {name: day.isoformat() for name, day in days.items() if day is not None}
    begins, ends = days["from"], days["to"]
    if begins is not None and ends is not None and not begins <= ends <= begins + LONGEST:
        faults["to"] = "to_wrong"
    if fields["clinic"] and fields["clinic"] not in clinics:
        faults["clinic"] = "clinic_wrong"
    if fields["profession"] and fields["profession"] not in set(Profession):
        faults["profession"] = "profession_wrong"
    if faults or begins is None or ends is None:
        return Choice(fields, faults, None)
    return Choice(fields, {}, View(week_of(begins), week_of(ends), fields["clinic"], fields["profession"]))


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None

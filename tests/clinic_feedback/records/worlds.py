"""Random small worlds for the proof that nobody can be found: who works where, who comes, answers, goes back on it.

Played week by week over real records. From a shell, as many as fit into a time, with a seed:

    python -m tests.clinic_feedback.records.worlds --minutes 60 --seed 1
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clinic_feedback.key_files import load_keys
from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.engine import Database
from clinic_feedback.records.migrating import upgrade
from clinic_feedback.records.transaction import Records
from clinic_feedback.records.withdrawing import withdraw_for_patient
from forms.catalogue import built_in
from reports.weeks import monday, week_after
from tests.clinic_feedback.records.closed_visits import Closed, take_in
from tests.clinic_feedback.records.setting import TestClock

FIRST_WEEK = "2026-W07"
PROFESSIONS = ("doctor", "nurse", "physiotherapist")
KEYS = f"data={bytes(range(32)).hex()} lookup={bytes(range(32, 64)).hex()} session={'5e' * 32}"
ACTOR = Actor("withdraw", Origin.COMMAND, "asked for it")
EXTENT = ("not_at_all", "a_little", "partly", "mostly", "completely")


@dataclass
class Came:
    """A visit of the world. `answers`: the patient's as they are now; None where there are none (any more)."""

    visit: Closed
    arrives: int
    answers: Mapping[str, Any] | None
    both: bool


@dataclass
class World:
    """A world in play. `came`: by name, what is in the records."""

    chance: random.Random
    records: Records
    clock: TestClock
    weeks: int
    planned: list[Came]
    came: dict[str, Came] = field(default_factory=dict)

    def play(self) -> Iterator[str]:
        """Each week in turn, when it is over and before anything is sealed."""
        for number in range(self.weeks):
            week = week_after(FIRST_WEEK, number)
            self.clock.moment = datetime.combine(monday(week), datetime.min.time(), UTC) + timedelta(days=6)
            arrived = [one for one in self.planned if one.arrives == number]
            names = take_in(self.records, [one.visit for one in arrived], name=f"week{number}-")
            self.came |= dict(zip(names, arrived, strict=True))
            self._withdraw_some()
            self.clock.moment += timedelta(days=2)
            yield week

    def _withdraw_some(self) -> None:
        there = [name for name, came in self.came.items() if came.answers is not None]
        if there and self.chance.random() < 0.4:
            name = self.chance.choice(there)
            self.records.write(lambda tx: withdraw_for_patient(tx, f"import:{name}", ACTOR))
            self.came[name].answers, self.came[name].both = None, False


def new_world(seed: int, database: Database, keys: Any = None) -> World:
    """A world from a seed, over an empty database with the newest tables."""
    chance, clock = random.Random(seed), TestClock(datetime(2026, 1, 5, tzinfo=UTC))
    records = Records(database, keys or load_keys(Path("none"), KEYS), built_in(), clock)
    weeks = chance.randint(5, 12)
    return World(chance, records, clock, weeks, list(_planned(chance, weeks)))


def _planned(chance: random.Random, weeks: int) -> Iterator[Came]:
    staff = [
        (f"clinic{clinic}", profession, f"{clinic}{profession}{number}")
        for clinic in range(chance.randint(1, 2))
        for profession in chance.sample(PROFESSIONS, chance.randint(1, 3))
        for number in range(chance.randint(1, 5))
    ]
    rate = chance.uniform(0.4, 1.2)
    for number in range(weeks):
        for clinic, profession, clinician in staff:
            for _ in range(round(chance.expovariate(1 / rate))):
                late = chance.randint(1, 4) if chance.random() < 0.1 else 0
                yield _came(chance, number, late, (clinic, profession, clinician))


def _came(chance: random.Random, week: int, late: int, who: tuple[str, str, str]) -> Came:
    clinic, profession, clinician = who
    patient = _answers(chance) if chance.random() < 0.8 else None
    other = _answers(chance) if chance.random() < 0.85 else None
    visit = Closed(
        week_after(FIRST_WEEK, week),
        clinician,
        profession,
        clinic,
        patient,
        other,
        "clinician" if chance.random() < 0.7 else "totals_only",
    )
    return Came(visit, week + late, patient, patient is not None and other is not None)


def _answers(chance: random.Random) -> Mapping[str, Any]:
    """Nearly everybody says the same; some leave much open."""
    usual = chance.choices(EXTENT, (1, 1, 1, 6, 3))[0]
    return {
        "reassured": None if chance.random() < 0.15 else usual,
        "impact": None if chance.random() < 0.4 else chance.choices(EXTENT, (0, 1, 0, 12, 0))[0],
        "next_steps": chance.choice((None, "mostly")),
    }


def main() -> None:
    """Play worlds until the time is over; print how many, and what was found."""
    from tests.clinic_feedback.records.watching import Watch  # noqa: PLC0415 - it builds on this module

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    ends, worlds, counted, published = time.monotonic() + asked.minutes * 60, 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.sqlite"
        prepared = Database(f"sqlite:///{empty}")
        upgrade(prepared)
        prepared.close()  # what is still in its journal is not in the file
        while time.monotonic() < ends:
            file = Path(folder) / "world.sqlite"
            file.write_bytes(empty.read_bytes())
            database = Database(f"sqlite:///{file}")
            watch = Watch(new_world(asked.seed + worlds, database))
            watch.play()
            worlds, counted, published = (
                worlds + 1,
                counted + watch.answers,
                published + watch.answers_published,
            )
            database.close()
            for left in Path(folder).glob("world.sqlite*"):
                left.unlink()
    print(  # noqa: T201 - the result of a command
        f"seed {asked.seed}: {worlds} worlds, nobody found; "
        f"{published} of {counted} answers published ({published / max(1, counted):.0%})"
    )


if __name__ == "__main__":
    main()

"""Random small worlds for the proof that nobody can be found: who works where, who comes, answers, goes back on it.

Played week by week over real records. From a shell, as many as fit into a time, with a seed:

    python -m tests.clinic_feedback.records.worlds --hours 1 --seed 1 --processes 2
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count, repeat
from pathlib import Path

from clinic_feedback.key_files import load_keys
from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.engine import Database
from clinic_feedback.records.migrating import upgrade
from clinic_feedback.records.transaction import Records
from clinic_feedback.records.withdrawing import withdraw_for_patient
from forms.catalogue import built_in
from reports.weeks import monday, week_after
from tests.clinic_feedback.records.closed_visits import line_of, take_in
from tests.clinic_feedback.records.import_files import import_all, only
from tests.clinic_feedback.records.planned_visits import SMALL, Came, Size, planned
from tests.clinic_feedback.records.setting import TestClock

FIRST_OF_QUARTER = "2026-W14"
KEYS = f"data={bytes(range(32)).hex()} lookup={bytes(range(32, 64)).hex()} session={'5e' * 32}"
ACTOR = Actor("withdraw", Origin.COMMAND, "asked for it")


@dataclass
class World:
    """A world in play. `came`: by name, what is in the records."""

    chance: random.Random
    records: Records
    clock: TestClock
    first: str
    weeks: int
    planned: Sequence[Came]
    came: dict[str, Came] = field(default_factory=dict)

    def play(self) -> Iterator[str]:
        """Each week in turn, when it is over and before anything is sealed."""
        for number in range(self.weeks):
            week = week_after(self.first, number)
            self.clock.moment = datetime.combine(monday(week), datetime.min.time(), UTC) + timedelta(days=6)
            arrived = [one for one in self.planned if one.arrives == number]
            names = take_in(self.records, [one.visit for one in arrived], name=f"week{number}-")
            self.came |= dict(zip(names, arrived, strict=True))
            self._take_in_seconds(number)
            if self.chance.random() < 0.3:
                self.withdraw()
            self.clock.moment += timedelta(days=2)
            yield week

    def _take_in_seconds(self, number: int) -> None:
        """The clinicians' sides that come now; one whose visit was counted before is refused."""
        for name, came in self.came.items():
            if came.second is not None and came.second_arrives == number:
                whole = line_of(name, replace(came.visit, other_side=came.second))
                _, rejected = import_all(self.records, [only(whole, "clinician")])
                if not rejected:
                    came.visit = replace(came.visit, other_side=came.second)

    def withdraw(self, among: Sequence[str] = ()) -> str | None:
        """Somebody takes the own answers back, of those named where any are; whose visit it was."""
        there = [name for name in among or self.came if self.came[name].visit.patient is not None]
        if not there:
            return None
        name = self.chance.choice(sorted(there))
        self.records.write(lambda tx: withdraw_for_patient(tx, f"import:{name}", ACTOR))
        self.came[name].visit = replace(self.came[name].visit, patient=None)
        return name


def new_world(seed: int, database: Database, size: Size = SMALL) -> World:
    """A world from a seed, over an empty database with the newest tables. A quarter ends within it."""
    chance, clock = random.Random(seed), TestClock(datetime(2026, 1, 1, tzinfo=UTC))
    records = Records(database, load_keys(Path("none"), KEYS), built_in(), clock)
    weeks = chance.randint(4, size.weeks)
    first = week_after(FIRST_OF_QUARTER, -chance.randint(1, min(weeks - 1, 12)))
    return World(chance, records, clock, first, weeks, list(planned(chance, first, weeks, size)))


@dataclass
class Found:
    """What many worlds gave. `isolated`: visits of classes that hide too little."""

    worlds: int = 0
    wrong: int = 0
    isolated: int = 0
    answers: int = 0
    published: int = 0

    def add(self, other: Found) -> None:
        """Count what others found, too."""
        for name, number in vars(other).items():
            setattr(self, name, getattr(self, name) + number)


def _play_one(seed: int, size: Size, folder: Path, found: Found) -> None:
    # It builds on this module.
    from tests.clinic_feedback.records.watching import Watch  # noqa: PLC0415 - as said above

    file = folder / "world.sqlite"
    file.write_bytes((folder / "empty.sqlite").read_bytes())
    database = Database(f"sqlite:///{file}")
    watch = Watch(new_world(seed, database, size))
    try:
        watch.play()
    except AssertionError as why:
        found.wrong += 1
        sys.stdout.write(f"seed {seed}: {type(why).__name__} {why}\n")
        sys.stdout.flush()
    found.worlds += 1
    found.isolated += len(watch.isolated)
    found.answers += watch.answers
    found.published += watch.answers_published
    database.close()
    for left in folder.glob("world.sqlite*"):
        left.unlink()


def _play_many(seeds: Iterable[int], size: Size, ends: float) -> Found:
    """Play worlds until the moment `ends` of the wall clock."""
    found = Found()
    with tempfile.TemporaryDirectory() as name:
        prepared = Database(f"sqlite:///{Path(name) / 'empty.sqlite'}")
        upgrade(prepared)
        prepared.close()  # what is still in its journal is not in the file
        for seed in seeds:
            if time.time() >= ends:
                break
            _play_one(seed, size, Path(name), found)
    return found


def main() -> int:
    """Play worlds until the time is over; say how many, and what was found. 1: somebody was, or a number is wrong."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--hours", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1, help="of the first world; the next has the next one")
    parser.add_argument("--processes", type=int, default=1, help="each plays every so-manieth world")
    parser.add_argument("--small", action="store_true", help="worlds as small as those of the suite")
    asked = parser.parse_args()
    ends, size = time.time() + asked.hours * 3600, SMALL if asked.small else Size()
    found = Found()
    with ProcessPoolExecutor(asked.processes) as processes:
        seeds = [count(asked.seed + number, asked.processes) for number in range(asked.processes)]
        for part in processes.map(_play_many, seeds, repeat(size), repeat(ends)):
            found.add(part)
    share = found.published / max(1, found.answers)
    sys.stdout.write(
        f"seed {asked.seed}: {found.worlds} worlds, {found.isolated} isolated visits, {found.wrong} worlds failed; "
        f"{found.published} of {found.answers} answers published ({share:.0%})\n"
    )
    return int(found.wrong > 0)


if __name__ == "__main__":
    sys.exit(main())

"""Whoever watches a world asks for everything that may be shown, every week, and subtracts.

Which visits stand behind a number is read from the rows that say which block counted whom and what is
listed with what; what the number has to be is counted by hand. No count of the code under test is used.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from clinic_feedback.keys import Place
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.sealing import Block, Listing, SealedUnit, Stratum
from clinic_feedback.records.publishing import published
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Transaction
from reports.published import Cut, Published, View
from reports.release import Terms
from reports.since_last import last_view
from reports.weeks import quarter_of, week_after, weeks_between
from tests.clinic_feedback.records.own_counts import Counted, of_patients
from tests.clinic_feedback.records.published_columns import Key, Reading, read, wrong_numbers, wrong_tables
from tests.clinic_feedback.records.telling_apart import BLOCKS, Units, tells, told_apart
from tests.clinic_feedback.records.worlds import World

See = Callable[[Transaction, View], Published | Cut]
MATTERS = "patient:reassured"
"""The family in which it is counted how much is published."""

RECOGNISED = "recognition:reassured"
OF_ANSWERERS = ("patient:", "sharing")
"""Families in which every patient who answered is counted, and nobody else."""


class PersonFoundError(AssertionError):
    """Published sums, one taken from another, tell too few visits apart from all others."""


class ChangedError(AssertionError):
    """What was published is another number later."""


class WrongNumberError(AssertionError):
    """A number is not what its visits give."""


@dataclass(repr=False)
class Watch:
    """A world and what its watcher learns.

    `counted`: each visit as it was when it was sealed; `names`: the visits' references; `sums`: by family,
    the sets of visits over which a sum was published; `earlier`: what each count was when first shown;
    `tables`: how many of both sides' answers were looked at.
    """

    world: World
    see: See = published
    counted: dict[str, Counted] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    sums: dict[str, set[Units]] = field(default_factory=lambda: defaultdict(set))
    earlier: dict[Key, Counter[str]] = field(default_factory=dict)
    isolated: set[str] = field(default_factory=set)
    tables: int = 0

    def play(self) -> None:
        """Play to the end. Raises one of the errors above."""
        for week in self.world.play():
            blocks = seal_due(self.world.records, Terms()).blocks
            views = list(self._views(week, all_filters=blocks > 0))
            readings = self._look(views)
            if self.world.chance.random() < 0.4 and self.world.withdraw(sorted(self.counted)):
                self._look_again(readings)
        self._look([View(week, week, *one) for week in self._weeks() for one in (("", ""), self._filter())])
        self._nobody_is_found()

    @property
    def answers(self) -> int:
        """Visits with an answer to the question that matters most: there now, or published."""
        there = {name for name, came in self.world.came.items() if tells(Counted(came.visit), MATTERS)}
        return len(there | self._published())

    @property
    def answers_published(self) -> int:
        """How many of them stand in some published sum."""
        return len(self._published())

    def _published(self) -> set[str]:
        shown = frozenset[str]().union(*self.sums[MATTERS])
        return {name for name in shown if tells(self.counted[name], MATTERS)}

    def _weeks(self) -> Iterator[str]:
        return weeks_between(self.world.first, week_after(self.world.first, self.world.weeks - 1))

    def _filter(self) -> tuple[str, str]:
        chosen = self.world.chance.choice(sorted(self._filters()))
        return chosen[0], chosen[1]

    def _filters(self) -> set[tuple[str, str]]:
        visits = [one.visit for one in self.world.came.values()]
        clinics, professions = (
            {"", *(one.clinic for one in visits)},
            {"", *(one.profession for one in visits)},
        )
        return {(clinic, profession) for clinic in clinics for profession in professions}

    def _views(self, week: str, *, all_filters: bool) -> Iterator[View]:
        """Every choice of clinic and profession, where a block was sealed; in this week, since long, any time."""
        chance, first = self.world.chance, self.world.first
        some = sorted(chance.choices(list(weeks_between(first, week)), k=2))
        periods = {(week, week), (first, week), (some[0], some[1])}
        # Whole quarters, whose tables are told once.
        quarter = ("2026-W01", "2026-W13") if week > "2026-W13" else ("2026-W14", "2026-W26")
        filters = sorted(self._filters()) if all_filters else [("", ""), self._filter()]
        for period in sorted(periods):
            yield from (View(*period, *one) for one in filters)
        yield View(*quarter)

    def _look(self, views: Sequence[View]) -> dict[View, Reading | View]:
        """Ask for some choices, and check what is given."""
        with self.world.records.read() as tx:
            behind = self._behind(tx)
            found = {view: self._read(tx, view) for view in views}
        for view, reading in found.items():
            if isinstance(reading, Reading):
                self._check(view, reading, behind)
        return found

    def _look_again(self, readings: Mapping[View, Reading | View]) -> None:
        """After somebody has withdrawn whose visit was counted: everything is as it was, to the byte."""
        some = self.world.chance.sample(sorted(readings, key=str), min(len(readings), 6))
        with self.world.records.read() as tx:
            for view in some:
                if self._read(tx, view) != readings[view]:
                    raise ChangedError(f"{view} after somebody withdrew")

    def _read(self, tx: Transaction, view: View) -> Reading | View:
        """What a choice gives, or the wider one that it names."""
        found = self.see(tx, view)
        if isinstance(found, Cut):
            return found.wider
        before = None if view.clinic or view.profession else self.see(tx, last_view(view))
        return read(found, before if isinstance(before, Published) else None)

    def _behind(self, tx: Transaction) -> Mapping[Key, Units]:
        """The visits that stand behind what is listed, and behind each block."""
        for visit in tx.session.scalars(select(Consultation).where(Consultation.id.not_in(list(self.names)))):
            place = Place("consultation", "ref_enc", visit.public_id)
            self.names[visit.id] = tx.keys.open(visit.ref_enc or b"", place)
        units: dict[int, set[str]] = defaultdict(set)
        for unit in tx.session.scalars(select(SealedUnit)):
            name = self.names[unit.consultation_id]
            units[unit.block_id].add(name)
            self.counted.setdefault(name, Counted(self.world.came[name].visit))
        facts = {
            block.id: (stratum.place, stratum.professions, stratum.form, block.last_week)
            for block, stratum in tx.session.execute(select(Block, Stratum).join(Stratum))
        }
        found: dict[Key, set[str]] = defaultdict(set)
        for number, some in units.items():
            found[BLOCKS, *facts[number]] |= some
        for row in tx.session.scalars(select(Listing)):
            found[row.family, *facts[row.listed_id]] |= units[row.block_id]
        return {key: frozenset(some) for key, some in found.items()}

    def _check(self, view: View, reading: Reading, behind: Mapping[Key, Units]) -> None:
        """The numbers that are shown are those that the visits give, and never others later."""
        in_view: dict[str, Units] = defaultdict(frozenset)
        for key, shown in reading.counts.items():
            if self.earlier.setdefault(key, shown) != shown:
                raise ChangedError(f"{key}: {shown}, and {self.earlier[key]} before")
            own = of_patients(key[0], [self.counted[one] for one in behind[key]])
            if own != shown:
                raise WrongNumberError(f"{key}: {shown}, not {own}")
            if not all(self._holds(view, one) for one in behind[key]):
                raise WrongNumberError(f"{key} in {view}: of others, too")
            self.sums[key[0]].add(behind[key])
            self._follows(key[0], behind[key])
            in_view[key[0]] |= behind[key]
        for family, units in in_view.items():
            self.sums[family].add(units)
            self._follows(family, units)
        wrong = [*self._live(view, reading), *self._of_blocks(view, reading, behind)]
        wrong += wrong_numbers(reading, lambda family: [self.counted[one] for one in in_view[family]])
        self.tables += sum(
            item["table"] is not None for one in reading.numbers["quarters"] for item in one["items"]
        )
        wrong += wrong_tables(
            reading,
            lambda name, family: [self.counted[one] for one in self._of_quarter(name, family, behind)],
        )
        if wrong:
            raise WrongNumberError(f"{view}: {wrong}")

    def _follows(self, family: str, units: Units) -> None:
        """What else is told with a sum of a family: by adding it up, or by taking it from another one."""
        if family.startswith(OF_ANSWERERS):
            # What was left open is counted, too: together they are how many answered.
            self.sums["answered"].add(units)
        if family == RECOGNISED:
            # Taken from all who were not reassured, it leaves those of whose clinicians nothing came.
            self.sums["unrecognised:reassured"].add(units)
        if family.startswith("mirror:"):
            # As pairs do, taken from all patients who answered the question.
            self.sums[family.replace("mirror:", "unpaired:")].add(units)

    def _of_quarter(self, quarter: str, family: str, behind: Mapping[Key, Units]) -> Units:
        """The visits in a quarter's tables: of everybody."""
        parts = [units for key, units in behind.items() if key[0] == family and quarter_of(key[4]) == quarter]
        self.sums[family].add(whole := frozenset[str]().union(*parts))
        self._follows(family, whole)
        return whole

    def _of_blocks(self, view: View, reading: Reading, behind: Mapping[Key, Units]) -> Iterator[str]:
        """Visits in blocks: of all clinics, or of a choice, which has to be a sum over blocks of it alone."""
        blocks = {
            key: units
            for key, units in behind.items()
            if key[0] == BLOCKS and view.first_week <= key[4] <= view.last_week
        }
        of_choice = [units for units in blocks.values() if all(self._holds(view, one) for one in units)]
        self.sums[BLOCKS] |= set(of_choice)
        own, shown = sum(map(len, of_choice)), reading.numbers["units"]
        if own != shown:
            yield f"units: {shown}, not {own}"

    def _holds(self, view: View, name: str) -> bool:
        visit = self.world.came[name].visit
        return view.clinic in {"", visit.clinic} and view.profession in {"", visit.profession}

    def _live(self, view: View, reading: Reading) -> Iterator[str]:
        """Visits by week, whatever was answered, and those of them that no block has counted."""
        closed, waits = Counter[str](), Counter[str]()
        for name, came in self.world.came.items():
            if self._holds(view, name):
                closed[came.visit.week] += 1
                waits[came.visit.week] += name not in self.counted
        for row in reading.numbers["weeks"]:
            if (row["closed"], row["held_back"]) != (closed[row["week"]], waits[row["week"]]):
                yield f"{row}: not {closed[row['week']]} and {waits[row['week']]}"

    def _nobody_is_found(self) -> None:
        found = [one for family in self.sums for one in told_apart(family, self.sums[family], self.counted)]
        for one in found:
            self.isolated |= one.units
        if found:
            raise PersonFoundError("; ".join(f"{one.family}: {one.why}" for one in found[:3]))

"""Whoever watches a world asks for everything that may be shown, every week, and subtracts.

What was published is worked out here from the visits themselves: no count of the code under test is used.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from clinic_feedback.keys import Place
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.sealing import Block, Listing, SealedUnit, Stratum
from clinic_feedback.records.publishing import published
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Transaction
from reports.published import Cut, Listed, Published, View
from reports.release import Terms
from reports.weeks import week_after
from tests.clinic_feedback.records.worlds import FIRST_WEEK, World

See = Callable[[Transaction, View], Published | Cut]
Units = frozenset[str]
Column = frozenset[tuple[str, str]]

ASKED = ("reassured", "impact", "next_steps")
OF_OTHERS, ALIKE, ANSWERS = 5, 20, 10


@dataclass(frozen=True)
class Frozen:
    """A visit as it was when it was counted."""

    clinician: str
    answered: bool
    both: bool
    sharing: str
    answers: Mapping[str, str]


@dataclass
class Watch:
    """A world and what its watcher learns.

    `columns`: by family and visit, in which published sums it is; `names`: the visits' references.
    """

    world: World
    see: See = published
    counted: dict[str, Frozen] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    columns: dict[str, dict[str, set[tuple[str, str]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    earlier: dict[tuple[str, ...], Counter[str]] = field(default_factory=dict)

    def play(self) -> None:
        """Play to the end. Raises AssertionError where somebody can be found, or a number is wrong."""
        for week in self.world.play():
            seal_due(self.world.records, Terms())
            with self.world.records.read() as tx:
                groups = self._groups(tx)
                for view in self._views(week):
                    self._look(tx, week, view, groups)
        self._nobody_is_found()

    @property
    def answers(self) -> int:
        """Answers to one question that there are in all."""
        there = [one.answers for one in self.world.came.values() if one.answers is not None]
        return sum(one.get("reassured", "mostly") is not None for one in there)

    @property
    def answers_published(self) -> int:
        """How many of them stand in some published sum."""
        found = self.columns.get("patient:reassured", {})
        return sum(bool(self.counted[name].answers["reassured"]) for name in found)

    def _views(self, week: str) -> Iterator[View]:
        clinics = {"", *(one.visit.clinic for one in self.world.came.values())}
        professions = {"", *(one.visit.profession for one in self.world.came.values())}
        for first in {FIRST_WEEK, week, week_after(week, -3)}:
            for clinic in sorted(clinics):
                for profession in sorted(professions):
                    yield View(first, week, clinic, profession)

    def _groups(self, tx: Transaction) -> Mapping[tuple[str, ...], Units]:
        """The visits that stand behind what is listed, from the rows that say which block counted whom."""
        names = self.names
        for visit in tx.session.scalars(select(Consultation).where(Consultation.id.not_in(list(names)))):
            place = Place("consultation", "ref_enc", visit.public_id)
            names[visit.id] = tx.keys.open(visit.ref_enc or b"", place)
        units: dict[int, set[str]] = defaultdict(set)
        for unit in tx.session.scalars(select(SealedUnit)):
            name = names[unit.consultation_id]
            units[unit.block_id].add(name)
            self.counted.setdefault(name, self._frozen(name))
        facts = {
            block.id: (stratum.place, stratum.professions, stratum.form, block.last_week)
            for block, stratum in tx.session.execute(select(Block, Stratum).join(Stratum))
        }
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for row in tx.session.scalars(select(Listing)):
            found[row.family, *facts[row.listed_id]] |= units[row.block_id]
        return {key: frozenset(some) for key, some in found.items()}

    def _frozen(self, name: str) -> Frozen:
        came = self.world.came[name]
        base = {} if came.answers is None else {**dict.fromkeys(ASKED, "mostly"), **came.answers}
        return Frozen(
            came.visit.clinician,
            came.answers is not None,
            came.both,
            came.visit.sharing,
            {item: base.get(item) or "" for item in ASKED},
        )

    def _look(self, tx: Transaction, week: str, view: View, groups: Mapping[tuple[str, ...], Units]) -> None:
        seen = self.see(tx, view)
        if isinstance(seen, Cut):
            return
        name = f"{view.first_week} {view.last_week} {view.clinic} {view.profession} on {week}"
        for family, listed in seen.families.items():
            for one in listed:
                units = groups[family, one.place, "+".join(one.professions), one.form, one.last_week]
                self._is_right(family, one, units)
                for unit in units:
                    self.columns[family][unit].add((name, family))

    def _is_right(self, family: str, listed: Listed, units: Units) -> None:
        """The number that is shown is the one that the visits give, and never another one later."""
        shown = Counter({category.p: n for category, n in listed.counts.items()})
        key = (family, listed.place, "+".join(listed.professions), listed.form, listed.last_week)
        assert self.earlier.setdefault(key, shown) == shown, f"{key} changed"
        expected = self._expected(family, units)
        assert expected is None or expected == shown, (key, expected, shown)

    def _expected(self, family: str, units: Units) -> Counter[str] | None:
        visits = [self.counted[unit] for unit in units]
        kind, _, item = family.partition(":")
        if kind == "patient" and item in ASKED:
            return Counter(one.answers[item] for one in visits if one.answered)
        if family == "answered":
            return Counter("yes" if one.answered else "no" for one in visits)
        if family == "paired":
            return Counter("yes" if one.both else "no" for one in visits)
        if family == "sharing":
            return Counter(one.sharing for one in visits if one.answered)
        return None

    def _nobody_is_found(self) -> None:
        for family, columns in self.columns.items():
            classes: dict[Column, list[str]] = defaultdict(list)
            for unit, column in columns.items():
                classes[frozenset(column)].append(unit)
            for units in classes.values():
                self._hides(family, [self.counted[unit] for unit in units])

    def _hides(self, family: str, visits: list[Frozen]) -> None:
        """Visits that no difference of published sums can tell apart are enough, whoever looks."""
        answered = [one for one in visits if one.answered]
        assert len(answered) >= ANSWERS, (family, len(answered))
        for clinician in {"", *(one.clinician for one in visits)}:
            others = [one for one in answered if one.clinician != clinician]
            assert len(others) >= OF_OTHERS, (family, clinician)
            told = self._told(family, [one for one in visits if one.clinician != clinician])
            if told is not None:
                assert len(told) >= OF_OTHERS, (family, clinician, told)
                assert len(set(told)) > 1 or len(told) >= ALIKE, (family, clinician, told)

    def _told(self, family: str, visits: list[Frozen]) -> list[str] | None:
        """What a family tells of visits, left open apart."""
        kind, _, item = family.partition(":")
        if kind == "patient" and item in ASKED:
            return [one.answers[item] for one in visits if one.answered and one.answers[item]]
        if family == "sharing":
            return [one.sharing for one in visits if one.answered]
        if family == "answered":
            return [str(one.answered) for one in visits]
        if family == "paired":
            return [str(one.both) for one in visits]
        return None

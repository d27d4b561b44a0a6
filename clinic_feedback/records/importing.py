"""Import: visits from elsewhere, side by side, in lots; cut off anywhere and run again it ends the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy.exc import IntegrityError

from clinic_feedback.records.arriving import Arrived, InHand, arrive
from clinic_feedback.records.audit import Act, Actor, note
from clinic_feedback.records.import_lines import ArrivingVisit, arriving_from
from clinic_feedback.records.import_places import places_for
from clinic_feedback.records.import_terms import Terms
from clinic_feedback.records.import_visits import buried_among, name_of, visits_there
from clinic_feedback.records.import_writing import write_visits
from clinic_feedback.records.transaction import Records, Transaction
from forms.catalogue import Catalogue
from forms.faults import FaultyInputError

LINES_AT_ONCE = 500
_ATTEMPTS = 3

Line = tuple[int, bytes | FaultyInputError]
"""A line's number and its bytes; or why they are not even looked at."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was left out, and why. Nothing in it repeats an answer."""

    line: int
    why: FaultyInputError


@dataclass(frozen=True, slots=True)
class Lot:
    """What became of some lines, after it is stored. `made_*`: codes that were not known before."""

    arrived: tuple[Arrived, ...]
    rejected: tuple[Rejected, ...]
    made_clinics: tuple[str, ...]
    made_clinicians: tuple[str, ...]


def import_lots(records: Records, actor: Actor, terms: Terms, lines: Iterable[Line]) -> Iterator[Lot]:
    """Take lines in, some at a time, each lot in a transaction of its own.

    Raises NotStoredError, with all lots before kept; PinnedVersionError where a questionnaire is not
    the one that it was.
    """
    waiting = iter(lines)
    while some := list(islice(waiting, LINES_AT_ONCE)):
        yield _stored_lot(records, actor, terms, *_read(some, records.catalogue))


def _read(lines: Iterable[Line], catalogue: Catalogue) -> tuple[list[ArrivingVisit], list[Rejected]]:
    """Before the transaction: nobody waits for it, and nothing is read twice."""
    arriving, rejected = [], []
    for number, data in lines:
        try:
            if isinstance(data, FaultyInputError):
                raise data
            arriving.append(arriving_from(number, data, catalogue))
        except FaultyInputError as error:
            rejected.append(Rejected(number, error))
    return arriving, rejected


def _stored_lot(
    records: Records,
    actor: Actor,
    terms: Terms,
    arriving: Sequence[ArrivingVisit],
    rejected: Sequence[Rejected],
) -> Lot:
    def service(tx: Transaction) -> Lot:
        return _take_in(tx, actor, terms, arriving, rejected)

    for _ in range(_ATTEMPTS - 1):
        try:
            return records.write(service)
        except IntegrityError:
            continue  # somebody else made the same visit, clinic or clinician: now it is there to be found
    return records.write(service)


def _take_in(
    tx: Transaction,
    actor: Actor,
    terms: Terms,
    arriving: Sequence[ArrivingVisit],
    unread: Sequence[Rejected],
) -> Lot:
    named = [(name_of(tx, terms.source, line), line) for line in arriving]
    references = {name: line.told.reference for name, line in named}
    places = places_for(tx, terms, [line.told for line in arriving])
    there = visits_there(tx, terms.source, references)
    in_hand = InHand(tx, places, there, buried_among(tx, terms.source, references))
    arrived, rejected = [], list(unread)
    for name, line in named:
        try:
            arrived.append(arrive(in_hand, name, line))
        except FaultyInputError as error:
            rejected.append(Rejected(line.line, error))
    write_visits(tx, terms.source, in_hand.visits.values(), follow_up=terms.follow_up)
    if any(one.made or one.added for one in arrived):
        note(tx, actor, Act.IMPORTED, "source", terms.source)
    rejected.sort(key=lambda one: one.line)
    return Lot(tuple(arrived), tuple(rejected), tuple(places.made_clinics), tuple(places.made_clinicians))


@dataclass(slots=True)
class Tally:
    """What became of a whole file, in visits, as its lots go by. `taken_back`: lines, by their numbers."""

    new: set[str] = field(default_factory=set)
    paired: set[str] = field(default_factory=set)
    first_side: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    rejected: int = 0
    texts_left_out: int = 0
    taken_back: list[int] = field(default_factory=list)
    made_clinics: list[str] = field(default_factory=list)
    made_clinicians: list[str] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """How many visits the file brought nothing for."""
        return len(self.seen - self.new - self.paired - self.first_side)

    def add(self, lot: Lot) -> None:
        """Count a lot."""
        for one in lot.arrived:
            self.seen.add(one.visit)
            if one.made:
                self.new.add(one.visit)
            if one.paired:
                self.paired.add(one.visit)
            elif one.added and one.visit not in self.new:
                self.first_side.add(one.visit)
            self.texts_left_out += one.texts_left_out
            if one.taken_back:
                self.taken_back.append(one.line)
        self.rejected += len(lot.rejected)
        self.made_clinics += lot.made_clinics
        self.made_clinicians += lot.made_clinicians

"""One visit of an import arrives: side by side, what is new is added, and what differs is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clinic_feedback.codes import Below
from clinic_feedback.records.import_lines import ArrivingSide, ArrivingVisit
from clinic_feedback.records.import_places import Places
from clinic_feedback.records.import_visits import (
    AddedSide,
    Name,
    SideInHand,
    VisitInHand,
    drawn_ahead,
    new_in_hand,
)
from clinic_feedback.records.models.consultations import QuestionnaireVersion
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.stored_answers import Stored, stored
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.versions import pinned
from forms.faults import Fault, FaultyInputError, inconsistent
from forms.loading.pack import Pack
from forms.model import Side

_GIVE_AS_IT_WAS = "an import changes no visit: give it as it was, or under another id"
_GIVE_THE_SAME = "an import changes no answers: give them as they were, or leave this side out"

_LEAVE_OUT = "what a sealed block has counted does not change: leave this side out"


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a line. `visit`: which visit it tells of, by its public id.

    `made`: it was not there before; `added`, `paired`: it got a side, and has both by that;
    `taken_back`: a side was withdrawn before and stays away; `texts_left_out`: how many texts of
    answers that count in totals only.
    """

    line: int
    visit: str
    made: bool
    added: bool
    paired: bool
    taken_back: bool
    texts_left_out: int


@dataclass(frozen=True, slots=True)
class InHand:
    """All that a lot of lines meets. `visits` grows; `buried`: sides that were taken back."""

    tx: Transaction
    places: Places
    visits: dict[Name, VisitInHand]
    buried: frozenset[tuple[Name, Side]]
    versions: dict[Pack, QuestionnaireVersion] = field(default_factory=dict)
    below: Below = field(default_factory=drawn_ahead)

    def visit_of(self, name: Name, line: ArrivingVisit) -> VisitInHand:
        """The visit that a line tells of. Raises FaultyInputError where it does not fit, or has no place."""
        visit = self.visits.get(name)
        if visit is None:
            place = self.places.place(line.told)
            version = self._version(line.pack)
            visit = self.visits[name] = new_in_hand(line, name, version, self.below, *place)
        else:
            _refuse(_visit_faults(visit, line))
        visit.taken_back |= {side for side in Side if (name, side) in self.buried}
        return visit

    def _version(self, pack: Pack) -> QuestionnaireVersion:
        if pack not in self.versions:
            self.versions[pack] = pinned(self.tx, pack)
        return self.versions[pack]


def arrive(in_hand: InHand, name: Name, line: ArrivingVisit) -> Arrived:
    """Take a line in hand. `name`: its visit's.

    Raises FaultyInputError, with nothing changed, where it does not fit.
    """
    there = len(in_hand.visits)
    visit = in_hand.visit_of(name, line)
    sides = {side: sent for side, sent in line.sides.items() if side not in visit.taken_back}
    kept = {
        side: stored(in_hand.tx.keys, line.pack, sent.response, side, visit.public_id)
        for side, sent in sides.items()
    }
    _refuse(_side_faults(visit, line.sides, kept))
    before = len(visit.sides)
    new = [AddedSide(side, line.pack, sides[side], kept[side]) for side in kept if side not in visit.sides]
    for side in new:
        _add(visit, side)
    return Arrived(
        line=line.line,
        visit=visit.public_id,
        made=there < len(in_hand.visits),
        added=bool(new),
        paired=before < len(visit.sides) == len(Side),
        taken_back=len(sides) < len(line.sides),
        texts_left_out=sum(side.arriving.texts_left_out(line.pack) for side in new),
    )


def _add(visit: VisitInHand, new: AddedSide) -> None:
    sent = new.arriving
    mode, sent_at = sent.mode or Mode.IMPORT, sent.sent_at or visit.held_at
    visit.sides[new.side] = SideInHand(new.kept.content_hmac, sent.response, mode, sent_at)
    visit.added.append(new)


def _visit_faults(visit: VisitInHand, line: ArrivingVisit) -> Iterator[Fault]:
    """Where a line and the visit that it names do not tell of the same one."""
    version, told = line.pack.questionnaire.version, line.told
    for path, pins, given in (("version", visit.version, version), ("form", visit.form, line.form)):
        if given != pins:
            yield inconsistent(path, f"is {given}, and this visit pins {pins}", f"give {pins}")
    differs = {
        "held_at": told.held_at != visit.held_at,
        "clinic": told.clinic != visit.clinic.code,
        "clinician": told.clinician != visit.clinician,
        "profession": told.profession != visit.profession,
    }
    for key, is_other in differs.items():
        if is_other:
            yield inconsistent(f"consultation.{key}", "is another one than this visit has", _GIVE_AS_IT_WAS)


def _side_faults(
    visit: VisitInHand, sent: Mapping[Side, ArrivingSide], kept: Mapping[Side, Stored]
) -> Iterator[Fault]:
    """Where a side is there, and is told otherwise now. What a line does not say is no difference."""
    for side, now in kept.items():
        there, told = visit.sides.get(side), sent[side]
        if there is None:
            if visit.counted:
                yield inconsistent(side, "comes after this visit was counted", _LEAVE_OUT)
            continue
        if now.content_hmac != there.content_hmac:
            yield inconsistent(side, "differs from what is stored of this side", _GIVE_THE_SAME)
        if told.mode not in {None, there.mode}:
            yield inconsistent(f"{side}.mode", "is another one than is stored", _GIVE_THE_SAME)
        if told.sent_at not in {None, there.sent_at}:
            yield inconsistent(f"{side}.sent_at", "is another one than is stored", _GIVE_THE_SAME)


def _refuse(faults: Iterator[Fault]) -> None:
    found = list(faults)
    if found:
        raise FaultyInputError(found)

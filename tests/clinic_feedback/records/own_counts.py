"""Counting visits by hand: what each was as it was counted, and where it falls in every family.

It shares no code with sealing or with the report. Rules alone are asked of `forms.tally`, which has
tests of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from forms.answers import consultation_from
from forms.catalogue import built_in
from forms.tally import tally
from tests.clinic_feedback.records.closed_visits import Closed, line_of

PACKS = built_in()
QUESTIONNAIRE = PACKS.get("reassurance", "1.0").questionnaire
EXTENT = ("not_at_all", "a_little", "partly", "mostly", "completely")
MIRRORED = ("impact", "test_results", "examination", "explanation", "disagreement", "reassured", "next_steps")
ASKED = (*MIRRORED, "changed", "contact")
LOW, HIGH = EXTENT[:2], EXTENT[3:]

Fell = tuple[str, str]
"""Where a visit falls in a family: by what the patient, and by what the clinician answered."""
NOTHING = ""


@dataclass(frozen=True)
class Counted:
    """A visit as it was when a block took it in: without a patient who had withdrawn by then."""

    visit: Closed

    @property
    def clinician(self) -> str:
        """Who held it."""
        return self.visit.clinician

    @property
    def answered(self) -> bool:
        """Whether its patient did."""
        return self.visit.patient is not None

    @cached_property
    def fell(self) -> Mapping[str, Fell]:
        """By family, where it falls; families that it has no part in are not there."""
        found = dict(self._plain())
        if self.answered:
            found.update(self._rules())
        return found

    def _plain(self) -> Iterator[tuple[str, Fell]]:
        line = line_of("any", self.visit)
        p, c = (line[side]["answers"] if side in line else None for side in ("patient", "clinician"))
        yield "answered", ("yes" if p is not None else "no", NOTHING)
        yield "paired", ("yes" if p is not None and c is not None else "no", NOTHING)
        if p is None:
            return
        yield "sharing", (self.visit.sharing, NOTHING)
        for item in ASKED:
            yield f"patient:{item}", (_text(p.get(item)), NOTHING)
        for item in (*MIRRORED, "changed"):
            if item in p and item not in (c or {}):
                yield f"unpaired:{item}", (_text(p[item]), NOTHING)
        if "reassured" in p and "reassured" not in (c or {}):
            yield "unrecognised:reassured", ("yes" if p["reassured"] in LOW else "no", NOTHING)
        if c is None:
            return
        for item in (*MIRRORED, "changed"):
            both = item in p and item in c
            yield f"mirror:{item}", (_text(p[item]), _text(c[item])) if both else (NOTHING, NOTHING)
        if p.get("reassured") in LOW and "reassured" in c:
            guess = c["reassured"]
            saw = "seen" if guess in LOW else "missed" if guess in HIGH else "unsure"
            yield "recognition:reassured", (saw, NOTHING)

    def _rules(self) -> Mapping[str, Fell]:
        line = line_of("any", replace(self.visit, mode="import"))
        one = consultation_from({key: value for key, value in line.items() if key != "consultation"}, PACKS)
        tallied = tally(QUESTIONNAIRE, one.form, one.patient, one.clinician)
        return {
            str(family): (cell.p, cell.c) for family, cell in tallied.items() if family.startswith("rule:")
        }


def _text(answer: Any) -> str:
    return "+".join(answer) if isinstance(answer, list) else answer or NOTHING


def counts(family: str, visits: Iterable[Counted]) -> Counter[Fell]:
    """How many of some visits fall where."""
    return Counter(one.fell[family] for one in visits if family in one.fell)


def of_patients(family: str, visits: Iterable[Counted]) -> Counter[str]:
    """The same by the patients' answers alone."""
    return Counter(one.fell[family][0] for one in visits if family in one.fell)

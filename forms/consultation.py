"""One visit's answers together: which questionnaire they answer, and what they say side by side."""

from __future__ import annotations

from dataclasses import dataclass

from forms.comparison import Comparison, compare
from forms.loading.pack import Pack
from forms.model import Form, Item, Side
from forms.responses import Answer, Given, Response


@dataclass(frozen=True, slots=True)
class Consultation:
    """The version and form that both sides were asked, and one or two responses."""

    pack: Pack
    form: Form
    patient: Response | None
    clinician: Response | None

    def response(self, side: Side) -> Response | None:
        """One side's response."""
        return self.patient if side is Side.PATIENT else self.clinician

    def answers(self, side: Side) -> Given | None:
        """One side's answers; None where there is no such side."""
        response = self.response(side)
        return None if response is None else response.answers

    def answer(self, item: Item, side: Side) -> Answer | None:
        """One side's answer to an item; None where it was left open or not asked."""
        return (self.answers(side) or {}).get(item.link_id)

    def sides(self, item: Item) -> tuple[Side, ...]:
        """The sides that are there and are asked an item."""
        return tuple(side for side in Side if side in item.sides and self.response(side) is not None)

    def compared(self) -> Comparison:
        """What the two sides' answers say together."""
        return compare(self.pack.questionnaire, self.form, self.patient, self.clinician)

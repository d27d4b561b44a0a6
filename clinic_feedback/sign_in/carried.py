"""A form that arrived after its sign-in had ended: carried through the new one, and then offered back.

Its fields travel in hidden inputs from page to page: never in an address, and never stored. It comes
back without the token of its page, so its own view shows it again and waits for its button: carrying
alone does nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from clinic_feedback import csrf
from clinic_feedback.sign_in.own_pages import own_page

PREFIX = "kept."
"""What stands before the names of carried fields, so that they do not meet the sign-in's own."""

_MOST_FIELDS = 300
_MOST_CHARACTERS = 80_000


@dataclass(frozen=True, slots=True)
class CarriedForm:
    """A form on its way. `target`: the page that it was sent to; `fields`: names and values, in order."""

    target: str
    fields: tuple[tuple[str, str], ...]

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """The inputs that take it through the sign-in page."""
        return tuple((PREFIX + name, value) for name, value in self.fields)


def arriving_form() -> CarriedForm | None:
    """The form that this request brings to its own page; None where it is too large, or not for ours."""
    return _carried(request.full_path.rstrip("?"), "")


def form_on_its_way(target: str) -> CarriedForm | None:
    """The form that came through the sign-in page with this request; None where there was none."""
    form = _carried(target, PREFIX)
    return form if form is not None and form.fields else None


def _carried(target: str, prefix: str) -> CarriedForm | None:
    page = own_page(target, "POST")
    fields = tuple(
        (name.removeprefix(prefix), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(prefix) and name.removeprefix(prefix) != csrf.FIELD
    )
    characters = sum(len(name) + len(value) for name, value in fields)
    if page is None or len(fields) > _MOST_FIELDS or characters > _MOST_CHARACTERS:
        return None
    return CarriedForm(page, fields)

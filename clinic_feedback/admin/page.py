"""What all pages of this wing have in common: who acts, in which words, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import abort, render_template

from clinic_feedback import csrf
from clinic_feedback.current import staff
from clinic_feedback.languages import wanted_language, words
from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.refused_fields import FieldFault
from clinic_feedback.records.staff_members import StaffMember
from clinic_feedback.staff_frame import frame
from clinic_feedback.staff_token import staff_token

WRONG = 422

Page = str | tuple[str, int]


def reader() -> StaffMember:
    """The member of staff who asks. Nobody else gets as far as these pages."""
    return staff() or abort(404)


def actor() -> Actor:
    """Who acts, for the trail."""
    return Actor(reader().username, Origin.BROWSER)


def comes_from_our_page() -> bool:
    """Whether what was posted comes from a page that this sign-in was given."""
    return csrf.is_ours(staff_token())


def admin_page(
    template: str, faults: Iterable[FieldFault] = (), *, kept: bool = False, **values: object
) -> Page:
    """A page of this wing. `faults`: told at their fields; `kept`: its button has to be pressed once more.

    `values`: what the template draws.
    """
    said = words(wanted_language())
    told = faults_in_words(faults, said["admin"])
    page = render_template(
        f"admin/{template}.html",
        faults=told,
        kept=kept,
        said_admin=said["admin"],
        said_all=said,
        **frame(wanted_language()),
        **values,
    )
    return (page, WRONG) if told else page


def faults_in_words(faults: Iterable[FieldFault], said: Mapping[str, str]) -> dict[str, str]:
    """The sentence for each faulty field, the first where it has several."""
    told: dict[str, str] = {}
    for fault in faults:
        told.setdefault(fault.field, said[fault.key].format(**fault.places))
    return told

"""What all pages of this wing have in common: the reader, the words, the token of each form."""

from __future__ import annotations

from flask import abort, render_template

from clinic_feedback import csrf
from clinic_feedback.current import staff
from clinic_feedback.languages import words
from clinic_feedback.records.staff_members import StaffMember
from clinic_feedback.staff_frame import frame
from clinic_feedback.staff_token import staff_token


def reader() -> StaffMember:
    """The member of staff who asks. Nobody else gets as far as these pages."""
    return staff() or abort(404)


def comes_from_our_page() -> bool:
    """Whether what was posted comes from a page that this sign-in was given."""
    return csrf.is_ours(staff_token())


def staff_page(template: str, language: str, **values: object) -> str:
    """A page of this wing in a language. `values`: what the template draws."""
    around = frame(language)
    return render_template(template, form_said=words(language)["patient"], **around, **values)

"""Somebody leaves, or comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from clinic_feedback.admin.page import Page, actor, admin_page, comes_from_our_page
from clinic_feedback.admin.people import found, user_or_404
from clinic_feedback.current import records
from clinic_feedback.records.leaving import FIELD, activate, deactivate
from clinic_feedback.records.open_work import OpenWork, open_work
from clinic_feedback.records.refused_fields import FieldFault, RefusedFieldsError


@dataclass(frozen=True, slots=True)
class WorkShown:
    """What is open in a clinic: how much, never which. `field`: the choice of who takes over."""

    field: str
    clinic_name: str
    forms: int
    follow_ups: int
    colleagues: tuple[tuple[str, str], ...]


def ask(username: str) -> Page:
    """What is left open, and who takes it over."""
    return _page(username)


def leave(username: str) -> Page | Response:
    """End the account, and hand on what is open."""
    if not comes_from_our_page():
        return _page(username, kept=True)
    who, begins = actor(), f"{FIELD}-"
    successors = {
        name.removeprefix(begins): code for name, code in request.form.items() if name.startswith(begins)
    }
    try:
        records().write(lambda tx: deactivate(tx, who, user_or_404(tx, username), successors))
    except RefusedFieldsError as error:
        return _page(username, error.faults)
    return redirect(url_for("admin.people"), 303)


def come_back(username: str) -> Response:
    """Let somebody sign in again."""
    if comes_from_our_page():
        who = actor()
        records().write(lambda tx: activate(tx, who, user_or_404(tx, username)))
    return redirect(url_for("admin.person", username=username), 303)


def _page(username: str, faults: Iterable[FieldFault] = (), *, kept: bool = False) -> Page:
    with records().read() as tx:
        work = [_shown(one) for one in open_work(tx, user_or_404(tx, username))]
    shown = found(username)
    chosen = {one.field: request.form.get(one.field, "") for one in work}
    return admin_page("leaving", faults, kept=kept, shown=shown, work=work, chosen=chosen)


def _shown(work: OpenWork) -> WorkShown:
    colleagues = tuple((one.code, one.name) for one in work.colleagues)
    name = f"{FIELD}-{work.clinic_code}"
    return WorkShown(name, work.clinic_name, len(work.visits), len(work.follow_ups), colleagues)

"""Members of staff: who there are, somebody new, and what each may do where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from clinic_feedback.admin.page import Page, actor, admin_page, comes_from_our_page
from clinic_feedback.codes import Token
from clinic_feedback.current import records, settings
from clinic_feedback.languages import spoken_languages, wanted_language, words
from clinic_feedback.records.clinics import all_clinics
from clinic_feedback.records.models.clinics import Profession
from clinic_feedback.records.models.staff import CLINIC_ROLES, Role, User
from clinic_feedback.records.refused_fields import FieldFault, RefusedFieldsError
from clinic_feedback.records.set_up_links import make_link, set_up_path
from clinic_feedback.records.staff_accounts import (
    Person,
    add_user,
    change_user,
    everybody,
    person_of,
)
from clinic_feedback.records.staff_names import user_of
from clinic_feedback.records.transaction import Transaction

HOUSE_ROLES = tuple(role for role in Role if role not in CLINIC_ROLES)


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody as their page, or the list, shows them."""

    username: str
    active: bool
    person: Person


def listed() -> Page:
    """Everybody, with their roles."""
    with records().read() as tx:
        people = [_shown(tx, user) for user in everybody(tx)]
        clinics = {clinic.code: clinic.name for clinic in all_clinics(tx)}
    return admin_page("people", people=people, clinics=clinics)


def new() -> Page:
    """The form for somebody new."""
    return _new_page("", Person("", settings().default_language))


def add() -> Page:
    """Add somebody, and show their link, once."""
    name, person = request.form.get("user", ""), _typed()
    if not comes_from_our_page():
        return _new_page(name, person, kept=True)
    who = actor()

    def service(tx: Transaction) -> tuple[str, Token]:
        user = add_user(tx, who, name, person)
        return user.name, make_link(tx, who, user)

    try:
        shown_name, token = records().write(service)
    except RefusedFieldsError as error:
        return _new_page(name, person, error.faults)
    return _link_page(shown_name, token)


def show(username: str) -> Page:
    """Somebody's roles."""
    shown = found(username)
    return _page(shown, shown.person, saved=request.args.get("saved") == "yes")


def change(username: str) -> Page | Response:
    """Change somebody's name, language and roles."""
    shown, person, who = found(username), _typed(), actor()
    if not comes_from_our_page():
        return _page(shown, person, kept=True)
    try:
        records().write(lambda tx: change_user(tx, who, user_or_404(tx, username), person))
    except RefusedFieldsError as error:
        return _page(shown, person, error.faults)
    return redirect(url_for("admin.person", username=username, saved="yes"), 303)


def new_link(username: str) -> Page:
    """Make a new link to choose a password, and show it, once."""
    shown, who = found(username), actor()
    if not comes_from_our_page() or not shown.active:
        return _page(shown, shown.person, kept=shown.active)
    token = records().write(lambda tx: make_link(tx, who, user_or_404(tx, username)))
    return _link_page(shown.person.name, token)


def user_or_404(tx: Transaction, username: str) -> User:
    """The user of an address."""
    return user_of(tx, username) or abort(404)


def found(username: str) -> PersonShown:
    """Somebody, as they are now."""
    with records().read() as tx:
        return _shown(tx, user_or_404(tx, username))


def _shown(tx: Transaction, user: User) -> PersonShown:
    return PersonShown(user.username, user.active, person_of(tx, user))


def _typed() -> Person:
    given = request.form
    places = [value.partition(" ") for value in given.getlist("places")]
    return Person(
        name=given.get("name", ""),
        language=given.get("language", ""),
        roles=frozenset(role for role in HOUSE_ROLES if role in given.getlist("roles")),
        places=frozenset((Role(role), code) for role, _, code in places if role in CLINIC_ROLES),
        profession=given.get("profession", ""),
        clinician=given.get("clinician", "").strip(),
    )


def _new_page(name: str, person: Person, faults: Iterable[FieldFault] = (), *, kept: bool = False) -> Page:
    return admin_page("new_person", faults, kept=kept, typed_user=name, wanted=person, offered=_choices())


def _page(
    shown: PersonShown,
    person: Person,
    faults: Iterable[FieldFault] = (),
    *,
    kept: bool = False,
    saved: bool = False,
) -> Page:
    return admin_page(
        "person", faults, kept=kept, saved=saved, shown=shown, wanted=person, offered=_choices()
    )


def _link_page(name: str, token: Token) -> Page:
    path = set_up_path(token)
    address = settings().address
    return admin_page("link", person_name=name, link=address.link(path) if address else path)


def _choices() -> dict[str, object]:
    """What the fields offer."""
    said = words(wanted_language())
    with records().read() as tx:
        clinics = tuple((clinic.code, clinic.name) for clinic in all_clinics(tx))
    none = ("", said["admin"]["person_profession_none"])
    return {
        "clinics": clinics,
        "house_roles": HOUSE_ROLES,
        "clinic_roles": CLINIC_ROLES,
        "languages": [(code, words(code)["patient"]["language_name"]) for code in spoken_languages()],
        "professions": [none, *((one.value, said["professions"][one]) for one in Profession)],
    }

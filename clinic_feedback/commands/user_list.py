"""Users as a list gives them: read from CSV, and added all or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from clinic_feedback.codes import Token
from clinic_feedback.commands.field_lines import field_lines
from clinic_feedback.commands.refusals import RefusedError
from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.models.staff import CLINIC_ROLES, Role
from clinic_feedback.records.refused_fields import FieldFault, RefusedFieldsError
from clinic_feedback.records.set_up_links import make_link, set_up_path
from clinic_feedback.records.staff_accounts import Person, add_user
from clinic_feedback.records.staff_names import as_stored, user_of
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.settings import Settings

_NEEDED = ("user", "name")
_COLUMNS = (*_NEEDED, "language", "role", "clinic", "profession", "clinician")


@dataclass(frozen=True, slots=True)
class ListedUser:
    """Somebody in a list. `posts`: a role and the clinic's code, '' for a role of the organisation.

    `line`: where they stand first.
    """

    username: str
    name: str
    language: str
    posts: tuple[tuple[str, str], ...]
    profession: str
    clinician: str
    line: int = 0


def users_of_csv(file: Path, data: bytes, language: str) -> tuple[ListedUser, ...]:
    """Everybody in a list, in its order; several lines of one user are put together. Raises RefusedError."""
    users: dict[str, ListedUser] = {}
    for line, row in _rows(file, data):
        name = as_stored(row["user"])
        posts = ((row["role"], row["clinic"]),) if row["role"] or row["clinic"] else ()
        known = users.get(name)
        if known is None:
            users[name] = ListedUser(
                name,
                row["name"],
                row["language"] or language,
                posts,
                row["profession"],
                row["clinician"],
                line,
            )
        elif row["name"] not in {"", known.name}:
            raise RefusedError(
                [f"{file}: line {line}: {known.username} had another name on line {known.line}"]
            )
        else:
            users[name] = replace(
                known,
                posts=known.posts + posts,
                profession=known.profession or row["profession"],
                clinician=known.clinician or row["clinician"],
            )
    return tuple(users.values())


def add_all(
    tx: Transaction, settings: Settings, file: Path, listed: tuple[ListedUser, ...]
) -> list[tuple[str, str]]:
    """Add those who are not there yet, and make their links. Raises RefusedError, with nobody added."""
    actor = Actor("user import", Origin.COMMAND)
    links, faults = [], []
    for one in listed:
        if user_of(tx, one.username) is not None:
            continue
        try:
            user = add_user(tx, actor, one.username, person_from(one))
        except RefusedFieldsError as error:
            faults += [f"{file}: line {one.line}: {line}" for line in field_lines(error.faults)]
        else:
            links.append((one.username, link_text(settings, make_link(tx, actor, user))))
    if faults:
        raise RefusedError(faults)
    return links


def person_from(listed: ListedUser) -> Person:
    """What somebody in a list is to be. Raises RefusedFieldsError for a role that there is not."""
    house, places = set(), set()
    for name, clinic in listed.posts:
        if name not in set(Role):
            raise RefusedFieldsError([FieldFault("roles", "choice_wrong")])
        role = Role(name)
        if role in CLINIC_ROLES or clinic:
            places.add((role, clinic))
        else:
            house.add(role)
    return Person(
        listed.name,
        listed.language,
        frozenset(house),
        frozenset(places),
        listed.profession,
        listed.clinician,
    )


def posts_in(roles: tuple[str, ...], clinics: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Roles with each of the clinics, but for those that are held in none."""
    return tuple(
        (role, clinic) for role in roles for clinic in (clinics if role in CLINIC_ROLES else ()) or ("",)
    )


def link_text(settings: Settings, token: Token) -> str:
    """A link as its owner opens it; without an address in the settings, what follows that."""
    path = set_up_path(token)
    return settings.address.link(path) if settings.address else path


def _rows(file: Path, data: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The lines with all columns filled up, and their numbers. Raises RefusedError."""
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        names = reader.fieldnames or ()
        lines = [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError:
        raise RefusedError([f"{file}: is not UTF-8; save it as CSV UTF-8"]) from None
    except csv.Error as error:
        raise RefusedError([f"{file}: is no CSV ({error}); save it as CSV with commas"]) from None
    strangers = [name for name in names if name not in _COLUMNS]
    absent = [name for name in _NEEDED if name not in names]
    if strangers or absent:
        raise RefusedError([f"{file}: line 1: give the columns {', '.join(_COLUMNS)} (needed: user, name)"])
    for number, row in lines:
        if None in row or None in row.values():
            raise RefusedError([f"{file}: line {number}: has another number of columns than line 1"])
        yield number, {name: (row.get(name) or "").strip() for name in _COLUMNS}

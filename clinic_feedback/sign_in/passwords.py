"""Passwords: hashed, compared and judged by the sign-in library.

The library lives in an application of its own, so that nothing it hooks into requests (reading the
session, tokens in headers and addresses) ever runs for ours, least of all on a patient's page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache

from flask import Flask
from flask_security import Security, UserDatastore, hash_password, verify_password
from flask_security.proxies import _security as library
from flask_security.utils import password_complexity_validator, password_length_validator

from clinic_feedback.records.models.staff import StaffRole, User

LEAST_LENGTH, MOST_LENGTH = 12, 128
"""Characters of a password."""

_JUDGED_LENGTH = 72
"""Characters that the library's judge takes; it raises an error for more."""

_CONFIGURED = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    # A second hash under a secret would lock everybody out when that secret is changed.
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    "SECURITY_PASSWORD_LENGTH_MIN": LEAST_LENGTH,
    "SECURITY_PASSWORD_COMPLEXITY_CHECKER": "zxcvbn",
    "SECURITY_ZXCVBN_MINIMUM_SCORE": 3,
}


class PasswordFault(StrEnum):
    """Why a password cannot be chosen, by the key of the sentence that says so."""

    LENGTH = "password_length"
    COMMON = "password_common"


def hashed(password: str) -> str:
    """What is stored of a password."""
    with _asked():
        return hash_password(_as_typed(password))


def is_right(password: str, stored: str) -> bool:
    """Whether a password is the stored one. '' is nobody's, and takes as long to be told so."""
    with _asked():
        if stored:
            return verify_password(_as_typed(password), stored)
        hash_password(_as_typed(password))
        return False


def password_fault(password: str, *about: str) -> PasswordFault | None:
    """Why a password cannot be chosen. `about`: what others know of its owner, and would try first."""
    with _asked():
        normal = library.password_util.normalize(password)
        if password_length_validator(normal):
            return PasswordFault.LENGTH
        known = {part: part for text in about for part in (text.replace(" ", ""), *text.split())}
        if password_complexity_validator(normal[:_JUDGED_LENGTH], is_register=True, **known):
            return PasswordFault.COMMON
    return None


def _as_typed(password: str) -> str:
    """The same characters however a keyboard composes them; of an endless text enough to be wrong."""
    normal: str = library.password_util.normalize(password)
    return normal[: MOST_LENGTH + 1]


@contextmanager
def _asked() -> Iterator[None]:
    with _home().app_context():
        yield


@cache
def _home() -> Flask:
    app = Flask(__name__)
    app.config.from_mapping(_CONFIGURED, SECRET_KEY="signs nothing")  # noqa: S106 - it serves no request
    Security(app, UserDatastore(User, StaffRole), register_blueprint=False)
    return app

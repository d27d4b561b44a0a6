"""Passwords: what is stored of them, and which are refused."""

from __future__ import annotations

import pytest

from clinic_feedback.sign_in import passwords
from clinic_feedback.sign_in.passwords import PasswordFault, hashed, is_right, password_fault
from tests.clinic_feedback.people import PASSWORD, known_hash


def test_a_stored_password_is_found_right_again_and_no_other_one_is() -> None:
    assert known_hash().startswith("$argon2id$")
    assert is_right(PASSWORD, known_hash())
    assert not is_right(PASSWORD + " ", known_hash())


def test_the_same_letters_are_the_same_password_however_a_keyboard_composes_them() -> None:
    assert is_right("bla\u030abær på fjellet", hashed("bl\u00e5bær på fjellet"))


def test_nobody_has_the_empty_password_and_is_told_no_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    monkeypatch.setattr(passwords, "hash_password", worked.append)
    assert not is_right("", "")
    assert not is_right(PASSWORD, "")
    assert worked == ["", PASSWORD]


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        pytest.param("eleven sign", PasswordFault.LENGTH, id="one too few"),
        pytest.param("owl tram x 1", None, id="just enough"),
        pytest.param("abcde fghij " * 11, PasswordFault.LENGTH, id="too many"),
        pytest.param("password1234", PasswordFault.COMMON, id="what everybody takes"),
        pytest.param("annahansen2026", PasswordFault.COMMON, id="the own name"),
        pytest.param("aaaaaaaaaaaaaaaa", PasswordFault.COMMON, id="one sign again and again"),
        pytest.param("tre blå hester i regn", None, id="words"),
        pytest.param("tre blå hester i regn " * 5, None, id="longer than the judge reads"),
    ],
)
def test_a_password_is_judged_by_length_and_by_how_soon_it_is_guessed(
    password: str, fault: PasswordFault | None
) -> None:
    assert password_fault(password, "annahansen", "Anna Hansen") == fault

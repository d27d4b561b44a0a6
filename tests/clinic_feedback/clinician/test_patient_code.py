"""A patient's code that somebody types who is signed in."""

from __future__ import annotations

import pytest

from tests.clinic_feedback.clinician.conftest import SignedIn
from tests.clinic_feedback.clinician.house import House


def test_the_browser_is_handed_over_to_the_patient_of_the_code(browser: SignedIn, there: House) -> None:
    ours = browser(there.kari)
    code = there.visit(there.ola).code
    page = ours.press(ours.get("/staff/code"), "next", code=f"{code[:4]} {code[4:].lower()}")
    assert "How was the visit?" in page.text
    assert 'name="password"' in ours.get("/staff/today").text


@pytest.mark.parametrize(
    ("typed", "message", "reason"),
    [
        ("123", "has 8 letters and numbers", "too short"),
        ("00000000", "We do not know this code", "nobody's"),
    ],
)
def test_a_wrong_code_is_told_and_signs_nobody_out(
    browser: SignedIn, there: House, typed: str, message: str, reason: str
) -> None:
    ours = browser(there.kari)
    page = ours.press(ours.get("/staff/code"), "next", code=typed)
    assert message in page.text, reason
    assert 'name="password"' not in ours.get("/staff/today").text


def test_after_too_many_tries_no_code_is_right(browser: SignedIn, there: House) -> None:
    ours, code = browser(there.kari), there.visit().code
    for _ in range(20):
        ours.press(ours.get("/staff/code"), "next", code="00000000")
    page = ours.press(ours.get("/staff/code"), "next", code=code)
    assert "We do not know this code" in page.text

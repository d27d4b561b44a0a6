"""Codes that people type: read kindly, checked surely, and taken for nothing else."""

from __future__ import annotations

import random
import re
from datetime import date, datetime, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_feedback.codes import (
    ALPHABET,
    CodeFault,
    CodeFaultKind,
    check_character,
    derived_receipt,
    grouped,
    new_public_id,
    new_short_code,
    new_token,
    read_receipt,
    read_short_code,
)
from forms.wording import sentences, spoken

SIGNS = st.sampled_from(ALPHABET)
WHOLE_CODES = st.text(SIGNS, min_size=1, max_size=30).map(lambda signs: signs + check_character(signs))
SECRETS = st.binary(min_size=32, max_size=32)


def is_whole(code: str) -> bool:
    """Whether a code's last sign checks the others."""
    return check_character(code[:-1]) == code[-1]


@given(code=WHOLE_CODES, place=st.integers(0, 30), sign=SIGNS)
def test_one_wrong_sign_is_always_caught(code: str, place: int, sign: str) -> None:
    place %= len(code)
    wrong = code[:place] + sign + code[place + 1 :]
    assert is_whole(wrong) is (wrong == code)


@given(code=WHOLE_CODES, one=st.integers(0, 30), other=st.integers(0, 30))
def test_two_signs_that_changed_places_are_always_caught(code: str, one: int, other: int) -> None:
    signs = list(code)
    one, other = one % len(code), other % len(code)
    signs[one], signs[other] = signs[other], signs[one]
    assert is_whole("".join(signs)) is (signs == list(code))


def test_every_slip_in_one_code_is_caught() -> None:
    code = new_short_code()
    wrong = {code[:n] + sign + code[n + 1 :] for n in range(8) for sign in ALPHABET}
    wrong |= {code[:n] + b + a + code[n + 2 :] for n, (a, b) in enumerate(pairwise(code))}
    assert [slip for slip in wrong - {code} if not isinstance(read_short_code(slip), CodeFault)] == []


@pytest.mark.parametrize(("sign", "looks_like"), [("1", "IiLl"), ("0", "Oo")])
def test_a_letter_that_looks_like_a_digit_is_read_as_the_digit(sign: str, looks_like: str) -> None:
    chance = random.Random(3)
    code = next(code for _ in range(1_000) if sign in (code := new_short_code(chance.randrange)))
    assert [letter for letter in looks_like if read_short_code(code.replace(sign, letter)) != code] == []


@given(data=st.data())
def test_a_code_is_read_however_it_is_typed(data: st.DataObject) -> None:
    code = new_short_code(random.Random(data.draw(st.integers())).randrange)
    looks = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(data.draw(st.sampled_from(looks.get(sign, sign + sign.lower()))) for sign in code)
    gaps = st.text(st.sampled_from(" -\t\n\u00a0\u2011\u2013\u2212\u200b"), max_size=3)
    assert read_short_code("".join(sign + data.draw(gaps) for sign in typed)) == code


def test_what_is_printed_can_be_typed() -> None:
    receipt = derived_receipt(bytes(32))
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", grouped(receipt))
    assert read_receipt(grouped(receipt)) == receipt
    code = new_short_code()
    assert read_short_code(grouped(code)) == code


def test_a_keyboard_of_wide_letters_is_read() -> None:
    code = new_short_code()
    assert read_short_code("".join(chr(ord(sign) + 0xFEE0) for sign in code)) == code


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        pytest.param("", CodeFault(CodeFaultKind.LENGTH, 8, 0), id="nothing"),
        pytest.param(" - ", CodeFault(CodeFaultKind.LENGTH, 8, 0), id="nothing that counts"),
        pytest.param("BCD-123", CodeFault(CodeFaultKind.LENGTH, 8, 6), id="too short: hyphens are not counted"),
        pytest.param("BCDF12345", CodeFault(CodeFaultKind.LENGTH, 8, 9), id="too long"),
        pytest.param("BCDFGHJU", CodeFault(CodeFaultKind.CHECK, 8, 8), id="a letter that no code has"),
        pytest.param("BCDFGH!?", CodeFault(CodeFaultKind.CHECK, 8, 8), id="signs that no code has"),
        pytest.param("æøå12345", CodeFault(CodeFaultKind.CHECK, 8, 8), id="letters of another alphabet"),
        pytest.param("\ud83d" * 8, CodeFault(CodeFaultKind.CHECK, 8, 8), id="halves of an emoji"),
        pytest.param("\0" * 8, CodeFault(CodeFaultKind.LENGTH, 8, 0), id="NUL is nothing"),
        pytest.param("B" * 1_000_000, CodeFault(CodeFaultKind.LENGTH, 8, 200), id="a million letters, not all looked at"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_typed_code_is_told(typed: str, fault: CodeFault) -> None:
    assert read_short_code(typed) == fault


@given(typed=st.text(max_size=30))
def test_nothing_that_is_typed_breaks_the_reading(typed: str) -> None:
    for read in (read_short_code(typed), read_receipt(typed)):
        assert isinstance(read, CodeFault) or is_whole(read)


@pytest.mark.parametrize("language", spoken("clinic_feedback"))
def test_every_fault_of_a_code_has_its_sentence(language: str) -> None:
    texts = sentences("clinic_feedback", language)["code"]
    said = texts[CodeFaultKind.LENGTH].format(n=8, typed=6)
    assert "8" in said
    assert "6" in said
    assert texts[CodeFaultKind.CHECK]


def test_a_short_code_and_a_receipt_are_never_taken_for_each_other() -> None:
    assert isinstance(read_receipt(new_short_code()), CodeFault)
    assert isinstance(read_short_code(derived_receipt(bytes(32))), CodeFault)


def as_number(text: str) -> float:
    """What the strictest reader of numbers makes of a text, of any base."""
    try:
        return float(text)
    except ValueError:
        return int(text, 0)


AMOUNT = r"[A-Z]{0,3}[0-9]+(E[0-9]+)?"
NAMES = r"(JAN|FEB|MAR|APR|MA[IY]|JUN|JUL|AUG|SEP|O[CK]T|NOV|DE[CS]|MON|TUE|WED|THU|FRI|SAT|SUN|MAN|TIR|ONS|TOR|FRE|L.R|S.N).*"


def readers(text: str) -> list[str]:
    """Who would take a text for something else."""
    fooled = []
    for name, reader in {
        "number": as_number,
        "date": date.fromisoformat,
        "moment": datetime.fromisoformat,
        "time": time.fromisoformat,
    }.items():
        try:
            reader(text)
        except ValueError:
            continue
        fooled.append(name)
    patterns = {
        "amount": AMOUNT,
        "month or day": NAMES,
        "truth": r"TRUE|FALSE|SANN|USANN|Y(ES)?|NO?",
        "duration": "P.*",
    }
    return fooled + [name for name, pattern in patterns.items() if re.fullmatch(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("text", "reader"),
    [("00000007", "number"), ("1E500000", "number"), ("0X1F2F3F", "number"), ("20260302", "date"), ("T120000Z", "time"), ("KR1E5000", "amount"), ("MAR12026", "month or day"), ("TRUE", "truth"), ("P1Y2M3DT", "duration")],
)  # fmt: skip
def test_the_readers_of_this_test_are_fooled_where_they_should_be(text: str, reader: str) -> None:
    assert reader in readers(text)


def test_no_code_reads_as_a_number_a_date_an_amount_or_a_truth_value() -> None:
    chance = random.Random(76)
    codes: list[str] = [new_short_code(chance.randrange) for _ in range(10_000)]
    codes += [derived_receipt(chance.randbytes(32)) for _ in range(10_000)]
    codes += [make(chance.randrange) for make in (new_token, new_public_id) for _ in range(1_000)]
    assert [(code, readers(code)) for code in codes if readers(code)] == []


def test_no_two_codes_are_alike() -> None:
    chance = random.Random(1)
    assert len({new_short_code(chance.randrange) for _ in range(10_000)}) == 10_000
    assert len({derived_receipt(chance.randbytes(32)) for _ in range(10_000)}) == 10_000


def test_every_sign_has_its_chance_in_every_later_place() -> None:
    chance = random.Random(2)
    for codes in (
        [new_short_code(chance.randrange) for _ in range(4_000)],
        [derived_receipt(chance.randbytes(32)) for _ in range(4_000)],
    ):
        for place in range(1, len(codes[0])):
            assert {code[place] for code in codes} == set(ALPHABET)


@given(secret=SECRETS)
def test_a_receipt_is_always_the_same_for_its_form_and_whole(secret: bytes) -> None:
    receipt = derived_receipt(secret)
    assert derived_receipt(secret) == receipt
    assert read_receipt(receipt) == receipt


@given(secret=SECRETS, bit=st.integers(0, 255))
def test_another_form_has_another_receipt(secret: bytes, bit: int) -> None:
    other = (int.from_bytes(secret) ^ (1 << bit)).to_bytes(32)
    assert derived_receipt(other) != derived_receipt(secret)


def test_a_receipt_stays_the_same_in_every_version_of_the_program() -> None:
    assert derived_receipt(bytes(range(32))) == "BRMCE9GNS996"


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_receipt_is_not_made_from_too_little(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        derived_receipt(bytes(length))


def test_a_token_holds_128_bits_and_goes_into_an_address_as_it_is() -> None:
    assert re.fullmatch(r"[bcghkvxz][0-9a-hjkmnp-tv-z]{25}", new_token())
    assert new_token() != new_token()


def test_a_visits_name_tells_nothing_and_cannot_be_misread() -> None:
    assert re.fullmatch(r"[bcghkvxz][0-9a-hjkmnp-tv-z]{15}", new_public_id())
    assert new_public_id() != new_public_id()

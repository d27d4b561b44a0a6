"""Codes that people read, type and scan: short codes, receipts, tokens, and the ids of visits.

All are Crockford's base32 (crockford.com/base32.html): ten digits and the letters but I, L, O and U.
None reads as a number, a date, an amount or a truth value where a spreadsheet opens it.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import shake_256
from itertools import count
from typing import NewType

ShortCode = NewType("ShortCode", str)
"""What opens a patient's form on a clinic's tablet."""

Receipt = NewType("Receipt", str)
"""What a patient takes home: it finds the own answers again."""

Token = NewType("Token", str)
"""128 random bits, for a link or a cookie."""

PublicId = NewType("PublicId", str)
"""The name of a visit in addresses; 78 random bits, but no secret."""

Below = Callable[[int], int]
"""Chance: a number from 0 to below the one given."""

SHORT_CODE_LENGTH = 8
RECEIPT_LENGTH = 12
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_TOKEN_LENGTH = 26
_PUBLIC_ID_LENGTH = 16
_GROUP = 4

# No number begins with a letter; and in English and Norwegian no month, day, truth value, part of an ISO
# time (T, P, W, Q, R) or name of an error begins with one of these.
_FIRST = "BCGHKVXZ"
# What then still looks like an amount (KR1500, KR1E5) has no letter but E behind its digits.
_NO_AMOUNT = re.compile(r"[0-9][A-DF-Z]")

_READ_AS = str.maketrans("ILO", "110")
_BLANKS_AND_HYPHENS = {"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"}
_MINUS = "\N{MINUS SIGN}"
_LONGEST_TYPED = 200
_SECRET_BYTES = 32


class CodeFaultKind(StrEnum):
    """What is wrong with a typed code, by the key of the sentence that says so."""

    LENGTH = "code_length"
    CHECK = "code_check"


@dataclass(frozen=True, slots=True)
class CodeFault:
    """Why a typed code cannot be right. `n`: how many signs it has; `typed`: how many were typed."""

    kind: CodeFaultKind
    n: int
    typed: int


def new_short_code(below: Below = secrets.randbelow) -> ShortCode:
    """A code of 8 signs, the last of which checks the others."""
    return ShortCode(_checked(SHORT_CODE_LENGTH, below))


def new_token(below: Below = secrets.randbelow) -> Token:
    """A secret of 26 signs, fit for an address, a cookie and a file name."""
    return Token(_drawn(_TOKEN_LENGTH, below).lower())


def new_public_id(below: Below = secrets.randbelow) -> PublicId:
    """A name of 16 signs that tells nothing about the visit, neither its number nor its time."""
    return PublicId(_drawn(_PUBLIC_ID_LENGTH, below).lower())


def derived_receipt(secret: bytes) -> Receipt:
    """The receipt that belongs to 32 secret bytes: always the same one, and it does not tell them.

    Raises ValueError for another number of bytes.
    """
    if len(secret) != _SECRET_BYTES:
        raise ValueError(f"a receipt is made from {_SECRET_BYTES} bytes, not from {len(secret)}")
    numbers = count()

    def below(limit: int) -> int:
        # 64 bits, and limits that are powers of two: nothing is more likely than another.
        stretch = shake_256(b"receipt" + next(numbers).to_bytes(4) + secret).digest(8)
        return int.from_bytes(stretch) % limit

    return Receipt(_checked(RECEIPT_LENGTH, below))


def read_short_code(typed: str) -> ShortCode | CodeFault:
    """The short code that somebody typed, as it is stored; or what is wrong with it."""
    read = _read(typed, SHORT_CODE_LENGTH)
    return read if isinstance(read, CodeFault) else ShortCode(read)


def read_receipt(typed: str) -> Receipt | CodeFault:
    """The receipt that somebody typed, as it is stored; or what is wrong with it."""
    read = _read(typed, RECEIPT_LENGTH)
    return read if isinstance(read, CodeFault) else Receipt(read)


def grouped(code: ShortCode | Receipt) -> str:
    """A code as it is printed: in groups of four, with hyphens that need not be typed."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _read(typed: str, length: int) -> str | CodeFault:
    signs = _signs(typed)
    if len(signs) != length:
        return CodeFault(CodeFaultKind.LENGTH, length, len(signs))
    is_sound = all(sign in ALPHABET for sign in signs) and signs[-1] == check_character(signs[:-1])
    return signs if is_sound else CodeFault(CodeFaultKind.CHECK, length, len(signs))


def _signs(typed: str) -> str:
    """What counts of what was typed, by Crockford's rules; also as other keyboards and dashes give it."""
    # Cut first: some letters grow eighteenfold when they are taken apart.
    plain = unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED]).upper()
    kept = (sign for sign in plain if unicodedata.category(sign) not in _BLANKS_AND_HYPHENS)
    return "".join(kept).replace(_MINUS, "").translate(_READ_AS)


def _checked(length: int, below: Below) -> str:
    signs = _drawn(length - 1, below)
    return signs + check_character(signs)


def _drawn(length: int, below: Below) -> str:
    while True:
        later = (ALPHABET[below(len(ALPHABET))] for _ in range(length - 1))
        signs = _FIRST[below(len(_FIRST))] + "".join(later)
        if _NO_AMOUNT.search(signs):
            return signs


def check_character(signs: str) -> str:
    """The sign that makes a code whole: it catches every wrong sign and every two that changed places.

    A sum over the field of 32 elements in which each place has a weight of its own, a power of the
    element x (the check itself has the weight 1): a wrong sign changes it by weight times difference,
    a swap by difference of weights times difference of signs, and neither is ever zero. Holds for up
    to 30 signs.
    """
    total = 0
    for sign in signs:
        total = _times_x(total ^ ALPHABET.index(sign))
    return ALPHABET[total]


def _times_x(element: int) -> int:
    """One element of GF(32) times x, modulo the primitive polynomial x^5 + x^2 + 1."""
    doubled = element << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled

"""Texts encrypted at rest: who opens them, who does not, and what is said then."""

from __future__ import annotations

import hmac
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_feedback.keys import (
    LOOKUP_KEY,
    Keyring,
    MissingKeyError,
    Place,
    Purpose,
    UnreadableError,
    fingerprint,
    key_id,
)

A, B, LOOKUP = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
RING = Keyring((A,), LOOKUP, ("session",))
PLACE = Place("response", "texts_enc", "v1")

# What is checked at the border before it is stored has no halves of a pair.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=600)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLACES = st.builds(Place, NAMES, NAMES, NAMES)


@given(text=TEXTS, place=PLACES)
def test_a_text_comes_back_as_it_was(text: str, place: Place) -> None:
    assert RING.open(RING.seal(text, place), place) == text


@pytest.mark.parametrize("text", ["", "\0", "a\0", "\x80", "Ā", "a" * 127, "a" * 128, "ø" * 2_000])
def test_a_text_that_looks_like_its_filling_comes_back_too(text: str) -> None:
    assert RING.open(RING.seal(text, PLACE), PLACE) == text


@given(text=TEXTS, place=PLACES, other=PLACES)
def test_a_text_opens_in_its_own_place_alone(text: str, place: Place, other: Place) -> None:
    sealed = RING.seal(text, place)
    if other != place:
        with pytest.raises(UnreadableError):
            RING.open(sealed, other)


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param(replace(PLACE, table="draft"), id="another table"),
        pytest.param(replace(PLACE, column="ref_enc"), id="another column"),
        pytest.param(replace(PLACE, public_id="v2"), id="another row"),
        pytest.param(Place("response", "texts_en", "cv1"), id="the same letters, cut elsewhere"),
        pytest.param(Place("responsetexts_enc", "", "v1"), id="the same letters, one name empty"),
    ],
)
def test_a_text_that_was_moved_does_not_open_and_its_place_is_told(moved: Place) -> None:
    sealed = RING.seal("MARKER", PLACE)
    with pytest.raises(UnreadableError, match="bring this row back from a backup") as caught:
        RING.open(sealed, moved)
    assert caught.value.place == moved
    assert "MARKER" not in str(caught.value)


@given(text=TEXTS, data=st.data())
def test_a_text_of_which_one_bit_was_changed_does_not_open(text: str, data: st.DataObject) -> None:
    sealed = bytearray(RING.seal(text, PLACE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((UnreadableError, MissingKeyError)):
        RING.open(bytes(sealed), PLACE)


@given(junk=st.binary(max_size=80))
def test_bytes_that_are_no_sealed_text_are_refused(junk: bytes) -> None:
    with pytest.raises((UnreadableError, MissingKeyError)):
        RING.open(junk, PLACE)


@given(cut=st.integers(0, 160))
def test_a_text_that_was_cut_off_does_not_open(cut: int) -> None:
    with pytest.raises(UnreadableError):
        RING.open(RING.seal("x", PLACE)[:cut], PLACE)


def test_the_words_are_nowhere_in_what_is_stored_and_no_two_seals_are_alike() -> None:
    sealed = [RING.seal("MARKER", PLACE) for _ in range(100)]
    assert [one for one in sealed if b"MARKER" in one] == []
    assert len({one[17:] for one in sealed}) == 100
    assert len({one[5:17] for one in sealed}) == 100, "a nonce is never used twice"


def test_short_texts_cannot_be_told_apart_by_their_length() -> None:
    lengths = {len(RING.seal("x" * size, PLACE)) for size in range(128)}
    assert len(lengths) == 1
    assert len({len(RING.seal("x" * size, PLACE)) for size in range(2_001)}) == 16


def test_the_newest_key_seals_and_every_key_opens() -> None:
    rotated = replace(RING, data_keys=(B, A))
    old, new = RING.seal("old", PLACE), rotated.seal("new", PLACE)
    assert (rotated.open(old, PLACE), rotated.open(new, PLACE)) == ("old", "new")
    assert (rotated.is_newest(old), rotated.is_newest(new)) == (False, True)
    assert replace(RING, data_keys=(B,)).open(new, PLACE) == "new"


def test_a_key_that_was_taken_away_too_early_is_named_with_what_to_do() -> None:
    sealed = RING.seal("MARKER", PLACE)
    with pytest.raises(MissingKeyError, match="bring it back from your copy of the keys") as caught:
        replace(RING, data_keys=(B,)).open(sealed, PLACE)
    assert caught.value.key_id == key_id(A)
    assert key_id(A) in str(caught.value)


def test_the_session_secret_has_no_influence_on_stored_text() -> None:
    other = replace(RING, session_secrets=("another",))
    assert other.open(RING.seal("text", PLACE), PLACE) == "text"
    assert other.digest(Purpose.RECEIPT, "x") == RING.digest(Purpose.RECEIPT, "x")


def test_a_ring_is_printed_without_its_keys() -> None:
    printed = repr(replace(RING, session_secrets=("hunter2",)))
    assert printed == "Keyring()"


def test_every_key_has_a_fingerprint_that_does_not_tell_it() -> None:
    ring = replace(RING, data_keys=(B, A))
    prints = ring.fingerprints
    assert list(prints) == [key_id(B), key_id(A), LOOKUP_KEY]
    assert list(prints.values()) == [fingerprint(B), fingerprint(A), fingerprint(LOOKUP)]
    assert len(set(prints.values())) == 3
    assert fingerprint(B).startswith(key_id(B))
    assert not any(print_ in key.hex() for print_ in prints.values() for key in (A, B, LOOKUP))


@given(text=TEXTS, other=TEXTS)
def test_a_text_is_found_again_by_its_digest_and_no_other_is(text: str, other: str) -> None:
    digest = RING.digest(Purpose.REFERENCE, text)
    assert len(digest) == 32
    assert (RING.digest(Purpose.REFERENCE, other) == digest) is (other == text)


def test_a_digest_for_one_purpose_finds_nothing_for_another() -> None:
    assert len({RING.digest(purpose, "ABCD") for purpose in Purpose}) == len(Purpose)


def test_without_the_look_up_key_nobody_can_try_codes() -> None:
    found = RING.digest(Purpose.SHORT_CODE, "ABCD")
    assert replace(RING, lookup_key=A).digest(Purpose.SHORT_CODE, "ABCD") != found
    assert sha256(b"ABCD").digest() != found


def test_what_was_stored_by_an_earlier_version_is_still_found_and_opened() -> None:
    expected = hmac.new(LOOKUP, b"reference\0SOURCE:007", sha256).digest()
    assert RING.digest(Purpose.REFERENCE, "SOURCE:007") == expected
    sealed = bytes.fromhex(
        "0199e4aae0dca54fc160eade6fad80f88e9dad8e8f70145f76f068508b604e34f6d23959c935cc9145231ec5db2b8ab81caf0c26ff669b11e6bd53bfed31666f34c34cb1a393a36ff18cb6f2b40cb443b70d93c5924474fbaf43816f705e0968c806720b7109074e75aed10a721c8e7fbc7a43f7ba4925c5b635bd656747d8429bb7d2c9ed320f6bbca86c7fefa810e1033af54bfe0bef3c90018dee308dedf4da"
    )
    assert RING.open(sealed, PLACE) == "kjære lege"

"""JSON that is not quite JSON ends in words."""

from __future__ import annotations

from contextlib import suppress

import pytest

from forms.faults import FaultyInputError
from forms.json_input import json_from, text_from


@pytest.mark.parametrize(
    ("data", "words", "why"),
    [
        (b"", "it is empty", "no bytes"),
        (b"\xef\xbb\xbf \n", "it is empty", "a mark and white space"),
        (b'{"a": "\xe5"}', "not UTF-8 (byte 8)", "Latin-1"),
    ],
)
def test_a_file_that_is_no_text_says_why(data: bytes, words: str, why: str) -> None:
    with pytest.raises(FaultyInputError) as refused:
        text_from(data)
    assert words in str(refused.value), why


def test_a_byte_order_mark_is_left_out() -> None:
    assert text_from(b"\xef\xbb\xbf{}") == "{}"


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ('{"a": }', "line 1, column 7", "says where"),
        ("{'a': 1}", "not JSON", "single quotes"),
        ('{"a": NaN}', "NaN is no JSON number", "NaN"),
        ('{"a": -Infinity}', "-Infinity is no JSON number", "infinity"),
        ('{"a": 1} {"b": 2}', "extra data", "two objects"),
        ("[" * 100_000, "nested too deeply", "a bomb"),
        ('{"a": ' + "9" * 5_000 + "}", "not JSON", "a number longer than any"),
    ],
)
def test_what_is_not_json_says_why_in_one_line(text: str, words: str, why: str) -> None:
    with pytest.raises(FaultyInputError) as refused:
        json_from(text)
    assert words in str(refused.value), why
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("depth", [100, 8_000])
def test_a_closed_nest_of_any_depth_is_read_or_refused_in_words(depth: int) -> None:
    with suppress(FaultyInputError):
        value, faults = json_from("[" * depth + "]" * depth)
        assert (type(value), faults) == (list, [])


def test_a_key_that_stands_twice_is_named_with_its_path() -> None:
    _, faults = json_from(
        '{"patient": {"answers": {"heard": "mostly", "heard": "partly"}}, "form": 1, "form": 2}'
    )
    assert [str(fault) for fault in faults] == [
        "form: stands 2 times; keep one",
        "patient.answers.heard: stands 2 times; keep one",
    ]

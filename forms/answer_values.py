"""One answer's raw value, read by its kind: one small reader a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forms.faults import Fault, FaultKind, unknown_answer, wrong_type
from forms.free_text import first_sign, length_over, tidy
from forms.model import TEXT_LIMIT, AnswerKind, Code, Item
from forms.responses import Answer

Read = tuple[Answer | None, list[Fault]]
ReadAnswer = Callable[[Item, object, str], Read]


def read_choice(item: Item, value: object, path: str) -> Read:
    """One code of the item's scale."""
    codes = item.choices.codes
    if not isinstance(value, str):
        return None, [wrong_type(path, value, f"one of: {', '.join(codes)}")]
    if value not in codes:
        return None, [unknown_answer(path, value, codes)]
    return value, []


def read_set(item: Item, value: object, path: str) -> Read:
    """A list of codes, each once, put in the scale's order; a code that stands alone is alone."""
    scale = item.choices
    if not isinstance(value, list):
        return None, [wrong_type(path, value, f"a list of: {', '.join(scale.codes)}")]
    named = tuple([code for code in scale.codes if code in value])
    # As many as were given: each of them is a code, and stands once.
    faults = [] if len(named) == len(value) else _not_codes(scale.codes, value, path)
    if len(named) > 1:
        faults += [Fault(path, FaultKind.NOT_ALONE, f"'{code}'") for code in named if code in scale.alone]
    return named, faults


def _not_codes(codes: tuple[Code, ...], value: list[object], path: str) -> list[Fault]:
    faults = [
        unknown_answer(path, code, codes)
        if isinstance(code, str)
        else wrong_type(path, code, f"a list of: {', '.join(codes)}")
        for code in value
        if code not in codes
    ]
    twice = [code for code in codes if value.count(code) > 1]
    return faults + [Fault(path, FaultKind.CODE_TWICE, f"'{code}'") for code in twice]


def read_text(_item: Item, value: object, path: str) -> Read:
    """A free text, tidied, that can be stored and is not too long."""
    if not isinstance(value, str):
        return None, [wrong_type(path, value, "a text")]
    sign = first_sign(value.replace("\r", "\n"))
    if sign is not None:
        return None, [Fault(path, FaultKind.TEXT_SIGN, sign.name)]
    length = length_over(value, TEXT_LIMIT)
    if length is not None:
        return None, [Fault(path, FaultKind.TEXT_TOO_LONG, str(length), str(TEXT_LIMIT))]
    return tidy(value), []


ANSWER_READERS: Mapping[AnswerKind, ReadAnswer] = {
    AnswerKind.CHOICE: read_choice,
    AnswerKind.SET: read_set,
    AnswerKind.TEXT: read_text,
}

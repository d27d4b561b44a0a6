"""JSON from anywhere, read strictly: no key twice, no NaN, every fault with its path."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

from forms.faults import Fault, FaultKind, FaultyInputError, child, not_readable

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class _Doubled(dict[str, Any]):
    """A JSON object that remembers which of its keys stood there more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        times = Counter(key for key, _ in pairs)
        self.repeated = {key: count for key, count in times.items() if count > 1}


def text_from(data: bytes) -> str:
    """The text of a file in UTF-8, its byte order mark left out.

    Raises FaultyInputError where it is empty or not UTF-8.
    """
    try:
        text = data.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError as error:
        raise _not_readable(f"it is not UTF-8 (byte {error.start + 1}); save it as UTF-8") from None
    if not text.strip():
        raise _not_readable("it is empty; give one JSON object")
    return text


def json_from(text: str) -> tuple[Any, list[Fault]]:
    """The value, and a fault for each key that stands twice (the last one is in the value).

    Raises FaultyInputError where the text is not JSON.
    """
    doubled = False

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal doubled
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        doubled = True
        return _Doubled(pairs)

    try:
        value = json.loads(text, object_pairs_hook=object_of, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _not_readable(f"it is not JSON ({error.msg.lower()}, {place})") from None
    except RecursionError:
        raise _not_readable("it is nested too deeply to be answers") from None
    except ValueError as error:
        why = "a number is too long to be read" if "digits" in str(error) else str(error)
        raise _not_readable(f"it is not JSON ({why})") from None
    return value, list(_repeated(value)) if doubled else []


def _repeated(value: object) -> Iterator[Fault]:
    """Every key that stands twice; walked without recursion, as a nest may be deep."""
    waiting = [(value, "")]
    while waiting:
        inside, path = waiting.pop()
        if isinstance(inside, _Doubled):
            for key, times in inside.repeated.items():
                yield Fault(child(path, key), FaultKind.TWICE, str(times))
        if isinstance(inside, dict):
            waiting += [(inner, child(path, key)) for key, inner in reversed(inside.items())]
        elif isinstance(inside, list):
            waiting += [(inner, child(path, str(n))) for n, inner in enumerate(inside)][::-1]


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is no JSON number"
    raise ValueError(message)


def _not_readable(why: str) -> FaultyInputError:
    return FaultyInputError([not_readable("", why)])

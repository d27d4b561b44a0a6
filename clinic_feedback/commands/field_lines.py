"""What a service refuses, as lines for whoever ran a command: by option, in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from clinic_feedback.commands.refusals import RefusedError
from clinic_feedback.records.refused_fields import FieldFault, RefusedFieldsError
from forms.wording import sentences

_OPTIONS = {"user": "USER", "code": "CODE", "roles": "--role and --clinic"}
"""What a field is called on the command line, where that is not its name as an option."""


def english(section: str) -> Mapping[str, str]:
    """What the program says; commands say it in English."""
    return sentences("clinic_feedback", "en")[section]


@contextmanager
def refused_in_words() -> Iterator[None]:
    """Turn the refusal of a service into lines. Raises RefusedError."""
    try:
        yield
    except RefusedFieldsError as error:
        raise RefusedError(field_lines(error.faults)) from None


def field_lines(faults: Iterable[FieldFault]) -> tuple[str, ...]:
    """A line a fault."""
    said = english("admin")
    return tuple(f"{_option(fault.field)}: {said[fault.key].format(**fault.places)}" for fault in faults)


def _option(field: str) -> str:
    return _OPTIONS.get(field, f"--{field.replace('_', '-')}")

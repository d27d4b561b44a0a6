"""What every test of the ground storey needs: the built-in questionnaire, and a way to compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forms.answers import consultation_from
from forms.catalogue import Pack, built_in
from forms.result import result_of

Result = dict[str, Any]
Compare = Callable[..., Result]


@pytest.fixture(scope="session")
def reassurance() -> Pack:
    """The built-in questionnaire with its texts."""
    return built_in().get("reassurance", "1.0")


@pytest.fixture(scope="session")
def result() -> Compare:
    """Compares a raw consultation, and gives what `compare` would print."""
    catalogue = built_in()

    def compared(raw: object, language: str = "en") -> Result:
        return result_of(consultation_from(raw, catalogue), language)

    return compared

"""What holds for every test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases"]

settings.register_profile(
    "clinic-feedback",
    deadline=None,  # a slow machine is no fault of the program
    suppress_health_check=[HealthCheck.too_slow],  # as above
    derandomize="CI" in os.environ,  # where a change is judged, the same cases for all
    print_blob=True,
)
settings.load_profile("clinic-feedback")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the whole project."""
    return Path(__file__).parents[1]

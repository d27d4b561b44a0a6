"""What a view reaches by name: the settings and the records of the running program, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, g

from clinic_feedback.records.staff_members import StaffMember
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings import Settings

_KEY = "clinic-feedback"


@dataclass(frozen=True, slots=True)
class Running:
    """What the program was started with."""

    settings: Settings
    records: Records


def settings() -> Settings:
    """The settings."""
    return _running().settings


def records() -> Records:
    """The records."""
    return _running().records


def staff() -> StaffMember | None:
    """The member of staff who is signed in, None where nobody is. Never asked for a patient's page."""
    return cast("StaffMember | None", g.get("staff"))


def run_with(app: Flask, running: Running) -> None:
    """Keep what the program was started with, for its views."""
    app.extensions[_KEY] = running


def running_of(app: Flask) -> Running:
    """What an application was started with."""
    return cast("Running", app.extensions[_KEY])


def _running() -> Running:
    return running_of(current_app)

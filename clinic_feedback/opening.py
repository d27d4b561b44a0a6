"""Opening the records that the settings name: keys, database and questionnaires, with every fault told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from clinic_feedback.clock import Clock, system_clock
from clinic_feedback.key_files import load_keys
from clinic_feedback.records.engine import Database
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings import Settings
from forms.catalogue import installed


def open_records(settings: Settings, clock: Clock = system_clock) -> Records:
    """The records, ready to be read and written.

    Raises FaultyInputError where keys or packs are faulty, DatabaseRefusedError where the database is.
    """
    return Records(
        Database(settings.database_url),
        load_keys(settings.keys_file, settings.keys_text),
        installed(settings.packs_folder),
        clock,
        draft_lifetimes(settings),
    )


def draft_lifetimes(settings: Settings) -> Mapping[Mode, timedelta]:
    """How long a form that nobody touches is kept, by where it is filled in."""
    return {
        Mode.TABLET: timedelta(minutes=settings.draft_tablet_minutes),
        Mode.PHONE: timedelta(hours=settings.draft_phone_hours),
        Mode.BROWSER: timedelta(hours=settings.draft_clinician_hours),
    }

"""The records of a clinic for a command: opened as the settings say, or refused in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from clinic_feedback.commands.refusals import RefusedError
from clinic_feedback.opening import open_records
from clinic_feedback.records.database_files import DatabaseRefusedError
from clinic_feedback.records.engine import NotStoredError
from clinic_feedback.records.readiness import keys_are_strange, missing_keys, unready
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings import Settings
from clinic_feedback.settings_reading import load_settings
from forms.faults import FaultyInputError

_NO_ANSWER = "the database does not answer; check that it runs, and what the setting 'database' says"
_OTHER_TABLES = "the database's tables are not those of this release; run: clinic-feedback db upgrade"
_PUT_BACK = "put back the file of keys that it was used with"
_NOT_STORED = "the database could not take it just now, and nothing was changed; try again in a little while"


def settings_of_command() -> Settings:
    """The settings that a command runs with. Raises RefusedError."""
    try:
        return load_settings(None, os.environ)
    except FaultyInputError as error:
        raise RefusedError(str(fault) for fault in error.faults) from None


@contextmanager
def opened_records(settings: Settings | None = None, *, every_key: bool = False) -> Iterator[Records]:
    """The records, ready to be read and written, until the command is done with them.

    `every_key`: texts that an absent key sealed are needed too. Raises RefusedError where settings,
    keys or database are faulty, where the tables are not the newest, where the keys are others than
    they were written with, and where writing does not succeed.
    """
    with connected_records(settings or settings_of_command()) as records:
        if "migrations" in unready(records):
            raise RefusedError([_OTHER_TABLES])
        refuse_wrong_keys(records, every_key=every_key)
        yield records


@contextmanager
def connected_records(settings: Settings) -> Iterator[Records]:
    """The records of a database that answers, whatever its tables are. Raises RefusedError."""
    try:
        records = open_records(settings)
    except FaultyInputError as error:
        raise RefusedError(str(fault) for fault in error.faults) from None
    except DatabaseRefusedError as error:
        raise RefusedError([str(error)]) from None
    try:
        if "database" in unready(records):
            raise RefusedError([_NO_ANSWER])
        yield records
    except NotStoredError:
        raise RefusedError([_NOT_STORED]) from None
    finally:
        records.database.close()


def refuse_wrong_keys(records: Records, *, every_key: bool = False) -> None:
    """Refuse keys with which these records are strange; say which ones are missing where some fit.

    Raises RefusedError.
    """
    with records.read() as tx:
        missing, strange = missing_keys(tx), keys_are_strange(tx)
    named = ", ".join(missing)
    if strange or (missing and every_key):
        raise RefusedError([f"the keys do not fit this database ({named} missing); {_PUT_BACK}"])
    if missing:
        click.echo(f"texts that were sealed with a missing key ({named}) do not open; {_PUT_BACK}", err=True)

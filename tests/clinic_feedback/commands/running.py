"""A command that is run as from a shell, over a database of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clinic_feedback.clock import system_clock
from clinic_feedback.commands import main as console
from clinic_feedback.opening import open_records
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings_reading import load_settings

Ran = tuple[int, str, list[str]]
"""The exit code, what was printed, and the lines on stderr."""

Run = Callable[..., Ran]


def runner(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `clinic-feedback` with arguments."""

    def ran(*arguments: object) -> Ran:
        with pytest.raises(SystemExit) as stopped:
            console.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err.splitlines()

    return ran


def at_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands find a database and keys in this folder, and no settings from elsewhere."""
    for name in ("SETTINGS", "KEYS", "ADDRESS"):
        monkeypatch.delenv(f"CLINIC_FEEDBACK_{name}", raising=False)
    monkeypatch.setenv("CLINIC_FEEDBACK_DATABASE", str(folder / "clinic.sqlite"))
    monkeypatch.setenv("CLINIC_FEEDBACK_KEYS_FILE", str(folder / "keys"))


def records_of(folder: Path) -> Records:
    """What the commands wrote. Whoever opens it closes its database."""
    environ = {
        "CLINIC_FEEDBACK_DATABASE": str(folder / "clinic.sqlite"),
        "CLINIC_FEEDBACK_KEYS_FILE": str(folder / "keys"),
    }
    return open_records(load_settings(None, environ), system_clock)

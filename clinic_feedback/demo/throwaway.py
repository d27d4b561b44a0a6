"""A database of the demo's own, with keys and settings, that is gone when the demo is."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clinic_feedback.key_files import make_key_file
from clinic_feedback.opening import open_records
from clinic_feedback.records.migrating import upgrade
from clinic_feedback.records.readiness import note_keys
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings import Settings
from clinic_feedback.settings_reading import load_settings


@dataclass(frozen=True, slots=True)
class Throwaway:
    """A folder of the demo's own. `environment`: with which every other command reaches its records."""

    folder: Path
    environment: Mapping[str, str]
    settings: Settings
    records: Records
    maker: int = field(default_factory=os.getpid)

    def remove(self) -> None:
        """Leave nothing of it. A server's worker that ends is not the end of the demo."""
        if os.getpid() != self.maker:
            return
        self.records.database.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def new_throwaway(address: str) -> Throwaway:
    """Empty records in a new folder, reached at an address of this machine."""
    folder = Path(tempfile.mkdtemp(prefix="clinic-feedback-demo-"))
    environment = {
        "CLINIC_FEEDBACK_DATABASE": str(folder / "demo.sqlite"),
        "CLINIC_FEEDBACK_KEYS_FILE": str(folder / "keys"),
        "CLINIC_FEEDBACK_ADDRESS": address,
        "CLINIC_FEEDBACK_ORGANISATION": "clinic-feedback demo",
    }
    make_key_file(folder / "keys")
    settings = load_settings(None, environment)
    records = open_records(settings)
    upgrade(records.database)
    records.write(note_keys)
    return Throwaway(folder, environment, settings, records)


def new_password() -> str:
    """A password for everybody in a demo: nobody outside can guess it."""
    return f"demo-{secrets.token_urlsafe(9)}"

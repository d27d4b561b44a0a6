"""Whether the program is alive, and ready to work: for whoever watches over it."""

from __future__ import annotations

from flask import Blueprint

from clinic_feedback.current import records
from clinic_feedback.records.readiness import unready

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def alive() -> tuple[str, int]:
    """It answers."""
    return "alive\n", 200


@pages.get("/readyz")
def ready() -> tuple[str, int]:
    """Database, tables and keys are as they should be; else which of them are not, without a detail."""
    missing = unready(records())
    return ("ready\n", 200) if not missing else (f"not ready: {', '.join(missing)}\n", 503)

"""How many tries the settings allow: see `clinic_feedback.records.throttling`, which counts them."""

from __future__ import annotations

from datetime import timedelta

from clinic_feedback.current import settings
from clinic_feedback.records.throttling import Limit


def account_limit() -> Limit:
    """Passwords for one account, in whatever browser."""
    return _limit(settings().throttle_account)


def tablet_limit() -> Limit:
    """Codes from one tablet or browser."""
    return _limit(settings().throttle_tablet)


def clinic_limit() -> Limit:
    """Codes in one clinic."""
    return _limit(settings().throttle_clinic)


def _limit(tries: int) -> Limit:
    return Limit(tries, timedelta(minutes=settings().throttle_minutes))

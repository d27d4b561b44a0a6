"""The web program: everything that it consists of, in order, on one page."""

from __future__ import annotations

import os
from collections.abc import Mapping

from flask import Flask

from clinic_feedback import errors, front, gatekeeping, headers, health, static_files
from clinic_feedback.admin import views as admin
from clinic_feedback.clinician import views as clinician
from clinic_feedback.clock import Clock, system_clock
from clinic_feedback.cookies import Cookie, cookie_name, cookie_paths
from clinic_feedback.csrf import give_door_secret
from clinic_feedback.current import Running, run_with
from clinic_feedback.opening import open_records
from clinic_feedback.patient import views as patient
from clinic_feedback.prefix import UnderAddress
from clinic_feedback.quality import views as quality
from clinic_feedback.receipt import views as receipt
from clinic_feedback.session_cookie import SignedSession
from clinic_feedback.settings import Settings
from clinic_feedback.settings_reading import load_settings
from clinic_feedback.sign_in import views as sign_in

_WINGS = (
    front.pages,
    health.pages,
    patient.pages,
    receipt.pages,
    sign_in.pages,
    clinician.pages,
    quality.pages,
    admin.pages,
)

_LARGEST_FORM = 256 * 1024
"""Bytes of a posted form: many times the longest texts, far less than what would hurt."""


def create_app(settings: Settings | None = None, clock: Clock = system_clock) -> Flask:
    """The program as a WSGI application, with settings given or read from file and environment.

    Raises FaultyInputError, DatabaseRefusedError with all that has to be put right before it starts.
    """
    settings = settings or load_settings(None, os.environ)
    records = open_records(settings, clock)
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(_configured(settings, records.keys.session_secrets))
    app.session_interface = SignedSession(app)
    run_with(app, Running(settings, records))
    static_files.register(app)
    app.before_request(gatekeeping.let_in)
    app.after_request(give_door_secret)
    app.after_request(headers.protect)
    errors.register(app)
    for wing in _WINGS:
        app.register_blueprint(wing)
    if settings.address is not None:
        app.wsgi_app = UnderAddress(app.wsgi_app, settings.address)  # type: ignore[method-assign] # Flask's way
    return app


def _configured(settings: Settings, secrets: tuple[str, ...]) -> Mapping[str, object]:
    """Flask's own settings."""
    return {
        "SECRET_KEY": secrets[0],
        "SECRET_KEY_FALLBACKS": list(secrets[1:]),
        "MAX_CONTENT_LENGTH": _LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": _LARGEST_FORM,
        "SESSION_COOKIE_NAME": cookie_name(Cookie.STAFF, settings.address),
        "SESSION_COOKIE_PATH": cookie_paths(Cookie.STAFF, settings.address)[0],
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.address is not None and settings.address.scheme == "https",
    }

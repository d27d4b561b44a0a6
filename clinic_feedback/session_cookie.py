"""Staff's session in its signed cookie, as Flask keeps it; what signs is made once, not at every request."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class SignedSession(SecureCookieSessionInterface):
    """One program's sessions. Its secrets do not change while it runs."""

    def __init__(self, app: Flask) -> None:
        """What signs is made of the secrets in the program's settings."""
        self._signing = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:  # noqa: ARG002 - Flask asks so
        """The one that was made."""
        return self._signing

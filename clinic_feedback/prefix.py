"""Where the program lies, as its settings say it: no request has a word in what links look like."""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from clinic_feedback.public_address import PublicAddress


class UnderAddress:
    """Serves an application under its public address, whether or not a proxy takes the prefix away."""

    def __init__(self, application: WSGIApplication, address: PublicAddress) -> None:
        """Wrap an application."""
        self.application = application
        self.address = address

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request as if it had come to the public address."""
        prefix, path = self.address.prefix, environ.get("PATH_INFO", "")
        if prefix and (path == prefix or path.startswith(f"{prefix}/")):
            environ["PATH_INFO"] = path.removeprefix(prefix) or "/"
        environ["SCRIPT_NAME"] = prefix
        environ["HTTP_HOST"] = self.address.host
        environ["wsgi.url_scheme"] = self.address.scheme
        return self.application(environ, start_response)

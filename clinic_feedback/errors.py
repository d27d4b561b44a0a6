"""What somebody reads when something goes wrong: plain words, in their language, and what to do."""

from __future__ import annotations

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from clinic_feedback.fault_log import log_fault
from clinic_feedback.languages import wanted_language, words
from clinic_feedback.records.engine import NotStoredError

_FORBIDDEN, _NOT_FOUND, _BROKEN, _UNAVAILABLE = 403, 404, 500, 503

_SAID = {_FORBIDDEN: "no_access", _NOT_FOUND: "not_found", 405: "not_found"}
"""The text for a status; every other one is answered with `busy`: it may be worth another try."""


def register(app: Flask) -> None:
    """Answer every error of an application with a page."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(NotStoredError, _not_stored)
    app.register_error_handler(Exception, _broken)
    # What breaks outside of a view comes here: the framework would write its message, and the address.
    app.log_exception = lambda exc_info: log_fault(exc_info[1])  # type: ignore[method-assign] # as it is meant to be


def _refused(error: HTTPException) -> HTTPException | tuple[str, int]:
    if isinstance(error, RoutingException):  # a slash that is missing: no error
        return error
    return _page(error.code or _BROKEN)


def _not_stored(_: NotStoredError) -> tuple[str, int]:
    return _page(_UNAVAILABLE)


def _broken(error: Exception) -> tuple[str, int]:
    """A fault of ours: its kind and place go to the log, what somebody wrote does not."""
    log_fault(error)
    return _page(_BROKEN)


def _page(status: int) -> tuple[str, int]:
    language = wanted_language()
    key = _SAID.get(status, "busy")
    said = words(language)["staff" if request.path.startswith("/staff") else "patient"]
    return render_template("error.html", language=language, said=said, key=key), status

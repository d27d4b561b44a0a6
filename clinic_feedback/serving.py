"""The program as a server: gunicorn with threads, and the work that falls due while it runs."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from clinic_feedback.current import Running, running_of
from clinic_feedback.fault_log import log_fault
from clinic_feedback.records.closing import close_due
from clinic_feedback.records.retaining import forget_old
from clinic_feedback.records.rolling_up import roll_up
from clinic_feedback.records.sealing import seal_due
from reports.release import Terms

_THREADS = 8
_SECONDS_BETWEEN_ROUNDS = 60.0


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a server listens, and with how many processes."""

    port: int
    host: str = "127.0.0.1"
    workers: int = 1


class QuietLogger(Logger):
    """Says what goes wrong without the address that was asked for: a patient's link stands in it."""

    def exception(self, msg: object, *args: object, **_: Any) -> None:  # noqa: ANN401 - the library's signature
        """A fault by its kind and place alone."""
        del msg, args
        log_fault()


class Server(BaseApplication):
    """Serves an application until it is stopped."""

    def __init__(self, make: Callable[[], Flask], listening: Listening) -> None:
        """Prepare; each worker process makes its own application."""
        self.make, self.listening = make, listening
        super().__init__()

    def load_config(self) -> None:
        """The library's own settings, where they differ from its own choice."""
        chosen = {
            "bind": f"{self.listening.host}:{self.listening.port}",
            "workers": self.listening.workers,
            "worker_class": "gthread",
            "threads": _THREADS,
            "loglevel": "error",  # its warnings repeat requests that are none, with the links in them
            "logger_class": QuietLogger,
            "control_socket_disable": True,
            "forwarder_headers": "",  # where the program lies is a setting; no request has a word in it
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401 - the library wants less of an application than there is
        """The application of one worker process, with the work beside it."""
        app = self.make()
        gc.freeze()  # what is there now stays: no request has to look through it again
        Thread(target=_rounds, args=(running_of(app),), daemon=True).start()
        return app


def serve(make: Callable[[], Flask], listening: Listening) -> None:
    """Serve until somebody stops it."""
    Server(make, listening).run()


def _rounds(running: Running) -> None:
    """Do what falls due; of several workers each finds what is left."""
    terms = Terms(answers=running.settings.block_minimum)
    forgot = True  # an earlier process may have been stopped before it had rolled up
    while True:
        try:
            close_due(running.records)
            seal_due(running.records, terms)
            forgot = bool(forget_old(running.records, running.settings.retention_months)) or forgot
            if forgot:
                roll_up(running.records)
                forgot = False
        except Exception as error:  # noqa: BLE001 - the next round may go better, and nobody waits for this one
            log_fault(error)
        time.sleep(_SECONDS_BETWEEN_ROUNDS)

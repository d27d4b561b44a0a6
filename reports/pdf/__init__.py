"""A Document as tagged, accessible PDF."""

from __future__ import annotations

import sys
from types import ModuleType

# ReportLab runs a file of this name from the home folder when it is imported: not in our process.
sys.modules.setdefault("reportlab_mods", ModuleType("reportlab_mods"))

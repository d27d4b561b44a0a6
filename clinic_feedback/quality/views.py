"""The quality team's first page. Before any block of answers is sealed there is nothing that it may show."""

from __future__ import annotations

from flask import Blueprint, render_template

from clinic_feedback.languages import wanted_language, words
from clinic_feedback.staff_frame import frame

pages = Blueprint("quality", __name__, url_prefix="/staff/quality", template_folder="templates")


@pages.get("")
def start() -> str:
    """What can be shown: nothing yet, and why."""
    language = wanted_language()
    return render_template("quality/start.html", quality=words(language)["quality"], **frame(language))

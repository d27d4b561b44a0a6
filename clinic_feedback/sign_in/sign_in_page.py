"""The page where somebody signs in, and what asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from clinic_feedback import csrf
from clinic_feedback.languages import wanted_language
from clinic_feedback.sign_in.carried import CarriedForm, arriving_form
from clinic_feedback.staff_frame import frame


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What the page shows. `said_key`: a line above; `fault_key`: what was wrong, and `places` in it."""

    next: str = ""
    typed_name: str = ""
    carried: CarriedForm | None = None
    said_key: str = ""
    fault_key: str = ""
    places: dict[str, str] = field(default_factory=dict)


def sign_in_page(page: SignInPage) -> str:
    """The page, in the language that the browser asks for."""
    around = frame(wanted_language())
    token = csrf.token_for(csrf.door_secret())
    return render_template("sign_in/sign_in.html", page=page, csrf_token=token, **around)


def ask_to_sign_in() -> Response:
    """What somebody gets who is not signed in and asks for a staff's page; a form they sent is kept."""
    if request.method != "POST":
        return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")), 303)
    form = arriving_form()
    if form is None:
        return redirect(url_for("sign_in.sign_in"), 303)
    said = "sign_in_again" if form.fields else ""
    return make_response(sign_in_page(SignInPage(next=form.target, carried=form, said_key=said)))

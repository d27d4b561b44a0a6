"""Pages before and after a sign-in: in, out, and the first password."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from clinic_feedback import csrf
from clinic_feedback.codes import Token
from clinic_feedback.current import records
from clinic_feedback.languages import time_text, wanted_language
from clinic_feedback.records import staff_sessions
from clinic_feedback.sign_in.carried import form_on_its_way
from clinic_feedback.sign_in.own_pages import own_page
from clinic_feedback.sign_in.set_up import set_up_page, take_password
from clinic_feedback.sign_in.sign_in_page import SignInPage, sign_in_page
from clinic_feedback.sign_in.signing_in import try_to_sign_in
from clinic_feedback.sign_in.staff_of_request import staff_of_request
from clinic_feedback.staff_frame import frame
from clinic_feedback.staff_token import drop_staff_token, keep_staff_token, session_hmac, staff_token

_WRONG, _TOO_MANY = 422, 429

Reply = str | tuple[str, int] | Response

pages = Blueprint("sign_in", __name__, url_prefix="/staff", template_folder="templates")


@pages.get("/sign-in")
def sign_in() -> Reply:
    """The page to sign in on; somebody who is signed in is led on."""
    wanted = request.args.get("next", "")
    if staff_of_request() is not None:
        return _led_to(wanted)
    return sign_in_page(SignInPage(next=wanted))


@pages.post("/sign-in")
def signed_in() -> Reply:
    """Sign in, and go on to where somebody wanted to be, or to the form that they had sent."""
    wanted, name = request.form.get("next", ""), request.form.get("username", "")
    form = form_on_its_way(wanted)
    if not csrf.is_ours(csrf.door_secret()):
        return sign_in_page(SignInPage(wanted, name, form, fault_key="kept"))
    tried = try_to_sign_in(name, request.form.get("password", ""))
    if tried.wait_until is not None:
        time = time_text(tried.wait_until, wanted_language(), tried.time_zone)
        places = {"time": time}
        page = SignInPage(wanted, name, form, fault_key="too_many", places=places)
        return sign_in_page(page), _TOO_MANY
    if tried.token is None:
        return sign_in_page(SignInPage(wanted, name, form, fault_key="sign_in_wrong")), _WRONG
    return _begun(tried.token, wanted)


def _begun(token: Token, wanted: str) -> Reply:
    keep_staff_token(token)
    form = form_on_its_way(wanted)
    if form is None:
        return _led_to(wanted)
    return render_template("sign_in/go_on.html", form=form, **frame(wanted_language()))


@pages.post("/sign-out")
def sign_out() -> Reply:
    """End the sign-in of this browser, on the server too."""
    if staff_token() and not csrf.is_ours(staff_token()):
        return _led_to("")
    session = session_hmac()
    records().write(lambda tx: staff_sessions.sign_out(tx, session))
    drop_staff_token()
    return redirect(url_for("sign_in.signed_out"), 303)


@pages.get("/signed-out")
def signed_out() -> Reply:
    """Say that it is done; and the way back in."""
    return sign_in_page(SignInPage(said_key="signed_out"))


@pages.get("/set-up/<token>")
def set_up(token: str) -> Reply:
    """The page to choose a password on. Looking at it spends nothing."""
    return set_up_page(token)


@pages.post("/set-up/<token>")
def chosen(token: str) -> Reply:
    """Take the chosen password, once."""
    return take_password(token)


def _led_to(wanted: str) -> Response:
    """On to one of our own pages: the wanted one, or the first of their role."""
    page = own_page(wanted, "GET")
    return redirect(request.script_root + page if page else url_for("front.staff_start"), 303)

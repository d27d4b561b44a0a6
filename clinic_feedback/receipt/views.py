"""The address for receipts. It is opened by GET, which changes nothing; the code comes by POST alone."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from clinic_feedback import csrf
from clinic_feedback.codes import CodeFault, Receipt, read_receipt
from clinic_feedback.receipt.looking_up import TooMany, looked_up
from clinic_feedback.receipt.showing import (
    Reply,
    answers_page,
    choices_page,
    code_page,
    confirm_page,
    kept_page,
    wait_page,
    withdrawn_page,
    wrong_page,
)
from clinic_feedback.receipt.wishes import CONTACT_TOO, Wish, fulfil, wish_of
from clinic_feedback.records.receipts import Receipted

pages = Blueprint("receipt", __name__, template_folder="templates")


@pages.get("/receipt")
def start() -> Reply:
    """The page for a code."""
    return code_page()


@pages.post("/receipt")
def used() -> Reply:
    """A code that was typed, and what somebody wants to do by it."""
    if not csrf.is_ours(csrf.door_secret()):
        return kept_page()
    code = read_receipt(request.form.get("code", ""))
    if isinstance(code, CodeFault):
        return code_page(code)
    found = looked_up(code)
    if isinstance(found, TooMany):
        return wait_page(found)
    return wrong_page() if found is None else _answered(code, found)


@pages.route("/receipt/left", methods=["GET", "POST"])
def left() -> Response:
    """Nobody touched the page for a while: to where the next patient starts."""
    return redirect(url_for("front.start"), 303)


def _answered(code: Receipt, found: Receipted) -> Reply:
    wish, is_confirmed = wish_of(request.form)
    if wish is Wish.SEE and found.may_see:
        return answers_page(code)
    if wish is None or wish is Wish.SEE:
        return choices_page(code, found)
    if not is_confirmed:
        return confirm_page(code, found, wish)
    contact_too = CONTACT_TOO in request.form
    if not fulfil(code, wish, contact_too=contact_too):
        return wrong_page()
    if wish is Wish.WITHDRAW:
        return withdrawn_page(contact_too=contact_too)
    return choices_page(code, wish.leaves(found), wish)

"""What a patient can do by a receipt, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from clinic_feedback.codes import Receipt
from clinic_feedback.current import records, settings
from clinic_feedback.fault_log import log_fault
from clinic_feedback.records.receipts import Receipted
from clinic_feedback.records.withdrawal_ledger import bring_up_to_date, ledger_of
from clinic_feedback.records.withdrawing import make_stricter, withdraw, withdraw_contact

CONTACT_TOO = "contact_too"
"""What is ticked where the wish to be contacted is taken back with the answers."""

_CONFIRMED, _CONFIRMS = "confirm", "wish"


class Wish(StrEnum):
    """What somebody wants, by the name of its button."""

    SEE = "see"
    STRICTER = "stricter"
    WITHDRAW = "withdraw"
    CONTACT = "contact"

    def leaves(self, found: Receipted) -> Receipted:
        """What the receipt leads to when this wish is fulfilled."""
        if self is Wish.STRICTER:
            return replace(found, shared=False)
        return replace(found, contact_wished=False) if self is Wish.CONTACT else found


def wish_of(posted: Mapping[str, str]) -> tuple[Wish | None, bool]:
    """What somebody wants, and whether they were asked and said yes; None: nothing yet."""
    if _CONFIRMED in posted:
        named = posted.get(_CONFIRMS)
        return next((wish for wish in Wish if wish == named), None), True
    return next((wish for wish in Wish if wish in posted), None), False


def fulfil(code: Receipt, wish: Wish, *, contact_too: bool) -> bool:
    """Do what somebody wants; False: the receipt leads nowhere any more."""
    if wish is Wish.STRICTER:
        return records().write(lambda tx: make_stricter(tx, code))
    if wish is Wish.CONTACT:
        return records().write(lambda tx: withdraw_contact(tx, code))
    done = records().write(lambda tx: withdraw(tx, code, contact_too=contact_too))
    if done:
        _remember()
    return done


def _remember() -> None:
    """Put the withdrawal into the ledger, too; where that fails it is withdrawn all the same."""
    try:
        bring_up_to_date(records(), ledger_of(records().database, settings().withdrawals_file))
    except OSError as error:
        log_fault(error)

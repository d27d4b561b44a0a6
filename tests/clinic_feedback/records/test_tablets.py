"""Browsers that were named a clinic's tablet."""

from __future__ import annotations

import pytest

from clinic_feedback.codes import Token
from clinic_feedback.records.audit import latest
from clinic_feedback.records.clinics import clinic_of_code
from clinic_feedback.records.refused_fields import RefusedFieldsError
from clinic_feedback.records.tablets import all_tablets, enrol, revoke, tablet_of
from clinic_feedback.records.transaction import Records, Transaction
from tests.clinic_feedback.people import TESTER, add_clinic


@pytest.fixture(autouse=True)
def clinic(records: Records) -> None:
    """A clinic."""
    add_clinic(records)


def named(records: Records, name: str = "reception") -> Token:
    """Name a browser a tablet of the clinic."""

    def work(tx: Transaction) -> Token:
        clinic = clinic_of_code(tx, "north")
        assert clinic is not None
        return enrol(tx, TESTER, clinic.id, name)

    return records.write(work)


def test_a_tablet_is_known_by_its_secret_until_it_is_revoked(records: Records) -> None:
    credential = named(records)
    with records.read() as tx:
        tablet = tablet_of(tx, credential)
        assert tablet is not None
        assert (tablet.name, tablet.clinic_name) == ("reception", "Clinic north")
        assert tablet_of(tx, tablet.public_id) is None
    public_id = tablet.public_id
    assert records.write(lambda tx: revoke(tx, TESTER, public_id))
    assert records.write(lambda tx: revoke(tx, TESTER, public_id))
    with records.read() as tx:
        assert tablet_of(tx, credential) is None
        assert [one.revoked_at is None for one in all_tablets(tx)] == [False]
        assert [entry.act for entry in latest(tx, 2)] == ["tablet_revoked", "tablet_enrolled"]


def test_there_is_nothing_to_revoke_under_another_name(records: Records) -> None:
    assert records.write(lambda tx: revoke(tx, TESTER, "nothing")) is False


def test_those_in_use_stand_first_the_newest_first(records: Records) -> None:
    for name in ("a", "b", "c"):
        named(records, name)
    with records.read() as tx:
        last = all_tablets(tx)[0].public_id
    records.write(lambda tx: revoke(tx, TESTER, last))
    with records.read() as tx:
        assert [one.name for one in all_tablets(tx)] == ["b", "a", "c"]


NO_NAMES: dict[str, str] = {
    "nothing to read": " ",
    "an endless one": "x" * 81,
    "two lines": "a\nb",
    "what no database takes": "a\0b",
}
"""What is given and what is said, by why it does not fit."""


def test_a_tablet_has_a_name_that_fits_on_a_line(records: Records) -> None:
    told = {}
    for why, name in NO_NAMES.items():
        with pytest.raises(RefusedFieldsError) as refused:
            named(records, name)
        told[why] = str(refused.value)
    assert told == dict.fromkeys(NO_NAMES, "name: tablet_name_wrong")

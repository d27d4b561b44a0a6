"""The proof that nobody can be found, over random worlds; and that each weaker promise would let somebody be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from clinic_feedback.records import sealed_sums, sealing
from clinic_feedback.records.engine import Database
from clinic_feedback.records.models.safety import Tombstone
from clinic_feedback.records.publishing import published
from clinic_feedback.records.transaction import Transaction
from forms.tally import Category, Family
from reports import release
from reports.published import Cut, Published, View
from reports.release import BlockId, Clinician, Tallied, Terms, together
from tests.clinic_feedback.records.watching import See, Watch
from tests.clinic_feedback.records.worlds import new_world
from tests.databases import MakeUrl

SEEDS = range(1, 7)
ENOUGH_WORLDS = 12


def watched(url: str, seed: int, see: See = published) -> Watch:
    database = Database(url)
    watch = Watch(new_world(seed, database), see)
    try:
        watch.play()
    finally:
        database.close()
    return watch


@pytest.mark.parametrize("seed", SEEDS)
def test_no_difference_of_what_is_published_tells_anybody_apart(sqlite_url: MakeUrl, seed: int) -> None:
    watched(sqlite_url(), seed)


def somebody_is_found(url: Callable[[], str], see: See = published) -> bool:
    """Whether the watcher finds somebody in one of a few worlds."""
    for seed in range(1, ENOUGH_WORLDS + 1):
        try:
            watched(url(), seed, see)
        except AssertionError:
            return True
    return False


def at_least_ten_a_view(tx: Transaction, view: View) -> Published | Cut:
    """Shows a family where the view holds ten, as most reports do."""
    found = published(tx, view)
    if isinstance(found, Cut):
        return found
    kept = {
        family: listed
        for family, listed in found.families.items()
        if sum(sum(one.counts.values()) for one in listed) >= 10
    }
    return replace(found, families=kept)


def test_ten_in_each_view_would_not_be_enough(sqlite_url: MakeUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "may_be_sealed", lambda answered, _: sum(answered.values()) > 0)
    monkeypatch.setattr(sealed_sums, "listed_with", each_alone)
    assert somebody_is_found(sqlite_url, at_least_ten_a_view)


def each_alone(
    block: BlockId, clusters: Mapping[Family, Tallied], _: Any, __: Terms
) -> Mapping[Family, tuple[BlockId, ...]]:
    """Lists every family with its own block."""
    return dict.fromkeys(clusters, (block,))


def hidden_per_view(tx: Transaction, view: View) -> Published | Cut:
    """Decides for each view whether a family hides everybody, instead of once for all of them."""
    found = published(tx, view)
    if isinstance(found, Cut):
        return found
    kept = {
        family: listed
        for family, listed in found.families.items()
        if release.may_be_listed(together(one.clusters for one in listed), Terms())
    }
    return replace(found, families=kept)


def test_hiding_a_family_view_by_view_would_not_be_enough(
    sqlite_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_sums, "listed_with", each_alone)
    assert somebody_is_found(sqlite_url, hidden_per_view)


def test_hiding_from_strangers_alone_would_not_be_enough(
    sqlite_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = release.may_be_listed

    def from_strangers(tallied: Tallied, terms: Terms) -> bool:
        everybody: dict[Category, int] = {}
        for counts in tallied.values():
            for category, n in counts.items():
                everybody[category] = everybody.get(category, 0) + n
        # As if each visit had been held by somebody else, who holds no other one.
        spread = {
            Clinician(f"{category}{number}"): {category: 1}
            for category, n in everybody.items()
            for number in range(n)
        }
        return real(spread, terms)

    monkeypatch.setattr(release, "may_be_listed", from_strangers)
    assert somebody_is_found(sqlite_url)


def test_sums_that_shrink_when_somebody_withdraws_would_tell_who_it_was(sqlite_url: MakeUrl) -> None:
    assert somebody_is_found(sqlite_url, without_who_withdrew)


def without_who_withdrew(tx: Transaction, view: View) -> Published | Cut:
    """Takes those who withdrew out of what was published before."""
    found = published(tx, view)
    gone = tx.session.scalar(select(func.count()).where(Tombstone.block_id.is_not(None))) or 0
    if isinstance(found, Cut) or not gone:
        return found
    yes = Category("yes")
    fewer = tuple(
        replace(one, counts={**one.counts, yes: one.counts.get(yes, 0) - gone})
        for one in found.families.get(Family("answered"), ())
    )
    return replace(found, families={**found.families, Family("answered"): fewer} if fewer else found.families)

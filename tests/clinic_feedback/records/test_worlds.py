"""The proof that nobody can be found, over random worlds; and that each weaker promise would let somebody be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from clinic_feedback.records import publishing, sealed_sums, sealing
from clinic_feedback.records.closed_units import counted_units
from clinic_feedback.records.engine import Database
from clinic_feedback.records.models.sealing import Block, Listing
from clinic_feedback.records.publishing import published
from clinic_feedback.records.transaction import Transaction
from forms.tally import Category, Family
from reports import cross_table, quarter, release
from reports.published import Cut, Listed, Published, View
from reports.release import BlockId, Tallied, Terms, Waiting, together
from reports.weeks import sunday
from tests.clinic_feedback.records.planned_visits import BUSY, SMALL, Size
from tests.clinic_feedback.records.watching import (
    ChangedError,
    PersonFoundError,
    See,
    Watch,
    WrongNumberError,
)
from tests.clinic_feedback.records.worlds import new_world
from tests.databases import MakeUrl

SEEDS = range(1, 9)
ENOUGH_WORLDS = range(1, 13)
"""In how many worlds each weaker promise has to fail at least once."""


def watched(url: str, seed: int, see: See = published, size: Size = SMALL) -> Watch:
    database = Database(url)
    watch = Watch(new_world(seed, database, size), see)
    try:
        watch.play()
    finally:
        database.close()
    return watch


@pytest.mark.parametrize("seed", SEEDS)
def test_no_difference_of_what_is_published_tells_anybody_apart(sqlite_url: MakeUrl, seed: int) -> None:
    watch = watched(sqlite_url(), seed)
    assert watch.isolated == set()


def test_most_answers_are_published(sqlite_url: MakeUrl) -> None:
    """A watcher who was shown nothing would have nothing to subtract."""
    worlds = [watched(sqlite_url(), seed) for seed in (11, 12, 13)]
    answers = sum(one.answers for one in worlds)
    assert answers > 200
    assert sum(one.answers_published for one in worlds) > 0.6 * answers


BUSY_SEEDS = (1, 3, 5)


def tables_of_busy_worlds(url: MakeUrl) -> int:
    """How many tables of both sides' answers were looked at in a few worlds that have some."""
    return sum(watched(url(), seed, size=BUSY).tables for seed in BUSY_SEEDS)


def test_a_quarters_tables_hold_what_their_visits_give_and_no_thin_line(sqlite_url: MakeUrl) -> None:
    assert tables_of_busy_worlds(sqlite_url) > 5


def full_scale(_: Any, good: Mapping[str, int], __: Any) -> Mapping[str, int]:
    """Counts answers that the table puts together by their own steps."""
    return good


@pytest.mark.parametrize(
    ("module", "name", "weaker"),
    [
        pytest.param(cross_table, "_is_column", lambda *_: True, id="columns as they are"),
        pytest.param(cross_table, "_is_row", lambda *_: True, id="rows as they are"),
        pytest.param(quarter, "_scores", full_scale, id="steps of answers that are told together"),
    ],
)
def test_a_quarters_tables_by_a_weaker_rule_would_tell_more(
    sqlite_url: MakeUrl, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, weaker: Any
) -> None:
    monkeypatch.setattr(module, name, weaker)
    with pytest.raises(WrongNumberError):
        tables_of_busy_worlds(sqlite_url)


def first_failure(url: MakeUrl, see: See = published) -> AssertionError | None:
    """What the watcher says of the first of a few worlds in which the promise does not hold."""
    for seed in ENOUGH_WORLDS:
        try:
            watched(url(), seed, see)
        except (PersonFoundError, ChangedError) as failure:
            return failure
    return None


def kept_families(found: Published, keep: Any) -> Published:
    """A choice without the families that a rule of the view's own hides."""
    families = {family: listed for family, listed in found.families.items() if keep(listed)}
    return replace(found, families=families)


def each_alone(
    block: BlockId, clusters: Mapping[Family, Tallied], _: Any, __: Terms
) -> Mapping[Family, tuple[BlockId, ...]]:
    """Lists every family with its own block."""
    return dict.fromkeys(clusters, (block,))


def at_least_ten_a_view(tx: Transaction, view: View) -> Published | Cut:
    """Shows a family where the view holds ten, as most reports do."""

    def ten(listed: Sequence[Listed]) -> bool:
        return sum(sum(one.counts.values()) for one in listed) >= 10

    found = published(tx, view)
    return found if isinstance(found, Cut) else kept_families(found, ten)


def test_ten_in_each_view_would_not_be_enough(sqlite_url: MakeUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "may_be_sealed", lambda answered, _: sum(answered.values()) > 0)
    monkeypatch.setattr(sealed_sums, "listed_with", each_alone)
    assert isinstance(first_failure(sqlite_url, at_least_ten_a_view), PersonFoundError)


def each_for_itself(
    block: BlockId, clusters: Mapping[Family, Tallied], waiting: Mapping[Family, Waiting], terms: Terms
) -> Mapping[Family, tuple[BlockId, ...]]:
    """Lists a family whether or not it may be told how many answered."""
    found = {}
    for family, tallied in clusters.items():
        before = waiting.get(family, Waiting())
        if release.may_be_listed(together([before.tallied, tallied]), terms):
            found[family] = (*before.blocks, block)
    return found


def test_families_that_say_together_who_answered_would_not_be_enough_each_for_itself(
    sqlite_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_sums, "listed_with", each_for_itself)
    assert isinstance(first_failure(sqlite_url), PersonFoundError)


def test_what_pairs_leave_over_of_all_patients_would_find_somebody(
    sqlite_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (release, sealed_sums):
        monkeypatch.setattr(module, "complement", lambda _: None)
    assert isinstance(first_failure(sqlite_url), PersonFoundError)


def hidden_per_view(tx: Transaction, view: View) -> Published | Cut:
    """Decides for each view whether a family hides everybody, instead of once for all of them."""

    def hides(listed: Sequence[Listed]) -> bool:
        return release.may_be_listed(together(one.clusters for one in listed), Terms())

    found = published(tx, view)
    return found if isinstance(found, Cut) else kept_families(found, hides)


def test_hiding_a_family_view_by_view_would_not_be_enough(
    sqlite_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_sums, "listed_with", each_alone)
    assert isinstance(first_failure(sqlite_url, hidden_per_view), PersonFoundError)


def test_hiding_from_strangers_alone_would_not_be_enough(
    sqlite_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = release._without  # noqa: SLF001 - the one place where a clinician's own answers are taken away
    monkeypatch.setattr(release, "_without", lambda counts, _: real(counts, {}))
    assert isinstance(first_failure(sqlite_url), PersonFoundError)


def counted_again(
    tx: Transaction, numbers: Sequence[int]
) -> Mapping[int, Mapping[Family, Mapping[Category, int]]]:
    """What is listed under each block, counted from the visits as they are now."""
    found: dict[int, dict[Family, dict[Category, int]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(int))
    )
    for row in tx.session.query(Listing).filter(Listing.listed_id.in_(numbers)):
        last = tx.session.get_one(Block, row.block_id).last_week
        for one in counted_units(tx, row.block_id, sunday(last)):
            category = one.unit.tally.get(Family(row.family))
            if category is not None:
                found[row.listed_id][Family(row.family)][category] += 1
    return found


def test_sums_that_shrink_when_somebody_withdraws_would_tell_who_it_was(
    sqlite_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_listed_counts", counted_again)
    assert isinstance(first_failure(sqlite_url), ChangedError)

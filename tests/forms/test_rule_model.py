"""Rules that could not be bound are refused where they are made."""

from __future__ import annotations

import pytest

from forms.catalogue import Pack
from forms.model import LinkId, Side
from forms.rule_model import Bound, Difference, Kind, Levels, Opposed, Pattern, Rule, Severity
from forms.rules import reading_of

HEARD, WORRIED = LinkId("heard"), LinkId("worried")
LEVELS = Levels((Bound(Side.PATIENT, WORRIED, at_least=4),))

REFUSED = [
    pytest.param(Difference(at_least=2), (), "topic", "needs items", id="one item's pattern on none"),
    pytest.param(Opposed(HEARD, WORRIED), (HEARD,), None, "itself names the items", id="crossed, on an item"),
    pytest.param(LEVELS, (WORRIED, HEARD), None, "itself names the items", id="levels on two items"),
    pytest.param(LEVELS, (WORRIED,), "topic", "or a topic of its own", id="items and a topic"),
    pytest.param(LEVELS, (), None, "or a topic of its own", id="neither items nor a topic"),
]

MADE = [
    pytest.param(Difference(at_least=2), (HEARD, WORRIED), None, id="one item's pattern on each of two"),
    pytest.param(Opposed(HEARD, WORRIED), (), "topic", id="crossed, with a topic"),
    pytest.param(LEVELS, (WORRIED,), None, id="levels on an item that they bound"),
    pytest.param(LEVELS, (), "topic", id="levels with a topic"),
]


def rule(pattern: Pattern, items: tuple[LinkId, ...], topic: str | None) -> Rule:
    """A rule of this pattern."""
    return Rule("gap", Kind.MISMATCH, Severity.NOTICE, pattern, items, topic)


@pytest.mark.parametrize(("pattern", "items", "topic", "words"), REFUSED)
def test_a_rule_without_one_subject_that_its_pattern_reads_is_refused(
    pattern: Pattern, items: tuple[LinkId, ...], topic: str | None, words: str
) -> None:
    with pytest.raises(ValueError, match=f"rule gap: .*{words}"):
        rule(pattern, items, topic)


@pytest.mark.parametrize(("pattern", "items", "topic"), MADE)
def test_a_rule_with_one_subject_is_made(
    pattern: Pattern, items: tuple[LinkId, ...], topic: str | None
) -> None:
    assert rule(pattern, items, topic).items == items


def test_a_rule_on_each_of_its_items_is_not_read_without_one(reassurance: Pack) -> None:
    with pytest.raises(ValueError, match="rule gap: its pattern reads an item"):
        reading_of(rule(Difference(at_least=2), (HEARD,), None), None, reassurance.questionnaire)


def test_severities_stand_from_most_to_least_urgent() -> None:
    mixed = [Severity.INFO, Severity.NOTICE, Severity.GOOD_NEWS, Severity.ATTENTION]
    assert sorted(mixed, key=lambda severity: severity.rank) == ["attention", "notice", "good_news", "info"]
    assert [severity.rank for severity in Severity] == [0, 1, 2, 3]

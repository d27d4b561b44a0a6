"""The comparison as somebody would write it by hand for this one questionnaire: the yardstick.

It does what `compare` does (the same flags, topics, follow-up and lists, in order), without a
pack, a registry or a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Answers = Mapping[str, Any]
Flag = tuple[str, str | None, str, str, str | None, dict[str, Any], dict[str, Any]]

EXTENT = {"not_at_all": 1, "a_little": 2, "partly": 3, "mostly": 4, "completely": 5}
WORRY = {"not_at_all": 5, "slightly": 4, "moderately": 3, "very": 2, "extremely": 1}
RECEPTION = {"reassured": 1, "no_difference": 0, "discouraged": -1, "more_worried": -1}
OUTLOOK = {"darker": -1, "same": 0, "brighter": 1}
GAPS = (
    ("reassured", EXTENT, "reassurance"),
    ("worried", WORRY, "reassurance"),
    ("heard", EXTENT, "experience"),
    ("taken_seriously", EXTENT, "experience"),
    ("impact", EXTENT, "experience"),
    ("explanation", EXTENT, "understanding"),
    ("fits", EXTENT, "understanding"),
    ("next_steps", EXTENT, "next"),
)
MIRRORED = (
    *("heard", "taken_seriously", "impact", "visual_aids", "test_results", "examination", "normalising"),
    *("explanation", "fits", "disagreement", "reassured", "worried", "changed", "outlook", "next_steps"),
    *("most_satisfied", "least_satisfied"),
)
RANK = {"attention": 0, "notice": 1, "good_news": 2, "info": 3}
TOPIC_RANK = {
    name: rank
    for rank, name in enumerate(
        ("reassurance", "voice", "experience", "understanding", "next", "elements", "change", "best_worst")
    )
}
NO_VIEW = "no_difference_of_view"


def compare_by_hand(p: Answers, c: Answers, *, shared: bool) -> dict[str, Any]:
    """The whole comparison of a full pair."""
    flags: list[Flag] = []
    _gaps(p, c, flags)
    _elements(p, c, flags)
    _voice_and_change(p, c, flags)
    _best_and_worst(p, c, flags)
    _concerns(p, c, flags)
    flags.sort(key=lambda flag: (RANK[flag[2]], TOPIC_RANK[flag[3]]))
    topics: dict[str, str] = {}
    for flag in flags:
        if flag[2] in ("attention", "notice"):
            topics.setdefault(flag[3], flag[2])
    asked = p.get("contact", "no") != "no"
    not_reassured = any(f[0] == "not_reassured" and f[2] == "attention" for f in flags)
    return {
        "flags": flags,
        "topics": topics,
        "follow_up": asked or (shared and not_reassured),
        "alike": [i for i in MIRRORED if i in p and p[i] == c.get(i)],
        "not_compared": [i for i in MIRRORED if i not in p or i not in c],
    }


def _gaps(p: Answers, c: Answers, flags: list[Flag]) -> None:
    for item, values, topic in GAPS:
        if item in p and item in c:
            a, b = values[p[item]], values[c[item]]
            if b - a >= 2:
                severity = "attention" if a <= 2 and b >= 4 else "notice"
                flags.append(("gap", item, severity, topic, "rosier", {item: p[item]}, {item: c[item]}))
            elif a - b >= 2:
                flags.append(("gap", item, "good_news", topic, "gloomier", {item: p[item]}, {item: c[item]}))


def _elements(p: Answers, c: Answers, flags: list[Flag]) -> None:
    for item in ("visual_aids", "test_results", "examination", "normalising"):
        if item not in p or item not in c:
            continue
        a, b = p[item], c[item]
        if a == "did_not_happen" or b == "did_not_happen":
            if a != b:
                rule = "not_noticed" if a == "did_not_happen" else "not_recalled"
                flags.append((rule, item, "info", "elements", None, {item: a}, {item: b}))
            continue
        d = RECEPTION[b] - RECEPTION[a]
        if d == 2:
            flags.append(("backfired", item, "attention", "elements", None, {item: a}, {item: b}))
        elif d == 1:
            flags.append(
                ("fell_short", item, _small(p), "elements", None, _with_reassured(p, item), {item: b})
            )
        elif d < 0:
            flags.append(("went_better", item, "good_news", "elements", None, {item: a}, {item: b}))


def _voice_and_change(p: Answers, c: Answers, flags: list[Flag]) -> None:
    if "disagreement" in p and "disagreement" in c:
        a, b = p["disagreement"], c["disagreement"]
        read = ({"disagreement": a}, {"disagreement": b})
        if b == NO_VIEW and a != NO_VIEW:
            rule = "unheard_objection" if a == "said" else "silent_disagreement"
            flags.append((rule, "disagreement", "attention", "voice", None, *read))
        elif a == NO_VIEW and b != NO_VIEW:
            flags.append(("expected_disagreement", "disagreement", "info", "voice", None, *read))
    _change(p, c, flags)
    _outlook(p, c, flags)


def _change(p: Answers, c: Answers, flags: list[Flag]) -> None:
    if p.get("changed") and c.get("changed"):
        a, b = p["changed"], c["changed"]
        mine = _with_reassured(p, "changed")
        if "nothing" in a:
            if "nothing" not in b:
                severity = (
                    "notice" if p.get("reassured") == "partly" else _small(p).replace("notice", "attention")
                )
                flags.append(("nothing_changed", "changed", severity, "change", None, mine, {"changed": b}))
        elif "nothing" in b:
            flags.append(
                ("unseen_change", "changed", "good_news", "change", None, {"changed": a}, {"changed": b})
            )
        elif set(b) - set(a):
            severity = "info" if set(a) & set(b) else _small(p)
            flags.append(("change_not_shared", "changed", severity, "change", None, mine, {"changed": b}))


def _outlook(p: Answers, c: Answers, flags: list[Flag]) -> None:
    if "outlook" in p and "outlook" in c:
        d = OUTLOOK[c["outlook"]] - OUTLOOK[p["outlook"]]
        theirs = {"outlook": c["outlook"]}
        if d > 0:
            severity = "attention" if d == 2 else _small(p)
            mine = _with_reassured(p, "outlook")
            flags.append(("outlook_gap", "outlook", severity, "change", None, mine, theirs))
        elif d < 0:
            mine = {"outlook": p["outlook"]}
            flags.append(("outlook_better", "outlook", "good_news", "change", None, mine, theirs))


def _best_and_worst(p: Answers, c: Answers, flags: list[Flag]) -> None:
    best, worst = "most_satisfied", "least_satisfied"
    for rule, mine, theirs, severity in (
        ("opposed_best", best, worst, "attention"),
        ("opposed_worst", worst, best, "good_news"),
    ):
        part = c.get(mine)
        if part is None or part == "none_of_these" or part != p.get(theirs):
            continue
        if c.get(theirs) != part and p.get(mine) != part:
            read = ({i: p[i] for i in (best, worst) if i in p}, {i: c[i] for i in (best, worst) if i in c})
            flags.append((rule, None, severity, "best_worst", None, *read))


def _concerns(p: Answers, c: Answers, flags: list[Flag]) -> None:
    reassured, worried = EXTENT.get(p.get("reassured", "")), WORRY.get(p.get("worried", ""))
    low = reassured is not None and reassured <= 2
    if low:
        severity = "notice" if worried is not None and worried >= 4 else "attention"
        read = {i: p[i] for i in ("reassured", "worried") if i in p}
        flags.append(("not_reassured", "reassured", severity, "reassurance", None, read, {}))
    elif worried is not None and worried <= 2:
        read = {i: p[i] for i in ("reassured", "worried") if i in p}
        flags.append(("still_worried", "worried", "attention", "reassurance", None, read, {}))
    if EXTENT.get(p.get("next_steps", ""), 5) <= 2:
        read = {"next_steps": p["next_steps"]}
        flags.append(("unsure_what_next", "next_steps", "attention", "next", None, read, {}))
    if low and EXTENT.get(p.get("explanation", ""), 0) >= 4:
        read = {"explanation": p["explanation"], "reassured": p["reassured"]}
        flags.append(("understood_not_reassured", None, "notice", "reassurance", None, read, {}))
    if low and EXTENT.get(c.get("self_reassured", ""), 0) >= 4:
        read = {"reassured": p["reassured"]}
        theirs = {"self_reassured": c["self_reassured"]}
        flags.append(("self_reassurance", None, "notice", "reassurance", None, read, theirs))


def _small(p: Answers) -> str:
    return "info" if p.get("reassured") in ("mostly", "completely") else "notice"


def _with_reassured(p: Answers, item: str) -> dict[str, Any]:
    return {i: p[i] for i in (item, "reassured") if i in p}

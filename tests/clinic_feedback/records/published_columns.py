"""Reading what was published of a choice as anybody can: its JSON, its CSV and the words of its report."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean
from typing import Any

from forms.catalogue import built_in
from reports.document import Block, Document, Figure, Paragraph, Table
from reports.period_working import period
from reports.published import Published
from reports.quality import quality_report
from reports.quality_wording import Wording
from reports.tables.csv_file import csv_file
from reports.tables.json_file import json_file
from reports.tables.rows import BLOCK_COLUMNS
from tests.clinic_feedback.records.own_counts import EXTENT, LOW, QUESTIONNAIRE, Counted, counts, of_patients
from tests.clinic_feedback.records.telling_apart import tells

PACK = built_in().get("reassurance", "1.0")
WORDING = Wording("en", QUESTIONNAIRE, PACK.texts["en"], {})

Key = tuple[str, str, str, str, str]
"""A family, place, professions, form and last week: what a published count of answers is of."""

Visits = Callable[[str], Sequence[Counted]]
"""The visits behind what a choice shows of a family, as the test knows them."""


@dataclass(frozen=True)
class Reading:
    """A choice in every format. `counts`: how often each answer was given, by what it is of."""

    numbers: Mapping[str, Any]
    csv: bytes
    report: Document
    counts: Mapping[Key, Counter[str]]

    @property
    def sealed(self) -> Any:
        """All but what is live: visits by week."""
        return {key: one for key, one in self.numbers.items() if key not in {"held", "held_back", "weeks"}}


def read(found: Published, before: Published | None) -> Reading:
    """Everything that a choice gives, once more out of its files."""
    numbers = period(found, before, QUESTIONNAIRE)
    given = json.loads(json_file(found, numbers))
    table = csv_file(found, QUESTIONNAIRE, dict(PACK.texts), "en")
    listed: dict[Key, Counter[str]] = {}
    for row in given["blocks"]:
        key = (row["question"], row["clinic"], row["professions"], row["form"], row["last_week"])
        listed.setdefault(key, Counter())[row["answer"]] = row["count"]
    assert _rows(table) == [[str(row[name]) for name in BLOCK_COLUMNS] for row in given["blocks"]]
    return Reading(given, table, quality_report(numbers, WORDING), listed)


def _rows(table: bytes) -> list[list[str]]:
    """The blocks of a CSV file: what stands over its first empty line, without the head."""
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    return rows[1 : rows.index([])]


def wrong_numbers(reading: Reading, visits: Visits) -> Iterator[str]:
    """What a choice says in all that its visits do not give."""
    yield from _too_exact(reading.numbers)
    for name, shown, own in _totals(reading.numbers, visits):
        if shown != own:
            yield f"{name}: {shown}, not {own}"
    if not any(reading.counts.values()):
        return
    said = _said(reading.report)
    for sentence in _sentences(reading.numbers):
        if sentence not in said:
            yield f"the report does not say: {sentence}"
    for caption, rows in _answers_tables(visits).items():
        shown_rows = [row[1] for row in _tables(reading.report).get(caption, ())]
        if shown_rows and shown_rows != rows:
            yield f"{caption}: {shown_rows}, not {rows}"


def _totals(given: Mapping[str, Any], visits: Visits) -> Iterator[tuple[str, Any, Any]]:
    """Each number over a whole choice: its name, as shown, and as counted by hand."""
    for name, family, code in (
        ("answered", "answered", "yes"),
        ("shared", "sharing", "clinician"),
        ("paired", "paired", "yes"),
    ):
        own = of_patients(family, visits(family))
        yield name, _x_of_n(given[name]), (own[code], own.total())
    waits = given["units"] and not _x_of_n(given["answered"])[1]
    expected = (None, given["units"]) if waits else _x_of_n(given["answered"])
    yield "n and counted", (given["n"], given["counted"]), expected
    low = of_patients("patient:reassured", visits("patient:reassured"))
    x, n, held = (
        sum(low[code] for code in LOW),
        sum(low[code] for code in EXTENT),
        len(visits("patient:reassured")),
    )
    yield "not reassured", _x_of_n(given["not_reassured"]), (x, n)
    yield "bounds", given["not_reassured_bounds"], [x / held, (x + held - n) / held] if held else None
    saw = of_patients("recognition:reassured", visits("recognition:reassured"))
    for code in ("seen", "unsure", "missed"):
        yield code, given["recognition"][code], saw[code]
    names = {rule.key: rule.name for rule in QUESTIONNAIRE.rules}
    for rate in given["rates"]:
        family = f"rule:{names[rate['rule']]}:{rate['item'] or ''}"
        own = of_patients(family, visits(family))
        yield family, (rate["attention"], rate["notice"]), (own["attention"], own["notice"])
        yield family, _x_of_n(rate["share"]), (own["attention"] + own["notice"], own.total())


def _too_exact(given: Any) -> Iterator[str]:
    """What is worked out from clinicians' own counts, told more exactly than to whole per cents."""
    if isinstance(given, dict):
        if "clinicians" in given:
            yield f"{given}: of how many clinicians"
        ends = (given[end] for end in ("low", "high") if isinstance(given.get(end), float))
        yield from (f"{end}: not rounded" for end in ends if end != round(end, 2))
    for one in given.values() if isinstance(given, dict) else given if isinstance(given, list) else ():
        yield from _too_exact(one)


def _x_of_n(share: Mapping[str, Any]) -> tuple[int, int]:
    """What is not told because it waits was counted of nobody."""
    if share["why_not"] == "waits":
        assert (share["x"], share["n"]) == (None, None)
        return 0, 0
    return share["x"], share["n"]


def wrong_tables(reading: Reading, visits: Callable[[str, str], Sequence[Counted]]) -> Iterator[str]:
    """What the tables of quarters say that their visits do not give. `visits`: by quarter and family."""
    for quarter in reading.numbers["quarters"]:
        for item in quarter["items"]:
            family = f"mirror:{item['link_id']}"
            behind = visits(quarter["name"], family)
            own = counts(family, behind)
            pairs = [one.clinician for one in behind if one.fell.get(family, ("", ""))[0]]
            if len(pairs) != item["n"] or len(pairs) < 50 or len(set(pairs)) < 5:
                yield f"{quarter['name']} {family}: {item['n']}, not {len(pairs)} of {len(set(pairs))}"
            if item["table"] is not None:
                yield from _wrong_table(f"{quarter['name']} {family}", item["table"], own)
                yield from _thin(family, item["table"], behind)
            if isinstance(item["apart"], dict):
                yield from _wrong_apart(family, item, behind)
        for one in quarter["options"]:
            family = f"mirror:{one['link_id']}"
            yield from _wrong_option(family, one, visits(quarter["name"], family))
        for item in quarter["by_mode"]:
            family = f"patient:{item['link_id']}"
            yield from _wrong_by_mode(family, item["shares"], visits(quarter["name"], family))


def _wrong_table(name: str, table: Mapping[str, Any], own: Counter[tuple[str, str]]) -> Iterator[str]:
    expected = [
        [sum(own[p, c] for p in row for c in column) for column in table["columns"]] for row in table["rows"]
    ]
    if table["counts"] != expected:
        yield f"{name}: {table}, not {expected}"


def _wrong_apart(family: str, item: Mapping[str, Any], behind: Sequence[Counted]) -> Iterator[str]:
    """Shares of pairs that lie apart which are not those of the table's own lines."""
    if item["table"] is None:
        yield f"{family}: how far apart, without a table that it is worked out of"
        return
    pairs = [one.fell[family] for one in behind if family in one.fell and one.fell[family][0]]
    scores = _scores(item, pairs)
    steps = [scores[c] - scores[p] for p, c in pairs if p in scores and c in scores]
    for name, wanted in (("rosier", 1), ("gloomier", -1)):
        own = sum((one > 0) - (one < 0) == wanted for one in steps)
        if _x_of_n(item["apart"][name]) != (own, len(steps)):
            yield f"{family} {name}: {item['apart'][name]}, not {own} of {len(steps)}"


def _scores(item: Mapping[str, Any], pairs: Sequence[tuple[str, str]]) -> Mapping[str, float]:
    """What an answer counts as: the middle of all that some line of the table puts together with it."""
    table = item["table"]
    (choices,) = (one.choices for one in QUESTIONNAIRE.items if one.link_id == item["link_id"])
    good = {str(code): value for code, value in choices.good.items()}
    order = [code for row in table["rows"] for code in row]
    together = set()
    for lines, side in ((table["rows"], 0), (table["columns"], 1)):
        for line in lines:
            places = [order.index(code) for code in line if any(pair[side] == code for pair in pairs)]
            together |= set(range(min(places) + 1, max(places) + 1)) if places else set()
    groups: dict[int, list[str]] = {}
    for place, code in enumerate(order):
        group = sum(end not in together for end in range(1, place + 1))
        if code in good and any(code in pair for pair in pairs):
            groups.setdefault(group, []).append(code)
    return {code: fmean(good[one] for one in codes) for codes in groups.values() for code in codes}


def _wrong_option(family: str, option: Mapping[str, Any], behind: Sequence[Counted]) -> Iterator[str]:
    """A table of four of one thing to be picked that is wrong, or tells a clinician of an own patient."""
    told = [(one.clinician, *one.fell[family]) for one in behind if family in one.fell and tells(one, family)]
    picked = [(who, *(option["code"] in side.split("+") for side in sides)) for who, *sides in told]
    own = Counter((p, c) for _, p, c in picked)
    given = [option[name] for name in ("both", "patient_alone", "clinician_alone", "neither")]
    if given != [own[True, True], own[True, False], own[False, True], own[False, False]]:
        yield f"{family} {option}: not {own}"
    for clinician in {who for who, *_ in picked}:
        for guess in (True, False):
            others = [p for who, p, c in picked if c is guess and who != clinician]
            if len(others) < 3 or (len(set(others)) < 2 and len(others) < 20):
                yield f"{family} {option['code']}: {clinician} is told of an own patient"


def _ordered(item: str) -> list[str]:
    """An item's answers from worst to best."""
    (good,) = (one.choices.good for one in QUESTIONNAIRE.items if one.link_id == item)
    return [str(code) for code in sorted(good, key=lambda code: good[code])]


def _wrong_by_mode(
    family: str, shares: Sequence[Mapping[str, Any]], behind: Sequence[Counted]
) -> Iterator[str]:
    """Shares by where patients answered that are wrong, or hide too little."""
    bad = _ordered(family.removeprefix("patient:"))[:2]
    for share in shares:
        there = [one for one in behind if one.visit.mode in share["modes"] and tells(one, family)]
        answers = [one.fell[family][0] for one in there]
        if _x_of_n(share["low"]) != (sum(one in bad for one in answers), len(answers)):
            yield f"{family} {share}: not of {len(answers)}"
        for clinician in {one.clinician for one in there}:
            others = [one.fell[family][0] in bad for one in there if one.clinician != clinician]
            if len(answers) < 10 or len(others) < 5 or (len(set(others)) < 2 and len(others) < 20):
                yield f"{family} {share['modes']}: {clinician} is told of too few others"
    if shares and sum(share["low"]["n"] for share in shares) != sum(tells(one, family) for one in behind):
        yield f"{family}: somebody is in no share"


def _thin(family: str, table: Mapping[str, Any], behind: Sequence[Counted]) -> Iterator[str]:
    """Lines of fewer than five pairs, or that tell some clinician what an own patient answered."""
    pairs = [(one.clinician, *one.fell[family]) for one in behind if family in one.fell]
    clinicians = {who for who, *_ in pairs}
    for row in table["rows"]:
        whose = [who for who, p, _ in pairs if p in row]
        if len(whose) < 5 or any(len(whose) - whose.count(one) < 3 for one in clinicians):
            yield f"{family} {row}: too few"
    for column in table["columns"]:
        inside = [
            (who, next(tuple(row) for row in table["rows"] if p in row)) for who, p, c in pairs if c in column
        ]
        for one in clinicians:
            others = [row for who, row in inside if who != one]
            if len(inside) < 5 or len(others) < 3 or (len(set(others)) < 2 and len(others) < 20):
                yield f"{family} {column}: {one} knows the own patients' answers"


def _said(report: Document) -> str:
    return "\n".join(_words(report.blocks))


def _words(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Figure):
            yield block.picture.alternative


def _sentences(given: Mapping[str, Any]) -> Iterator[str]:
    """What the first page has to say, number by number; of what waits it has no number."""
    steps = [("Visits held", given["held"]), ("Counted here", given["counted"])]
    yield f"{given['held']:,} visits were held from"
    yield f"to protect people: {given['held_back']:,}."
    yield f"counted here come from {given['counted']:,} visits"
    if given["answered"]["n"]:
        yield f"{given['n']:,} of these patients answered"
        if given["paired"]["n"]:
            yield f"for {given['paired']['x']:,} visits both sides did"
    shares = {
        "Patient answered": "answered",
        "Shared with the clinician": "shared",
        "Both answered": "paired",
    }
    steps += [(name, given[key]["x"]) for name, key in shares.items() if given[key]["n"]]
    yield ", ".join(f"{name} {number:,}" for name, number in steps)
    yield from _of_the_not_reassured(given["not_reassured"], given["recognition"])


def _of_the_not_reassured(low: Mapping[str, Any], saw: Mapping[str, Any]) -> Iterator[str]:
    if low["n"]:
        yield f"{low['x']:,} of {low['n']:,} patients felt little or no reassurance"
    share = saw["share_missed"]
    if share["n"]:
        yield f"Of {share['n']:,} patients who felt little or no reassurance and whose clinician answered"
        yield f"the clinician expected {saw['missed']:,} to be reassured"


def _tables(report: Document) -> Mapping[str, Sequence[Sequence[str]]]:
    return {
        block.caption: block.rows for block in (*report.blocks, *report.annex) if isinstance(block, Table)
    }


def _answers_tables(visits: Visits) -> Mapping[str, list[str]]:
    found = {}
    for item, codes in _codes().items():
        own = of_patients(f"patient:{item}", visits(f"patient:{item}"))
        named = [sum(n for answer, n in own.items() if code in answer.split("+")) for code in codes]
        caption = WORDING.said["answers_caption"].format(
            item=WORDING.texts.label(QUESTIONNAIRE.by_link_id[item].link_id), n=f"{own.total() - own['']:,}"
        )
        found[caption] = [f"{n:,}" for n in (*named, own[""])]
    return found


@lru_cache
def _codes() -> Mapping[Any, Sequence[str]]:
    """The answers to choose from, by item."""
    items = (item for item in QUESTIONNAIRE.items if item.scale is not None)
    return {item.link_id: tuple(map(str, item.choices.codes)) for item in items}

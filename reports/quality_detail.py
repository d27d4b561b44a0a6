"""What stands behind a period's first page: rates, answers, tables of both sides, response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forms.model import AnswerKind, Item, LinkId, Side
from reports.agreement import Agreement
from reports.document import Block, Heading, Paragraph, Role, Table
from reports.period import ItemAnswers, Period, QuarterTables
from reports.quality_background import methods, over_time
from reports.quality_numbers import first_page_numbers
from reports.quality_wording import Wording
from reports.quarter import FEWEST_CLINICIANS, FEWEST_PAIRS, MirroredItem, Row

_ELEMENTS = tuple(map(LinkId, ("visual_aids", "test_results", "examination", "normalising")))
_CHANGE = tuple(map(LinkId, ("changed", "outlook", "next_steps")))
_VOICE = (LinkId("disagreement"),)


def detail(period: Period, wording: Wording) -> Iterator[Block]:
    """Everything after the first page."""
    said, in_sections = wording.said, (*_ELEMENTS, *_CHANGE, *_VOICE)
    yield from first_page_numbers(period, wording)
    yield from _rates(period, wording)
    for heading, link_ids in (("h_elements", _ELEMENTS), ("h_change", _CHANGE), ("h_voice", _VOICE)):
        yield from _section(said[heading], link_ids, period, wording)
    others = tuple(one.link_id for one in period.answers if one.link_id not in in_sections)
    yield from _section(said["what_answered"], others, period, wording)
    for quarter in period.quarters:
        yield from _apart(quarter, wording)
        yield from _of_few(quarter, wording)
    yield from _response(period, wording)
    yield from over_time(period, wording)
    yield from methods(period, wording)


def _rates(period: Period, wording: Wording) -> Iterator[Block]:
    said, texts = wording.said, wording.texts
    rows = tuple(
        (
            texts.rules[rate.rule].name,
            texts.label(rate.item) if rate.item else "\u2013",
            wording.count(rate.share.n),
            wording.count(rate.attention),
            wording.count(rate.notice),
            wording.share(rate.share),
        )
        for rate in period.rates
        if rate.attention or rate.notice
    )
    if rows:
        yield Heading(2, said["h_rates"])
        yield Paragraph(said["rates_intro"], Role.SMALL)
        columns = ("col_rule", "col_item", "col_eligible", "col_attention", "col_notice", "col_share")
        yield Table(said["rates_caption"], tuple(said[key] for key in columns), rows, names=2)


def _section(heading: str, link_ids: Sequence[LinkId], period: Period, wording: Wording) -> Iterator[Block]:
    blocks = [block for link_id in link_ids for block in _item(link_id, period, wording)]
    if blocks:
        yield Heading(2, heading)
        yield from blocks


def _item(link_id: LinkId, period: Period, wording: Wording) -> Iterator[Block]:
    for answers in period.answers:
        if answers.link_id == link_id:
            yield Heading(3, wording.texts.label(link_id))
            yield _answers_table(answers, wording)
    for quarter in period.quarters:
        for mirrored in quarter.items:
            if mirrored.link_id == link_id:
                yield from _cross(mirrored, quarter.name, wording)


def _answers_table(answers: ItemAnswers, wording: Wording) -> Table:
    said = wording.said
    item = _item_of(answers.link_id, wording)
    rows = [(_option(item, code, wording), wording.count(number)) for code, number in answers.counts.items()]
    rows.append((said["answers_blank"], wording.count(answers.blank)))
    caption = said["answers_caption"].format(item=wording.texts.label(answers.link_id))
    return Table(caption, (said["answers_head"], said["answers_patients"]), tuple(rows))


def _item_of(link_id: LinkId, wording: Wording) -> Item:
    return wording.questionnaire.by_link_id[link_id]


def _option(item: Item, code: str, wording: Wording) -> str:
    scale = item.choices
    known = {str(one): one for one in scale.codes}
    return wording.texts.option(scale, known[code], Side.PATIENT)


def _cross(mirrored: MirroredItem, quarter: str, wording: Wording) -> Iterator[Block]:
    said, item = wording.said, _item_of(mirrored.link_id, wording)
    head = (said["cross_head"], *(_option(item, code, wording) for code in mirrored.columns), said["col_n"])
    rows = tuple(_cross_row(row, mirrored.columns, item, wording) for row in mirrored.rows)
    caption = said["cross_caption"].format(item=wording.texts.label(mirrored.link_id), quarter=quarter)
    yield Table(caption, head, rows)
    happened = mirrored.happened
    if happened is not None:
        shares = {
            name: f"{wording.percent(value)} %" if value is not None else "\u2013"
            for name, value in (
                ("overall", happened.overall),
                ("positive", happened.positive),
                ("negative", happened.negative),
            )
        }
        yield Paragraph(said["happened"].format(**shares), Role.SMALL)


def _cross_row(row: Row, columns: Sequence[str], item: Item, wording: Wording) -> tuple[str, ...]:
    label = " / ".join(_option(item, code, wording) for code in row.codes)
    return (label, *(wording.count(row.counts[code]) for code in columns), wording.count(row.n))


def _apart(quarter: QuarterTables, wording: Wording) -> Iterator[Block]:
    said = wording.said
    rows = tuple(
        (
            wording.texts.label(one.link_id),
            wording.count(one.n),
            wording.share(one.apart.within),
            wording.share(one.apart.rosier),
            wording.share(one.apart.gloomier),
            wording.mean(one.apart.steps),
        )
        for one in quarter.items
        if one.apart is not None
    )
    if not rows:
        return
    columns = ("apart_head", "col_n", "apart_within", "apart_rosier", "apart_gloomier", "apart_steps")
    caption = said["apart_caption"].format(quarter=quarter.name)
    yield Heading(2, caption)
    yield Table(caption, tuple(said[key] for key in columns), rows)
    for one in quarter.items:
        if one.apart is not None:
            text = _kappa(one.apart.kappa, wording)
            yield Paragraph(text, Role.SMALL, lead=wording.texts.label(one.link_id))
    yield Paragraph(said["kappa_note"], Role.SMALL)


def _of_few(quarter: QuarterTables, wording: Wording) -> Iterator[Block]:
    """The questions asked of both sides of which a quarter has too few pairs, where it has others."""
    told = {one.link_id for one in quarter.items}
    asked = [
        item.link_id
        for item in wording.questionnaire.items
        if item.mirrored and item.answer_kind is AnswerKind.CHOICE and item.link_id not in told
    ]
    if told and asked:
        items = ", ".join(map(wording.texts.label, asked))
        few = {"quarter": quarter.name, "n": FEWEST_PAIRS, "k": FEWEST_CLINICIANS, "items": items}
        yield Paragraph(wording.said["cross_few"].format(**few), Role.SMALL)


def _kappa(kappa: Agreement, wording: Wording) -> str:
    name = wording.said["apart_kappa"]
    if kappa.value is None:
        return f"{name}: {wording.kappa_reason(kappa.why_not)}" if kappa.why_not else name
    interval = kappa.interval
    ends = f" ({wording.decimal(interval.low)} / {wording.decimal(interval.high)})" if interval else ""
    return f"{name} {wording.decimal(kappa.value)}{ends}"


def _response(period: Period, wording: Wording) -> Iterator[Block]:
    said = wording.said
    rows = tuple(
        (
            f"{wording.place(group.place)}: {wording.professions(group.professions)}",
            wording.count(group.answered.n),
            wording.share(group.answered),
        )
        for group in period.groups
    )
    if rows:
        yield Heading(2, said["h_response"])
        head = (said["response_group"], said["col_n"], said["response_share"])
        yield Table(said["response_caption"], head, tuple(sorted(rows)))
        yield Paragraph(f"{said['no_ranking']} {said['case_mix']}", Role.SMALL)

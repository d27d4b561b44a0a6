"""What stands behind a period's first page: rates, answers, tables of both sides, response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forms.model import LinkId
from reports.document import Block, Heading, Paragraph, Role, Table
from reports.period import ItemAnswers, Period
from reports.quality_background import methods, over_time
from reports.quality_both_sides import both_sides, how_far_apart, option, option_by_option
from reports.quality_numbers import first_page_numbers
from reports.quality_wording import Wording

_DASH = "\u2013"

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
        yield from how_far_apart(quarter, wording)
    yield from _promises(period, wording)
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
        for rate in period.differences
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
                yield from both_sides(mirrored, quarter.name, wording)
        yield from option_by_option(link_id, quarter.options, quarter.name, wording)


def _answers_table(answers: ItemAnswers, wording: Wording) -> Table:
    said = wording.said
    item = wording.questionnaire.by_link_id[answers.link_id]
    rows = [(option(item, code, wording), wording.count(number)) for code, number in answers.counts.items()]
    rows.append((said["answers_blank"], wording.count(answers.blank)))
    caption = said["answers_caption"].format(
        item=wording.texts.label(answers.link_id), n=wording.count(answers.n)
    )
    return Table(caption, (said["answers_head"], said["answers_patients"]), tuple(rows))


def _promises(period: Period, wording: Wording) -> Iterator[Block]:
    said, found = wording.said, period.promises
    if found is None:
        return
    rows = (
        (said["follow_up_in_time"], wording.count(found.in_time), wording.share(found.share)),
        (said["follow_up_late"], wording.count(found.late), _DASH),
        (said["follow_up_not_due"], wording.count(found.not_due), _DASH),
    )
    yield Heading(2, said["h_follow_up"])
    yield Table(said["follow_up_caption"], (said["follow_up_head"], said["col_n"], said["col_share"]), rows)


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

"""What a quarter tells of the whole organisation: both sides' answers beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forms.model import AnswerKind, Item, LinkId, Side
from reports.agreement import Agreement, YesNoAgreement
from reports.by_mode import ItemByMode
from reports.cross_table import Codes, CrossTable
from reports.document import Block, Heading, Paragraph, Role, Table
from reports.intervals import NotShown
from reports.period import QuarterTables
from reports.quality_wording import Wording
from reports.quarter import FEWEST_CLINICIANS, FEWEST_PAIRS, Apart, MirroredItem
from reports.set_options import Option

_DASH = "\u2013"


def option(item: Item, code: str, wording: Wording) -> str:
    """An answer to an item as the patient reads it."""
    known = {str(one): one for one in item.choices.codes}
    return wording.texts.option(item.choices, known[code], Side.PATIENT)


def both_sides(mirrored: MirroredItem, quarter: str, wording: Wording) -> Iterator[Block]:
    """A question's table of a quarter, and whether both say that the thing happened."""
    numbers = {"item": wording.texts.label(mirrored.link_id), "quarter": wording.quarter(quarter)}
    if mirrored.table is None:
        yield Paragraph(wording.said["cross_thin"].format(**numbers), Role.SMALL)
    else:
        caption = wording.said["cross_caption"].format(**numbers)
        item = wording.questionnaire.by_link_id[mirrored.link_id]
        yield _cross(caption, mirrored.table, item, wording)
    if mirrored.happened is not None:
        yield Paragraph(_happened(mirrored.happened, wording), Role.SMALL)


def _cross(caption: str, table: CrossTable, item: Item, wording: Wording) -> Table:
    said = wording.said

    def named(codes: Codes) -> str:
        return " / ".join(option(item, code, wording) for code in codes)

    rows = tuple(
        (named(codes), *map(wording.count, counts), wording.count(sum(counts)))
        for codes, counts in zip(table.rows, table.counts, strict=True)
    )
    return Table(caption, (said["cross_head"], *map(named, table.columns), said["col_n"]), rows)


def _happened(found: YesNoAgreement, wording: Wording) -> str:
    shares = {"overall": found.overall, "positive": found.positive, "negative": found.negative}
    told = {name: _DASH if value is None else f"{wording.percent(value)} %" for name, value in shares.items()}
    return wording.said["happened"].format(**told)


def option_by_option(
    link_id: LinkId, told: Sequence[Option], quarter: str, wording: Wording
) -> Iterator[Block]:
    """Of a question with several answers, who picked each of them."""
    said, item = wording.said, wording.questionnaire.by_link_id[link_id]
    rows = tuple(
        (
            option(item, one.code, wording),
            *map(wording.count, (one.both, one.patient_alone, one.clinician_alone, one.neither, one.n)),
        )
        for one in told
        if one.link_id == link_id
    )
    if rows:
        numbers = {"item": wording.texts.label(link_id), "quarter": wording.quarter(quarter)}
        columns = ("option_both", "option_patient", "option_clinician", "option_neither", "col_n")
        head = (said["answers_head"], *(said[key] for key in columns))
        yield Table(said["option_caption"].format(**numbers), head, rows)


def how_far_apart(quarter: QuarterTables, wording: Wording) -> Iterator[Block]:
    """How far the two sides lie apart, question by question, and by where patients answered."""
    told = [(one, one.apart) for one in quarter.items if isinstance(one.apart, Apart)]
    if told:
        caption = wording.said["apart_caption"].format(quarter=wording.quarter(quarter.name))
        columns = (
            *("apart_head", "col_n", "apart_within", "apart_rosier"),
            *("apart_gloomier", "apart_leaning", "apart_steps"),
        )
        rows = tuple(_apart_row(one, apart, wording) for one, apart in told)
        yield Heading(2, wording.said["h_apart"].format(quarter=wording.quarter(quarter.name)))
        yield Table(caption, tuple(wording.said[key] for key in columns), rows)
        for one, apart in told:
            text = _kappa(apart.kappa, wording)
            yield Paragraph(text, Role.SMALL, lead=wording.texts.label(one.link_id))
        yield Paragraph(f"{wording.said['apart_note']} {wording.said['kappa_note']}", Role.SMALL)
    yield from _not_told(quarter, wording)
    yield from _by_mode(quarter, wording)
    yield from _by_clinician(quarter, wording)


def _apart_row(one: MirroredItem, apart: Apart, wording: Wording) -> tuple[str, ...]:
    return (
        wording.texts.label(one.link_id),
        wording.count(one.n),
        _DASH if apart.within is None else wording.share(apart.within),
        wording.share(apart.rosier),
        wording.share(apart.gloomier),
        wording.estimate(apart.leaning),
        wording.estimate(apart.steps),
    )


def _kappa(kappa: Agreement, wording: Wording) -> str:
    name = wording.said["apart_kappa"]
    if kappa.value is None:
        return f"{name}: {wording.kappa_reason(kappa.why_not)}" if kappa.why_not else name
    return f"{name} {wording.estimate(kappa)}"


def _not_told(quarter: QuarterTables, wording: Wording) -> Iterator[Block]:
    """The questions asked of both sides that a quarter tells nothing of, where it tells of others."""
    said = wording.said
    alike = [one.link_id for one in quarter.items if isinstance(one.apart, NotShown)]
    if alike:
        items = ", ".join(map(wording.texts.label, alike))
        yield Paragraph(
            said["apart_thin"].format(quarter=wording.quarter(quarter.name), items=items), Role.SMALL
        )
    told = {one.link_id for one in quarter.items}
    asked = [
        item.link_id
        for item in wording.questionnaire.items
        if item.mirrored and item.answer_kind is AnswerKind.CHOICE and item.link_id not in told
    ]
    if told and asked:
        items = ", ".join(map(wording.texts.label, asked))
        few = {
            "quarter": wording.quarter(quarter.name),
            "n": FEWEST_PAIRS,
            "k": FEWEST_CLINICIANS,
            "items": items,
        }
        yield Paragraph(said["cross_few"].format(**few), Role.SMALL)


def _by_mode(quarter: QuarterTables, wording: Wording) -> Iterator[Block]:
    said = wording.said
    rows = tuple(row for item in quarter.by_mode for row in _mode_rows(item, wording))
    if rows:
        yield Heading(2, said["h_mode"].format(quarter=wording.quarter(quarter.name)))
        head = (said["apart_head"], said["mode_head"], said["col_n"], said["col_share"])
        yield Table(said["mode_caption"].format(quarter=wording.quarter(quarter.name)), head, rows, names=2)
        yield Paragraph(f"{said['mode_note']} {said['case_mix']}", Role.SMALL)


def _by_clinician(quarter: QuarterTables, wording: Wording) -> Iterator[Block]:
    said = wording.said
    rows = tuple(
        (said[f"subject_{name}"], wording.count(found.n), wording.estimate(found))
        for name, found in quarter.variations.items()
        if found.value is not None
    )
    if rows:
        caption = said["variation_caption"].format(quarter=wording.quarter(quarter.name))
        yield Table(caption, (said["numbers_what"], said["col_n"], said["variation_head"]), rows)
        yield Paragraph(f"{said['variation_note']} {said['case_mix']}", Role.SMALL)


def _mode_rows(item: ItemByMode, wording: Wording) -> Iterator[tuple[str, ...]]:
    for one in item.shares:
        modes = " / ".join(wording.all["modes"][mode] for mode in one.modes)
        share = wording.share(one.low)
        yield wording.texts.label(item.link_id), modes, wording.count(one.low.n), share

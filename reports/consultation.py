"""One consultation's report: what stands out first, then every question, then the own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.comparison import Comparison, Pair
from forms.consultation import Consultation
from forms.explaining import Explainer
from forms.model import AnswerKind, Item, LinkId, Side
from forms.texts import Texts
from forms.wording import Sentences
from reports.consultation_cards import CardMaker
from reports.consultation_topics import TopicWriter
from reports.document import Block, Cards, Document, Heading, Notices, Paragraph, Quotation, Role
from reports.gate import nothing_to_show
from reports.wording import words

PAGE_LIMIT = 2
"""Pages of the structured part; what people wrote follows, however long."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Which visit a report is on. `line`: when and where, or ''; `made_up`: nobody held it.

    `follow_up_waits`: whether a promise to get in touch is still to be kept; None: where nobody knows.
    """

    line: str = ""
    made_up: bool = False
    follow_up_waits: bool | None = None


_UNNAMED = Visit()


def consultation_report(
    consultation: Consultation, language: str, visit: Visit = _UNNAMED, unreadable: tuple[str, ...] = ()
) -> Document:
    """The report that the visit's clinician gets, in a language of the questionnaire.

    `unreadable`: a sentence for each own words that are kept and cannot be opened. Where the patient
    did not answer, did not share or left all blank, it says one and the same `nothing_to_show`, and
    no more.
    """
    said = words(language)
    texts = consultation.pack.texts[language]
    title: list[Block] = [Heading(1, said["report"]["title"])]
    if visit.line:
        title.append(Paragraph(visit.line))
    if visit.made_up:
        title.append(Paragraph(said["report"]["made_up"], Role.SMALL))
    if nothing_to_show(consultation):
        return _document(language, said, (*title, Paragraph(said["staff"]["nothing_to_show"])), ())
    comparison = consultation.compared()
    waits = visit.follow_up_waits
    if waits is None:
        waits = any(flag.asks_for_follow_up for flag in comparison.flags)
    follow_up = (Paragraph(said["report"]["follow_up_yes"], Role.STATEMENT),) if waits else ()
    return _document(
        language,
        said,
        (*title, *_structured(consultation, comparison, texts, said, follow_up)),
        tuple(_own_words(consultation, texts, said, unreadable)),
    )


def _document(
    language: str, said: Sentences, blocks: tuple[Block, ...], annex: tuple[Block, ...]
) -> Document:
    report = said["report"]
    notices = Notices(report["page_of"], report["right_to_left"], report["letter_by_name"])
    return Document(report["title"], language, report["title"], blocks, annex, notices, PAGE_LIMIT)


def _structured(
    consultation: Consultation,
    comparison: Comparison,
    texts: Texts,
    said: Sentences,
    follow_up: tuple[Block, ...],
) -> Iterator[Block]:
    report = said["report"]
    explainer = Explainer(consultation.pack.questionnaire, texts)
    topics = TopicWriter(comparison, explainer, consultation.answers(Side.CLINICIAN), said)
    cards = _cards(consultation, comparison, texts, said)
    yield from _head(consultation, comparison, said)
    yield from follow_up
    yield from topics.first_and_also()
    better = tuple(topics.better())
    if not comparison.topics and not better:
        yield from _nothing_stands_out(comparison, cards, report)
    yield from better
    yield from _lists(comparison, texts, said)
    if cards.cards:
        yield Heading(2, report["item_by_item"])
        yield Paragraph(report["legend"], Role.SMALL)
        yield cards
    yield from _about(consultation, said)


def _head(consultation: Consultation, comparison: Comparison, said: Sentences) -> Iterator[Block]:
    if comparison.pair is Pair.PATIENT_ONLY:
        yield Paragraph(said["staff"]["one_sided"])
    elif _both_answered(consultation):
        yield Paragraph(said["staff"]["report_head"])
        yield Paragraph(said["staff"]["chance_note"], Role.SMALL)


def _nothing_stands_out(comparison: Comparison, cards: Cards, report: Mapping[str, str]) -> Iterator[Block]:
    if comparison.pair is Pair.BOTH and comparison.nothing_compared:
        yield Paragraph(report["no_flags_blank"], Role.STATEMENT)
    elif cards.cards:
        yield Paragraph(report["no_flags"], Role.STATEMENT)


def _both_answered(consultation: Consultation) -> bool:
    """Whether no side that is there left every question open."""
    return all(consultation.answers(side) != {} for side in Side)


def _lists(comparison: Comparison, texts: Texts, said: Sentences) -> Iterator[Block]:
    for key, link_ids in (("alike", comparison.alike), ("not_compared", comparison.not_compared)):
        if link_ids:
            items = "; ".join(texts.label(link_id) for link_id in link_ids)
            yield Heading(2, said["report"][key])
            yield Paragraph(said["report"][f"{key}_line"].format(items=items))


def _cards(consultation: Consultation, comparison: Comparison, texts: Texts, said: Sentences) -> Cards:
    maker = CardMaker(consultation, comparison, texts, said)
    offered = consultation.pack.questionnaire.offered(consultation.form, Side.CLINICIAN)
    return Cards(tuple(maker.card(item) for item in offered if _is_drawn(item, consultation)))


def _is_drawn(item: Item, consultation: Consultation) -> bool:
    """What anybody answered, but for the patient's own: a wish for contact may be meant for another."""
    answered = any(consultation.answer(item, side) is not None for side in Side)
    return answered and item.answer_kind is not AnswerKind.TEXT


def _about(consultation: Consultation, said: Sentences) -> Iterator[Block]:
    report, questionnaire = said["report"], consultation.pack.questionnaire
    version = report["version"].format(
        questionnaire=questionnaire.name,
        version=questionnaire.version,
        length=said["lengths"][consultation.form],
    )
    yield Paragraph(report["about_tool"], Role.SMALL)
    yield Paragraph(version, Role.SMALL)


def _own_words(
    consultation: Consultation, texts: Texts, said: Sentences, unreadable: tuple[str, ...]
) -> Iterator[Block]:
    report = said["report"]
    written = {side: list(_texts_of(consultation, side)) for side in Side}
    if any(written.values()) or unreadable:
        yield Heading(2, report["own_words"])
    if any(written.values()):
        yield Paragraph(report["own_words_untranslated"], Role.SMALL)
    yield from map(Paragraph, unreadable)
    for side in Side:
        response = consultation.response(side)
        for link_id, text in written[side]:
            yield Heading(3, report[f"own_words_{side}"], texts.label(link_id))
            yield Quotation(text, response.language if response else None)


def _texts_of(consultation: Consultation, side: Side) -> Iterator[tuple[LinkId, str]]:
    for link_id, answer in (consultation.answers(side) or {}).items():
        if consultation.pack.questionnaire.by_link_id[link_id].answer_kind is AnswerKind.TEXT:
            yield link_id, str(answer)

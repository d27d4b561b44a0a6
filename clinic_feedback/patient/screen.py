"""What a page of the patient's form shows: computed as plain values, for a template that only draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from clinic_feedback.languages import words
from clinic_feedback.records.drafts import Notice, Pending, TextSize
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import PatientForm
from forms.builder import PageForm, form_class
from forms.fields import AnswerField
from forms.model import AnswerKind, Form, LinkId, Sharing, Side
from forms.pages import Page, PageKind, page_asking, page_named, pages
from forms.responses import Given
from forms.texts import Texts

INTRO, SHARING, OVERVIEW = PageKind.INTRO.value, PageKind.SHARING.value, PageKind.OVERVIEW.value


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page: in which language, how large, and where."""

    language: str
    text_size: TextSize
    mode: Mode


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the overview. `shown`: the answer in the form's words, one part an option; () is blank."""

    link_id: LinkId
    label: str
    shown: tuple[str, ...]
    values: tuple[str, ...]
    page: str
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """One page as its template draws it. `said`: the program's words, `frame`: the questionnaire's."""

    page: Page
    form: PageForm
    fields: tuple[AnswerField, ...]
    title: str
    reader: Reader
    said: Mapping[str, str]
    texts: Texts
    notice: Notice | None
    lines: tuple[Line, ...]
    asks_text: bool

    @property
    def faulty(self) -> tuple[AnswerField, ...]:
        """The fields with something wrong, in order."""
        return tuple(field for field in self.fields if field.process_errors)


def pages_of(patient_form: PatientForm, sharing: Sharing | None) -> tuple[Page, ...]:
    """The pages that this patient goes through."""
    return pages(patient_form.pack.questionnaire, patient_form.form, Side.PATIENT, sharing)


def page_to_show(patient_form: PatientForm, name: str) -> Page | None:
    """The page of a name, or the one that must be answered before it; None where there is no such page."""
    filled = patient_form.filled
    page = page_named(pages_of(patient_form, patient_form.sharing), name)
    if page is None or page.kind is PageKind.THANKS:
        return None
    if not patient_form.begun:
        return page_named(pages_of(patient_form, None), INTRO)
    if filled is None or filled.sharing is not None or page.kind in {PageKind.INTRO, PageKind.SHARING}:
        return page
    if filled.pending is not None and filled.pending.page == name:
        return page  # first what was nearly lost
    return page_named(pages_of(patient_form, None), SHARING)


def form_of(patient_form: PatientForm, page: Page, language: str) -> type[PageForm]:
    """The form of a page in a language."""
    pack = patient_form.pack
    names = {code: texts.name for code, texts in pack.texts.items()}
    return form_class(pack.questionnaire, pack.texts[language], Side.PATIENT, page, names)


def screen(patient_form: PatientForm, page: Page, reader: Reader, pending: Pending | None = None) -> Screen:
    """A page with what was answered before, or as it was posted and has to be shown again."""
    built, filled = form_of(patient_form, page, reader.language), patient_form.filled
    answers: Given = filled.answers if filled else {}
    if pending is not None and pending.values:
        form = built.posted(MultiDict({name: list(given) for name, given in pending.values.items()}))
    else:
        form = built.showing(answers, patient_form.sharing, reader.language)
    texts = patient_form.pack.texts[reader.language]
    said = words(reader.language)["patient"]
    fields = _drawn(form, page)
    items = patient_form.pack.questionnaire.by_link_id
    return Screen(
        page,
        form,
        fields,
        _title(page, fields, texts, said),
        reader,
        said,
        texts,
        pending.notice if pending else None,
        _lines(patient_form, page, form, texts) if page.kind is PageKind.OVERVIEW else (),
        any(items[link_id].answer_kind is AnswerKind.TEXT for link_id in page.items),
    )


def intro_text(form: Form, texts: Texts) -> str:
    """What the first page says: how long it takes depends on the form."""
    return texts.frame["intro_full" if form is Form.FULL else "intro"]


def _drawn(form: PageForm, page: Page) -> tuple[AnswerField, ...]:
    """The fields that a page asks by itself: an overview asks for sharing alone, and lists the others."""
    if page.kind is PageKind.OVERVIEW:
        return (form["sharing"],)
    if page.kind is PageKind.INTRO:
        return ()
    return tuple(form[field.name] for field in form)


def _title(page: Page, fields: tuple[AnswerField, ...], texts: Texts, said: Mapping[str, str]) -> str:
    named = {PageKind.INTRO: texts.frame["intro_title"], PageKind.OVERVIEW: said["overview_title"]}
    question = named.get(page.kind) or fields[0].label.text
    title = said["page_title"].format(n=page.number, total=page.total, question=question)
    if any(field.process_errors for field in fields):
        return said["page_title_error"].format(title=title)
    return title


def _lines(patient_form: PatientForm, overview: Page, form: PageForm, texts: Texts) -> tuple[Line, ...]:
    among = pages_of(patient_form, patient_form.sharing)
    items = patient_form.pack.questionnaire.by_link_id
    found = []
    for link_id in overview.items:
        item, answer = items[link_id], form[link_id].answer
        asking = page_asking(among, link_id)
        shown = tuple(texts.answer_words(item, answer, Side.PATIENT)) if answer is not None else ()
        values = () if answer is None else (answer,) if isinstance(answer, str) else answer
        page = asking.name if asking else INTRO
        found.append(Line(link_id, texts.label(link_id), shown, values, page))
    return (*found, *_dropped(patient_form, overview, texts))


def _dropped(patient_form: PatientForm, overview: Page, texts: Texts) -> Iterator[Line]:
    """What was typed before the patient picked totals: it is not sent, and the page says so."""
    filled = patient_form.filled
    for link_id in filled.answers if filled else ():
        if link_id not in overview.items:
            yield Line(link_id, texts.label(link_id), (), (), SHARING, dropped=True)

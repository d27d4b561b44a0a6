"""What a page of the clinician's own form shows: computed as plain values, for a template that only draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clinic_feedback.languages import date_text, words
from clinic_feedback.records.own_forms import OwnForm
from forms.builder import PageForm, form_class
from forms.fields import AnswerField
from forms.model import AnswerKind, Form, LinkId, Side, View
from forms.pages import Page, PageKind, page_asking, pages
from forms.texts import Texts


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a page. `view`: whose view it asks for, '' where that goes without saying."""

    field: AnswerField
    view: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the overview. `shown`: the answer in words, one part an option; () where it is open."""

    link_id: LinkId
    label: str
    shown: tuple[str, ...]
    values: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True)
class OwnScreen:
    """One page. `said`: the program's words to staff, `form_said`: its words on every form.

    `intro`: what is said before the first question; `languages`: the others to go on in, by their names.
    """

    own: OwnForm
    page: Page
    language: str
    title: str
    said: Mapping[str, str]
    form_said: Mapping[str, str]
    intro: tuple[str, ...]
    questions: tuple[Question, ...]
    lines: tuple[Line, ...]
    languages: Mapping[str, str]

    @property
    def faulty(self) -> tuple[AnswerField, ...]:
        """The fields with something wrong, in order."""
        return tuple(question.field for question in self.questions if question.field.process_errors)


def pages_of(own: OwnForm) -> tuple[Page, ...]:
    """The pages that a clinician goes through."""
    return pages(own.pack.questionnaire, own.form, Side.CLINICIAN, None)


def where_left(own: OwnForm) -> Page:
    """The page to go on with: the one after the last page with an answer."""
    among = pages_of(own)
    answered = own.filled.answers if own.filled else {}
    reached = [page.number for page in among[:-1] if not answered.keys().isdisjoint(page.items)]
    return among[max(reached, default=0)]


def language_of(own: OwnForm, wanted: str) -> str:
    """The language of a form: as chosen in it, else the one wanted, where the questionnaire speaks it."""
    languages = own.pack.questionnaire.languages
    chosen = (own.filled.language if own.filled else None) or wanted
    return chosen if chosen in languages else languages[0]


def form_of(own: OwnForm, page: Page, language: str) -> type[PageForm]:
    """The form of a page in a language."""
    return form_class(own.pack.questionnaire, own.pack.texts[language], Side.CLINICIAN, page)


def own_screen(own: OwnForm, page: Page, language: str, posted: PageForm | None = None) -> OwnScreen:
    """A page with what was answered before, or as it was posted and has to be shown again."""
    form = posted or form_of(own, page, language).showing(own.filled.answers if own.filled else {})
    texts, said = own.pack.texts[language], words(language)
    is_overview = page.kind is PageKind.OVERVIEW
    return OwnScreen(
        own,
        page,
        language,
        said["staff"]["own_form_title"].format(date=date_text(own.held_at, language, own.time_zone)),
        said["staff"],
        said["patient"],
        tuple(_intro(own, said["staff"])) if page.previous is None else (),
        () if is_overview else tuple(_question(own, form[i], said["staff"]) for i in page.items),
        tuple(_line(own, form, i, texts) for i in page.items) if is_overview else (),
        {code: pack.name for code, pack in own.pack.texts.items() if code != language},
    )


def _intro(own: OwnForm, said: Mapping[str, str]) -> list[str]:
    if not own.handed_over:
        return [said["clinician_intro"]]
    back = "hand_back_clinician_full" if own.form is Form.FULL else "hand_back_clinician"
    return [said[back], said["clinician_intro"]]


def _question(own: OwnForm, field: AnswerField, said: Mapping[str, str]) -> Question:
    item = own.pack.questionnaire.by_link_id[LinkId(field.name)]
    if item.answer_kind is AnswerKind.TEXT:
        return Question(field, "")
    return Question(field, said["guess" if item.view is View.GUESS else "own_view"])


def _line(own: OwnForm, form: PageForm, link_id: LinkId, texts: Texts) -> Line:
    item, answer = own.pack.questionnaire.by_link_id[link_id], form[link_id].answer
    asking = page_asking(pages_of(own), link_id)
    shown = () if answer is None else tuple(texts.answer_words(item, answer, Side.CLINICIAN))
    values = () if answer is None else (answer,) if isinstance(answer, str) else answer
    return Line(link_id, texts.label(link_id), shown, values, asking.name if asking else "")

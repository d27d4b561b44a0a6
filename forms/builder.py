"""A page of a questionnaire as a form: fields named by linkId, in order, for any pack."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, ClassVar, Protocol, Self, cast

from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from forms.fields import FIELD_HANDLERS, AnswerField, ChoiceField, Words
from forms.model import Code, Item, Level, LinkId, Option, Scale, Sharing, Side
from forms.pages import Page, PageKind
from forms.questionnaire import Questionnaire
from forms.responses import Answer
from forms.texts import Texts
from forms.wording import fault_texts

SHARING = "sharing"
LANGUAGE = "language"


class Posted(Protocol):
    """Form data as web frameworks bring it: every value of a name."""

    def __contains__(self, name: object, /) -> bool:
        """Whether the name was posted."""

    def __iter__(self) -> Iterator[str]:
        """Each name."""

    def __len__(self) -> int:
        """How many names."""

    def getlist(self, name: str, /) -> list[Any]:
        """Every value of a name."""


class PageForm(BaseForm):
    """A page, blank, with earlier answers, or as posted. Its fields are found by name alone.

    No attribute is made of a linkId, so that a pack may name an item `data` or `validate`.
    """

    blank: ClassVar[tuple[AnswerField, ...]] = ()

    def __init__(self, posted: Posted | None, earlier: Mapping[str, object]) -> None:
        """Bind; `showing` and `posted` say which of the two is meant."""
        super().__init__({})
        # Copied: to bind a field takes longer than all that is done with it.
        fields = [field.copied() for field in self.blank]
        self._fields = OrderedDict((field.name, field) for field in fields)
        for field in fields:
            field.process(posted, earlier.get(field.name))

    @classmethod
    def showing(
        cls,
        earlier: Mapping[LinkId, Answer | None],
        sharing: Sharing | None = None,
        language: str | None = None,
    ) -> Self:
        """The page with what was answered before; answers that it does not ask for do no harm."""
        answers = {str(link_id): answer for link_id, answer in earlier.items()}
        return cls(None, {**answers, SHARING: sharing, LANGUAGE: language})

    @classmethod
    def posted(cls, posted: Posted) -> Self:
        """The page as it was sent: what is not there is unanswered."""
        return cls(posted, {})

    def __getitem__(self, name: str) -> AnswerField:
        """A field by its name."""
        return cast("AnswerField", super().__getitem__(name))

    def clear(self, link_id: str) -> bool:
        """Take back one answer; False where the page has no such question, or no button to clear it."""
        if link_id not in self or self[link_id].clear_value is None:
            return False
        self[link_id].judge(None)
        return True


def form_class(
    questionnaire: Questionnaire,
    texts: Texts,
    side: Side,
    page: Page,
    language_names: Mapping[str, str] | None = None,
) -> type[PageForm]:
    """The form of a page, built once.

    `language_names`: how each language that the intro offers calls itself; else its code is shown.
    Raises ValueError for an item that bears the name of one of the form's own fields.
    """
    return _form_class(questionnaire, texts, side, page, tuple((language_names or {}).items()))


@lru_cache(maxsize=1024)
def _form_class(
    questionnaire: Questionnaire, texts: Texts, side: Side, page: Page, names: tuple[tuple[str, str], ...]
) -> type[PageForm]:
    bound = BaseForm(tuple(_fields(questionnaire, texts, side, page, dict(names))))

    class BuiltForm(PageForm):
        blank = cast("tuple[AnswerField, ...]", tuple(bound))

    return BuiltForm


def answers_of(form: PageForm, page: Page) -> Mapping[LinkId, Answer | None]:
    """The accepted answer to every item of the page; None: it was asked, and left unanswered.

    So a form that was posted without its questions takes every answer back: an overview has to carry
    them all. Raises ValueError where a field of the form is faulty: then nothing of it may be stored.
    """
    faulty = [field.name for field in form if field.process_errors]
    if faulty:
        message = f"not to be stored before these are right: {', '.join(faulty)}"
        raise ValueError(message)
    return {link_id: form[link_id].answer for link_id in page.items}


def sharing_of(form: PageForm) -> Sharing | None:
    """What the patient picked on a page that asks it; None where it is faulty or not picked."""
    picked = form[SHARING].answer
    return Sharing(str(picked)) if picked else None


def _fields(
    questionnaire: Questionnaire, texts: Texts, side: Side, page: Page, names: Mapping[str, str]
) -> Iterator[tuple[str, UnboundField[AnswerField]]]:
    if page.kind is PageKind.INTRO:
        offered = {code: names.get(code, code) for code in questionnaire.languages}
        yield LANGUAGE, _language_field(offered, texts.language)
    if page.kind is PageKind.SHARING or (page.kind is PageKind.OVERVIEW and side is Side.PATIENT):
        yield SHARING, _sharing_field(questionnaire, texts)
    for link_id in page.items:
        if link_id in {SHARING, LANGUAGE}:
            raise ValueError(f"item {link_id}: the form has a field of this name already")
        yield link_id, _item_field(questionnaire.by_link_id[link_id], texts, side)


def _item_field(item: Item, texts: Texts, side: Side) -> UnboundField[AnswerField]:
    """The field of an item, in the words of the side that is asked."""
    codes = item.scale.codes if item.scale else ()
    options = {code: texts.option(item.choices, code, side) for code in codes}
    words = Words(texts.question(item.link_id, side), fault_texts(texts.language), options)
    return UnboundField(FIELD_HANDLERS[item.answer_kind], item, words)


def _sharing_field(questionnaire: Questionnaire, texts: Texts) -> UnboundField[AnswerField]:
    """Who may see the answers: the only choice that must be made, and that cannot be cleared."""
    scale, faults = questionnaire.sharing, fault_texts(texts.language)
    words = Words(
        texts.frame["sharing"],
        faults,
        {code: texts.option(scale, code, Side.PATIENT) for code in scale.codes},
        hint=texts.frame["sharing_hint"],
        unanswered=faults["choose_sharing"],
        clearable=False,
    )
    return UnboundField(ChoiceField, _own_choice(SHARING, scale), words)


def _language_field(names: Mapping[str, str], language: str) -> UnboundField[AnswerField]:
    """Which language to go on in, each by its own name. Its label is the program's, not the pack's."""
    options = {Code(code): name for code, name in names.items()}
    scale = Scale(LANGUAGE, Level.NOMINAL, tuple(Option(code) for code in options))
    words = Words("", fault_texts(language), options, clearable=False)
    return UnboundField(ChoiceField, _own_choice(LANGUAGE, scale), words)


def _own_choice(name: str, scale: Scale) -> Item:
    return Item(LinkId(name), scale, frozenset({Side.PATIENT}), core=True, source="asked by the program")

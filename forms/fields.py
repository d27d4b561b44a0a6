"""Answers as form fields: one registry, one WTForms field a kind of answer.

What a field accepts is decided by `forms.answer_values`, so that a form, `compare` and `import`
never differ. Nothing is ticked in advance, nothing is dropped by itself, and whatever was posted
is shown again beside the message. Own fields, since WTForms' radio field refuses an empty form
or takes the first of two values; templates draw the options from `iter_choices`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from wtforms.fields import Field, TextAreaField

from forms.answer_values import ANSWER_READERS
from forms.faults import Fault, FaultKind
from forms.free_text import first_sign
from forms.model import AnswerKind, Code, Item, LinkId
from forms.responses import Answer
from forms.wording import FaultTexts

_UNANSWERED: tuple[object, ...] = (None, "", [])
_STANDS_IN = "\N{REPLACEMENT CHARACTER}"


class Choice(NamedTuple):
    """An option as a template draws it. `apart`: shown last, away from the others."""

    value: Code
    label: str
    selected: bool
    apart: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What a field says. `unanswered`: the message of a field that may not be left open.

    `clearable`: it is a question of the pack, whose answer can be taken back.
    """

    label: str
    faults: FaultTexts
    options: Mapping[Code, str] = field(default_factory=dict)
    hint: str = ""
    unanswered: str = ""
    clearable: bool = True


class AnswerField(Field):
    """A question. `answer`: what was accepted; None where it was left open or is faulty.

    `clear_value`: the value of the button that clears it; None where it has no such button.
    """

    answer: Answer | None = None
    clear_value: LinkId | None = None

    def __init__(self, item: Item, words: Words, **bound: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Take an item and its words; the rest comes from the form that binds the field."""
        super().__init__(words.label, description=words.hint, **bound)
        self.item = item
        self.words = words

    def copied(self) -> Self:
        """The same question for another form."""
        new = object.__new__(type(self))
        new.__dict__.update(self.__dict__)
        return new

    def process(self, formdata: Any, data: object = None, extra_filters: Any = None) -> None:  # noqa: ANN401, ARG002 - WTForms' own
        """Take what was posted: nothing posted is unanswered. Else take an earlier answer."""
        if formdata is None:
            self.judge(list(data) if isinstance(data, tuple) else data)
            return
        raw = self.raw_answer(formdata.getlist(self.name))
        self.judge(raw)
        # Only here: a page that is opened for the first time tells nobody off.
        if raw in _UNANSWERED and self.words.unanswered:
            self.process_errors = [self.words.unanswered]

    def judge(self, raw: object) -> None:
        """Accept a raw answer, or keep it to be shown again with what is wrong."""
        read_by = ANSWER_READERS[self.item.answer_kind]
        read, faults = (None, []) if raw in _UNANSWERED else read_by(self.item, raw, self.name)
        self.data = self.shown(raw)
        self.answer = None if faults else read or None
        self.process_errors = list(dict.fromkeys(self.message(fault, raw) for fault in faults))

    def raw_answer(self, posted: list[str]) -> object:
        """What was posted, as JSON would bring it: one value, several, or None."""
        given = [value for value in posted if value]
        return given if len(given) > 1 else next(iter(given), None)

    def shown(self, raw: object) -> object:
        """What the field shows again."""
        raise NotImplementedError

    def message(self, fault: Fault, raw: object) -> str:
        """What is wrong and what to do, in the form's language."""
        raise NotImplementedError


class CodesField(AnswerField):
    """A question that is answered by picking options."""

    def __init__(self, item: Item, words: Words, **bound: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Offer the options of the item's scale."""
        super().__init__(item, words, **bound)
        self.clear_value = item.link_id if words.clearable else None

    def iter_choices(self) -> list[Choice]:
        """The options in the order in which they are shown: those apart last."""
        labels, ticked = self.words.options, self.ticked
        options = sorted(self.item.choices.options, key=lambda option: option.apart)
        return [Choice(o.code, labels[o.code], o.code in ticked, o.apart) for o in options]

    @property
    def ticked(self) -> tuple[str, ...]:
        """Every code that is shown as picked."""
        return tuple(self.data or ())

    def message(self, fault: Fault, raw: object) -> str:  # noqa: ARG002 - texts alone need the raw answer
        """What is wrong with the pick."""
        texts = self.words.faults
        if fault.kind is FaultKind.NOT_ALONE:
            alone = next(code for code in self.ticked if code in self.item.choices.alone)
            return texts["nothing_and_more"].format(alone=self.words.options[Code(alone)])
        by_kind = {FaultKind.UNKNOWN_NAME: texts["unknown_choice"], FaultKind.CODE_TWICE: texts["each_once"]}
        return by_kind.get(fault.kind, texts["one_only"])


class ChoiceField(CodesField):
    """One option of several: radio buttons."""

    def shown(self, raw: object) -> tuple[object, ...]:
        """The one code; of two values neither."""
        return (raw,) if isinstance(raw, str) else ()


class SetField(CodesField):
    """Any number of options: checkboxes."""

    def raw_answer(self, posted: list[str]) -> list[str]:
        """The ticks. One more than there are options already holds a code twice, or an unknown one."""
        return [value for value in posted if value][: len(self.item.choices.options) + 1]

    def shown(self, raw: object) -> tuple[object, ...]:
        """All ticks, also those that do not go together."""
        return tuple(raw) if isinstance(raw, list) else ()


class TextField(AnswerField, TextAreaField):
    """Words of one's own. It is never cut: a text that is too long is shown again, whole."""

    def __init__(self, item: Item, words: Words, **bound: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Keep what is typed away from the browser's memory and from spelling services."""
        private = {"autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}
        super().__init__(item, words, render_kw=private, **bound)

    def shown(self, raw: object) -> str:
        """The text as typed; a character that no page can hold is stood in for by a visible one."""
        texts = raw if isinstance(raw, list) else [raw or ""]
        text = _with_line_feeds("\n".join(map(str, texts)))
        while sign := first_sign(text):
            text = text.replace(chr(sign.code_point), _STANDS_IN)
        return text

    def message(self, fault: Fault, raw: object) -> str:
        """What is wrong with the text, never more of it than the few words before the place."""
        texts = self.words.faults
        if fault.kind is FaultKind.TEXT_TOO_LONG:
            over = int(fault.found) - int(fault.allowed)
            return texts["text_long"].format(limit=fault.allowed, over=over)
        sign = first_sign(_with_line_feeds(str(raw))) if fault.kind is FaultKind.TEXT_SIGN else None
        if sign is None:
            return texts["one_only"]
        # Marks that turn the reading direction would turn the sentence around them, too.
        before = "".join(c if c.isprintable() else " " for c in sign.before).strip()
        return texts["text_sign"].format(before=before) if before else texts["text_sign_first"]


FIELD_HANDLERS: Mapping[AnswerKind, type[AnswerField]] = {
    AnswerKind.CHOICE: ChoiceField,
    AnswerKind.SET: SetField,
    AnswerKind.TEXT: TextField,
}


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

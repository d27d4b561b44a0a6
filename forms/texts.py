"""The words of a questionnaire in one language, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.model import Code, Item, LinkId, Scale, Side
from forms.responses import Answer, codes_of
from forms.rule_model import Rule


@dataclass(frozen=True, slots=True)
class ItemText:
    """A question as each side is asked it, and its name in reports."""

    label: str
    patient: str | None = None
    clinician: str | None = None


@dataclass(frozen=True, slots=True)
class OptionText:
    """An answer as each side reads it; `neutral`: as a part of somebody else's sentence."""

    patient: str | None = None
    clinician: str | None = None
    neutral: str | None = None


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule's name, and its sentence with the places {item}, {p}, {c}, {part}."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What the study found, and one thing that could help."""

    finding: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """Pieces that follow a sentence or join answers, with the places that their names say."""

    expected: str
    expected_blank: str
    list_and: str
    quoted: str


@dataclass(frozen=True, eq=False)
class Texts:
    """Every text of a questionnaire in one language. `name`: the language in itself."""

    language: str
    name: str
    items: Mapping[LinkId, ItemText]
    options: Mapping[str, Mapping[Code, OptionText]]
    topics: Mapping[str, str]
    rules: Mapping[str, RuleText]
    findings: Mapping[str, Finding]
    phrases: Phrases
    frame: Mapping[str, str]

    def label(self, link_id: LinkId) -> str:
        """An item's name in reports."""
        return self.items[link_id].label

    def question(self, link_id: LinkId, side: Side) -> str:
        """An item as this side is asked it."""
        text = self.items[link_id]
        return (text.patient if side is Side.PATIENT else text.clinician) or text.label

    def option(self, scale: Scale, code: Code, side: Side) -> str:
        """An answer as this side reads it."""
        text = self.options[scale.name][code]
        words = text.patient if side is Side.PATIENT else text.clinician
        return words or text.patient or text.clinician or code

    def neutral(self, scale: Scale, code: Code) -> str:
        """An answer as a part of somebody else's sentence."""
        return self.options[scale.name][code].neutral or self.option(scale, code, Side.CLINICIAN)

    def quoted(self, text: str) -> str:
        """A text in this language's quotation marks."""
        return self.phrases.quoted.format(text=text)

    def joined(self, texts: list[str]) -> str:
        """A list in words: 'a, b and c'."""
        *most, last = texts
        return self.phrases.list_and.format(most=", ".join(most), last=last) if most else last

    def quoted_answer(self, item: Item, answer: Answer, side: Side) -> str:
        """An answer in its side's own words, in quotation marks; a set one by one."""
        return self.joined([self.quoted(words) for words in self.answer_words(item, answer, side)])

    def answer_words(self, item: Item, answer: Answer, side: Side) -> list[str]:
        """The words of each code of an answer; a free text is its own words."""
        scale = item.scale
        if scale is None:
            return [str(answer)]
        return [self.option(scale, code, side) for code in codes_of(answer)]

    def finding(self, rule: Rule, item: LinkId | None) -> Finding:
        """The finding for a rule: its leaning's, else its item's, else its own."""
        return self.findings[next(key for key in finding_keys(rule, item) if key in self.findings)]


def finding_keys(rule: Rule, item: LinkId | None) -> tuple[str, ...]:
    """The names under which a rule's finding may stand, the most special first."""
    base = rule.finding or rule.name
    special = ([rule.key] if rule.leaning else []) + ([f"{base}:{item}"] if item else [])
    return (*special, base)

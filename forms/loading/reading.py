"""As much of a pack's folder as can be read, with every fault in the rest at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pydantic import BaseModel

from forms.faults import Fault, FaultyInputError, in_file, inconsistent, not_readable, shown
from forms.loading.coverage import missing_faults, place_faults, superfluous_faults, words_of
from forms.loading.file_shapes import LanguageFile, QuestionnaireFile, RulesFile
from forms.loading.rules import rules_from
from forms.loading.shaping import ENTRY, shaped
from forms.loading.structure import Parts, parts_from
from forms.loading.text_slots import slots
from forms.loading.toml_files import Folder, reason, toml_file
from forms.questionnaire import Questionnaire
from forms.rule_model import Rule

QUESTIONNAIRE_FILE = "questionnaire.toml"
RULES_FILE = "rules.toml"

S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True, eq=False)
class Draft:
    """What could be read of a pack's folder: its sound part, and every fault in the rest.

    `questionnaire` is None where too little is sound; without faults it is all there.
    """

    questionnaire: Questionnaire | None
    languages: Mapping[str, LanguageFile]
    faults: tuple[Fault, ...]


def read_pack(folder: Folder) -> Draft:
    """As much of a pack as can be read, with every fault; raises nothing for a bad one."""
    try:
        why = None if folder.is_dir() else "there is no such folder"
    except OSError as error:
        why = reason(error)
    return _Reader(folder).draft() if why is None else Draft(None, {}, (not_readable(str(folder), why),))


@dataclass(slots=True)
class _Reader:
    """Reads on after a fault, so that all of them come at once, file by file."""

    folder: Folder
    faults: dict[str, list[Fault]] = field(default_factory=dict)

    def draft(self) -> Draft:
        raw = self._raw(QUESTIONNAIRE_FILE)
        file = self._shaped(QUESTIONNAIRE_FILE, QuestionnaireFile, raw, ENTRY)
        rules = self._shaped(RULES_FILE, RulesFile, self._raw(RULES_FILE), ENTRY)
        questionnaire = None
        if file is not None and raw is not None:
            parts, faults = parts_from(file, raw)
            self.faults[QUESTIONNAIRE_FILE] += faults
            questionnaire = self._questionnaire(parts, rules)
        whole = not any(self.faults.values())
        languages = {code: self._language(code, questionnaire, whole=whole) for code in _codes(file)}
        there = {code: words for code, words in languages.items() if words is not None}
        return Draft(questionnaire, there, tuple(self._located()))

    def _questionnaire(self, parts: Parts, file: RulesFile | None) -> Questionnaire | None:
        rules: tuple[Rule, ...] = ()
        if file is not None:
            rules, faults = rules_from(file.rules, parts)
            self.faults[RULES_FILE] += faults
        if parts.sharing is None:
            return None
        header = parts.file
        return Questionnaire(
            header.name,
            header.version,
            tuple(header.languages),
            tuple(header.topics),
            tuple(parts.items.sound.values()),
            parts.sharing,
            parts.screens,
            rules,
        )

    def _language(
        self, code: str, questionnaire: Questionnaire | None, *, whole: bool
    ) -> LanguageFile | None:
        """A language's tables. `whole`: the questionnaire is, so that what it does not need is too many."""
        name = f"{code}.toml"
        file = self._shaped(name, LanguageFile, self._raw(name), None)
        if file is None or questionnaire is None:
            return file
        told = [f"{fault.path}." for fault in self.faults[name]]
        words, needed = words_of(file), slots(questionnaire, file.findings)
        self.faults[name] += [
            *_header_faults(file, code),
            # A text that is there and faulty is not missing, too.
            *(f for f in missing_faults(words, needed) if not any(p.startswith(f"{f.path}.") for p in told)),
            *(superfluous_faults(words, needed) if whole else ()),
            *place_faults(words, needed),
        ]
        return file

    def _raw(self, name: str) -> Mapping[str, Any] | None:
        self.faults[name] = []
        try:
            return toml_file(self.folder, name)
        except FaultyInputError as error:
            self.faults[name] += (replace(fault, path="") for fault in error.faults)
            return None

    def _shaped(
        self, name: str, shape: type[S], raw: Mapping[str, Any] | None, pruned_to: int | None
    ) -> S | None:
        if raw is None:
            return None
        sound, faults = shaped(shape, raw, pruned_to)
        self.faults[name] += faults
        return sound

    def _located(self) -> Iterator[Fault]:
        for name, faults in self.faults.items():
            yield from in_file(name, faults)


def _codes(file: QuestionnaireFile | None) -> Iterable[str]:
    return dict.fromkeys(file.languages) if file else ()


def _header_faults(file: LanguageFile, code: str) -> Iterator[Fault]:
    if file.language not in (code, None):
        remedy = f"the file is called {code}.toml, so write '{code}', or rename it"
        yield inconsistent("language", f"is {shown(file.language)}", remedy)

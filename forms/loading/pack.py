"""A folder of TOML files into a questionnaire with its texts, or every fault in them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.faults import FaultyInputError
from forms.loading.coverage import words_of
from forms.loading.file_shapes import LanguageFile
from forms.loading.hashes import structure_hash, text_hash
from forms.loading.reading import Draft, read_pack
from forms.loading.toml_files import Folder
from forms.model import Code, LinkId
from forms.questionnaire import Questionnaire
from forms.texts import Finding, ItemText, OptionText, Phrases, RuleText, Texts


@dataclass(frozen=True, eq=False)
class Pack:
    """One version of a questionnaire in all its languages, and the hashes that it is known by."""

    questionnaire: Questionnaire
    texts: Mapping[str, Texts]
    structure_hash: str
    text_hashes: Mapping[str, str]


def load_pack(folder: Folder) -> Pack:
    """The pack in a folder: questionnaire.toml, rules.toml, and a file a language, as en.toml.

    Raises FaultyInputError with every fault: what cannot be read, wrong shapes, names that lead
    nowhere, rules that do not fit, texts that are missing or too many.
    """
    return pack_of(read_pack(folder))


def pack_of(draft: Draft) -> Pack:
    """The pack that was read. Raises FaultyInputError with every fault of a draft that has some."""
    if draft.faults or draft.questionnaire is None:
        raise FaultyInputError(draft.faults)
    files = {code: draft.languages[code] for code in draft.questionnaire.languages}
    return Pack(
        draft.questionnaire,
        {code: _texts(file, code) for code, file in files.items()},
        structure_hash(draft.questionnaire),
        {code: text_hash(words_of(file)) for code, file in files.items()},
    )


def _texts(file: LanguageFile, code: str) -> Texts:
    return Texts(
        code,
        file.name or code,
        {LinkId(item): ItemText(**texts) for item, texts in file.items.items()},
        {
            scale: {Code(option): OptionText(**texts) for option, texts in options.items()}
            for scale, options in file.options.items()
        },
        file.topics,
        {rule: RuleText(**texts) for rule, texts in file.rules.items()},
        {key: Finding(**texts) for key, texts in file.findings.items()},
        Phrases(**file.phrases),
        file.frame,
    )

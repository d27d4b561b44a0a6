"""A pack checked before it is published: all that its author should know, at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.authoring.reading_level import reading_faults
from forms.faults import Fault, FaultKind, FaultyInputError, in_file
from forms.loading.coverage import Words, differing_faults, words_of
from forms.loading.lock import read_lock, structure_faults, text_faults
from forms.loading.pack import load_pack
from forms.loading.reading import QUESTIONNAIRE_FILE, RULES_FILE, Draft, read_pack
from forms.loading.toml_files import Folder
from forms.questionnaire import Questionnaire


def check_pack(folder: Folder) -> list[Fault]:
    """Every fault of a pack; raises nothing for a bad one.

    Those that keep it from loading, then what only its files together show: languages that say
    different things, texts that are hard to read, names that nothing uses, and what was published
    and has changed since.
    """
    try:
        draft = read_pack(folder)
        faults = [*draft.faults, *_across_files(folder, draft)]
        return faults if draft.faults else [*faults, *_published_faults(folder)]
    except OSError as error:
        why = error.strerror or type(error).__name__
        return [Fault(str(folder), FaultKind.NOT_READABLE, allowed=why)]


def _across_files(folder: Folder, draft: Draft) -> Iterator[Fault]:
    questionnaire = draft.questionnaire
    if questionnaire is None:
        return
    languages = {code: words_of(file) for code, file in draft.languages.items()}
    for code, words in languages.items():
        yield from in_file(f"{code}.toml", reading_faults(questionnaire, code, words))
    yield from _differing(questionnaire, languages)
    if not draft.faults:
        yield from in_file(QUESTIONNAIRE_FILE, _unused_topics(questionnaire))
    listed = {f"{code}.toml" for code in questionnaire.languages}
    for file in sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml")):
        if file not in listed | {QUESTIONNAIRE_FILE, RULES_FILE}:
            remedy = f"name it in {QUESTIONNAIRE_FILE}, or take the file out"
            yield Fault(file, FaultKind.INCONSISTENT, "is not among the languages", remedy)


def _differing(questionnaire: Questionnaire, languages: Mapping[str, Words]) -> Iterator[Fault]:
    sentences = [("rules", rule.key, "sentence") for rule in questionnaire.rules]
    first = next(iter(languages.values()), {})
    for code, words in languages.items():
        yield from in_file(f"{code}.toml", differing_faults(words, first, sentences))


def _unused_topics(questionnaire: Questionnaire) -> Iterator[Fault]:
    used = {item.topic for item in questionnaire.items} | {rule.topic for rule in questionnaire.rules}
    for topic in questionnaire.topics:
        if topic not in used:
            remedy = "give it one, or take it out"
            yield Fault("topics", FaultKind.INCONSISTENT, f"no item or rule has the topic '{topic}'", remedy)


def _published_faults(folder: Folder) -> list[Fault]:
    try:
        lock = read_lock(folder)
    except FaultyInputError as error:
        return list(error.faults)
    if lock is None:
        return []
    pack = load_pack(folder)
    return [*structure_faults(lock, pack.structure_hash), *text_faults(lock, pack.text_hashes)]

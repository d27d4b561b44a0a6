"""A pack checked before it is published: all that its author should know, at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.authoring.reading_level import reading_faults
from forms.faults import Fault, FaultyInputError, in_file, inconsistent
from forms.loading.coverage import Words, differing_faults, words_of
from forms.loading.folders import Place, place_faults
from forms.loading.lock import read_lock, structure_faults, text_faults
from forms.loading.pack import Pack, pack_of
from forms.loading.reading import QUESTIONNAIRE_FILE, RULES_FILE, Draft, read_pack
from forms.loading.toml_files import Folder, names_in
from forms.model import Form, Side
from forms.questionnaire import Questionnaire

MOST_QUESTIONS = 2
"""Questions that one screen may ask."""


def check_pack(folder: Folder, place: Place | None = None) -> list[Fault]:
    """Every fault of a pack; raises nothing for a bad one.

    Those that keep it from loading, then what only its files together show: languages that say
    different things, texts that are hard to read, names that nothing uses, and what was published
    and has changed since. `place`: what its folders call it, None for a loose one.
    """
    return checked(folder, place)[1]


def checked(folder: Folder, place: Place | None = None) -> tuple[Pack | None, list[Fault]]:
    """A pack as it was read once, None where that cannot be loaded, with every fault of it."""
    draft = read_pack(folder)
    faults = [*draft.faults, *_placed(draft, place), *_across_files(folder, draft)]
    if draft.faults:
        return None, faults
    pack = pack_of(draft)
    return pack, [*faults, *_published_faults(folder, pack)]


def _placed(draft: Draft, place: Place | None) -> list[Fault]:
    return [] if place is None else list(place_faults(place, draft.questionnaire))


def _across_files(folder: Folder, draft: Draft) -> Iterator[Fault]:
    questionnaire = draft.questionnaire
    if questionnaire is None:
        return
    languages = {code: words_of(file) for code, file in draft.languages.items()}
    for code, words in languages.items():
        yield from in_file(f"{code}.toml", reading_faults(questionnaire, code, words))
    yield from _differing(questionnaire, languages)
    if not draft.faults:
        yield from in_file(QUESTIONNAIRE_FILE, [*_unused_topics(questionnaire), *_crowded(questionnaire)])
    yield from _unlisted(folder, questionnaire)


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
            yield inconsistent("topics", f"no item or rule has the topic '{topic}'", remedy)


def _crowded(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Screens with more questions than a patient should meet at once; a text beside one is none."""
    numbers = dict.fromkeys(Form, 0)
    for screen in questionnaire.screens:
        numbers[screen.form] += 1
        items = [questionnaire.by_link_id[link_id] for link_id in screen.items]
        asked = max(sum(side in i.sides and i.scale is not None for i in items) for side in Side)
        if asked > MOST_QUESTIONS:
            path = f"screens.({screen.form} {numbers[screen.form]}).items"
            remedy = f"ask {MOST_QUESTIONS} at most, and put the rest on a screen of their own"
            yield inconsistent(path, f"{asked} questions stand on one screen", remedy)


def _unlisted(folder: Folder, questionnaire: Questionnaire) -> Iterator[Fault]:
    listed = {QUESTIONNAIRE_FILE, RULES_FILE, *(f"{code}.toml" for code in questionnaire.languages)}
    try:
        files = names_in(folder)
    except FaultyInputError as error:
        yield from error.faults
        return
    for file in files:
        if file.endswith(".toml") and file not in listed:
            remedy = f"name it in {QUESTIONNAIRE_FILE}, or take the file out"
            said = file if file.isprintable() else ascii(file)
            yield inconsistent(said, "is not among the languages", remedy)


def _published_faults(folder: Folder, pack: Pack) -> list[Fault]:
    try:
        lock = read_lock(folder)
    except FaultyInputError as error:
        return list(error.faults)
    if lock is None:
        return []
    return [*structure_faults(lock, pack.structure_hash), *text_faults(lock, pack.text_hashes)]

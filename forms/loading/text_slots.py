"""The texts that a questionnaire needs in each language, and the places in them that get filled."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from forms.model import Item, LinkId, Scale, Side
from forms.questionnaire import Questionnaire
from forms.rule_model import Opposed, Rule
from forms.rules import Reading, reading_of
from forms.texts import finding_keys

TextPath = tuple[str, ...]
"""Where a text stands in its file, key by key."""

FRAME: Mapping[str, frozenset[str]] = {
    "intro_title": frozenset(),
    "intro": frozenset(),
    "intro_full": frozenset(),
    "sharing": frozenset(),
    "sharing_hint": frozenset(),
    "overview_sharing": frozenset(),
    "sharing_drops_text": frozenset(),
    "text_not_sent": frozenset(),
    "privacy_title": frozenset(),
    "privacy": frozenset({"months", "contact"}),
    "not_urgent": frozenset(),
    "not_urgent_phone": frozenset({"line"}),
}
"""What a pack says around its questions, with the places that a clinic's settings fill."""

_PHRASES: Mapping[str, frozenset[str]] = {
    "expected": frozenset({"c"}),
    "expected_blank": frozenset(),
    "list_and": frozenset({"most", "last"}),
    "quoted": frozenset({"text"}),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One text of a language. `places`: what can be filled in it; `each`: and all of it must be there.

    A text that is not `required` may be left out.
    """

    places: frozenset[str] = frozenset()
    each: bool = False
    required: bool = True


def slots(questionnaire: Questionnaire, findings: Container[str]) -> dict[TextPath, Slot]:
    """Every text that a language of a questionnaire has, by its path.

    `findings`: the names under which the language's file gives findings; a rule takes the most
    special of those that fit it.
    """
    paths: dict[TextPath, Slot] = {("language",): Slot(), ("name",): Slot()}
    for item in questionnaire.items:
        paths |= {("items", item.link_id, key): Slot() for key in ("label", *_asked(item.sides))}
    for (scale, code, key), required in _options(questionnaire):
        paths["options", scale, code, key] = Slot(required=required)
    paths |= {("topics", topic): Slot() for topic in questionnaire.topics}
    for rule in questionnaire.rules:
        paths["rules", rule.key, "name"] = Slot()
        paths["rules", rule.key, "sentence"] = Slot(places(rule, questionnaire))
        for key in _findings(rule, findings):
            paths |= {("findings", key, part): Slot() for part in ("finding", "suggestion")}
    paths |= {("phrases", key): Slot(names, each=True) for key, names in _PHRASES.items()}
    return paths | {("frame", key): Slot(names, each=True) for key, names in FRAME.items()}


def places(rule: Rule, questionnaire: Questionnaire) -> frozenset[str]:
    """The places of a rule's sentence that are filled whenever it fires, on whichever of its items."""
    items: list[Item | None] = [questionnaire.by_link_id[link_id] for link_id in rule.items]
    by_item = [
        frozenset(_places(rule, item, reading_of(rule, item, questionnaire))) for item in items or [None]
    ]
    return frozenset.intersection(*by_item)


def _places(rule: Rule, item: Item | None, reading: Reading) -> Iterator[str]:
    if item is not None:
        yield "item"
    if isinstance(rule.pattern, Opposed):
        yield "part"
    for side, needed in ((Side.PATIENT, reading.patient), (Side.CLINICIAN, reading.clinician)):
        letter = side[0]
        yield from (f"{letter}.{link_id}" for link_id in needed)
        read = {*needed, *(bound.item for bound in reading.if_there if bound.side is side)}
        # Without an item, a side's one answer speaks for it; of several, none does.
        speaks = item.link_id in needed if item else len(read) == len(needed) == 1
        if speaks:
            yield letter


def _asked(sides: Container[Side]) -> tuple[Side, ...]:
    return tuple(side for side in Side if side in sides)


def _options(questionnaire: Questionnaire) -> Iterator[tuple[tuple[str, str, str], bool]]:
    """Each option's texts, and whether it needs them: as each side reads it, and in others' sentences."""
    readers: dict[Scale, set[Side]] = {questionnaire.sharing: {Side.PATIENT}}
    for item in questionnaire.items:
        if item.scale is not None:
            readers.setdefault(item.scale, set()).update(item.sides)
    quoted = set(_crossed(questionnaire))
    for scale, sides in readers.items():
        for code in scale.codes:
            yield (scale.name, code, "neutral"), scale in quoted and code not in scale.alone
            yield from (((scale.name, code, side), True) for side in _asked(sides))


def _crossed(questionnaire: Questionnaire) -> Iterator[Scale]:
    for rule in questionnaire.rules:
        if isinstance(rule.pattern, Opposed):
            yield questionnaire.by_link_id[rule.pattern.clinician].choices


def _findings(rule: Rule, given: Container[str]) -> Iterator[str]:
    """The names of a rule's findings: where there is none yet, the one that fits all its items."""
    items: tuple[LinkId | None, ...] = rule.items or (None,)
    fitting = [finding_keys(rule, item) for item in items]
    taken = [next((key for key in keys if key in given), None) for keys in fitting]
    if not any(taken):
        yield fitting[0][-1]
        return
    for keys, key in zip(fitting, taken, strict=True):
        # The last but one is the item's own.
        yield key or keys[-2]

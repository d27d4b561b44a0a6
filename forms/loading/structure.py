"""questionnaire.toml: whether its scales, items and screens fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.faults import Fault, FaultKind, child, inconsistent
from forms.loading.file_shapes import QuestionnaireFile, ScreenShape
from forms.loading.items import SHARING, items_from
from forms.loading.names import Known, named_entries, twice
from forms.loading.scales import scales_from
from forms.model import Form, Item, Level, LinkId, Scale, Screen, Sharing, Side


@dataclass(frozen=True, slots=True)
class Parts:
    """The sound parts of a questionnaire, for its rules and texts to be held against.

    `sharing`: None where the choice of who may see the answers is missing or is another one.
    """

    file: QuestionnaireFile
    sharing: Scale | None
    scales: Known[Scale]
    items: Known[Item]
    screens: tuple[Screen, ...]


def parts_from(file: QuestionnaireFile, raw: Mapping[str, Any]) -> tuple[Parts, list[Fault]]:
    """The sound parts, and every fault in the others.

    `raw`: the tables as they were read, so that a name whose entry is faulty is not called unknown.
    """
    sound_scales, scale_faults = scales_from(file.scales)
    scales = Known(sound_scales, tuple(raw["scales"]))
    sound_items, item_faults = items_from(file.items, scales, file.topics)
    items = Known(sound_items, _declared(raw["items"], "link_id"))
    screens = tuple(Screen(shape.form, tuple(map(LinkId, shape.items))) for shape in file.screens)
    sharing_faults = list(_sharing_faults(scales))
    faults = [
        *_header_faults(file),
        *scale_faults,
        *sharing_faults,
        *item_faults,
        *_screen_faults(file.screens, items),
    ]
    if len(sound_items) == len(raw["items"]):
        faults += _unused_scales(file)
    if len(file.screens) == len(raw["screens"]):
        faults += _never_shown(file.screens, sound_items)
    sharing = None if sharing_faults else sound_scales.get(SHARING)
    return Parts(file, sharing, scales, items, screens), faults


def _declared(entries: object, key: str) -> tuple[str, ...]:
    tables = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return tuple(table[key] for table in tables if isinstance(table.get(key), str))


def _header_faults(file: QuestionnaireFile) -> Iterator[Fault]:
    if not file.languages:
        yield Fault("languages", FaultKind.EMPTY, allowed="a language, as en")
    yield from twice("languages", file.languages)
    yield from twice("topics", file.topics)


def _sharing_faults(scales: Known[Scale]) -> Iterator[Fault]:
    path, wanted = child("scales", SHARING), " and ".join(Sharing)
    scale = scales.sound.get(SHARING)
    if SHARING not in scales.declared:
        yield Fault(path, FaultKind.MISSING, allowed=f"a nominal scale of the codes {wanted}")
    elif scale and (scale.level is not Level.NOMINAL or set(scale.codes) != {str(code) for code in Sharing}):
        found = f"is {scale.level}, of {', '.join(scale.codes)}"
        yield inconsistent(path, found, f"make it nominal, of {wanted}")


def _unused_scales(file: QuestionnaireFile) -> Iterator[Fault]:
    used = {SHARING, *(item.scale for item in file.items)}
    for name in file.scales:
        if name not in used:
            yield inconsistent(child("scales", name), "no item has this scale", "take it out")


def _screen_faults(screens: Sequence[ScreenShape], items: Known[Item]) -> Iterator[Fault]:
    for step, screen in named_entries(screens, lambda screen: screen.form):
        path = f"screens.{step}.items"
        if not screen.items:
            yield Fault(path, FaultKind.EMPTY, allowed="one item or more")
        for name in screen.items:
            yield from items.unknown(path, name)
            item = items.sound.get(name)
            if item and not _offered(item, screen.form):
                yield Fault(child(path, name), FaultKind.NOT_OFFERED, screen.form, f"the {Form.FULL} form")
    for form in Form:
        yield from twice(f"screens.{form}", _shown(screens, form))


def _never_shown(screens: Sequence[ScreenShape], items: Mapping[str, Item]) -> Iterator[Fault]:
    for form in Form:
        shown = _shown(screens, form)
        for name, item in items.items():
            if name not in shown and _offered(item, form):
                found = f"no screen of the {form} form shows '{name}'"
                yield inconsistent("screens", found, "name it on one")


def _shown(screens: Sequence[ScreenShape], form: Form) -> list[str]:
    return [name for screen in screens if screen.form is form for name in screen.items]


def _offered(item: Item, form: Form) -> bool:
    return any(item.offered(form, side) for side in Side)

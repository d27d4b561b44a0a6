"""The scales of a pack: options that can be picked, and an order where the scale has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.faults import Fault, FaultKind, child, inconsistent
from forms.loading.file_shapes import OptionShape, ScaleShape
from forms.loading.names import named_entries, twice
from forms.model import Code, Level, Option, Scale

_FEWEST = 2


def scales_from(shapes: Mapping[str, ScaleShape]) -> tuple[dict[str, Scale], list[Fault]]:
    """The sound scales by name, and every fault in the others."""
    scales: dict[str, Scale] = {}
    faults: list[Fault] = []
    for name, shape in shapes.items():
        found = list(_faults(child("scales", name), shape))
        faults += found
        if not found:
            options = tuple(Option(Code(o.code), o.value, o.apart, o.alone) for o in shape.options)
            scales[name] = Scale(name, shape.level, options, shape.good_is_low)
    return scales, faults


def _faults(path: str, shape: ScaleShape) -> Iterator[Fault]:
    options = f"{path}.options"
    yield from twice(options, (option.code for option in shape.options))
    if len(shape.options) < _FEWEST:
        yield inconsistent(options, "leaves nothing to choose between", "give two or more")
    for step, option in named_entries(shape.options, lambda option: option.code):
        yield from _option_faults(f"{options}.{step}", shape.level, option)
    if shape.level is Level.ORDINAL:
        yield from _order_faults(options, shape.options)
    elif shape.good_is_low:
        yield _only_ordinal(f"{path}.good_is_low", shape.level)


def _option_faults(path: str, level: Level, option: OptionShape) -> Iterator[Fault]:
    if level is not Level.ORDINAL:
        given = {"value": option.value is not None, "apart": option.apart}
        yield from (_only_ordinal(f"{path}.{key}", level) for key, is_given in given.items() if is_given)
        return
    if option.alone:
        remedy = "leave it out, or make the scale a set or nominal"
        yield inconsistent(f"{path}.alone", "is given on an ordinal scale", remedy)
    if option.apart and option.value is not None:
        remedy = "leave out one of them"
        yield inconsistent(path, "stands apart from the order and has a value", remedy)
    if not option.apart and option.value is None:
        yield Fault(f"{path}.value", FaultKind.MISSING, allowed="a whole number, or apart = true")


def _order_faults(path: str, options: list[OptionShape]) -> Iterator[Fault]:
    apart = [option.apart for option in options]
    if apart != sorted(apart):
        remedy = "put those that stand apart last"
        yield inconsistent(path, "an option in order stands after one apart", remedy)
    values = [option.value for option in options if option.value is not None]
    if values not in (sorted(values), sorted(values, reverse=True)):
        remedy = "order the options by their values, up or down"
        yield inconsistent(path, "the values go up and down", remedy)
    if options and all(apart):
        remedy = "give two or more of them a value instead"
        yield inconsistent(path, "every option stands apart from the order", remedy)
    elif values and len(set(values)) < _FEWEST:
        remedy = "give at least two different values"
        yield inconsistent(path, "all options in order have one value", remedy)


def _only_ordinal(path: str, level: Level) -> Fault:
    remedy = "leave it out, or make the scale ordinal"
    return inconsistent(path, f"is given on a scale that is {level}", remedy)

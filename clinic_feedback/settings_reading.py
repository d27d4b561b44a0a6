"""Settings from one TOML file and the environment, which wins; or every fault in both at once.

Each fault stands with its place, the key of the file or the variable, and with what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from clinic_feedback.setting_faults import no_setting, setting_fault
from clinic_feedback.settings import FOLDER, Settings
from forms.faults import Fault, FaultyInputError, child, inconsistent
from forms.loading.toml_files import toml_file

PREFIX = "CLINIC_FEEDBACK_"
FILE_VARIABLE = f"{PREFIX}SETTINGS"

Given = Mapping[str, Any]
"""What a source gives, by the settings' names."""

_NAMES = tuple(Settings.model_fields)
_FROM_VARIABLES_ALONE = "keys"
_DEFAULTS = {"database": "clinic-feedback.sqlite", "keys_file": "clinic-feedback.keys"}
_LOGOS = (".png", ".svg", ".jpg", ".jpeg", ".webp")


@dataclass(frozen=True, slots=True)
class _Source:
    """A file or the environment. `folder`: where paths in it start.

    `place`: what people call a setting there; `validate`: how its values are taken.
    """

    folder: Path
    place: Callable[[str], str]
    validate: Callable[..., Settings]

    def settings(self, given: Given) -> Settings:
        """All settings: those given, and defaults. Raises pydantic's ValidationError."""
        return self.validate({**_DEFAULTS, **given}, context={FOLDER: self.folder})

    def sound(self, given: Given, faults: list[Fault]) -> dict[str, Any]:
        """The values of those that are sound; a fault is added for each of the others."""
        try:
            settings = self.settings(given)
        except ValidationError as error:
            details = error.errors(include_url=False)
        else:
            return {name: getattr(settings, name) for name in given}
        wrong = {str(one["loc"][0]) for one in details}
        faults += [setting_fault(self.place(str(one["loc"][0])), one) for one in details]
        return self.sound({name: value for name, value in given.items() if name not in wrong}, faults)


def load_settings(file: Path | None, environ: Mapping[str, str]) -> Settings:
    """The settings of a file and an environment. A variable without content counts as none.

    `file`: None for the one that CLINIC_FEEDBACK_SETTINGS names, if it names one. Raises
    FaultyInputError with every fault.
    """
    file = file or (Path(environ[FILE_VARIABLE]) if environ.get(FILE_VARIABLE) else None)
    folder = file.absolute().parent if file else _data_folder(environ)
    toml = _Source(folder, lambda name: f"{file}: {child('', name)}", Settings.model_validate)
    variables = _Source(Path.cwd(), variable, Settings.model_validate_strings)
    faults: list[Fault] = []
    from_file = toml.sound(_in_file(file, toml.place, faults) if file else {}, faults)
    from_variables = variables.sound(_in_variables(environ, faults), faults)
    settings = toml.settings({}).model_copy(update={**from_file, **from_variables})
    for name, found, remedy in _misfits(settings):
        place = variable(name) if name in from_variables or not file else toml.place(name)
        faults.append(inconsistent(place, found, remedy))
    if faults:
        raise FaultyInputError(faults)
    return settings


def variable(name: str) -> str:
    """The environment variable that gives a setting."""
    return PREFIX + name.upper()


def _data_folder(environ: Mapping[str, str]) -> Path:
    """Where the user's data lie when no settings file says otherwise, as XDG has it."""
    given = Path(environ.get("XDG_DATA_HOME", ""))
    home = Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    return (given if given.is_absolute() else home / ".local" / "share") / "clinic-feedback"


def _in_file(file: Path, place: Callable[[str], str], faults: list[Fault]) -> Given:
    """What a settings file gives, without what is no setting of a file."""
    try:
        tables = toml_file(file.parent, file.name)
    except FaultyInputError as error:
        faults += [replace(fault, path=str(file)) for fault in error.faults]
        return {}
    allowed = [name for name in _NAMES if name != _FROM_VARIABLES_ALONE]
    if _FROM_VARIABLES_ALONE in tables:
        remedy = f"move them into a file of their own (keys_file), or into {variable(_FROM_VARIABLES_ALONE)}"
        faults.append(inconsistent(place(_FROM_VARIABLES_ALONE), "keys do not belong here", remedy))
    strangers = [name for name in tables if name not in _NAMES]
    faults += [no_setting(place(name), name, allowed) for name in strangers]
    return {name: value for name, value in tables.items() if name in allowed}


def _in_variables(environ: Mapping[str, str], faults: list[Fault]) -> Given:
    """What the environment gives, without what begins as ours and is no setting."""
    names = {variable(name): name for name in _NAMES}
    ours = [name for name in sorted(environ) if name.startswith(PREFIX) and name != FILE_VARIABLE]
    faults += [no_setting(name, name, names) for name in ours if name not in names]
    return {names[name]: environ[name] for name in ours if name in names and environ[name]}


def _misfits(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """What does not fit with other settings or with the disk: the setting, what was found, what to do."""
    untouched = settings.idle_after + settings.idle_grace
    if untouched > settings.draft_tablet_minutes * 60:
        found = f"ends before the page that covers itself does, after {untouched} seconds"
        yield "draft_tablet_minutes", found, "give more minutes, or lower idle_after or idle_grace"
    if settings.logo and settings.logo.suffix.lower() not in _LOGOS:
        yield "logo", "is no picture that a browser shows", f"give a file that ends in {', '.join(_LOGOS)}"
    elif settings.logo and not _is(settings.logo.is_file):
        yield "logo", "there is no such file", "check its name, or leave the setting out"
    if settings.packs_folder and not _is(settings.packs_folder.is_dir):
        yield "packs_folder", "there is no such folder", "check its name, or leave the setting out"


def _is(looked_at: Callable[[], bool]) -> bool:
    """Whether something is there and may be seen."""
    try:
        return looked_at()
    except OSError:
        return False

"""The packs at hand, by name and version: the program's own, a folder's, other distributions'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from forms.faults import Fault, FaultKind, FaultyInputError, unknown
from forms.loading.lock import read_lock, structure_faults
from forms.loading.pack import Pack, load_pack
from forms.loading.reading import QUESTIONNAIRE_FILE
from forms.loading.sources import Source, folder_source, given_sources, own_source, packs_in
from forms.loading.toml_files import Folder

__all__ = ["Catalogue", "Pack", "Source", "UnknownPackError", "built_in", "installed"]


class UnknownPackError(FaultyInputError, LookupError):
    """A name or version that is not in the catalogue; its fault lists those that are."""


class Catalogue:
    """Packs by name and version, each loaded when it is first asked for."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Look in these folders, in this order; they may not hold the same version of a name twice."""
        self._sources = tuple(sources)
        self._loaded: dict[tuple[str, str], Pack] = {}

    def names(self) -> tuple[str, ...]:
        """Every name, in order of the alphabet."""
        return tuple(sorted(self._found))

    def versions(self, name: str) -> tuple[str, ...]:
        """Every version of a name, by its numbers, the newest last. Raises UnknownPackError."""
        if name not in self._found:
            raise UnknownPackError([unknown("questionnaire", name, self.names())])
        return tuple(sorted(self._found[name], key=_numbers))

    def get(self, name: str, version: str) -> Pack:
        """One pack.

        Raises UnknownPackError; raises FaultyInputError where the pack is faulty, is not what its
        folders say, or has another structure than it was published with.
        """
        if version not in self.versions(name):
            raise UnknownPackError([unknown("version", version, self.versions(name))])
        if (name, version) not in self._loaded:
            pack = _loaded(self._found[name][version], name, version)
            # Of two threads that load it at once, both go on with the first one's.
            self._loaded.setdefault((name, version), pack)
        return self._loaded[name, version]

    @cached_property
    def _found(self) -> Mapping[str, Mapping[str, Folder]]:
        found: dict[str, dict[str, Folder]] = {}
        labels: dict[tuple[str, str], str] = {}
        for source in self._sources:
            for name, version, folder in packs_in(source.folder):
                earlier = labels.setdefault((name, version), source.label)
                if version in found.setdefault(name, {}):
                    both, remedy = f"is in {earlier} and in {source.label}", "take it out of one of them"
                    raise FaultyInputError([Fault(f"{name}/{version}", FaultKind.INCONSISTENT, both, remedy)])
                found[name][version] = folder
        return found


@cache
def built_in() -> Catalogue:
    """The packs that come with the program."""
    return Catalogue([own_source()])


def installed(folder: Path | None = None) -> Catalogue:
    """The program's own packs, those of other distributions, and those of a folder.

    Raises FaultyInputError where the folder is not there, or a distribution gives something else
    than packs.
    """
    own_and_given = [own_source(), *given_sources()]
    return Catalogue([*own_and_given, folder_source(folder)] if folder else own_and_given)


def _loaded(folder: Folder, name: str, version: str) -> Pack:
    try:
        pack = load_pack(folder)
        lock = read_lock(folder)
    except FaultyInputError as error:
        raise FaultyInputError(_inside(name, version, error.faults)) from None
    header = {"name": (pack.questionnaire.name, name), "version": (pack.questionnaire.version, version)}
    faults = [
        Fault(
            f"{QUESTIONNAIRE_FILE}: {key}",
            FaultKind.INCONSISTENT,
            f"is '{said}'",
            f"its folder says '{called}'",
        )
        for key, (said, called) in header.items()
        if said != called
    ]
    if lock is not None:
        faults += structure_faults(lock, pack.structure_hash)
    if faults:
        raise FaultyInputError(_inside(name, version, faults))
    return pack


def _inside(name: str, version: str, faults: Iterable[Fault]) -> Iterator[Fault]:
    return (replace(fault, path=f"{name}/{version}/{fault.path}") for fault in faults)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))

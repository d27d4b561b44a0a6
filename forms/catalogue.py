"""The packs at hand, by name and version: the program's own, a folder's, other distributions'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from forms.faults import Fault, FaultyInputError, inconsistent, not_readable, unknown
from forms.loading.folders import Place, packs_in, place_faults
from forms.loading.lock import read_lock, structure_faults
from forms.loading.pack import Pack, load_pack
from forms.loading.sources import Source, folder_source, given_sources, own_source
from forms.loading.toml_files import reason

__all__ = ["Catalogue", "Pack", "Source", "UnknownPackError", "built_in", "installed"]


class UnknownPackError(FaultyInputError, LookupError):
    """A name or version that is not in the catalogue; its fault lists those that are."""


class Catalogue:
    """Packs by name and version, each loaded when it is first asked for.

    What is wrong with one pack, or with where it lies, is told when that pack is asked for.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        """Look in these folders; the same version of a name in two of them is none to be used."""
        self._sources = tuple(sources)
        self._loaded: dict[Place, Pack] = {}

    def names(self) -> tuple[str, ...]:
        """Every name, in order of the alphabet."""
        return tuple(sorted({place.name for place in self._found}))

    def versions(self, name: str) -> tuple[str, ...]:
        """Every version of a name, by its numbers, the newest last.

        Raises UnknownPackError; raises FaultyInputError where none of its folders is a version.
        """
        places = [place for place in self._found if place.name == name]
        if not places:
            raise UnknownPackError([unknown("questionnaire", name, self.names())])
        versions = [place.version for place in places if place.is_version]
        if not versions:
            raise FaultyInputError(fault for place in places for fault in _inside(place, place_faults(place)))
        return tuple(sorted(versions, key=_numbers))

    def get(self, name: str, version: str) -> Pack:
        """One pack.

        Raises UnknownPackError; raises FaultyInputError where the pack is faulty, is not what its
        folders say, is in two sources, or has another structure than it was published with.
        """
        place = Place(name, version)
        if place in self._loaded:  # a file of visits asks for one pack thousands of times
            return self._loaded[place]
        versions = self.versions(name)
        if place not in self._found:
            raise UnknownPackError([unknown("version", version, versions)])
        # Of two threads that load it at once, both go on with the first one's.
        return self._loaded.setdefault(place, _loaded(place, self._found[place]))

    def languages(self) -> tuple[str, ...]:
        """Every language that some pack speaks, in order of the alphabet; faulty packs speak none."""
        return tuple(sorted({code for pack in self._sound() for code in pack.questionnaire.languages}))

    def _sound(self) -> Iterator[Pack]:
        for place in self._found:
            with suppress(FaultyInputError):
                yield self.get(place.name, place.version)

    @cached_property
    def _found(self) -> Mapping[Place, Sequence[Source]]:
        """The folder of each pack, with the label of where it comes from; two where it is in two."""
        found: dict[Place, list[Source]] = {}
        for source in self._sources:
            try:
                for place, folder in packs_in(source.folder):
                    found.setdefault(place, []).append(Source(source.label, folder))
            except OSError as error:
                raise FaultyInputError([not_readable(source.label, reason(error))]) from None
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


def _loaded(place: Place, sources: Sequence[Source]) -> Pack:
    source, *others = sources
    if others:
        found = f"is in {' and in '.join(one.label for one in sources)}"
        raise FaultyInputError([inconsistent("/".join(place), found, "take it out of all but one")])
    try:
        pack, lock = load_pack(source.folder), read_lock(source.folder)
    except FaultyInputError as error:
        raise FaultyInputError(_inside(place, error.faults)) from None
    faults = list(place_faults(place, pack.questionnaire))
    if lock is not None:
        faults += structure_faults(lock, pack.structure_hash)
    if faults:
        raise FaultyInputError(_inside(place, faults))
    return pack


def _inside(place: Place, faults: Iterable[Fault]) -> Iterator[Fault]:
    return (replace(fault, path=f"{place.name}/{place.version}/{fault.path}") for fault in faults)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))

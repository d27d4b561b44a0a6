"""Which packs are at hand, and which are refused before anybody is asked anything."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from errno import EACCES
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from forms.catalogue import Catalogue, UnknownPackError, built_in, installed
from forms.faults import FaultyInputError
from forms.loading.sources import Source, folder_source
from tests.forms.edited_packs import CORRIDOR, edit

Q = "questionnaire.toml"


def put(folder: Path, name: str = "corridor", version: str = "1.0") -> Path:
    """A copy of the small pack, published, as a version in a folder of packs."""
    pack = Path(shutil.copytree(CORRIDOR, folder / name / version))
    edit(pack, Q, 'name = "corridor"\nversion = "1.0"', f'name = "{name}"\nversion = "{version}"')
    return pack


def of(folder: Path) -> Catalogue:
    """The catalogue of a folder alone."""
    return Catalogue([Source("the folder", folder)])


def test_the_program_brings_the_reassurance_questionnaire() -> None:
    assert built_in().names() == ("reassurance",)
    assert built_in().versions("reassurance") == ("1.0",)
    assert built_in().get("reassurance", "1.0").questionnaire.name == "reassurance"


def test_names_are_in_order_and_versions_by_their_numbers(tmp_path: Path) -> None:
    for version in ("1.10", "1.9", "2.0", "1.9.1"):
        put(tmp_path, "wards", version)
    put(tmp_path, "beds")
    catalogue = of(tmp_path)
    assert catalogue.names() == ("beds", "wards")
    assert catalogue.versions("wards") == ("1.9", "1.9.1", "1.10", "2.0")


def test_a_pack_is_loaded_once(tmp_path: Path) -> None:
    pack = put(tmp_path)
    catalogue = of(tmp_path)
    first = catalogue.get("corridor", "1.0")
    shutil.rmtree(pack)
    assert catalogue.get("corridor", "1.0") is first


def test_a_faulty_pack_keeps_no_other_from_being_used(tmp_path: Path) -> None:
    put(tmp_path)
    edit(put(tmp_path, "beds"), "nb.toml", "[topics]", "[topic]")
    catalogue = of(tmp_path)
    assert catalogue.get("corridor", "1.0").questionnaire.version == "1.0"
    with pytest.raises(FaultyInputError, match=r"beds/1\.0/nb\.toml: topics: is missing"):
        catalogue.get("beds", "1.0")


@pytest.mark.parametrize(
    ("name", "version", "message"),
    [
        pytest.param(
            "coridor", "1.0", r"questionnaire: 'coridor' .* corridor \(did you mean corridor\?\)", id="name"
        ),
        pytest.param("corridor", "1.1", r"version: '1\.1' is not known here; allowed: 1\.0", id="version"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(
    name: str, version: str, message: str, tmp_path: Path
) -> None:
    put(tmp_path)
    with pytest.raises(UnknownPackError, match=message) as caught:
        of(tmp_path).get(name, version)
    assert isinstance(caught.value, LookupError)


def test_a_pack_whose_structure_is_not_the_published_one_is_refused_with_both_hashes(tmp_path: Path) -> None:
    pack = put(tmp_path)
    published = of(tmp_path).get("corridor", "1.0").structure_hash
    edit(pack, "rules.toml", "follow_up = true\n", "")
    with pytest.raises(FaultyInputError) as caught:
        of(tmp_path).get("corridor", "1.0")
    (fault,) = caught.value.faults
    assert fault.path == "corridor/1.0/published.lock: structure"
    assert (fault.allowed, len(fault.found)) == (published[:12], 12)
    assert fault.found != fault.allowed
    (pack / "published.lock").unlink()
    assert of(tmp_path).get("corridor", "1.0").structure_hash.startswith(fault.found)


def test_a_pack_that_is_not_published_can_be_tried(tmp_path: Path) -> None:
    (put(tmp_path) / "published.lock").unlink()
    assert of(tmp_path).get("corridor", "1.0").questionnaire.name == "corridor"


def test_a_broken_lock_is_no_licence(tmp_path: Path) -> None:
    (put(tmp_path) / "published.lock").write_text("structure = 1", "utf-8")
    with pytest.raises(FaultyInputError, match=r"corridor/1\.0/published\.lock: structure: is a number"):
        of(tmp_path).get("corridor", "1.0")


def test_a_pack_in_another_s_folder_is_refused(tmp_path: Path) -> None:
    shutil.copytree(CORRIDOR, tmp_path / "ward" / "2.0")
    with pytest.raises(FaultyInputError) as caught:
        of(tmp_path).get("ward", "2.0")
    assert [str(fault) for fault in caught.value.faults] == [
        "ward/2.0/questionnaire.toml: name: is 'corridor'; its folder says 'ward'",
        "ward/2.0/questionnaire.toml: version: is '1.0'; its folder says '2.0'",
    ]


def test_a_version_in_two_places_is_refused_with_both_and_keeps_no_other_from_being_used(
    tmp_path: Path,
) -> None:
    put(tmp_path / "here")
    put(tmp_path / "there")
    put(tmp_path / "there", version="1.1")
    both = Catalogue([Source("this folder", tmp_path / "here"), Source("that folder", tmp_path / "there")])
    assert both.versions("corridor") == ("1.0", "1.1")
    assert both.get("corridor", "1.1").questionnaire.version == "1.1"
    with pytest.raises(
        FaultyInputError, match=r"^corridor/1\.0: is in this folder and in that folder; take it out"
    ):
        both.get("corridor", "1.0")


def test_a_version_given_twice_by_one_distribution_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "here")
    put(tmp_path / "there")
    twice = Catalogue([Source("the distribution", tmp_path / place) for place in ("here", "there")])
    with pytest.raises(FaultyInputError, match="is in the distribution and in the distribution"):
        twice.get("corridor", "1.0")


def test_a_folder_that_is_no_version_is_told_where_its_name_is_asked_for(tmp_path: Path) -> None:
    shutil.copytree(CORRIDOR, tmp_path / "corridor" / "1.0-draft")
    put(tmp_path, "beds")
    catalogue = of(tmp_path)
    assert catalogue.get("beds", "1.0").questionnaire.name == "beds"
    for ask in (catalogue.versions, lambda name: catalogue.get(name, "1.0")):
        with pytest.raises(
            FaultyInputError,
            match=r"^corridor/1\.0-draft/questionnaire\.toml: lies in the folder '1\.0-draft', which is no version",
        ):
            ask("corridor")


def test_a_folder_that_is_no_version_keeps_no_version_beside_it_from_being_used(tmp_path: Path) -> None:
    shutil.copytree(CORRIDOR, tmp_path / "corridor" / "1.1-draft")
    put(tmp_path)
    catalogue = of(tmp_path)
    assert catalogue.versions("corridor") == ("1.0",)
    assert catalogue.get("corridor", "1.0").questionnaire.version == "1.0"
    with pytest.raises(FaultyInputError, match="which is no version"):
        catalogue.get("corridor", "1.1-draft")


def test_what_others_did_wrong_keeps_nobody_from_the_built_in_questionnaire(tmp_path: Path) -> None:
    shutil.copytree(CORRIDOR, tmp_path / "corridor" / "draft")
    shutil.copytree(CORRIDOR, tmp_path / "reassurance" / "1.1-draft")
    catalogue = installed(tmp_path)
    assert catalogue.names() == ("corridor", "reassurance")
    assert catalogue.versions("reassurance") == ("1.0",)
    assert catalogue.get("reassurance", "1.0").questionnaire.name == "reassurance"


def test_a_folder_that_may_not_be_listed_is_passed_over_unless_it_holds_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path)
    (tmp_path / "lost+found").mkdir()
    listed = Path.iterdir
    closed = {"lost+found"}

    def refusing(folder: Path) -> Iterator[Path]:
        if folder.name in closed:
            raise PermissionError(EACCES, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refusing)
    assert of(tmp_path).names() == ("corridor",)
    closed.add(tmp_path.name)
    with pytest.raises(FaultyInputError, match=r"^the folder: cannot be read: Permission denied"):
        of(tmp_path).names()


def test_a_version_s_folder_that_may_not_be_listed_is_told_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack, listed = put(tmp_path), Path.iterdir

    def refusing(folder: Path) -> Iterator[Path]:
        if folder == pack:
            raise PermissionError(EACCES, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refusing)
    with pytest.raises(FaultyInputError, match=r"^corridor/1\.0/.*: cannot be read: Permission denied"):
        of(tmp_path).get("corridor", "1.0")


def test_a_clinic_s_folder_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bool:
        raise PermissionError(EACCES, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", refused)
    with pytest.raises(FaultyInputError, match=f"^{tmp_path}: cannot be read: Permission denied"):
        folder_source(tmp_path)


def test_a_faulty_version_hides_no_language_of_the_others(tmp_path: Path) -> None:
    (put(tmp_path) / Q).unlink()
    put(tmp_path, version="1.1")
    put(tmp_path, version="1.2-draft")
    assert of(tmp_path).languages() == ("en", "nb")


def test_a_version_that_cannot_be_read_is_told_where_it_is_asked_for(tmp_path: Path) -> None:
    put(tmp_path)
    (put(tmp_path, version="1.1") / Q).unlink()
    (tmp_path / "corridor" / "1.1" / Q).symlink_to(Q)
    catalogue = of(tmp_path)
    assert catalogue.versions("corridor") == ("1.0", "1.1")
    with pytest.raises(FaultyInputError, match=r"^corridor/1\.1/questionnaire\.toml: cannot be read"):
        catalogue.get("corridor", "1.1")


def test_other_files_and_folders_beside_packs_do_no_harm(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "README.md").write_text("Packs", "utf-8")
    (tmp_path / "__pycache__" / "x").mkdir(parents=True)
    assert of(tmp_path).names() == ("corridor",)


def give(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """Another distribution gives packs by an entry point with this value."""
    point = EntryPoint("wards", value, "clinic_feedback.packs")
    monkeypatch.setattr("forms.loading.sources.entry_points", lambda **_group: EntryPoints([point]))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that others wrote, with a pack inside, and a module that names its path."""
    package = tmp_path / "ward_packs"
    put(package)
    (package / "__init__.py").write_text("", "utf-8")
    (package / "places.py").write_text(
        "from pathlib import Path\nFOLDER = Path(__file__).parent\nTEXT = str(FOLDER)\nNUMBER = 5\n", "utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("ward_packs", "ward_packs.places"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return package


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("value", ["ward_packs", "ward_packs.places:FOLDER", "ward_packs.places:TEXT"])
def test_another_distribution_gives_packs(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, value)
    catalogue = installed()
    assert catalogue.names() == ("corridor", "reassurance")
    assert catalogue.get("corridor", "1.0").questionnaire.name == "corridor"


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param(
            "ward_packs.places:NUMBER", "gives ward_packs.places:NUMBER as packs; give a path", id="number"
        ),
        pytest.param("ward_packs.places:NOWHERE", "cannot be loaded", id="no such name"),
        pytest.param("no_such_package", "No module named 'no_such_package'", id="no such package"),
    ],
)
def test_what_another_distribution_gives_wrongly_is_told(
    value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, value)
    with pytest.raises(FaultyInputError, match=message):
        installed()


def test_a_clinic_s_own_folder_is_added(tmp_path: Path) -> None:
    put(tmp_path)
    assert "corridor" in installed(tmp_path).names()
    with pytest.raises(FaultyInputError, match="there is no such folder of packs"):
        installed(tmp_path / "nowhere")

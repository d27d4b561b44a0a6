"""What a pack's author is told before publishing, beyond what keeps a pack from loading."""

from __future__ import annotations

from errno import EACCES
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.authoring.checking import check_pack
from forms.faults import Fault, FaultKind
from forms.loading.folders import Place
from tests.forms.edited_packs import CORRIDOR, REASSURANCE, copied, edit

EN, NB = "en.toml", "nb.toml"
HARD = "Could you recapitulate the multidisciplinary recommendations?"
THREE = '["wait_strain", "walking_out", "at_the_door", "in_own_words"]'
TUNGT = "Opplevde du gjennomgangen av behandlingsalternativene som tilfredsstillende?"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A sound pack's folder, published."""
    return copied(tmp_path, published=True)


@pytest.mark.parametrize("folder", [CORRIDOR, REASSURANCE], ids=["the small pack", "the built-in pack"])
def test_our_own_packs_have_no_fault(folder: Path) -> None:
    assert check_pack(folder) == []


def told(pack: Path) -> list[str]:
    """The paths of all faults."""
    return [fault.path for fault in check_pack(pack)]


def unpublish(pack: Path) -> None:
    """Make a pack a draft again, so that its texts may change."""
    (pack / "published.lock").unlink()


def test_a_hard_question_is_told_alone_and_with_its_answers(pack: Path) -> None:
    unpublish(pack)
    edit(pack, EN, 'patient = "Shall we call you?"', f'patient = "{HARD}"')
    alone, with_answers = check_pack(pack)
    assert alone.path == with_answers.path == f"{EN}: items.call_back.patient"
    assert "Flesch-Kincaid grade of 26" in alone.message
    assert "with its answers, the limit is 6; use shorter words" in with_answers.message


def test_three_questions_on_one_screen_are_too_many_and_a_text_beside_two_is_not(pack: Path) -> None:
    unpublish(pack)
    rest = """

[[screens]]
form = "full"
items = ["at_the_door", "in_own_words"]"""
    edit(pack, "questionnaire.toml", f'items = ["wait_strain", "walking_out"]{rest}', "items = " + THREE)
    (fault,) = check_pack(pack)
    assert fault.path == "questionnaire.toml: screens.(full 1).items"
    assert "3 questions stand on one screen; ask 2 at most" in fault.message


def test_long_answers_make_a_norwegian_screen_hard(pack: Path) -> None:
    unpublish(pack)
    edit(pack, NB, '"Skal vi ringe deg?"', f'"{TUNGT}"')
    (fault,) = check_pack(pack)
    assert fault.path == f"{NB}: items.call_back.patient"
    assert "LIX of" in fault.message
    assert "just under 35" in fault.message


@pytest.mark.parametrize(
    ("old", "path"),
    [
        pytest.param('sharing_hint = "The care is the same."', "frame.sharing", id="who may see the answers"),
        pytest.param(
            'not_urgent = "Nobody reads this right now.', "frame.not_urgent", id="not for emergencies"
        ),
        pytest.param('intro = "How was the way out?', "frame.intro", id="the welcome"),
        pytest.param('privacy = "We keep your answers', "frame.privacy", id="the privacy notice"),
    ],
)
def test_a_hard_text_around_the_questions_is_told(old: str, path: str, pack: Path) -> None:
    unpublish(pack)
    key, _, text = old.partition(' = "')
    edit(pack, EN, old, f'{key} = "{HARD * 3} {text}')
    assert set(told(pack)) == {f"{EN}: {path}"}


def test_what_the_clinician_reads_has_no_limit(pack: Path) -> None:
    unpublish(pack)
    edit(pack, EN, 'clinician = "How did you say goodbye?"', f'clinician = "{HARD}"')
    assert told(pack) == []


def test_languages_that_fill_different_places_are_told(pack: Path) -> None:
    unpublish(pack)
    edit(pack, NB, "{item}: Pasienten husker den («{p}»).", "Pasienten husker den («{p}»).")
    (fault,) = check_pack(pack)
    assert fault.path == f"{NB}: rules.wait_not_seen.sentence"
    assert "has the places p, in another language item, p" in fault.message


def test_a_language_that_is_not_listed_is_told(pack: Path) -> None:
    (pack / "nn.toml").write_text('language = "nn"', "utf-8")
    (fault,) = check_pack(pack)
    assert str(fault) == (
        "nn.toml: is not among the languages; name it in questionnaire.toml, or take the file out"
    )


def test_a_topic_that_nothing_has_is_told(pack: Path) -> None:
    unpublish(pack)
    edit(pack, "questionnaire.toml", '"leaving",', '"coming", "leaving",')
    edit(pack, EN, "[topics]", '[topics]\ncoming = "Coming"')
    edit(pack, NB, "[topics]", '[topics]\ncoming = "Å komme"')
    assert told(pack) == ["questionnaire.toml: topics"]


def test_a_published_structure_never_changes(pack: Path) -> None:
    edit(pack, "rules.toml", "at_least = 1\n", "at_least = 2\n")
    (fault,) = check_pack(pack)
    assert fault.path == "published.lock: structure"
    assert f'structure = "{fault.allowed}' in (pack / "published.lock").read_text("utf-8")
    assert fault.found != fault.allowed
    assert len(fault.found) == len(fault.allowed) == 12
    assert "make it a new version" in fault.message


def test_a_published_text_needs_a_patch_version(pack: Path) -> None:
    edit(pack, NB, "Følelser kommer sent.", "Følelser kommer seint.")
    (fault,) = check_pack(pack)
    assert fault.path == "published.lock: texts.nb"
    assert "new patch version" in fault.message


def test_a_published_language_stays(pack: Path) -> None:
    edit(pack, "questionnaire.toml", '["en", "nb"]', '["en"]')
    assert told(pack) == [f"{NB}", "published.lock: texts.nb"]


def test_a_language_may_be_added_to_what_is_published(pack: Path) -> None:
    edit(pack, "questionnaire.toml", '["en", "nb"]', '["en", "nb", "da"]')
    (pack / "da.toml").write_text(
        (pack / NB).read_text("utf-8").replace('language = "nb"', 'language = "da"'), "utf-8"
    )
    assert told(pack) == []


@pytest.mark.parametrize(
    ("lock", "path", "word"),
    [
        pytest.param("structure = 1", "published.lock: structure", "a number", id="a number"),
        pytest.param("structure", "published.lock", "not TOML", id="not TOML"),
        pytest.param("", "published.lock: structure", "is missing", id="empty"),
        pytest.param(
            'structure = "1\\n2"', "published.lock: structure", "64 digits", id="a text that is no hash"
        ),
    ],
)
def test_a_broken_lock_is_told(lock: str, path: str, word: str, pack: Path) -> None:
    (pack / "published.lock").write_text(lock, "utf-8")
    fault = check_pack(pack)[0]
    assert (fault.path, word in fault.message) == (path, True)


def test_a_hard_text_is_told_beside_what_keeps_the_pack_from_loading(pack: Path) -> None:
    edit(pack, EN, '"Shall we call you?"', f'"{HARD}"')
    edit(pack, NB, 'name = "Norsk"\n', "")
    assert told(pack)[:2] == [f"{NB}: name", f"{EN}: items.call_back.patient"]


def as_a_circle(path: Path) -> None:
    """A link to itself."""
    path.symlink_to(path.name)


def as_a_dead_end(path: Path) -> None:
    """A link to nothing."""
    path.symlink_to("nowhere.toml")


@pytest.mark.parametrize("put", [Path.mkdir, as_a_circle, as_a_dead_end], ids=lambda put: put.__name__)
@pytest.mark.parametrize("file", ["questionnaire.toml", "rules.toml", EN, "published.lock"])
def test_what_lies_in_a_file_s_place_and_is_none_is_told(file: str, put: Any, pack: Path) -> None:
    (pack / file).unlink()
    put(pack / file)
    (fault,) = check_pack(pack)
    assert fault.path == file
    assert fault.kind in (FaultKind.NOT_READABLE, FaultKind.MISSING)


@pytest.mark.parametrize("does", ["is_dir", "iterdir", "open"])
def test_what_may_not_be_read_is_told(does: str, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path, *_how: object) -> None:
        raise PermissionError(EACCES, "Permission denied")

    monkeypatch.setattr(Path, does, refused)
    assert {str(fault).partition(": ")[2] for fault in check_pack(pack)} == {
        "cannot be read: Permission denied"
    }


@pytest.mark.parametrize(
    ("place", "told_of"),
    [
        pytest.param(Place("corridor", "1.0"), [], id="as it is called"),
        pytest.param(Place("corridor", "2.0"), ["version: is '1.0'; its folder says '2.0'"], id="version"),
        pytest.param(Place("wards", "1.0"), ["name: is 'corridor'; its folder says 'wards'"], id="name"),
        pytest.param(
            Place("corridor", "1.0-draft"),
            [
                "lies in the folder '1.0-draft', which is no version; name the folder by the version's numbers, as 1.0"
            ],
            id="no version",
        ),
        pytest.param(
            Place("corridor", "01.0"),
            [
                "lies in the folder '01.0', which is no version; name the folder by the version's numbers, as 1.0"
            ],
            id="a nought in front",
        ),
    ],
)
def test_folders_that_call_a_pack_otherwise_are_told(place: Place, told_of: list[str], pack: Path) -> None:
    assert [str(fault) for fault in check_pack(pack, place)] == [
        f"questionnaire.toml: {one}" for one in told_of
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert told(tmp_path / "nowhere") == [str(tmp_path / "nowhere")]


Q, R = "questionnaire.toml", "rules.toml"
ANSWERED = 'patient = ["no_word"]\nclinician = ["kind_word", "nod"]'

NAMED_ON_TWO_LINES = [
    pytest.param(
        Q, 'link_id = "call_back"', r'link_id = "call\nback"', id="an item, in a list of those known"
    ),
    pytest.param(Q, "[scales.call]", r'[scales."ca\nll"]', id="a scale, in a list of those known"),
    pytest.param(NB, 'language = "nb"', r'language = "n\nb"', id="a language"),
    pytest.param(NB, "{item}: Pasienten husker den", r"{it\nem}: Pasienten husker den", id="a place"),
    pytest.param(R, ANSWERED, 'patient = ["n\\no"]\nclinician = ["n\\no"]', id="a code on both sides"),
    pytest.param(
        R,
        '[rules.levels]\nbounds = [{ side = "patient", item = "wait_strain", at_least = 3 }]',
        '[rules.opposed]\nclinician = "o\\nne"\npatient = "o\\nne"',
        id="an item crossed with itself",
    ),
    pytest.param("published.lock", "nb =", r'"n\nb" =', id="a published language"),
]


@pytest.mark.parametrize(("file", "old", "new"), NAMED_ON_TWO_LINES)
def test_a_fault_stands_on_one_line_whatever_a_name_holds(file: str, old: str, new: str, pack: Path) -> None:
    edit(pack, file, old, new)
    faults = check_pack(pack)
    assert faults != []
    assert [str(fault) for fault in faults if len(str(fault).splitlines()) != 1] == []


def test_a_file_s_name_stands_on_one_line(pack: Path) -> None:
    (pack / "n\nn.toml").write_text("", "utf-8")
    assert told(pack) == [r"'n\nn.toml'"]


FILES = ("questionnaire.toml", "rules.toml", EN, NB, "published.lock")
JUNK = st.one_of(
    st.sampled_from(
        ["", "x", "= 1", '""', "[]", "{}", "{ a = 1 }", "-3", "true", '"{p"', "[[items]]", "[rules]"]
    ),
    st.sampled_from(
        [r'"a\nb"', r'["a\nb"]', r'"{a\nb}"', f"0x{'f' * 5000}", f"a{'.a' * 5000} = 1", "apart = true", "nan"]
    ),
)


@given(st.sampled_from(FILES), st.integers(0, 300), st.integers(0, 60), st.integers(0, 60), JUNK)
def test_no_pack_is_so_bad_that_checking_it_fails(
    file: str, line: int, start: int, length: int, junk: str
) -> None:
    with TemporaryDirectory() as folder:
        pack = copied(Path(folder), published=True)
        lines = (pack / file).read_text("utf-8").splitlines()
        broken = lines[line % len(lines)]
        lines[line % len(lines)] = broken[:start] + junk + broken[start + length :]
        (pack / file).write_text("\n".join(lines), "utf-8")
        faults = check_pack(pack)
        assert all(isinstance(fault, Fault) and "\n" not in str(fault) for fault in faults)

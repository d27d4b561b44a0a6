"""A clinic's own look: what its settings ask for, and the colours that nobody could read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_feedback.branding import NEEDED, branding, colour_refusal, stylesheet
from clinic_feedback.colours import BLACK, WHITE, contrast
from clinic_feedback.settings import FOLDER, Settings
from forms.faults import FaultyInputError

DARK_PAGE = "#17181a"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def settings(**given: str) -> Settings:
    """Settings with a look."""
    return Settings.model_validate(
        {"database": "none.sqlite", "keys_file": "none.keys", **given}, context={FOLDER: "/"}
    )


def colours_of(sheet: str) -> tuple[dict[str, str], dict[str, str]]:
    """What a style sheet declares for light and for dark screens."""
    light, _, dark = sheet.partition("@media (prefers-color-scheme:dark)")
    of = re.compile(r"--ds-color-accent-([\w-]+):(#[0-9a-f]{6})")
    return dict(of.findall(light)), dict(of.findall(dark))


def test_without_settings_there_is_nothing_to_load() -> None:
    look = branding(settings())
    assert (look.name, look.logo, look.stylesheet, look.files) == ("", "", "", {})


def test_name_logo_and_colours_come_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "North.PNG").write_bytes(b"a picture")
    look = branding(settings(organisation="North", logo=str(tmp_path / "North.PNG"), accent="#7a1f5c"))
    assert look.name == "North"
    assert look.files[look.logo] == b"a picture"
    assert look.logo == "logo.png", "no folder and no name of the clinic's machine"
    assert b"#7a1f5c" in look.files[look.stylesheet]


@pytest.mark.parametrize(
    ("colour", "dark", "told"),
    [
        pytest.param(
            "#ffcc00",
            False,
            "has a contrast of 1.5 to 1; 4.5 to 1 is needed. Choose a darker",
            id="too light",
        ),
        pytest.param(
            "#777777",
            False,
            "has a contrast of 4.4 to 1",
            id="a ratio that fails is not rounded to one that passes",
        ),
        pytest.param(
            "#004080", True, "1.7 to 1 on a dark screen; 4.5 to 1 is needed. Choose a lighter", id="too dark"
        ),
    ],
)
def test_a_colour_that_nobody_can_read_is_refused_with_its_ratio(colour: str, dark: bool, told: str) -> None:
    assert told in colour_refusal(colour, "en", dark=dark)


@pytest.mark.parametrize(("colour", "dark"), [("#767676", False), ("#0a5c8f", False), ("#7fb4e6", True)])
def test_a_colour_that_can_be_read_is_taken(colour: str, dark: bool) -> None:
    assert colour_refusal(colour, "en", dark=dark) == ""


def test_a_program_with_unreadable_colours_does_not_start_and_names_both() -> None:
    with pytest.raises(FaultyInputError) as refused:
        branding(settings(accent="#ffcc00", accent_dark="#004080", default_language="nb"))
    first, second = map(str, refused.value.faults)
    assert first.startswith("accent: Fargen har en kontrast på 1.5 til 1; det trengs 4.5 til 1.")
    assert second.startswith("accent_dark: ")


@given(COLOURS.filter(lambda colour: not colour_refusal(colour, "en")))
def test_whatever_colour_is_taken_all_that_is_made_of_it_can_be_read(accent: str) -> None:
    light, dark = colours_of(stylesheet(accent, None))
    for colours, page in ((light, WHITE), (dark, DARK_PAGE)):
        on_buttons = colours["base-contrast-default"]
        for button in ("base-default", "base-hover", "base-active"):
            assert contrast(colours[button], on_buttons) >= NEEDED, button
        for ground in (
            page,
            colours["background-tinted"],
            colours["surface-tinted"],
            colours["surface-hover"],
        ):
            assert contrast(colours["text-subtle"], ground) >= NEEDED
            assert contrast(colours["text-default"], ground) >= NEEDED
        assert contrast(colours["border-default"], page) >= 3


def test_a_colour_for_dark_screens_is_made_where_none_is_given_and_kept_where_one_is() -> None:
    _, made = colours_of(stylesheet("#7a1f5c", None))
    assert contrast(made["base-default"], DARK_PAGE) >= NEEDED
    assert made["base-default"] not in {"#7a1f5c", WHITE}
    _, given_one = colours_of(stylesheet("#7a1f5c", "#e59ccb"))
    assert given_one["base-default"] == "#e59ccb"
    assert given_one["base-contrast-default"] == BLACK


def test_a_colour_for_dark_screens_alone_leaves_the_light_ones_as_they_are() -> None:
    light, dark = colours_of(stylesheet(None, "#e59ccb"))
    assert light == {}
    assert dark["base-default"] == "#e59ccb"

"""Pages are filled in order, and what belongs together stays together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.pdf.pagination import paginated
from reports.pdf.strips import Strip

HEIGHT = 100.0

strips = st.lists(
    st.builds(
        Strip,
        height=st.floats(1, 160),
        items=st.just(()),
        above=st.floats(0, 20),
        below=st.floats(0, 5),
        keep=st.booleans(),
    ),
    max_size=30,
)


@given(strips)
def test_every_strip_is_placed_once_and_in_order(wanted: list[Strip]) -> None:
    placed = [placed.strip for page in paginated(wanted, HEIGHT) for placed in page]
    assert placed == wanted


@given(strips)
def test_nothing_overlaps_and_nothing_but_a_giant_leaves_its_page(wanted: list[Strip]) -> None:
    for page in paginated(wanted, HEIGHT):
        bottom = 0.0
        for placed in page:
            assert placed.top >= bottom - 1e-6
            bottom = placed.top + placed.strip.height
            assert bottom <= HEIGHT + 1e-3 or placed.top == 0.0


@given(strips)
def test_no_page_is_begun_while_there_was_room(wanted: list[Strip]) -> None:
    pages = paginated(wanted, HEIGHT)
    assert all(pages) or not wanted


def test_a_heading_goes_to_the_next_page_with_its_text() -> None:
    text, heading = Strip(60, ()), Strip(20, (), keep=True)
    pages = paginated([text, heading, text], HEIGHT)
    assert [[placed.strip for placed in page] for page in pages] == [[text], [heading, text]]


def test_what_is_kept_together_but_higher_than_a_page_is_broken() -> None:
    pages = paginated([Strip(30, (), keep=True) for _ in range(8)], HEIGHT)
    assert [len(page) for page in pages] == [3, 3, 2]


def test_white_space_is_left_out_at_the_top_of_a_page() -> None:
    pages = paginated([Strip(90, (), above=10), Strip(90, (), above=10)], HEIGHT)
    assert [placed.top for page in pages for placed in page] == [0.0, 0.0]


def test_nothing_makes_one_empty_page() -> None:
    assert paginated([], HEIGHT) == [[]]

"""What every page of ours has to be, whatever is on it: looked at in the browser that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, Response, ViewportSize

from tests.browser.conftest import Visited

FINGER = 48
"""Pixels of a target that a trembling finger meets."""

SMALL_TARGETS = """
() => [...document.querySelectorAll("button, textarea, select, a[href], input:not([type=hidden])")]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest(".ds-sr-only, .ds-skip-link"))
    .map(one => [one, (one.closest(".cf-choice") ?? one).getBoundingClientRect()])
    .filter(([one, box]) => box.width < FINGER - 0.1 || box.height < FINGER - 0.1)
    .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)
""".replace("FINGER", str(FINGER))
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"

_NOTE_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(entry => entry.value)))
        .observe({type: "layout-shift", buffered: true});
"""
_REMEMBERS = """
() => [...document.querySelectorAll("main textarea, main input:not([type]), main input[type=text]")]
    .filter(one => one.autocomplete !== "off" || one.form?.autocomplete !== "off" || one.spellcheck)
    .map(one => one.outerHTML.slice(0, 80))
"""
_HEADING = """
() => [document.title, [...document.querySelectorAll("h1")].map(one => one.innerText).join(" "), document.documentElement.lang]
"""
_FIRST_IS_BACK = """
() => [...document.querySelectorAll("#page button")].map(one => one.name)
    .filter(name => ["next", "send", "back"].includes(name))[0] === "back"
    && document.querySelector("#page button[name=next], #page button[name=send]") !== null
"""

WIDTHS: tuple[ViewportSize, ...] = (
    {"width": 320, "height": 640},
    {"width": 768, "height": 1024},
    {"width": 1024, "height": 768},
)
"""A small phone, and a tablet held either way."""

_BAD = 400


@dataclass
class Tour:
    """Somebody goes from page to page and looks at each. `wrong`: what no page of ours may be, by page."""

    page: Page
    address: str
    language: str
    accessibility_faults: Callable[[Page], list[str]]
    for_patients: bool
    wrong: list[str] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Note from now on what pages do that they should not."""
        self._visited = Visited(self.page)
        self._visited.watch(self.address)
        self.page.add_init_script(_NOTE_SHIFTS)
        self.page.on("response", self._note_what_is_missing)

    def look(self, name: str) -> None:
        """Look at the page that is open. `name`: what it is called where something is wrong with it."""
        self.page.wait_for_load_state()
        self.looked_at.append(name)
        found = self._complaints() + self._words()
        for size in WIDTHS:
            self.page.set_viewport_size(size)
            found += [f"{size['width']} px: {what}" for what in self._layout()]
        found += self.accessibility_faults(self.page)
        self.wrong += [f"{self.language} {name}: {what}" for what in found]

    def _complaints(self) -> list[str]:
        """What the page did. That a page itself is an error's is no complaint: it is what is looked at."""
        loaded = "console: Failed to load resource"
        noted = [what for what in self._visited.faults() if not what.startswith(loaded)]
        self._visited.complaints.clear()
        shifts: list[float] = self.page.evaluate("window.shifts")
        return noted + [f"moves by {shift} while it loads" for shift in shifts]

    def _words(self) -> list[str]:
        title, heading, language = self.page.evaluate(_HEADING)
        found = [] if language == self.language else [f"in another language: {language!r}"]
        if not heading or heading not in title:
            found.append(f"the title {title!r} does not say what {heading!r} is")
        if self.for_patients:
            found += [f"is remembered or spelled: {what}" for what in self.page.evaluate(_REMEMBERS)]
            found += ["Back comes before Next"] if self.page.evaluate(_FIRST_IS_BACK) else []
        return found

    def _layout(self) -> list[str]:
        wide: int = self.page.evaluate(SIDEWAYS)
        small: list[str] = self.page.evaluate(SMALL_TARGETS) if self.for_patients else []
        return [f"{wide} px too wide"] * (wide > 0) + [f"too small for a finger: {one}" for one in small]

    def _note_what_is_missing(self, response: Response) -> None:
        if response.status >= _BAD and response.request.resource_type != "document":
            self.wrong.append(f"{response.status}: {response.url}")

"""A patient's whole way through the core form, against a bare Flask program with as many screens."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from contextlib import ExitStack

from sqlalchemy import func, select

from clinic_feedback.records.models.responses import ResponseRow
from forms.model import Form
from tests.benchmarks.yardsticks.servers import Serving, bare, empty_records, folder_in_memory, the_program
from tests.benchmarks.yardsticks.visitor import Visitor, walk
from tests.clinic_feedback.clinician.house import house
from tests.forms.pairs import base

ROUNDS = 9
WAYS_A_ROUND = 15
TEXTS = {"changed_text": "I know now what to look for. " * 5, "comment": "Thank you for the time. " * 5}
ANSWERS = {**base(form="core")["patient"]["answers"], **TEXTS, "sharing": "clinician"}


def cpu_of_ways(server: Serving, links: Sequence[str]) -> tuple[float, int, int]:
    """The server's CPU seconds a way, and how many pages are asked for and sent on each."""
    before = server.cpu_seconds()
    for link in links:
        with Visitor(server) as patient:
            walk(patient, link, ANSWERS)
    return (server.cpu_seconds() - before) / len(links), patient.gets, patient.posts


def measure() -> None:
    """Print the median of the rounds' ratios; both servers take turns."""
    with ExitStack() as stack:
        folder = stack.enter_context(folder_in_memory())
        records = empty_records(folder)
        there = house(records)
        links = [f"/p/{there.visit(form=Form.CORE).ticket.token}" for _ in range((1 + ROUNDS) * WAYS_A_ROUND)]
        servers = (
            stack.enter_context(the_program()),
            stack.enter_context(bare("bare_form", folder / "plain.sqlite")),
        )
        _, *rounds = [  # the first one warms up
            [cpu_of_ways(server, links[start : start + WAYS_A_ROUND]) for server in servers]
            for start in range(0, len(links), WAYS_A_ROUND)
        ]
        with records.read() as tx:
            assert tx.session.scalar(select(func.count()).select_from(ResponseRow)) == len(links)
    (_, *asked), (_, *asked_plainly) = rounds[0]
    assert asked == asked_plainly
    ours, plain = (statistics.median(seconds for seconds, _, _ in way) for way in zip(*rounds, strict=True))
    ratio = statistics.median(here[0] / plainly[0] for here, plainly in rounds)
    print(
        f"a patient's way: {asked[0]} pages and {asked[1]} posts in {ours * 1e3:.1f} ms of CPU; "
        f"a bare program's: {plain * 1e3:.1f} ms; ratio {ratio:.2f} (at most 2)"
    )


if __name__ == "__main__":
    measure()

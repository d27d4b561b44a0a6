"""`compare` on one pair, against the same rules written by hand; and the rate of `compare --lines`."""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from clinic_feedback.commands.main import cli
from forms.catalogue import built_in
from forms.comparison import compare
from forms.model import Form, Sharing, Side
from forms.responses import Response
from tests.benchmarks.yardsticks.plain_ifs import compare_by_hand
from tests.benchmarks.yardsticks.timing import seconds_in_turns
from tests.forms.pairs import base, random_answers

PAIRS = 500
LINES = 10_000


def random_pairs(number: int) -> list[list[dict[str, Any]]]:
    """Random pairs of the full form, the same at each run."""
    chance = random.Random(20261125)
    questionnaire = built_in().get("reassurance", "1.0").questionnaire
    return [[random_answers(questionnaire, side, chance) for side in Side] for _ in range(number)]


def one_pair() -> None:
    """The ratio of the comparison to plain ifs, over pairs that fire many rules."""
    questionnaire = built_in().get("reassurance", "1.0").questionnaire
    pairs: list[list[Any]] = [
        [{k: tuple(v) if isinstance(v, list) else v for k, v in side.items()} for side in pair]
        for pair in random_pairs(PAIRS)
    ]

    def by_rules() -> None:
        for patient, clinician in pairs:
            compare(
                questionnaire,
                Form.FULL,
                Response(patient, "en", Sharing.CLINICIAN),
                Response(clinician, "en"),
            )

    def by_hand() -> None:
        for patient, clinician in pairs:
            compare_by_hand(patient, clinician, shared=True)

    ours, plain = seconds_in_turns(by_rules, by_hand)
    print(
        f"compare, one pair: {ours / PAIRS * 1e6:.0f} µs; plain ifs: {plain / PAIRS * 1e6:.0f} µs; "
        f"ratio {ours / plain:.1f} (at most 5)"
    )


def many_lines() -> None:
    """The rate of `compare --lines`, from a file to a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "visits.jsonl"
        with path.open("w") as file:
            for patient, clinician in random_pairs(LINES):
                raw = base()
                raw["patient"]["answers"], raw["clinician"]["answers"] = patient, clinician
                file.write(json.dumps(raw) + "\n")
        out = Path(folder) / "results.jsonl"
        kept = sys.stdout
        start = time.process_time()
        with out.open("w") as sys.stdout:
            cli.main(["compare", "--lines", str(path)], standalone_mode=False)
        sys.stdout = kept
        seconds = time.process_time() - start
        results = len(out.read_text().splitlines())
    print(f"compare --lines: {results} lines in {seconds:.1f} s of CPU, {results / seconds:.0f} a second")


if __name__ == "__main__":
    one_pair()
    many_lines()

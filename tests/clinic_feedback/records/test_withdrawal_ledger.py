"""The ledger of withdrawals: whatever happens to it, the next line makes it whole."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest

from clinic_feedback.records import withdrawal_ledger
from clinic_feedback.records.engine import Database
from clinic_feedback.records.tombstones import Buried, bury_all
from clinic_feedback.records.transaction import Records
from clinic_feedback.records.withdrawal_ledger import bring_up_to_date, entries_of, ledger_of
from tests.clinic_feedback.records.setting import TestClock
from tests.databases import MakeUrl


@pytest.fixture
def new_database_url(sqlite_url: MakeUrl) -> MakeUrl:
    """One engine: it is about a file."""
    return sqlite_url


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Where a ledger is to lie."""
    return tmp_path / "ledger"


def bury_some(records: Records, *numbers: int) -> None:
    gone = [Buried(bytes([number]) * 32, records.clock.now()) for number in numbers]
    records.write(lambda tx: bury_all(tx, gone))


def digests(ledger: Path) -> list[int]:
    return [one.digest[0] for one in entries_of(ledger)]


def test_every_tombstone_stands_in_it_once(records: Records, ledger: Path, clock: TestClock) -> None:
    assert entries_of(ledger) == ()
    bury_some(records, 1, 2)
    assert bring_up_to_date(records, ledger) == 2
    assert bring_up_to_date(records, ledger) == 0
    clock.forward(hours=1)
    bury_some(records, 3)
    assert bring_up_to_date(records, ledger) == 1
    assert digests(ledger) == [1, 2, 3]
    assert [one.made_at for one in entries_of(ledger)][1:] == [clock.now().replace(hour=10), clock.now()]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda text: text[:-20], "cut off within a line: the power went"),
        (lambda text: text[:-1], "cut off before the end of a line"),
        (lambda text: text.replace("2026-03-02T10", "2026-99-02T10"), "a moment that is none"),
        (lambda text: text.replace("+00:00", ""), "a moment without a zone"),
        (lambda _: "", "emptied"),
        (lambda _: "\x00\ud800nonsense", "overwritten with something else"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_damaged_ledger_is_whole_again_with_the_next_line(
    records: Records, ledger: Path, damage: object, reason: str
) -> None:
    assert callable(damage), reason
    bury_some(records, 1, 2)
    bring_up_to_date(records, ledger)
    damaged = damage(ledger.read_text("utf-8"))
    ledger.write_bytes(damaged.encode("utf-8", "surrogatepass"))
    bury_some(records, 3)
    bring_up_to_date(records, ledger)
    assert sorted(digests(ledger)) == [1, 2, 3]


def test_several_at_once_write_each_line_once(
    records: Records, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_slowly(handle: int) -> str:
        text = read(handle)
        sleep(0.01)
        return text

    read = withdrawal_ledger._whole  # noqa: SLF001 - slowed down, so that one meets the other
    monkeypatch.setattr(withdrawal_ledger, "_whole", read_slowly)
    bury_some(records, *range(1, 40))
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda _: bring_up_to_date(records, ledger), range(8)))
    assert sum(added) == 39
    assert sorted(digests(ledger)) == list(range(1, 40))


def test_only_its_owner_reads_it_and_it_says_what_it_is(records: Records, ledger: Path) -> None:
    assert bring_up_to_date(records, ledger) == 0
    assert ledger.read_text("utf-8").startswith("# What was taken out of the records")
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600


def test_it_lies_beside_the_file_of_sqlite_unless_the_settings_say_otherwise(
    records: Records, ledger: Path
) -> None:
    sqlite, postgresql = records.database, Database("postgresql://somebody@/records")
    assert ledger_of(sqlite, ledger) == ledger_of(postgresql, ledger) == ledger
    assert ledger_of(sqlite, None) == Path(f"{sqlite.url.database}.withdrawals")
    assert ledger_of(postgresql, None) is None


def test_without_a_ledger_nothing_is_written(records: Records) -> None:
    bury_some(records, 1)
    assert (bring_up_to_date(records, None), entries_of(None)) == (0, ())

"""The commands that look after stored answers: withdraw, check, and keys rotate."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from clinic_feedback.commands import main as console
from clinic_feedback.key_files import load_keys, make_key_file
from clinic_feedback.keys import MissingKeyError, key_id
from clinic_feedback.opening import open_records
from clinic_feedback.records.models.responses import PairRow, ResponseRow
from clinic_feedback.records.models.safety import AuditEntry, Tombstone
from clinic_feedback.records.readiness import missing_keys, note_keys
from clinic_feedback.records.receipts import own_answers
from clinic_feedback.records.stored_answers import response_of
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings_reading import load_settings
from forms.model import Side
from tests.clinic_feedback.records.setting import Visit, begin, new_visit, send_side
from tests.databases import MakeUrl

Opened = Callable[[], Records]
Result = tuple[int, str, list[str]]
Run = Callable[..., Result]


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    """A file with fresh keys."""
    make_key_file(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def opened(sqlite_url: MakeUrl, keys_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Opens the records that the commands reach, with the keys that are in their file then."""
    monkeypatch.delenv("CLINIC_FEEDBACK_SETTINGS", raising=False)
    monkeypatch.setenv("CLINIC_FEEDBACK_DATABASE", sqlite_url().removeprefix("sqlite:///"))
    monkeypatch.setenv("CLINIC_FEEDBACK_KEYS_FILE", str(keys_file))
    all_opened: list[Records] = []

    def open_now() -> Records:
        all_opened.append(open_records(load_settings(None, os.environ)))
        return all_opened[-1]

    open_now().write(note_keys)
    yield open_now
    for records in all_opened:
        records.database.close()


@pytest.fixture
def visit(opened: Opened) -> Visit:
    """A visit that both sides answered, with a comment each."""
    records = opened()
    made = new_visit(records)
    begin(records, made)
    for side in Side:
        send_side(records, made, side, {"reassured": "a_little", "comment": f"of the {side}"})
    return made


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], opened: Opened) -> Run:
    """Runs the console script: exit code, standard output, lines on stderr."""
    opened()

    def ran(*arguments: str) -> Result:
        with pytest.raises(SystemExit) as stopped:
            console.main(list(arguments))
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err.splitlines()

    return ran


def ledger_file(opened: Opened) -> Path:
    return Path(f"{opened().database.url.database}.withdrawals")


def test_withdraw_deletes_the_patients_side_with_a_reason_on_the_trail(
    run: Run, opened: Opened, visit: Visit
) -> None:
    code, out, err = run("withdraw", visit.public_id, "--why", " a letter of 2 March ")
    assert (code, err) == (0, [])
    assert out.startswith(f"{visit.public_id}: the patient's side is withdrawn.")
    with opened().read() as tx:
        assert [row.side for row in tx.session.scalars(select(ResponseRow))] == ["clinician"]
        (entry,) = tx.session.scalars(select(AuditEntry))
        (stone,) = tx.session.scalars(select(Tombstone))
    assert (entry.actor, entry.origin, entry.act, entry.why) == (
        "withdraw",
        "command",
        "withdrawn_by_staff",
        "a letter of 2 March",
    )
    assert stone.digest.hex() in ledger_file(opened).read_text("utf-8")


def test_withdraw_says_the_same_whether_there_were_answers_or_not(
    run: Run, opened: Opened, visit: Visit
) -> None:
    empty = new_visit(opened(), code="south")
    said = [
        run("withdraw", one.public_id, "--why", "asked")[1].replace(one.public_id, "ID")
        for one in (visit, visit, empty)
    ]
    assert said[0] == said[1] == said[2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("withdraw", "nosuchvisit", "--why", "asked"), "there is no such visit"),
        (("withdraw", "import:nosuch", "--why", "asked"), "there is no such visit"),
        (("withdraw", "a\udcffb", "--why", "asked"), "there is no such visit"),
        (("withdraw", "x"), "--why"),
        (("withdraw", "x", "--why", " "), "--why: give a reason"),
        (("withdraw", "x", "--why", "two\nlines"), "--why: give a reason"),
        (("withdraw", "x", "--why", "x" * 201), "--why: give a reason"),
        (("withdraw", "x", "--why", "a\udcffb"), "--why: give a reason"),
    ],
)
def test_withdraw_refuses_in_one_line_and_changes_nothing(
    run: Run, opened: Opened, arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out, len(err)) == (2, "", 1)
    assert words in err[0]
    with opened().read() as tx:
        assert tx.session.scalars(select(AuditEntry)).all() == []


def test_withdraw_tells_when_its_ledger_could_not_be_written(run: Run, opened: Opened, visit: Visit) -> None:
    ledger_file(opened).mkdir()
    code, out, (line,) = run("withdraw", visit.public_id, "--why", "asked")
    assert (code, "is withdrawn" in out) == (1, True)
    assert "clinic-feedback check" in line
    with opened().read() as tx:
        assert len(tx.session.scalars(select(ResponseRow)).all()) == 1
    assert run("check")[0] == 2
    ledger_file(opened).rmdir()
    assert run("check")[0:2] == (1, "withdrawals that database or ledger did not know of: 1\n")
    assert run("check") == (0, "nothing was found\n", [])


def test_check_mends_and_tells_what(run: Run, opened: Opened, visit: Visit) -> None:
    assert run("check") == (0, "nothing was found\n", [])
    opened().write(lambda tx: tx.session.execute(delete(PairRow)) and None)
    code, out, err = run("check")
    assert (code, err) == (1, [])
    assert out == f"paired, as both sides were there: 1 ({visit.public_id})\n"
    assert run("check")[0] == 0


def test_where_no_ledger_is_kept_check_says_what_that_means(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_feedback.records.withdrawal_ledger.ledger_of", lambda *_: None)
    code, out, (line,) = run("check")
    assert (code, out) == (0, "nothing was found\n")
    assert "withdrawals_file" in line


def comments(records: Records, visit: Visit) -> list[str]:
    with records.read() as tx:
        rows = tx.session.scalars(select(ResponseRow).order_by(ResponseRow.id))
        answers = [response_of(tx.keys, row, visit.public_id).answers for row in rows]
    return [str(one["comment"]) for one in answers]  # type: ignore[index]  # a name as JSON has it


COMMENTS = ["of the patient", "of the clinician"]


def test_rotating_adds_a_key_seals_all_again_and_says_when_the_old_one_may_go(
    run: Run, opened: Opened, visit: Visit, keys_file: Path
) -> None:
    old = load_keys(keys_file).data_keys[0]
    code, out, err = run("keys", "rotate")
    new, kept = load_keys(keys_file).data_keys
    assert (code, err, kept) == (0, [], old)
    assert f"the new data key {key_id(new)}" in out
    assert "texts sealed again: 2" in out
    assert "restart the program" in out
    assert comments(opened(), visit) == COMMENTS

    code, out, err = run("keys", "rotate", "--finish")
    assert (code, err) == (0, [])
    assert f"may take them out\nof the keys: {key_id(old)}." in out
    text = keys_file.read_text("utf-8")
    keys_file.write_text(text.replace(f"data={old.hex()}\n", ""), "utf-8")
    records = opened()
    assert records.keys.data_keys == (new,)
    assert comments(records, visit) == COMMENTS
    with records.read() as tx:
        assert missing_keys(tx) == ()
        acts = [(one.actor, one.act, one.subject) for one in tx.session.scalars(select(AuditEntry))]
    assert acts == [("keys rotate", "keys_rotated", key_id(new))] * 2
    assert "there is no older one" in run("keys", "rotate", "--finish")[1]


def test_a_rotation_that_was_cut_off_goes_on_and_adds_no_further_key(
    run: Run, opened: Opened, visit: Visit, keys_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("clinic_feedback.records.rekeying._seal_lot", stopped)
        assert run("keys", "rotate")[0] == 130
    assert len(load_keys(keys_file).data_keys) == 2
    assert comments(opened(), visit) == COMMENTS
    code, out, _ = run("keys", "rotate")
    assert (code, "the new data key" in out, "texts sealed again: 2" in out) == (0, False, True)
    assert len(load_keys(keys_file).data_keys) == 2
    run("keys", "rotate")
    assert len(load_keys(keys_file).data_keys) == 3


def test_finishing_adds_no_key(run: Run, keys_file: Path) -> None:
    before = keys_file.read_bytes()
    assert run("keys", "rotate", "--finish")[0] == 0
    assert keys_file.read_bytes() == before


def test_keys_of_a_variable_cannot_be_added_to_but_what_is_left_is_sealed(
    run: Run, opened: Opened, visit: Visit, keys_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = [word for word in keys_file.read_text("utf-8").split() if "=" in word]
    monkeypatch.setenv("CLINIC_FEEDBACK_KEYS", " ".join(ours))
    before = keys_file.read_bytes()
    code, out, (line,) = run("keys", "rotate")
    assert (code, out) == (2, "")
    assert "CLINIC_FEEDBACK_KEYS" in line
    assert keys_file.read_bytes() == before
    monkeypatch.setenv("CLINIC_FEEDBACK_KEYS", " ".join([f"data={'ab' * 32}", *ours]))
    assert "texts sealed again: 2" in run("keys", "rotate")[1]
    assert comments(opened(), visit) == COMMENTS


def test_a_text_that_does_not_open_is_told_and_no_key_may_go(run: Run, opened: Opened, visit: Visit) -> None:
    records = opened()

    def moved(tx: Any) -> None:
        first, second = tx.session.scalars(select(ResponseRow).order_by(ResponseRow.id))
        second.texts_enc = first.texts_enc

    records.write(moved)
    for arguments in (("keys", "rotate"), ("keys", "rotate", "--finish")):
        code, out, (line,) = run(*arguments)
        assert (code, "may take them out" in out) == (1, False)
        assert f"response.texts_enc of {visit.public_id}/clinician does not open" in line


def test_a_program_that_was_not_restarted_says_which_key_it_lacks(
    run: Run, opened: Opened, visit: Visit
) -> None:
    running = opened()
    run("keys", "rotate")
    with pytest.raises(MissingKeyError):
        comments(running, visit)
    with running.read() as tx:
        assert len(missing_keys(tx)) == 1
        assert own_answers(tx, f"receipt of {visit.public_id}") is None  # sent on a tablet


def test_a_report_opens_without_a_key_that_went_too_early_and_nothing_is_sealed_again(
    run: Run, opened: Opened, visit: Visit, keys_file: Path, tmp_path: Path
) -> None:
    old = load_keys(keys_file).data_keys[0]
    assert run("keys", "rotate")[0] == 0
    records = opened()
    sealed_again = load_keys(keys_file).data_keys[0]
    text = keys_file.read_text("utf-8")
    # The newest key is replaced by a further one, so that what it sealed stays closed.
    keys_file.write_text(text.replace(f"data={sealed_again.hex()}\n", f"data={'cd' * 32}\n"), "utf-8")
    with records.read() as tx:
        before = list(tx.session.scalars(select(ResponseRow.texts_enc).order_by(ResponseRow.id)))
    out = tmp_path / "report.html"
    code, _, (line,) = run("report", "consultation", visit.public_id, "--out", str(out))
    assert code == 0
    assert f"a missing key ({key_id(sealed_again)}) do not open" in line
    assert f"cannot be opened: the key {key_id(sealed_again)} is missing" in out.read_text("utf-8")
    assert run("keys", "rotate", "--finish")[0] == 2
    with records.read() as tx:
        assert list(tx.session.scalars(select(ResponseRow.texts_enc).order_by(ResponseRow.id))) == before
    assert old in load_keys(keys_file).data_keys

"""`clinic-feedback import`: visits and answers from another system, or from paper, one visit a line."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clinic_feedback.commands.input_files import LINE_LIMIT, STANDARD_INPUT, numbered_lines
from clinic_feedback.commands.refusals import EXIT_SOME_REFUSED, RefusedError
from clinic_feedback.commands.rejected_lines import RejectedLines, rejected_file_of
from forms.faults import FaultyInputError, not_readable

if TYPE_CHECKING:
    from clinic_feedback.records.import_terms import Terms
    from clinic_feedback.records.importing import Line, Tally
    from clinic_feedback.settings import Settings

_COMMAND = "import"
_SOURCE_WRONG = (
    "--source: give up to 64 letters, digits and . _ -, beginning with a letter or a digit; 'live' is what "
    "visits are called that were made here"
)
_CUT_OFF = (
    "the database could not take it just now; what it took before stays: run the same again in a little "
    "while, and it goes on"
)
_MOST_NAMED = 20


@click.command(name=_COMMAND)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--no-create", is_flag=True, help="Reject lines that name an unknown clinic or clinician.")
@click.option("--follow-up", is_flag=True, help="Open follow-ups, as if the answers had been sent here.")
@click.option("--source", default="import", show_default=True, help="The system whose ids these are.")
def import_(file: Path, *, no_create: bool, follow_up: bool, source: str) -> int:
    """Take in the visits of FILE, one a line, each with the answers of one side, of both, or of none.

    What is there stays as it is, so the same file may be imported again, also after it was cut off.
    Lines with faults are left out; FILE.rejected.jsonl says why. Exit code 0: every line was taken in;
    1: some were not.
    """
    from clinic_feedback.commands.open_records import settings_of_command
    from clinic_feedback.records.clinics import NewClinicDefaults
    from clinic_feedback.records.import_terms import Terms, is_source

    if not is_source(source):
        raise RefusedError([_SOURCE_WRONG])
    if file == STANDARD_INPUT:
        raise RefusedError(["FILE: give a file; what is wrong with its lines is written beside it"])
    settings = settings_of_command()
    new_clinic = NewClinicDefaults(settings.closing_hours, settings.due_days)
    terms = Terms(source, new_clinic, create=not no_create, follow_up=follow_up)
    with closing(RejectedLines()) as rejected:
        tally = _taken_in(file, settings, terms, rejected)
        _put(rejected, rejected_file_of(file), tally.rejected)
    for line in _told(tally):
        click.echo(line)
    return EXIT_SOME_REFUSED if tally.rejected else 0


def _taken_in(file: Path, settings: Settings, terms: Terms, rejected: RejectedLines) -> Tally:
    from clinic_feedback.commands.open_records import opened_records
    from clinic_feedback.records.audit import Actor, Origin
    from clinic_feedback.records.engine import NotStoredError
    from clinic_feedback.records.importing import Tally, import_lots
    from clinic_feedback.records.versions import PinnedVersionError

    actor, tally = Actor(_COMMAND, Origin.COMMAND), Tally()
    gc.freeze()  # the program's own objects stay: to look through them time and again takes a tenth longer
    with opened_records(settings) as records:
        try:
            for lot in import_lots(records, actor, terms, _lines(file)):
                tally.add(lot)
                for one in lot.rejected:
                    rejected.add(one.line, one.why)
        except NotStoredError:
            raise RefusedError([_CUT_OFF]) from None
        except PinnedVersionError as error:
            raise RefusedError([str(error)]) from None
    return tally


def _lines(file: Path) -> Iterator[Line]:
    """The lines, with a bar on a terminal: in a file or on a pipe it is only noise."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=_size(file), label="importing", file=sys.stderr, hidden=hidden) as bar:
        for number, data in numbered_lines(file):
            yield number, _too_long() if data is None else data
            bar.update(LINE_LIMIT if data is None else len(data))


def _size(file: Path) -> int:
    """Bytes, for the bar alone: what cannot be read is told where it is read."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _too_long() -> FaultyInputError:
    return FaultyInputError([not_readable("", f"it has over {LINE_LIMIT} bytes; give one visit a line")])


def _put(rejected: RejectedLines, path: Path, count: int) -> None:
    try:
        rejected.put(path)
    except OSError as error:
        why = f"{path}: cannot be written ({error.strerror}); allow it, or make room, and run this again"
        click.echo(why, err=True)
    else:
        if count:
            click.echo(f"{path}: says what is wrong with the rejected lines ({count})", err=True)


def _told(tally: Tally) -> Iterator[str]:
    if tally.made_clinics:
        yield f"clinics that were not known before: {_named(tally.made_clinics)}"
    if tally.made_clinicians:
        yield f"clinicians that were not known before: {_named(tally.made_clinicians)}"
    if tally.first_side:
        yield f"visits that got a first side: {len(tally.first_side)}"
    if tally.taken_back:
        lines = _named(tally.taken_back)
        yield f"withdrawn before, and left out again: {len(tally.taken_back)} (line {lines})"
    if tally.texts_left_out:
        yield f"texts left out: {tally.texts_left_out}"
    yield (
        f"new: {len(tally.new)}, paired: {len(tally.paired)}, unchanged: {tally.unchanged}, "
        f"rejected: {tally.rejected}"
    )


def _named(names: list[str] | list[int]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(map(str, names[:_MOST_NAMED])) + (f" and {more} more" if more > 0 else "")

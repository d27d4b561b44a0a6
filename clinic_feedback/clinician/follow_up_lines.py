"""Follow-ups in words: as much of each as its reader may know."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_feedback.clinician.staff_page import reader
from clinic_feedback.current import records
from clinic_feedback.languages import date_text, words
from clinic_feedback.records.follow_up_lists import FollowUpSeen, Part, overdue_of_others, own_follow_ups
from clinic_feedback.records.follow_up_work import Colleague, colleagues
from clinic_feedback.records.follow_ups import DUE_DAYS
from clinic_feedback.records.models.follow_ups import FollowUpState, How, Reason


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A follow-up as it is drawn. `text`: what to do, '' where the title says it; `visit`: its visit's id.

    `own`: the reader is the one who follows up; `revision`: which state of it the page shows.
    """

    public_id: str
    title: str
    text: str
    due: str
    overdue: bool
    state: str
    planned: bool
    own: bool
    visit: str | None
    visit_title: str
    revision: int


def lines_to_do(language: str) -> tuple[FollowUpLine, ...]:
    """What the reader has to follow up, the first due first."""
    member = reader()
    with records().read() as tx:
        seen = own_follow_ups(tx, member)
    return tuple(_line(one, language) for one in seen)


def overdue_lines(language: str) -> tuple[FollowUpLine, ...]:
    """That others' follow-ups are past their day, for a contact person."""
    member = reader()
    with records().read() as tx:
        seen = overdue_of_others(tx, member)
    return tuple(_line(one, language) for one in seen)


def line_of(public_id: str, language: str) -> FollowUpLine | None:
    """One follow-up that the reader has anything to do with; None: no such one, or it is done."""
    lines = (*lines_to_do(language), *overdue_lines(language))
    return next((line for line in lines if line.public_id == public_id), None)


def colleagues_for(public_id: str) -> tuple[Colleague, ...]:
    """Who may take a follow-up over."""
    member = reader()
    with records().read() as tx:
        return colleagues(tx, member, public_id)


def how_choices(language: str) -> dict[str, str]:
    """What can have been done, in words."""
    said = words(language)["staff"]
    return {how: said[f"how_{how}"] for how in How}


def _line(seen: FollowUpSeen, language: str) -> FollowUpLine:
    said = words(language)["staff"]
    due = "follow_up_overdue" if seen.overdue else "follow_up_due"
    day = date_text(seen.held_at, language, seen.time_zone) if seen.held_at else ""
    return FollowUpLine(
        seen.public_id,
        _title(seen, language),
        _task(seen, language, day),
        said[due].format(date=date_text(seen.due_on, language)),
        seen.overdue,
        said[f"follow_up_{seen.state}"],
        planned=seen.state is FollowUpState.PLANNED,
        own=seen.part is Part.OWNER,
        visit=seen.visit,
        visit_title=said["nothing_title"].format(date=day),
        revision=seen.revision,
    )


def _title(seen: FollowUpSeen, language: str) -> str:
    said = words(language)["staff"]
    if seen.part is Part.LOOKS_AFTER:
        return said["overdue_row"].format(owner=seen.owner, date=date_text(seen.due_on, language))
    return said["follow_up_unsaid" if seen.reason is None else f"follow_up_{seen.reason}"]


def _task(seen: FollowUpSeen, language: str, day: str) -> str:
    if seen.reason is not Reason.CONTACT:
        return ""
    said = words(language)["staff"]
    task = said["contact_task_other" if seen.for_other else "contact_task"]
    return task.format(date=day, n=seen.due_days or DUE_DAYS)

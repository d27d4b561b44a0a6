"""What a visit's clinician reads about it: one document, for the page, the PDF and the page to print."""

from __future__ import annotations

from clinic_feedback.clock import local_date
from clinic_feedback.languages import moment_text, words
from clinic_feedback.records.visibility import VisitFacts, VisitSeen
from reports.consultation import Visit, consultation_report
from reports.document import Document
from reports.wording import spoken_languages


def visit_document(seen: VisitSeen, language: str) -> Document:
    """The report on a visit as it may be seen now, in a language."""
    said = words(language)["staff"]
    unreadable = tuple(
        said["text_unreadable"].format(key=key) if key else said["text_damaged"] for key in seen.unreadable
    )
    line, made_up = visit_line(seen.facts, language), seen.facts.made_up
    about = Visit(line, made_up=made_up, follow_up_waits=seen.follow_up_waits)
    return consultation_report(seen.answered, language, about, unreadable)


def visit_line(facts: VisitFacts, language: str) -> str:
    """When and where a visit was held, by the clinic's own calendar and clock."""
    held_at = moment_text(facts.held_at, language, facts.time_zone)
    return words(language)["staff"]["visit_line"].format(date=held_at, clinic=facts.clinic_name)


def report_language(seen: VisitSeen, *wanted: str | None) -> str:
    """The first of the languages wanted that the report can be written in."""
    there = [code for code in spoken_languages() if code in seen.answered.pack.texts]
    return next((language for language in wanted if language in there), there[0])


def other_languages(seen: VisitSeen, language: str) -> dict[str, str]:
    """The other languages that the report can be written in, by what each calls itself."""
    texts = seen.answered.pack.texts
    return {code: texts[code].name for code in spoken_languages() if code in texts and code != language}


def file_name(facts: VisitFacts, language: str, ending: str) -> str:
    """What a report's file is called: by its day alone, without a reference or a name."""
    day = local_date(facts.held_at, facts.time_zone).isoformat()
    return f"{words(language)['staff']['file_name'].format(date=day)}.{ending}"

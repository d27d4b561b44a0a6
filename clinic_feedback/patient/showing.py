"""The patient's pages as responses: a template each, with plain values."""

from __future__ import annotations

from flask import render_template
from werkzeug.datastructures import MultiDict

from clinic_feedback import cookies, csrf
from clinic_feedback.codes import grouped
from clinic_feedback.cookies import Cookie
from clinic_feedback.current import records, settings
from clinic_feedback.languages import words
from clinic_feedback.patient.entrance import Entered, carried, first_language, first_size
from clinic_feedback.patient.screen import Reader, Screen, intro_text, screen
from clinic_feedback.patient.sending_off import receipt_of
from clinic_feedback.qr_codes import qr_svg
from clinic_feedback.records.drafts import Pending
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import ClinicFacts, wished_contact
from clinic_feedback.ticket_cookie import ticket_of_request
from forms.builder import PageForm, form_class
from forms.model import TEXT_LIMIT, AnswerKind, LinkId, Side
from forms.pages import Page, PageKind
from forms.texts import Texts

STOP = "stop"

_CONFLICT, _GONE, _UNAVAILABLE = 409, 410, 503


def question_page(who: Entered, page: Page, pending: Pending | None, came_from: str = "") -> str:
    """A page of the form: the first one, sharing, questions, or the overview."""
    return _page(f"patient/{page.kind}.html", who, screen(who.form, page, who.reader, pending), came_from)


def not_saved_page(who: Entered, page: Page, pending: Pending) -> tuple[str, int]:
    """The page with all that was posted, and that it could not be kept now."""
    drawn = screen(who.form, page, who.reader, pending)
    return _page(f"patient/{page.kind}.html", who, drawn, not_saved=True), _UNAVAILABLE


def thanks_page(who: Entered) -> str:
    """'Thank you', with the code to take the answers back by."""
    texts = who.form.pack.texts[who.reader.language]
    with records().read() as tx:
        contact = wished_contact(tx, who.public_id)
    address = settings().address
    return render_template(
        "patient/thanks.html",
        **_frame(who),
        receipt=grouped(receipt_of(who.public_id, who.ticket)),
        qr=qr_svg(address.link("/receipt")) if address and not address.is_loopback else None,
        contact_noted=contact,
        not_urgent=not_urgent(who.form.clinic, texts, who.reader.mode),
    )


def already_sent_page(who: Entered) -> tuple[str, int]:
    """Other answers were sent before, and stand."""
    return render_template("patient/already_sent.html", **_frame(who)), _CONFLICT


def stop_page(who: Entered, page: str) -> str:
    """Whether the patient means to stop, and would like to be contacted. `page`: where 'no' leads.

    A wish that was told before is ticked already: who stops keeps it.
    """
    return _stop_page(
        who, page, contact_form(who).showing(who.form.filled.answers if who.form.filled else {})
    )


def not_stopped_page(who: Entered, page: str, posted: MultiDict[str, str]) -> tuple[str, int]:
    """The same with what was ticked, and that it did not work just now."""
    return _stop_page(who, page, contact_form(who).posted(posted), not_done=True), _UNAVAILABLE


def privacy_page(who: Entered, page: str) -> str:
    """What happens to the answers. `page`: where it leads back to."""
    texts, clinic = who.form.pack.texts[who.reader.language], who.form.clinic
    text = texts.frame["privacy"].format(
        months=settings().retention_months, contact=clinic.contact or clinic.name
    )
    return render_template(
        "patient/privacy.html", **_frame(who), text=text, title=texts.frame["privacy_title"], page=page
    )


def closed_page() -> tuple[str, int]:
    """A form that cannot be used: the same page whatever the reason is. A clinic's tablet leads on."""
    found = ticket_of_request()
    mode = found[0] if found else Mode.PHONE
    on_tablet = mode is Mode.TABLET or bool(cookies.read(Cookie.TABLET))
    return render_template("patient/closed.html", **bare_frame(mode), on_tablet=on_tablet), _GONE


def done_page(mode: Mode) -> str:
    """The end, alike for whoever sent, stopped or went away."""
    return render_template("patient/done.html", **bare_frame(mode), on_tablet=mode is Mode.TABLET)


def contact_form(who: Entered) -> type[PageForm]:
    """The question whether the patient would like to be contacted, by itself."""
    pack, items = who.form.pack, contact_items(who)
    page = Page(PageKind.QUESTIONS, STOP, 1, 1, items)
    return form_class(pack.questionnaire, pack.texts[who.reader.language], Side.PATIENT, page)


def not_urgent(clinic: ClinicFacts, texts: Texts, mode: Mode) -> str:
    """Where help is, now: beside every free text and at the end."""
    if mode is Mode.PHONE and clinic.not_urgent:
        return texts.frame["not_urgent_phone"].format(line=clinic.not_urgent)
    return texts.frame["not_urgent"]


def _writes_text(who: Entered) -> bool:
    """Whether the patient wrote words of their own, which totals would leave out."""
    items = who.form.pack.questionnaire.by_link_id
    answers = who.form.filled.answers if who.form.filled else {}
    return any(items[link_id].answer_kind is AnswerKind.TEXT for link_id in answers)


def contact_items(who: Entered) -> tuple[LinkId, ...]:
    """The questions by which a patient asks to be contacted."""
    items = who.form.pack.questionnaire.items
    return tuple(item.link_id for item in items if item.no_contact is not None)


def bare_frame(mode: Mode) -> dict[str, object]:
    """What a page needs that knows of no form."""
    language = first_language(mode)
    return {
        "reader": Reader(language, first_size(), mode),
        "said": words(language)["patient"],
        "clinic_name": settings().organisation,
    }


def _frame(who: Entered) -> dict[str, object]:
    """What every page of a form needs. The idle time is a tablet's: an own phone is nobody else's."""
    return {
        "reader": who.reader,
        "said": words(who.reader.language)["patient"],
        "clinic_name": who.form.clinic.name,
        "public_id": who.public_id,
        "csrf_token": csrf.token_for(who.ticket.key),
        "idle": settings() if who.reader.mode is Mode.TABLET else None,
        "carried": carried(who.reader),
    }


def _stop_page(who: Entered, page: str, form: PageForm, *, not_done: bool = False) -> str:
    fields = [form[link_id] for link_id in contact_items(who)]
    return render_template("patient/stop.html", **_frame(who), fields=fields, page=page, not_done=not_done)


def _page(template: str, who: Entered, drawn: Screen, came_from: str = "", *, not_saved: bool = False) -> str:
    texts = drawn.texts
    return render_template(
        template,
        **_frame(who),
        screen=drawn,
        came_from=came_from,
        not_saved=not_saved,
        intro=intro_text(who.form.form, texts),
        languages={code: other.name for code, other in who.form.pack.texts.items()},
        not_urgent=not_urgent(who.form.clinic, texts, who.reader.mode),
        text_limit=TEXT_LIMIT,
        writes_text=_writes_text(who),
    )

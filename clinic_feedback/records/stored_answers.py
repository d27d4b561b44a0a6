"""Accepted answers on their way into a response's row, and out of it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from clinic_feedback.keys import Keyring, Place, Purpose
from clinic_feedback.records.models.responses import ResponseRow
from forms.loading.pack import Pack
from forms.model import AnswerKind, Code, LinkId, Sharing, Side
from forms.responses import Answer, Given, Response


@dataclass(frozen=True, slots=True)
class Stored:
    """A response as its row holds it. `texts_enc`: None where nothing was written, or it may not be kept."""

    answers: Mapping[str, str | list[str]]
    texts_enc: bytes | None
    content_hmac: bytes


def stored(keys: Keyring, pack: Pack, response: Response, side: Side, public_id: str) -> Stored:
    """What is kept of a response. With totals only no text is: nobody would read it."""
    items = pack.questionnaire.by_link_id
    texts = {i: a for i, a in response.answers.items() if items[i].answer_kind is AnswerKind.TEXT}
    coded = {i: a for i, a in response.answers.items() if i not in texts}
    kept = {} if response.sharing is Sharing.TOTALS_ONLY else texts
    answers = as_json(coded)
    content = [answers, as_json(kept), response.language, response.sharing]
    return Stored(
        answers,
        keys.seal(_text(as_json(kept)), _place(public_id, side)) if kept else None,
        keys.digest(Purpose.SUBMISSION, _text([public_id, side, content])),
    )


def response_of(keys: Keyring, row: ResponseRow, public_id: str) -> Response:
    """The response that a row holds. Raises MissingKeyError, UnreadableError where a text stays closed."""
    answers = from_json(row.answers)
    if row.texts_enc is not None:
        answers |= from_json(json.loads(keys.open(row.texts_enc, _place(public_id, Side(row.side)))))
    return Response(answers, row.language, Sharing(row.sharing) if row.sharing else None)


def coded_response_of(row: ResponseRow | Row[*tuple[Any, ...]]) -> Response:
    """The response that a row holds, without its texts: all that rules read, and no key is needed."""
    return Response(from_json(row.answers), row.language, Sharing(row.sharing) if row.sharing else None)


def as_json(answers: Given) -> dict[str, str | list[str]]:
    """Answers as JSON holds them: a set as a list."""
    return {str(i): answer if isinstance(answer, str) else list(answer) for i, answer in answers.items()}


def from_json(raw: Mapping[str, str | list[str]]) -> dict[LinkId, Answer]:
    """Answers as they were before `as_json`."""
    return {LinkId(i): a if isinstance(a, str) else tuple(Code(code) for code in a) for i, a in raw.items()}


def _place(public_id: str, side: Side) -> Place:
    return Place("response", "texts_enc", f"{public_id}/{side}")


_text = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
"""JSON that is the same for the same content."""

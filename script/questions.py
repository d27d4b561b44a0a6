#!/usr/bin/env python3
"""The built-in questionnaire's words as a document a language: run by script/questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from forms.catalogue import Pack, built_in
from forms.model import AnswerKind, Form, Item, Side

DOCS = Path(__file__).parents[1] / "docs"


def main() -> None:
    """Write the documents."""
    pack = built_in().get("reassurance", "1.0")
    for language in pack.questionnaire.languages:
        file_of(language).write_text(questions(pack, language), encoding="utf-8")


def file_of(language: str) -> Path:
    """Where a language's document lies."""
    return DOCS / f"questions.{language}.md"


def questions(pack: Pack, language: str) -> str:
    """Every question with its answers, in order, as both sides read them."""
    texts, questionnaire = pack.texts[language], pack.questionnaire
    lines = [
        f"# {questionnaire.name} {questionnaire.version}: {texts.name}",
        "",
        "Made by `script/questions` from the questionnaire itself; a code stands before each answer.",
        "",
        f"`sharing` (before the first question): {texts.frame['sharing']} {texts.frame['sharing_hint']}",
        "",
    ]
    scale = questionnaire.sharing
    lines += [f"- `{code}`: {texts.option(scale, code, Side.PATIENT)}" for code in scale.codes]
    for item in questionnaire.items:
        lines += ["", *_item(item, pack, language)]
    return "\n".join(lines) + "\n"


def _item(item: Item, pack: Pack, language: str) -> Iterator[str]:
    texts = pack.texts[language]
    forms = " + ".join(form for form in Form if any(item.offered(form, side) for side in Side))
    yield f"## `{item.link_id}`: {texts.label(item.link_id)} ({forms})"
    yield ""
    sides = [side for side in Side if side in item.sides]
    for side in sides:
        yield f"- *{side}*: {texts.question(item.link_id, side)}"
    if item.answer_kind is AnswerKind.TEXT:
        return
    yield ""
    yield f"| code | {' | '.join(sides)} |"
    yield f"| --- |{' --- |' * len(sides)}"
    for code in item.choices.codes:
        words = " | ".join(texts.option(item.choices, code, side) for side in sides)
        yield f"| `{code}` | {words} |"


if __name__ == "__main__":
    main()

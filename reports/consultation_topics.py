"""What to look at first: the flags of a comparison, topic by topic, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.comparison import Comparison, Flag
from forms.explaining import Explainer, Explanation
from forms.responses import Given
from forms.rule_model import Kind, Severity
from forms.wording import Sentences
from reports.document import Block, Box, Heading, Led, Paragraph, Role

MOST_TOPICS_FIRST = 3


@dataclass(frozen=True, slots=True)
class TopicWriter:
    """Writes the topics of one comparison in one language."""

    comparison: Comparison
    explainer: Explainer
    clinician: Given | None
    words: Sentences

    def first_and_also(self) -> Iterator[Block]:
        """Three topics at most under 'What to look at first', the rest, closer set, under 'Also'."""
        for key, topics in (
            ("first", self.comparison.topics[:MOST_TOPICS_FIRST]),
            ("also", self.comparison.topics[MOST_TOPICS_FIRST:]),
        ):
            if topics:
                yield Heading(2, self.words["report"][key])
            for topic in topics:
                name = self.explainer.texts.topics[topic.name]
                urgent = topic.severity is Severity.ATTENTION
                # Below 'Also' nothing is called the first to look at: the order speaks.
                remark = self.words["severities"][topic.severity] if key == "first" else ""
                yield Heading(3, name, remark, urgent)
                advised = self._advised_apart if key == "first" else self._advised
                for flag in flags_said(self.comparison, topic.name):
                    explanation = self.explainer.explain(flag, self.clinician)
                    yield Paragraph(explanation.text, Role.STATEMENT)
                    if flag.kind is not Kind.DETAIL:
                        yield from advised(explanation)

    def better(self) -> Iterator[Block]:
        """A box with what was better than expected; what they have in common is advised once."""
        good = [flag for flag in self.comparison.flags if flag.severity is Severity.GOOD_NEWS]
        said = [self.explainer.explain(flag, self.clinician) for flag in good]
        if not said:
            return
        statements = tuple(Paragraph(one.text, Role.STATEMENT) for one in said)
        advice = {(one.finding, one.suggestion): one for one in said}
        advised = tuple(paragraph for one in advice.values() for paragraph in self._advised(one))
        yield Box((Heading(2, self.words["report"]["better"]), *statements, *advised))

    def _advised(self, explanation: Explanation) -> Iterator[Paragraph]:
        report = self.words["report"]
        finding = Led(explanation.finding, report["finding"])
        yield Paragraph(explanation.suggestion, Role.SMALL, report["suggestion"], (finding,))

    def _advised_apart(self, explanation: Explanation) -> Iterator[Paragraph]:
        report = self.words["report"]
        yield Paragraph(explanation.suggestion, Role.BODY, report["suggestion"])
        yield Paragraph(explanation.finding, Role.SMALL, report["finding"])


def flags_said(comparison: Comparison, topic: str) -> list[Flag]:
    """A topic's flags as they are said: concerns first, details last.

    A mismatch on the item of a concern is not said again.
    """
    flags = [f for f in comparison.flags if f.topic == topic and f.severity.counts]
    concerns = [f for f in flags if f.kind is Kind.CONCERN]
    spoken = {f.item for f in concerns}
    others = [f for f in flags if f.kind is Kind.MISMATCH and f.item not in spoken]
    return [*concerns, *others, *(f for f in flags if f.kind is Kind.DETAIL)]

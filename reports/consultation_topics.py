"""What to look at first: the flags of a comparison, topic by topic, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.comparison import Comparison, Flag
from forms.explaining import Explainer, Explanation
from forms.rule_model import Kind, Severity
from forms.rules import Given
from reports.document import Block, Box, Heading, Paragraph, Role
from reports.wording import Words

MOST_TOPICS_FIRST = 3


@dataclass(frozen=True, slots=True)
class TopicWriter:
    """Writes the topics of one comparison in one language."""

    comparison: Comparison
    explainer: Explainer
    clinician: Given | None
    words: Words

    def first_and_also(self) -> Iterator[Block]:
        """Three topics at most under 'What to look at first', the rest under 'Also'."""
        for key, topics in (
            ("first", self.comparison.topics[:MOST_TOPICS_FIRST]),
            ("also", self.comparison.topics[MOST_TOPICS_FIRST:]),
        ):
            if topics:
                yield Heading(2, self.words["report"][key])
            for topic in topics:
                name = self.explainer.texts.topics[topic.name]
                yield Heading(3, name, self.words["severities"][topic.severity])
                yield from self._statements(flags_said(self.comparison, topic.name))

    def better(self) -> Iterator[Block]:
        """A box with what was better than the clinician expected."""
        good = [flag for flag in self.comparison.flags if flag.severity is Severity.GOOD_NEWS]
        if good:
            statements = tuple(self._statements(good))
            yield Box((Heading(2, self.words["report"]["better"]), *statements))

    def _statements(self, flags: list[Flag]) -> Iterator[Paragraph]:
        """Each flag's sentence; a detail is one line, and nothing is explained twice in a row."""
        said: set[str] = set()
        for flag, after in zip(flags, [*flags[1:], None], strict=True):
            explanation = self.explainer.explain(flag, self.clinician)
            yield Paragraph(explanation.text, Role.STATEMENT)
            if flag.kind is Kind.DETAIL or self._explained_by(after, explanation):
                continue
            for key, text in (("finding", explanation.finding), ("suggestion", explanation.suggestion)):
                if text not in said:
                    said.add(text)
                    yield Paragraph(text, Role.SMALL, self.words["report"][key])

    def _explained_by(self, after: Flag | None, explanation: Explanation) -> bool:
        if after is None:
            return False
        later = self.explainer.explain(after, self.clinician)
        return (later.finding, later.suggestion) == (explanation.finding, explanation.suggestion)


def flags_said(comparison: Comparison, topic: str) -> list[Flag]:
    """A topic's flags as they are said: concerns first, details last.

    A mismatch on the item of a concern is not said again.
    """
    flags = [f for f in comparison.flags if f.topic == topic and f.severity.counts]
    concerns = [f for f in flags if f.kind is Kind.CONCERN]
    spoken = {f.item for f in concerns}
    others = [f for f in flags if f.kind is Kind.MISMATCH and f.item not in spoken]
    return [*concerns, *others, *(f for f in flags if f.kind is Kind.DETAIL)]

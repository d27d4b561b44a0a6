"""Form data as a browser sends it, without a web framework."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs


class PostedData(dict[str, list[str]]):
    """Every value of a name, as web frameworks keep them."""

    def getlist(self, name: str) -> list[str]:
        """The values of a name; none where it was not posted."""
        return list(self.get(name, []))


def posted(body: str) -> PostedData:
    """The body of a POST: `heard=mostly&changed=thoughts&changed=actions`."""
    return PostedData(parse_qs(body, keep_blank_values=True))


def as_posted(answers: Mapping[str, object]) -> PostedData:
    """Answers as JSON has them, as a form would send them."""
    return PostedData({k: list(v) if isinstance(v, list | tuple) else [str(v)] for k, v in answers.items()})

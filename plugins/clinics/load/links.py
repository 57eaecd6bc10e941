"""The links of a Markdown text, as they are written and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..problems import Place
from .front_matter import body_lines
from .lines import without_code, without_images
from .source import Source

LINK = re.compile(
    r"\]\(\s*<?((?:[^()\s>]|\([^()\s>]*\))+)"
    r"|^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)"
    r"|<([a-zA-Z]+:[^<>\s]*)>"
)
"""Inline links (an address may have brackets, in pairs), reference definitions, addresses in
angle brackets.
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A link target as written in Markdown, and where."""

    target: str
    place: Place


def links(source: Source) -> Iterator[Link]:
    """Every link below the front matter; neither images nor what is code."""
    for number, line in body_lines(source):
        text = without_images(without_code(line))
        for match in LINK.finditer(text):
            group = next(index for index in (1, 2, 3) if match[index])
            yield Link(match[group], Place(number, match.start(group) + 1, len(match[group])))

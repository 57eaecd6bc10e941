"""The links of a Markdown text, as they are written and where."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from ..problems import Place, Problem, Severity
from ..prose import PELICAN_LINK, is_allowed_link
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
    """A link as it is written in a Markdown file.

    Attributes:
        target: all of it, also its anchor.
    """

    source: Source
    target: str
    place: Place

    @property
    def page(self) -> str:
        """The target without its anchor."""
        return self.target.partition("#")[0]

    @property
    def anchor(self) -> str | None:
        """What stands behind `#`; None where there is no `#`."""
        _page, mark, anchor = self.target.partition("#")
        return unquote(anchor) if mark else None

    @property
    def path(self) -> str | None:
        """From the root, without its first slash; None where it is not written as a path."""
        is_path = self.target.startswith("/") and is_allowed_link(self.target)
        return re.split(r"[#?]", self.target)[0].removeprefix("/") if is_path else None

    @property
    def file(self) -> str | None:
        """The file of ours that it names, from the content folder; None where it names none."""
        if not self.target.startswith(PELICAN_LINK):
            return None
        folder = posixpath.dirname(self.source.path.removeprefix("content/"))
        # Joined to an absolute path, the folder falls away.
        joined = posixpath.join(folder, self.page.removeprefix(PELICAN_LINK))
        return posixpath.normpath(joined).lstrip("/")

    def problem(
        self, message: str, hint: str, severity: Severity = Severity.ERROR, harm: str = ""
    ) -> Problem:
        """A Problem at the target."""
        return self.source.problem(self.place, message, hint, severity, harm)


def links(source: Source) -> Iterator[Link]:
    """Every link below the front matter; neither images nor what is code."""
    return (Link(source, target, place) for target, place in _written(source.text))


@lru_cache(maxsize=2000)
def _written(text: str) -> tuple[tuple[str, Place], ...]:
    """Kept: many rules ask for the links of each text."""
    return tuple(_found(Source("", text)))


def _found(source: Source) -> Iterator[tuple[str, Place]]:
    for number, line in body_lines(source):
        if "[" not in line and "<" not in line:
            continue
        text = without_images(without_code(line))
        for match in LINK.finditer(text):
            group = next(index for index in (1, 2, 3) if match[index])
            place = Place(number, match.start(group) + 1, len(match[group]))
            yield match[group], place

"""Citations in Markdown: `[@S008]` or `[@S008; @S011]` becomes numbered links to the sources.

The list of sources itself is the template's business; each of its entries has the id
`source-<number>` and leads back to `cite-<number>`, where the text first names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

PATTERN = r"\[@([\w-]+(?:\s*;\s*@[\w-]+)*)\]"

BEFORE_LINKS = 175
"""Priority: after code and escapes, before anything else that begins with a bracket."""


def cited_ids(text: str) -> Iterator[re.Match[str]]:
    """A match for each id that a line of Markdown cites, without its sign."""
    for citation in re.finditer(PATTERN, text):
        yield from re.compile(r"(?<=@)[\w-]+").finditer(text, citation.start(), citation.end())


class Citations(Extension):
    """Numbers sources in the order of their first citation; `cited` are their ids in this order."""

    def __init__(self) -> None:
        super().__init__()
        self.cited: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:
        """Read citations before links."""
        md.inlinePatterns.register(_Citation(self.cited), "citation", BEFORE_LINKS)


class _Citation(InlineProcessor):
    def __init__(self, cited: list[str]) -> None:
        super().__init__(PATTERN)
        self.cited = cited

    # As InlineProcessor itself: it takes and returns other things than its base class Pattern.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """The links for one citation."""
        sup = Element("sup", {"class": "citation"})
        for match in cited_ids(m[0]):
            link = SubElement(sup, "a")
            is_first = match[0] not in self.cited
            if is_first:
                self.cited.append(match[0])
            number = self.cited.index(match[0]) + 1
            link.set("href", f"#source-{number}")
            link.set("role", "doc-noteref")
            if is_first:
                link.set("id", f"cite-{number}")
            link.text = f"[{number}]"
        return sup, m.start(0), m.end(0)

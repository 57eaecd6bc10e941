"""Citations in Markdown: `[@S008]` or `[@S008; @S011]` becomes numbered links to the sources.

`[@S008?]` is a citation whose source nobody has read for this statement: it carries a label, and a
check keeps it from the published site.

The list of sources itself is the template's business; each of its entries has the id
`source-<number>` and leads back to `cite-<number>`, where the text first names it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor

PATTERN = r"\[@([\w-]+\??(?:[ \t]*;[ \t]*@[\w-]+\??)*)\]"
"""A citation stands on one line, because the checks read line by line."""

UNMARKED = re.compile(r"(?<![\\\]!])\[([\w-]+(?:[ \t]*;[ \t]*[\w-]+)*)\](?![(\[:])")
"""The same without its sign, where it is no link."""

UNCOMPARED = "not compared with the source"
"""The label of a citation with a question mark."""

BEFORE_LINKS = 175
"""Priority: after code and escapes, before anything else that begins with a bracket."""


def cited_ids(text: str) -> Iterator[re.Match[str]]:
    """A match for each id that a line of Markdown cites, without its sign."""
    for citation in re.finditer(PATTERN, text):
        yield from re.compile(r"(?<=@)[\w-]+").finditer(text, citation.start(), citation.end())


def sources_cited(lines: Iterable[str]) -> set[str]:
    """The ids of all sources that lines of Markdown cite."""
    return {match[0] for line in lines for match in cited_ids(line)}


def uncompared_citations(text: str) -> Iterator[re.Match[str]]:
    """A match for each id that a line of Markdown cites with a question mark, with both signs."""
    for citation in re.finditer(PATTERN, text):
        yield from re.compile(r"@[\w-]+\?").finditer(text, citation.start(), citation.end())


def unread_citations(text: str) -> Iterator[re.Match[str]]:
    """A match for each beginning of a citation that a line of Markdown does not finish."""
    return re.finditer(rf"(?<!\\)(?!{PATTERN})\[@[\w-]+", text)


def unmarked_citations(text: str, known: Container[str]) -> Iterator[re.Match[str]]:
    """A match for each `[S001]` of a line of Markdown: ids of `known` sources without sign."""
    for found in UNMARKED.finditer(text):
        if all(name.strip() in known for name in found[1].split(";")):
            yield found


class Citations(Extension):
    """Numbers sources in the order of their first citation; `cited` are their ids in this order."""

    def __init__(self) -> None:
        super().__init__()
        self.cited: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:
        """Read citations before links; number them in the finished text."""
        md.inlinePatterns.register(_Citation(PATTERN), "citation", BEFORE_LINKS)
        md.postprocessors.register(_Numbers(self.cited), "citation_numbers", 0)


class _Citation(InlineProcessor):
    # As InlineProcessor itself: it takes and returns other things than its base class Pattern.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """The links for one citation, still without their numbers."""
        sup = Element("sup", {"class": "citation"})
        for match in cited_ids(m[0]):
            link = SubElement(sup, "a", {"href": f"#source-{match[0]}", "role": "doc-noteref"})
            link.text = f"[{match[0]}]"
        if any(uncompared_citations(m[0])):
            SubElement(sup, "span", {"class": "badge"}).text = UNCOMPARED
        return sup, m.start(0), m.end(0)


class _Numbers(Postprocessor):
    """Numbers come last: Markdown does not convert a text from its beginning to its end.

    It runs for each heading by itself before it runs for the text; only the last run counts.
    """

    def __init__(self, cited: list[str]) -> None:
        super().__init__()
        self.cited = cited

    def run(self, text: str) -> str:
        self.cited.clear()
        return _LINK.sub(self._numbered, _SPACE.sub("", text))

    def _numbered(self, link: re.Match[str]) -> str:
        anchor = ""
        if link[1] not in self.cited:
            self.cited.append(link[1])
            anchor = f' id="cite-{len(self.cited)}"'
        number = self.cited.index(link[1]) + 1
        return f'<a href="#source-{number}"{anchor} role="doc-noteref">[{number}]</a>'


_LINK = re.compile(r'<a href="#source-([\w-]+)" role="doc-noteref">\[\1\]</a>')
_SPACE = re.compile(r'(?<!\s)\s+(?=<sup class="citation">)')

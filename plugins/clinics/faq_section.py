"""A text's own questions: its section “FAQ”, found in the HTML that its Markdown became.

The section begins with a heading “FAQ” or “Frequently asked questions” and ends at the next
heading that is not below it. In it stand headings one level lower, each a question with its answer
below, or `details` elements, each with the question as its `summary`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

_TITLE = re.compile(r"(?:faqs?|frequently asked questions)\W*", re.IGNORECASE)
_HEADING = re.compile(r"h([1-6])")


@dataclass(frozen=True, slots=True)
class SectionQuestion:
    """A question of the section: the anchor of its heading, its words, its answer as HTML."""

    id: str
    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class SectionFault:
    """What is wrong with a section, and the words of the heading at which it is."""

    heading: str
    message: str
    hint: str


Found = SectionQuestion | SectionFault


def read_faq_section(html: str) -> tuple[tuple[SectionQuestion, ...], tuple[SectionFault, ...]]:
    """All questions of all such sections, and everything that is malformed in them."""
    found: list[Found] = []
    for heading in BeautifulSoup(html, "html.parser").find_all(_HEADING):
        if _TITLE.fullmatch(_text(heading)):
            found += _section(heading)
    questions = tuple(item for item in found if isinstance(item, SectionQuestion))
    return questions, tuple(item for item in found if isinstance(item, SectionFault))


def plain_words(html: str) -> str:
    """What a reader of `html` sees, in one line."""
    return _text(BeautifulSoup(html, "html.parser"))


def _section(title: Tag) -> list[Found]:
    level = _level(title)
    parts = list(_until_heading(title, level))
    found = [
        *_details(parts),
        *(_question(part, level + 1) for part in parts if _level(part) == level + 1),
        *(
            SectionFault(_text(part), *NESTED)
            for part in parts
            if isinstance(part, Tag) and _level(part) > level + 1
        ),
    ]
    return found or [SectionFault(_text(title), *NO_QUESTION)]


def _question(heading: PageElement, level: int) -> Found:
    if not isinstance(heading, Tag) or not _text(heading):
        return SectionFault("", *EMPTY_HEADING)
    answer = "".join(str(part) for part in _until_heading(heading, level))
    if not BeautifulSoup(answer, "html.parser").get_text(strip=True):
        return SectionFault(_text(heading), *NO_ANSWER)
    return SectionQuestion(str(heading.get("id") or ""), _text(heading), answer.strip())


def _details(parts: list[PageElement]) -> Iterator[Found]:
    for part in parts:
        if not isinstance(part, Tag) or part.name != "details":
            continue
        summary = part.find("summary")
        name = _text(summary) if isinstance(summary, Tag) else ""
        answer = "".join(str(child) for child in part.children if child is not summary).strip()
        if not name:
            yield SectionFault("", *EMPTY_HEADING)
        elif not BeautifulSoup(answer, "html.parser").get_text(strip=True):
            yield SectionFault(name, *NO_ANSWER)
        else:
            yield SectionQuestion(str(part.get("id") or ""), name, answer)


def _until_heading(start: Tag, level: int) -> Iterator[PageElement]:
    """What follows `start` up to the next heading of this level or a higher one."""
    for part in start.next_siblings:
        if 0 < _level(part) <= level:
            return
        yield part


def _level(part: PageElement) -> int:
    """The level of a heading; 0 for anything else."""
    match = _HEADING.fullmatch(part.name) if isinstance(part, Tag) else None
    return int(match[1]) if match else 0


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


NO_QUESTION = (
    "this section has no question.",
    "write each question as a heading one level lower, with its answer below; or name questions "
    "of content/faq/ in “questions” at the top of the file.",
)
EMPTY_HEADING = ("a question of this section has no words.", "write the question, or delete it.")
NO_ANSWER = ("this question has no answer.", "write the answer below it, or delete the question.")
NESTED = (
    "an answer cannot have headings of its own.",
    "make it a question of its own, or write the words in bold.",
)

"""Links to texts and questions as lists show them, and what two texts have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from .load.files import Sourced
from .load.library import topic_id
from .load.texts import TextFile
from .model.question import Question, Topic

FAQ_URL = "faq/"
"""The hub of the question library; its topics lie below it."""


@dataclass(frozen=True)
class FaqTopic:
    """A topic of the question library, and the slugs of its questions in their order."""

    topic: Topic
    questions: tuple[str, ...]

    @property
    def url(self) -> str:
        """Address of its page, from the root, without a leading slash."""
        return f"{FAQ_URL}{self.topic.id}/"


@dataclass(frozen=True)
class TextLink:
    """A Markdown text: its title, its address from the root, what it says in a sentence.

    `label` says in development that it is not out; else it is empty.
    """

    title: str
    url: str
    description: str
    label: str = ""

    @property
    def slug(self) -> str:
        """The name of its file, without the extension."""
        return self.url.strip("/").rpartition("/")[2]


@dataclass(frozen=True)
class TextGroup:
    """Texts that a list shows together; its name is empty where the list has one group only."""

    name: str
    texts: tuple[TextLink, ...]


@dataclass(frozen=True)
class QuestionLink:
    """A question, and where it is answered, from the root; `label` as that of a `TextLink`."""

    name: str
    url: str
    label: str = ""


def question_url(question: Sourced[Question]) -> str:
    """Where a question is answered, from the root: `faq/tms/#does-tms-hurt`."""
    return f"{FAQ_URL}{topic_id(question)}/#{PurePosixPath(question.source.path).stem}"


def pages_above(url: str) -> Iterator[str]:
    """The addresses of the pages above one, nearest first: `faq/tms/`, `faq/` and the home page."""
    page, mark, _anchor = url.partition("#")
    if mark:
        yield page
    parts = page.rstrip("/").split("/")
    for length in range(len(parts) - 1, -1, -1):
        yield "".join(f"{part}/" for part in parts[:length])


def subjects_of(text: TextFile) -> set[tuple[str, str]]:
    """What a text is about: services and conditions; a treatment's page is about its service."""
    own = {(text.kind.replace("treatments", "services"), text.slug)}
    named = {
        (kind, item)
        for kind in ("services", "conditions")
        for item in getattr(text.entry.value, kind, ())
    }
    return own | named

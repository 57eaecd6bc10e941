"""Links to texts and questions as lists show them, and what two texts have in common."""

from __future__ import annotations

from dataclasses import dataclass

from .load.texts import TextFile
from .model.question import Topic

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
    """A Markdown text: its title, its address from the root, what it says in a sentence."""

    title: str
    url: str
    description: str

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
    """A question, and where it is answered, from the root."""

    name: str
    url: str


def text_link(text: TextFile) -> TextLink:
    """The link to a text."""
    return TextLink(text.entry.value.title, text.url, text.entry.value.description)


def subjects_of(text: TextFile) -> set[tuple[str, str]]:
    """What a text is about: services and conditions; a treatment's page is about its service."""
    own = {(text.kind.replace("treatments", "services"), text.slug)}
    named = {
        (kind, item)
        for kind in ("services", "conditions")
        for item in getattr(text.entry.value, kind, ())
    }
    return own | named

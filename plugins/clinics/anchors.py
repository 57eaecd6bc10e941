"""The anchors of a page that is made of texts, without building it.

What a page of clinics has depends on what is known of them: it is not known here, and the tests
follow its links in a finished build.
"""

from __future__ import annotations

import re

from .catalog import Catalog
from .faq import questions_of_text
from .load.front_matter import body
from .load.texts import TextFile
from .prose import read_prose
from .text_links import FAQ_URL

AROUND = frozenset(("main",))
AROUND_TEXT = AROUND | {"questions", "related", "sources"}
AROUND_TOPIC = AROUND | {"questions", "other-topics", "related"}
"""What the templates bring along on every page, on that of a text, on that of a topic."""

OWN_TEMPLATE = {
    "request-appointment": frozenset(("numbers",)),
    "crisis": frozenset(("help",)),
}
"""Anchors of the templates that only one Markdown page has, by its file name."""

_ID = re.compile(r'<[a-z0-9]+ [^>]*?\bid="([^"]+)"')


def anchors(catalog: Catalog, url: str) -> frozenset[str] | None:
    """Everything behind `#` to which a link to a page of texts can lead; None for other pages."""
    if url == FAQ_URL:
        return AROUND | {topic.topic.id for topic in catalog.topics}
    for topic in catalog.topics:
        if topic.url == url:
            return AROUND_TOPIC | set(topic.questions)
    found = next((text for text in catalog.repository.texts if text.url == url), None)
    return _of_text(catalog, found) if found else None


def _of_text(catalog: Catalog, text: TextFile) -> frozenset[str]:
    """Of its headings, its citations and the list of their sources, and the questions below it."""
    prose = read_prose(body(text.entry.source))
    sources = {f"source-{number}" for number in range(1, len(prose.cited) + 1)}
    questions = questions_of_text(catalog, text)
    own = OWN_TEMPLATE.get(text.slug, frozenset()) if text.kind == "pages" else frozenset()
    return AROUND_TEXT | own | sources | set(questions) | set(_ID.findall(prose.html))

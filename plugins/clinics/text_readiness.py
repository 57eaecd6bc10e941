"""The part of the readiness report about texts: how hard they are to read, what they rest on.

Nothing of it is a problem by itself; `checks/editorial.py` says where a limit is crossed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from .catalog import Catalog
from .citations import sources_cited
from .editorial.draft import Draft
from .editorial.rules import readability_of


@dataclass(frozen=True, slots=True)
class TextReadiness:
    """A Markdown text or a question, measured.

    Attributes:
        path: its file, relative to the project folder.
        url: its address, from the root, with the anchor of a question; empty where it has none.
        words: of its prose; headings and tables do not count.
        grade: Flesch-Kincaid, in years of school.
        sources: how many different ones it cites or names.
        next_review: None for a page that is not about health.
        is_reviewed: whether a clinician has reviewed it; True for a page that is not about health.
    """

    path: str
    url: str
    title: str
    words: int
    grade: float
    words_per_sentence: float
    sources: int
    next_review: datetime.date | None
    is_reviewed: bool


def text_readiness(catalog: Catalog) -> tuple[TextReadiness, ...]:
    """Every text and every question, by file."""
    return tuple(sorted(_rows(catalog), key=lambda row: row.path))


def texts_summary(catalog: Catalog) -> Iterator[str]:
    """The same as lines of text, the hardest first; then how many wait for a clinician."""
    rows = text_readiness(catalog)
    for row in sorted(rows, key=lambda row: -row.grade):
        yield (
            f"{row.path}: grade {row.grade:.1f}, {row.words} words, "
            f"{row.words_per_sentence:.0f} in a sentence, {row.sources} sources."
        )
    unreviewed = sum(not row.is_reviewed for row in rows)
    yield f"{len(rows)} texts, {unreviewed} of them not reviewed by a clinician."


def _rows(catalog: Catalog) -> Iterator[TextReadiness]:
    for text in catalog.repository.texts:
        cited = sources_cited(text.entry.source.lines)
        yield _row(catalog, Draft(text.entry.value, text.entry.source), len(cited))
    for entry in catalog.repository.library.questions.values():
        yield _row(catalog, Draft(entry.value, entry.source), len(entry.value.sources))


def _row(catalog: Catalog, draft: Draft, sources: int) -> TextReadiness:
    measures = readability_of(draft)
    next_review = getattr(draft.front_matter, "next_review", None)
    return TextReadiness(
        path=draft.source.path,
        url=catalog.files.get(draft.source.path.removeprefix("content/"), ""),
        title=getattr(draft.front_matter, "title", ""),
        words=measures.words,
        grade=measures.grade,
        words_per_sentence=measures.words_per_sentence,
        sources=sources,
        next_review=next_review,
        is_reviewed=next_review is None or bool(getattr(draft.front_matter, "last_reviewed", None)),
    )

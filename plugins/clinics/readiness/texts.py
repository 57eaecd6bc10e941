"""The report about texts: how hard they are to read, what they rest on, who has reviewed them.

Nothing of it is a problem by itself; `checks/editorial.py` says where a limit is crossed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Catalog
from ..citations import sources_cited, uncompared_citations
from ..editorial.draft import Draft
from ..editorial.rules import MAX_GRADE, MAX_SECTION_GRADE, SECTION_WORDS, readability_of
from ..load.front_matter import body_lines
from ..load.lines import without_code


@dataclass(frozen=True, slots=True)
class TextReadiness:
    """A Markdown text or a question, measured.

    Attributes:
        path: its file, relative to the project folder.
        url: its address, from the root, with the anchor of a question; empty where it has none.
        words: of its prose; headings and tables do not count.
        grade: Flesch-Kincaid, in years of school.
        is_hard: whether the grade is above the limit for a text of its kind and length.
        sources: how many different ones it cites or names.
        uncompared: how many citations carry the mark of the reviewer, `[@S008?]`.
        next_review: None for a page that is not about health.
        is_overdue: whether that day has passed.
        is_reviewed: whether a clinician has reviewed it; True for a page that is not about health.
    """

    path: str
    url: str
    title: str
    words: int
    grade: float
    is_hard: bool
    words_per_sentence: float
    sources: int
    uncompared: int
    next_review: datetime.date | None
    is_overdue: bool
    is_reviewed: bool

    @property
    def is_without_source(self) -> bool:
        """Whether it is to be reviewed, as all but plain pages are, and names no source."""
        return self.next_review is not None and not self.sources

    @property
    def urgency(self) -> tuple[object, ...]:
        """Sorts what may be wrong before what is merely hard to read; then the hardest first."""
        open_ones = (self.is_overdue, self.uncompared, self.is_without_source, self.is_hard)
        return [not is_open for is_open in open_ones], -self.grade, self.path


def text_readiness(catalog: Catalog) -> tuple[TextReadiness, ...]:
    """Every text and every question, those first that may mislead."""
    return tuple(sorted(_rows(catalog), key=lambda row: row.urgency))


def _rows(catalog: Catalog) -> Iterator[TextReadiness]:
    for text in catalog.repository.texts:
        cited = sources_cited(text.entry.source.lines)
        yield _row(catalog, Draft(text.entry.value, text.entry.source), len(cited))
    for entry in catalog.repository.library.questions.values():
        yield _row(catalog, Draft(entry.value, entry.source), len(entry.value.sources))


def _row(catalog: Catalog, draft: Draft, sources: int) -> TextReadiness:
    measures = readability_of(draft)
    next_review = getattr(draft.front_matter, "next_review", None)
    limit = MAX_GRADE if draft.is_text else MAX_SECTION_GRADE
    return TextReadiness(
        path=draft.source.path,
        url=catalog.files.get(draft.source.path.removeprefix("content/"), ""),
        title=getattr(draft.front_matter, "title", ""),
        words=measures.words,
        grade=measures.grade,
        is_hard=measures.words >= SECTION_WORDS and measures.grade > limit,
        words_per_sentence=measures.words_per_sentence,
        sources=sources,
        uncompared=_uncompared(draft),
        next_review=next_review,
        is_overdue=next_review is not None and next_review < catalog.as_of,
        is_reviewed=next_review is None or bool(getattr(draft.front_matter, "last_reviewed", None)),
    )


def _uncompared(draft: Draft) -> int:
    return sum(
        1
        for _number, line in body_lines(draft.source)
        for _mark in uncompared_citations(without_code(line))
    )

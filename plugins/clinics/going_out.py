"""Which texts and answers are out on a day: the one place that knows the rule.

A draft is never out; another text is from `published` on, and on its last day `expires` still. In
production a text that is not out does not exist: the catalog is made of a repository without it,
so that no page, list, feed, index or file can name it. What stays known is its address, because
one that was public goes on answering.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from .formats import date_words
from .load.repository import Addressed, Repository
from .model.text import Edited, TextStatus
from .text_links import question_url


class Standing(StrEnum):
    """What a text is on a day."""

    OUT = "out"
    DRAFT = "draft"
    COMING = "coming"
    EXPIRED = "expired"


def standing(text: Edited, as_of: datetime.date) -> Standing:
    """What a text is on the day `as_of`."""
    if is_draft(text):
        return Standing.DRAFT
    if text.published and text.published > as_of:
        return Standing.COMING
    if text.expires and text.expires < as_of:
        return Standing.EXPIRED
    return Standing.OUT


def is_out(text: Edited, as_of: datetime.date) -> bool:
    """Whether the published site has a text on the day `as_of`."""
    return standing(text, as_of) is Standing.OUT


def is_draft(text: Edited) -> bool:
    """Whether a text is still being written, whatever its days."""
    return text.status is TextStatus.DRAFT


def label(text: Edited, as_of: datetime.date) -> str:
    """What the development site says beside a text that is not out; empty for all others."""
    found = standing(text, as_of)
    if found is Standing.DRAFT:
        return "Draft"
    if found is Standing.COMING and text.published:
        return f"Goes out on {date_words(text.published)}"
    if found is Standing.EXPIRED and text.expires:
        return f"Expired after {date_words(text.expires)}"
    return ""


def only_out(repository: Repository, as_of: datetime.date) -> Repository:
    """The repository of the published site on a day: without the texts that are not out."""

    def keep(text: Edited) -> bool:
        return is_out(text, as_of)

    library = repository.library
    questions = {slug: entry for slug, entry in library.questions.items() if keep(entry.value)}
    found = (item for item in written(repository) if not keep(item.entry.value))
    return replace(
        repository,
        texts=repository.texts.only(keep),
        library=replace(library, questions=questions),
        withheld=(*repository.withheld, *found),
    )


def written(repository: Repository) -> Iterator[Addressed]:
    """Every text and question of a repository with its address, whether it is out or not."""
    for text in repository.texts:
        yield Addressed(text.url, text.entry)
    for entry in repository.library.questions.values():
        yield Addressed(question_url(entry), entry)

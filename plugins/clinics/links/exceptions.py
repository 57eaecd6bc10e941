"""The exceptions of `content/_link_exceptions.yaml`, each with its place."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Catalog
from ..load.source import Source
from ..problems import Problem, Severity
from .find import page_of


@dataclass(frozen=True, slots=True)
class Excepted:
    """A page about which nothing is to be reported until a day, and where that is written."""

    page: str
    reason: str
    expires: datetime.date
    source: Source
    position: int

    def has_ended(self, as_of: datetime.date) -> bool:
        """Whether it holds no more; the day that it names is the first of these days."""
        return self.expires <= as_of

    def problem(
        self, message: str, hint: str, severity: Severity = Severity.ERROR, at: str = "url"
    ) -> Problem:
        """A Problem at one of its lines."""
        path = ("exceptions", self.position, at)
        return self.source.problem_at(path, message, hint, severity)


def every_exception(catalog: Catalog) -> Iterator[Excepted]:
    """All exceptions in the order of the file, also those that have ended."""
    if loaded := catalog.repository.library.link_exceptions:
        for position, item in enumerate(loaded.value.exceptions):
            page = page_of(item.url)
            yield Excepted(page, item.reason, item.expires, loaded.source, position)


def valid_exceptions(catalog: Catalog) -> dict[str, Excepted]:
    """The exceptions that hold today, by page."""
    return {
        item.page: item for item in every_exception(catalog) if not item.has_ended(catalog.as_of)
    }

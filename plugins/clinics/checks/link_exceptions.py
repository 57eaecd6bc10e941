"""Rules about the exceptions for links to other sites; `make links` says whether links work."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog
from ..links.exceptions import Excepted, every_exception
from ..links.find import external_links
from ..problems import Problem, Severity


def link_exceptions_are_unique(catalog: Catalog) -> Iterator[Problem]:
    """No link has two exceptions in `content/_link_exceptions.yaml`."""
    seen: dict[str, Excepted] = {}
    for exception in every_exception(catalog):
        first = seen.setdefault(exception.page, exception)
        if first is not exception:
            line = first.problem("", "").place.line
            message = f"this link has an exception on line {line} already."
            yield exception.problem(message, "delete one of the two.")


def link_exceptions_have_not_ended(catalog: Catalog) -> Iterator[Problem]:
    """An exception for a link has not ended."""
    for exception in every_exception(catalog):
        if exception.has_ended(catalog.as_of):
            yield exception.problem(
                f"this exception ended on {exception.expires}.",
                "repair the link and delete the exception; or let it be agreed again, with a "
                "later day.",
                at="expires",
                severity=Severity.WARNING,  # no edit has to wait for another website
            )


def link_exceptions_are_used(catalog: Catalog) -> Iterator[Problem]:
    """An exception for a link is about a link to another site that some file has."""
    exceptions = list(every_exception(catalog))
    pages = {link.page for link in external_links(catalog)} if exceptions else set()
    for exception in exceptions:
        if exception.page not in pages:
            yield exception.problem(
                "no text and no file of data links to this address.",
                "delete the exception; or copy the address as the file with the link writes it.",
            )

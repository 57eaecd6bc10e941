"""By what the results of the site search can be narrowed: kind, treatment and condition.

A template writes them into the head of a page, and the index takes them from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from .catalog import Catalog
from .load.texts import TextFile
from .publication import PublishedLocation
from .translation import gettext, later

TEXT_KINDS = {
    "treatments": later("Treatment"),
    "conditions": later("Condition"),
    "articles": later("Article"),
}
"""Kinds of texts that have a word of their own, by their folder."""


class Findable(Protocol):
    """What a page says about itself; both our pages and Pelican's do."""

    @property
    def schema_type(self) -> str:
        """The kind of page in schema.org's words."""

    @property
    def text(self) -> TextFile | None:
        """The Markdown text that it shows."""

    @property
    def subject(self) -> PublishedLocation | None:
        """The location that it is about."""


def facets(catalog: Catalog, page: Findable) -> Iterator[tuple[str, str]]:
    """By what a page can be found: names and values in words; a name may come more than once."""
    yield "kind", _kind(page)
    for id in _treatments(page):
        if id in catalog.services:
            yield "treatment", catalog.services[id].name
    for id in _named(page, "conditions", "conditions"):
        if id in catalog.conditions:
            yield "condition", catalog.conditions[id].name


def _kind(page: Findable) -> str:
    if page.subject:
        return gettext("Clinic")
    if page.schema_type == "FAQPage":
        return gettext("Questions")
    return gettext(TEXT_KINDS.get(page.text.kind if page.text else "", later("Page")))


def _treatments(page: Findable) -> tuple[str, ...]:
    """Ids of services; of a clinic only what it surely offers, in every build."""
    if page.subject:
        return tuple(offered.service.id for offered in page.subject.confirmed_services)
    return _named(page, "treatments", "services")


def _named(page: Findable, kind: str, field: str) -> tuple[str, ...]:
    """Ids of what a text is about: itself, if it is of this kind, and what its `field` lists."""
    if page.text is None:
        return ()
    own = (page.text.slug,) if page.text.kind == kind else ()
    return (*own, *getattr(page.text.entry.value, field, ()))

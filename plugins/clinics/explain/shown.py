"""What a page shows, as data: two pages differ for visitors where this differs.

A page holds whole clinics also where it only lists them; of these a list shows less. A template
asks the catalog for some more, which the table `ASKED` repeats for its kind of page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from ..catalog import Catalog
from ..citations import sources_cited
from ..load.front_matter import body
from ..load.texts import TextFile
from ..near_me import Prefix
from ..pages import Page
from ..prose import converter, with_links
from ..publication import PublishedLocation

NOT_SHOWN = {"sources": (), "former_urls": (), "editorial_exceptions": ()}
"""Fields of any model that no page shows."""

TEXTS = "texts"
"""In `ASKED`: the pages of Markdown texts, whose template is Pelican's business."""


def shown(catalog: Catalog, page: Page) -> Any:
    """All that a page shows besides what every page does; to be compared, and nothing else."""
    own = _whole(page.subject) if page.subject else None
    asked = ASKED.get(TEXTS if page.text else page.template)
    more = plain(asked(catalog, page)) if asked else None
    return own, more, plain(page)


def shared(catalog: Catalog) -> Any:
    """What every page shows: the name, the main telephone, help lines, notices, the states."""
    organization = catalog.organization
    names = ("name", "slogan", "telephone", "crisis_lines")
    notices = [(notice.name, catalog.notice_url(notice)) for notice in catalog.notices]
    states = [(state.name, state.url) for state in catalog.states]
    return [getattr(organization, name) for name in names], notices, states


def plain(value: Any) -> Any:
    """Any data of a page, with clinics as lists show them and without what no page shows."""
    if isinstance(value, PublishedLocation):
        return _card(value)
    if isinstance(value, Prefix):
        return value.url
    if isinstance(value, TextFile):
        return value.kind, value.slug, plain(value.entry.value)
    if isinstance(value, BaseModel):
        hidden = {name: empty for name, empty in NOT_SHOWN.items() if hasattr(value, name)}
        return value.model_copy(update=hidden)
    if is_dataclass(value) and not isinstance(value, type):
        return [plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _card(location: PublishedLocation) -> Any:
    """What a list says of a clinic."""
    where = (location.url, location.name, location.address, location.is_withheld("address"))
    return *where, location.telephone, location.has_own_telephone, location.facts.status


def _whole(location: PublishedLocation) -> Any:
    """What the page of a clinic says of it."""
    services, insurance = location.services, location.insurance
    facts = (location.facts, location.coming)
    return [plain(item) for item in facts], _card(location), services, insurance, location.withheld


@cache
def html_of(markdown: str) -> str:
    """A Markdown text as HTML; kept, because most texts are the same before and after."""
    return converter().convert(markdown)


def _text(catalog: Catalog, page: Page) -> Any:
    """A text with the addresses of its links, its sources, and what its template adds."""
    assert page.text is not None
    text = page.text
    markdown = body(text.entry.source)
    html = with_links(html_of(markdown), text.kind, catalog.files, catalog.addresses_of_moved)
    cited = sorted(sources_cited(markdown.split("\n")))
    sources = [catalog.medical_sources.get(name.rstrip("?")) for name in cited]
    offering = catalog.offering(text.slug) if text.kind == "treatments" else ()
    related = catalog.related_texts(text.kind, text.slug) if text.kind != "pages" else ()
    is_list = getattr(text.entry.value, "template", "") == "request-appointment"
    listed = catalog.locations if is_list else ()
    return html, sources, offering, related, listed


def _clinic(catalog: Catalog, page: Page) -> Any:
    assert page.subject is not None
    subject = page.subject
    return catalog.nearby(subject), catalog.successor(subject), catalog.predecessors(subject)


def _zip_prefix(_catalog: Catalog, page: Page) -> Any:
    prefix = page.context["prefix"]
    return prefix.cities, prefix.clinics


def _topic(catalog: Catalog, page: Page) -> Any:
    return catalog.related_questions(page.context["topic"])


ASKED: dict[str, Callable[[Catalog, Page], Any]] = {
    "location.html": _clinic,
    "faq.html": lambda catalog, _page: [catalog.question_links(item) for item in catalog.topics],
    "faq-topic.html": _topic,
    "index.html": lambda catalog, _page: (
        [(state.name, len(state.locations)) for state in catalog.states],
        catalog.offered_services,
        catalog.text_links("conditions"),
    ),
    "search.html": lambda catalog, _page: catalog.offered_services,
    "zip-prefix.html": _zip_prefix,
    TEXTS: _text,
}
"""Template → what it asks the catalog for."""

"""Which page of a build an address leads to that an editor has named."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog
from ..going_out import Standing, is_draft, standing
from ..load.repository import Addressed
from ..model.text import TextFrontMatter
from .address import PUBLISHED

ALL_LOCATIONS = "locations/"

SITEMAP, SITEMAP_OF_ARTICLES = "sitemap.xml", "sitemaps/articles.xml"
"""A part of the sitemap may not be empty; its index answers where it would be."""


def page_of_location(catalog: Catalog, slug: str) -> str:
    """Where old addresses of a location lead, from the root.

    To its page; if it has moved, to its successor's; while it is held back in this build, to that
    of its state.
    """
    if not catalog.is_shown(slug):
        region = catalog.repository.locations[slug].value.address.address_region
        return _page_of_state(catalog, region.lower())
    if slug in catalog.moved:
        return catalog.addresses_of_moved[catalog.moved[slug].url]
    return catalog.location(slug).url


def page_of_target(catalog: Catalog, target: str) -> str | None:
    """The address, from the root, that `/conditions/ptsd/` leads to; None if nothing is there."""
    there = _page_there(catalog, target)
    return _page_instead(catalog, target) if there is None else there


def page_of_withheld(catalog: Catalog, item: Addressed) -> str:
    """Where the address of a text leads that is not out, from the root.

    To the page that it names; else, or if that is not there, to the page nearest above it.
    """
    named = _see_instead(item)
    found = _page_there(catalog, named) if named else None
    return catalog.withheld[item.url] if found is None else found


def _page_there(catalog: Catalog, target: str) -> str | None:
    url = target.removeprefix("/")
    if not target.startswith("/"):
        return None
    if url in catalog.urls or url in catalog.question_urls:
        return url
    slug = location_slug(catalog, target)
    return page_of_location(catalog, slug) if slug else None


def _page_instead(catalog: Catalog, target: str) -> str | None:
    """What answers for a text, or a list of texts, that is not out; None for anything else."""
    url = target.removeprefix("/")
    item = next((item for item in catalog.repository.withheld if item.url == url), None)
    return page_of_withheld(catalog, item) if item else catalog.withheld.get(url)


def location_slug(catalog: Catalog, target: str) -> str | None:
    """The location whose page has this address, even if it is held back in this build."""
    parts = target.strip("/").split("/")
    slug = "-".join(parts[1:])
    is_one = len(parts) == 3 and parts[0] == "locations" and target.endswith("/")
    return slug if is_one and slug in catalog.repository.locations else None


def answers_of_themselves(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Published addresses below `locations/` that cease without an edit, and what answers them.

    A city's page ceases when its second clinic closes, a clinic's own while it is held back, a
    state's with its only clinic. Days and confirmations bring that about, so nobody is asked to
    declare it: the page of the state answers, or the list of all clinics.
    """
    for line in catalog.repository.ledger.lines if catalog.repository.ledger else ():
        url = line.removeprefix("/")
        parts = url.strip("/").split("/")
        if parts[0] != "locations" or not url.endswith("/") or url in catalog.urls:
            continue
        if not PUBLISHED.fullmatch(line):  # it would stand in the rules of web servers
            continue
        if len(parts) == 2 or (len(parts) == 4 and parts[2] == "city"):
            yield url, _page_of_state(catalog, parts[1])
        elif (slug := location_slug(catalog, line)) and not catalog.is_shown(slug):
            yield url, page_of_location(catalog, slug)


def answers_of_withheld(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Addresses of texts that are not out, and what answers them; no server sees an anchor.

    One that has expired was public; any other only if the ledger lists it, which happens where a
    text goes back to its desk. A draft names what to see instead, or a rule asks for it. A list
    in which nothing is out is answered like a text.
    """
    ledger = catalog.repository.ledger
    listed = frozenset(ledger.lines if ledger else ())
    texts = {item.url: item for item in catalog.repository.withheld}
    for url, above in catalog.withheld.items():
        item = texts.get(url)
        if "#" in url or not (f"/{url}" in listed or (item and _has_expired(catalog, item))):
            continue
        if item is None:
            yield url, above
        elif _see_instead(item) or not is_draft(item.entry.value):
            yield url, page_of_withheld(catalog, item)
    if f"/{SITEMAP_OF_ARTICLES}" in listed and not catalog.repository.texts.articles:
        yield SITEMAP_OF_ARTICLES, SITEMAP


def _see_instead(item: Addressed) -> str | None:
    text = item.entry.value
    return text.see_instead if isinstance(text, TextFrontMatter) else None


def _has_expired(catalog: Catalog, item: Addressed) -> bool:
    return standing(item.entry.value, catalog.as_of) is Standing.EXPIRED


def _page_of_state(catalog: Catalog, code: str) -> str:
    """The page of a state, by its two small letters, or the list of all clinics."""
    found = (state.url for state in catalog.states if state.state.code.lower() == code)
    return next(found, ALL_LOCATIONS)

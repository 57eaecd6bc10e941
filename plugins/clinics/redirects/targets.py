"""Which page of a build an address leads to that an editor has named."""

from __future__ import annotations

from ..catalog import Catalog
from ..model.location import Status

ALL_LOCATIONS = "locations/"


def page_of_location(catalog: Catalog, slug: str) -> str:
    """Where old addresses of a location lead, from the root.

    To its page; if it has moved, to its successor's; while it has no page in this build, to that
    of its state.
    """
    if slug in catalog.held:
        region = catalog.repository.locations[slug].value.address.address_region
        found = (state.url for state in catalog.states if state.state.code == region)
        return next(found, ALL_LOCATIONS)
    location = catalog.location(slug)
    successor = catalog.successor(location)
    has_moved = location.facts.status is Status.MOVED
    return successor.url if successor and has_moved else location.url


def page_of_target(catalog: Catalog, target: str) -> str | None:
    """The address, from the root, that `/conditions/ptsd/` leads to; None if nothing is there."""
    url = target.removeprefix("/")
    if not target.startswith("/"):
        return None
    if url in catalog.urls or url in questions(catalog):
        return url
    slug = location_slug(catalog, target)
    return page_of_location(catalog, slug) if slug else None


def location_slug(catalog: Catalog, target: str) -> str | None:
    """The location whose page has this address, even if it is held back in this build."""
    parts = target.strip("/").split("/")
    slug = "-".join(parts[1:])
    is_one = len(parts) == 3 and parts[0] == "locations" and target.endswith("/")
    return slug if is_one and slug in catalog.repository.locations else None


def questions(catalog: Catalog) -> frozenset[str]:
    """The addresses of all answers: `faq/tms/#does-tms-hurt`."""
    return frozenset(url for url in catalog.files.values() if "#" in url)

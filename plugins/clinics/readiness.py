"""The report about locations: what is not wrong, but still to be confirmed or supplied.

A missing fact never stops a build (DESIGN §5.5); it is a line here instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .catalog import Catalog, time_zone
from .model.location import Location, Status

WANTED = {
    "telephone": "its own telephone number",
    "address.street_address": "the street address",
    "opening_hours": "opening hours",
    "special_opening_hours": "hours on the coming holidays",
    "services": "services",
    "insurance": "accepted insurance",
    "is_accepting_new_patients": "whether it takes new patients",
    "ages": "the ages it treats",
    "languages": "languages spoken",
    "parking": "parking",
    "accessibility": "accessibility",
    "geo": "exact coordinates",
    "confirmed": "a date of confirmation",
}
"""Fields that visitors look for, in the order in which their absence hurts; how to name them."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """One location, and what stands between it and a complete published page.

    Attributes:
        url: its page in this build, or None.
        status: `published`, `held back until its status is confirmed`, `a lead without a page`.
        unconfirmed: paths that somebody at the clinic must confirm.
        missing: names of facts that nobody has supplied.
    """

    slug: str
    name: str
    url: str | None
    status: str
    unconfirmed: tuple[str, ...]
    missing: tuple[str, ...]


def readiness(catalog: Catalog) -> tuple[Readiness, ...]:
    """Every location, also those without a page, by slug."""
    return tuple(_of(catalog, slug) for slug in sorted(catalog.repository.locations))


def summary(catalog: Catalog) -> Iterator[str]:
    """The report as lines of text."""
    rows = readiness(catalog)
    for row in rows:
        yield f"{row.slug} ({row.name}): {row.status}."
        if row.unconfirmed:
            yield f"    to confirm: {', '.join(row.unconfirmed)}"
        if row.missing:
            yield f"    missing: {', '.join(row.missing)}"
    yield ""
    for notice in catalog.missing_notices:
        yield f"Missing notice: {notice.name}. {notice.reason}"
    unconfirmed = sum(len(row.unconfirmed) for row in rows)
    yield (
        f"{len(rows)} locations, {unconfirmed} facts to confirm, "
        f"{len(catalog.missing_notices)} notices missing."
    )


def _of(catalog: Catalog, slug: str) -> Readiness:
    location = catalog.repository.locations[slug].value
    page = next((item for item in catalog.published if item.slug == slug), None)
    return Readiness(
        slug=slug,
        name=location.name,
        url=page.url if page else None,
        status=_status(catalog, slug, location),
        unconfirmed=location.unconfirmed,
        missing=tuple(_missing(location)),
    )


def _status(catalog: Catalog, slug: str, location: Location) -> str:
    if location.is_unconfirmed("name"):
        return "a lead without a page, until its name is confirmed"
    if location.is_unconfirmed("status"):
        return "held back from the published site until its status is confirmed"
    if slug in catalog.moved:
        return f"moved; its address leads to {location.moved_to}"
    return "published"


def _missing(location: Location) -> Iterator[str]:
    for path, name in WANTED.items():
        head, _, rest = path.partition(".")
        value = getattr(location, head)
        if rest and value is not None:
            value = getattr(value, rest)
        if value is None or value == ():
            yield name
    if location.opening_hours:
        unknown = [day for day, hours in location.opening_hours.days() if hours is None]
        if unknown:
            yield f"hours on {', '.join(unknown)}"
    if location.status is Status.CLOSED and location.moved_to is None:
        yield "where patients go instead"
    if location.opening_hours and time_zone(location) is None:
        yield "the time zone"

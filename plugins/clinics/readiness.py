"""The report about locations: what is not wrong, but still to be confirmed or supplied.

A missing fact never stops a build (DESIGN §5.5); it is a line here instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .catalog import Catalog
from .formats import date_words
from .model.hours import AHEAD, DayKind
from .model.location import Location, Status
from .model.organization import Holiday
from .time_zones import time_zone

WANTED = {
    "telephone": "its own telephone number",
    "address.street_address": "the street address",
    "opening_hours": "opening hours",
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


NO_SECURITY_CONTACT = (
    "a page on which a weakness of the website can be told (security_contact in "
    "_organization.yaml). Until then security.txt gives the main telephone number."
)


@dataclass(frozen=True, slots=True)
class Readiness:
    """One location, and what stands between it and a complete published page.

    Attributes:
        url: its page in this build, or None.
        status: `published`, `held back until its status is confirmed`, `a lead without a page`.
        unconfirmed: paths that somebody at the clinic must confirm.
        missing: names of facts that nobody has supplied.
        holidays: days within the next 60 for which nobody at the clinic has confirmed hours.
    """

    slug: str
    name: str
    url: str | None
    status: str
    unconfirmed: tuple[str, ...]
    missing: tuple[str, ...]
    holidays: tuple[Holiday, ...]


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
        if row.holidays:
            days = [f"{day.name} ({date_words(day.date)})" for day in row.holidays]
            yield f"    holidays to confirm: {', '.join(days)}"
    yield ""
    for notice in catalog.missing_notices:
        yield f"Missing notice: {notice.name}. {notice.reason}"
    if not catalog.organization.security_contact:
        yield f"Missing: {NO_SECURITY_CONTACT}"
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
        holidays=tuple(_holidays(catalog, location)),
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


def _holidays(catalog: Catalog, location: Location) -> Iterator[Holiday]:
    """The coming holidays that are open: hours are given, and the clinic has seen them lately.

    A line of its own in the clinic's file settles a holiday; so does a date of confirmation in
    the 60 days before, where the organization has given hours.
    """
    if location.status in (Status.CLOSED, Status.MOVED):
        return
    for holiday in catalog.organization.holidays:
        if not catalog.as_of <= holiday.date <= catalog.as_of + AHEAD:
            continue
        own = [item for item in location.special_opening_hours if item.holds_on(holiday.date)]
        if own:
            is_unknown = any(item.hours.kind is DayKind.UNKNOWN for item in own)
            is_settled = not (is_unknown or location.is_unconfirmed("special_opening_hours"))
        else:
            is_given = holiday.hours.kind is not DayKind.UNKNOWN
            is_seen = location.confirmed and location.confirmed.on >= holiday.date - AHEAD
            is_settled = bool(is_given and is_seen)
        if not is_settled:
            yield holiday

"""The report about clinics: what nobody has confirmed or supplied, and how old the rest is."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Catalog
from ..formats import weekday_words
from ..model.hours import AHEAD, DayKind
from ..model.location import GONE, STALE_AFTER, Location
from ..model.organization import Holiday
from ..time_zones import time_zone

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
}
"""Fields that visitors look for, in the order in which their absence hurts; how to name them."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact of a clinic that nobody has supplied; `path` is where it would stand in the file."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """One location, and what stands between it and a complete published page.

    Attributes:
        url: its page in this build, or None.
        is_published: whether the published site has its page.
        status: that in words.
        unconfirmed: paths that somebody at the clinic must confirm.
        gaps: facts that nobody has supplied.
        holidays: days within the next 60 for which nobody at the clinic has confirmed hours.
        confirmed_on: the day on which somebody there said that the whole file is right, or None.
        age: of that word, in days, or None.
    """

    slug: str
    name: str
    url: str | None
    is_published: bool
    status: str
    unconfirmed: tuple[str, ...]
    gaps: tuple[Gap, ...]
    holidays: tuple[Holiday, ...]
    confirmed_on: datetime.date | None
    age: int | None

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the facts that nobody has supplied."""
        return tuple(gap.name for gap in self.gaps)

    @property
    def is_stale(self) -> bool:
        """Whether that word is so old that `make check` warns."""
        return self.age is not None and self.age > STALE_AFTER.days

    def has_to_confirm(self, *heads: str) -> bool:
        """Whether a fact below one of these fields waits for confirmation."""
        return any(path.partition(".")[0] in heads for path in self.unconfirmed)

    def lacks(self, *heads: str) -> bool:
        """Whether a fact below one of these fields is missing."""
        return any(gap.path.partition(".")[0] in heads for gap in self.gaps)

    @property
    def urgency(self) -> tuple[object, ...]:
        """Sorts what hurts a patient most to the front: nobody answers, a wrong door, a shut one.

        A clinic without a page on the published site misleads nobody, and comes last.
        """
        grave = (
            *(
                self.has_to_confirm(head) or self.lacks(head)
                for head in ("telephone", "address", "opening_hours")
            ),
            bool(self.holidays),
            self.is_stale,
        )
        number = len(self.unconfirmed) + len(self.gaps)
        return not self.is_published, [not is_open for is_open in grave], -number, self.slug


def readiness(catalog: Catalog) -> tuple[Readiness, ...]:
    """Every location, also those without a page; the one that hurts patients most is first."""
    rows = (_of(catalog, slug) for slug in catalog.repository.locations)
    return tuple(sorted(rows, key=lambda row: row.urgency))


def _of(catalog: Catalog, slug: str) -> Readiness:
    location = catalog.repository.locations[slug].value
    page = next((item for item in catalog.published if item.slug == slug), None)
    status = _status(catalog, slug, location)
    confirmed_on = location.confirmed.on if location.confirmed else None
    return Readiness(
        slug=slug,
        name=location.name,
        url=page.url if page else None,
        is_published=status == PUBLISHED,
        status=status,
        unconfirmed=location.unconfirmed,
        gaps=tuple(_gaps(location)),
        holidays=tuple(_holidays(catalog, location)),
        confirmed_on=confirmed_on,
        age=(catalog.as_of - confirmed_on).days if confirmed_on else None,
    )


PUBLISHED = "published"


def _status(catalog: Catalog, slug: str, location: Location) -> str:
    if location.is_unconfirmed("name"):
        return "a lead without a page, until its name is confirmed"
    if location.is_unconfirmed("status"):
        return "held back from the published site until its status is confirmed"
    if slug in catalog.moved:
        return f"moved; its address leads to {location.moved_to}"
    return PUBLISHED


def _gaps(location: Location) -> Iterator[Gap]:
    if location.status in GONE:  # nobody comes any more, so nobody asks for its hours
        if location.moved_to is None:
            yield Gap("moved_to", "where patients go instead")
        return
    for path, name in WANTED.items():
        head, _, rest = path.partition(".")
        value = getattr(location, head)
        if rest and value is not None:
            value = getattr(value, rest)
        if value is None or value == ():
            yield Gap(path, name)
        elif path == "opening_hours":
            yield from _hours_gaps(location)


def _hours_gaps(location: Location) -> Iterator[Gap]:
    days = location.opening_hours.days() if location.opening_hours else ()
    unknown = [weekday_words(day) for day, hours in days if hours is None]
    if unknown:
        yield Gap("opening_hours", f"hours on {', '.join(unknown)}")
    if time_zone(location) is None:
        yield Gap("time_zone", "the time zone")


def _holidays(catalog: Catalog, location: Location) -> Iterator[Holiday]:
    """The coming holidays that are open: hours are given, and the clinic has seen them lately.

    A line of its own in the clinic's file settles a holiday; so does a date of confirmation in
    the 60 days before, where the organization has given hours.
    """
    if location.status in GONE:
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

"""The bulk sheet for Google Business Profile: confirmed facts for marketing to import.

Columns as in Google's template (help answer 3370250), hours as in its column of the reference, §3:
open 24 hours is 00:00-24:00, closed is `x`, a night belongs to the day on which it starts, and
several ranges stand with commas between them. In the column of special hours each item has its date
(help answer 6303076).

The sheet cannot say everything, and Google empties what an empty cell stands for:

- An empty day would mean “closed”. A week of which a day is unknown or by appointment is therefore
  not in the sheet, and neither are special hours without a week, nor special days by appointment.
- Only a clinic with a confirmed street where patients can come has a row. A clinic that is closed
  for now has none: it is marked so in Business Profile Manager, and its hours would be wrong.
- Columns without any value are left out. We hold no category; who adds a new clinic chooses one.

The name is the organization's alone, as Google wants it of clinics of one brand.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Catalog
from ..hours import Cause, Span, spans
from ..model.hours import DAY, WEEKDAYS, DayHours, DayKind, Interval
from ..model.location import Location, Status
from ..publication import PublishedLocation
from .flat import decimal
from .hours import hh_mm, in_force
from .table import cell, table
from .values import plain

COLUMNS = (
    "Store code",
    "Business name",
    "Address line 1",
    "Address line 2",
    "Locality",
    "Administrative area",
    "Country / Region",
    "Postal code",
    "Latitude",
    "Longitude",
    "Primary phone",
    "Website",
    "Sunday hours",
    "Monday hours",
    "Tuesday hours",
    "Wednesday hours",
    "Thursday hours",
    "Friday hours",
    "Saturday hours",
    "Special hours",
    "Opening date",
)
"""Google's names for what we know, in the order of its template."""

DAY_COLUMNS = {name: f"{name.capitalize()} hours" for name in WEEKDAYS}
"""Day of the week, as our files call it → its column."""

CLOSED = "x"

UNSAID = (DayKind.BY_APPOINTMENT, DayKind.UNKNOWN)
"""Special days for which Google has no words."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The sheet, and what a person must do by hand or supply, a sentence for each clinic."""

    sheet: bytes
    locations: int
    left_out: tuple[str, ...]


def business_profile(catalog: Catalog, base: str) -> Profile:
    """The sheet for all clinics that Google can show; only facts that are confirmed."""
    rows: list[dict[str, str]] = []
    left_out: list[str] = []
    for location in catalog.locations:
        if reason := obstacle(location):
            left_out.append(f"{location.slug} is not in the sheet: {reason}")
            continue
        rows.append(row(catalog, base, location))
        left_out += [
            f"{location.slug}: {sentence}" for sentence in _gaps(location.confirmed, catalog.as_of)
        ]
    used = [name for name in COLUMNS if any(row.get(name) for row in rows)]
    cells = ([row.get(name, "") for name in used] for row in rows)
    return Profile(table(used, cells), len(rows), tuple(left_out))


def obstacle(location: PublishedLocation) -> str:
    """Why a clinic has no row; empty where it has one."""
    facts = location.confirmed
    if facts.is_unconfirmed("status"):
        return "its status is not confirmed."
    if facts.status is Status.VIRTUAL_ONLY:
        return "Google lists places where customers can come."
    if facts.status is Status.TEMPORARILY_CLOSED:
        return "mark it as temporarily closed in Business Profile Manager."
    if facts.status is Status.OPENING_SOON and facts.status_from is None:
        return "its opening date is not confirmed."
    return "" if facts.address.street_address else "its street is not confirmed."


def _gaps(facts: Location, as_of: datetime.date) -> Iterator[str]:
    if not all(_days(facts).values()):
        yield "no hours; every day must be known, and none be by appointment."
    else:
        for span in spans(facts):
            if span.cause is Cause.SPECIAL and span.hours.kind in UNSAID and span.last >= as_of:
                yield (
                    f"Google would show the usual hours on {span.first}, which is "
                    f"“{span.hours}”; mark the day by hand."
                )
    if facts.telephone is None:
        yield "no telephone of its own is confirmed."


def row(catalog: Catalog, base: str, location: PublishedLocation) -> dict[str, str]:
    """The cells of a clinic that say something, by column; confirmed facts, whole weeks only."""
    cells = said(catalog, base, location, location.confirmed)
    if all(name in cells for name in DAY_COLUMNS.values()):
        return cells
    unsaid = {*DAY_COLUMNS.values(), "Special hours"}
    return {name: text for name, text in cells.items() if name not in unsaid}


def said(
    catalog: Catalog, base: str, location: PublishedLocation, facts: Location
) -> dict[str, str]:
    """What `facts` of this location say in each column, with each day of the week by itself."""
    address, geo = facts.address, facts.geo
    is_to_open = facts.status is Status.OPENING_SOON
    values = {
        "Store code": facts.id,
        "Business name": catalog.organization.name,
        "Address line 1": address.street_address,
        "Address line 2": address.unit,
        "Locality": address.address_locality,
        "Administrative area": address.address_region,
        "Country / Region": "US",
        "Postal code": address.postal_code,
        "Primary phone": facts.telephone.display if facts.telephone else None,
        "Website": f"{base}/{location.url}",
        **_days(facts),
        "Special hours": ", ".join(_special_hours(facts, catalog.as_of)),
        "Opening date": str(facts.status_from or "") if is_to_open else None,
    }
    cells = {name: cell(plain(value)) for name, value in values.items() if value}
    if geo:
        cells |= {"Latitude": decimal(geo.latitude), "Longitude": decimal(geo.longitude)}
    return cells


def _days(facts: Location) -> dict[str, str]:
    """The cells of the days of the week; empty where a day cannot be said."""
    known = dict(facts.opening_hours.days()) if facts.opening_hours else {}
    return {column: _hours(known.get(name)) for name, column in DAY_COLUMNS.items()}


def _hours(hours: DayHours | None) -> str:
    """A day's cell; empty where Google has no words for it."""
    return ", ".join(_ranges(hours)) if hours else ""


def _ranges(hours: DayHours) -> list[str]:
    if hours.kind is DayKind.CLOSED:
        return [CLOSED]
    return [_range(interval) for interval in hours.intervals]


def _range(interval: Interval) -> str:
    """`09:00-17:00`; midnight as an end is 00:00, but all day is 00:00-24:00."""
    if interval == Interval(0, DAY):
        return "00:00-24:00"
    return f"{hh_mm(interval.opens)}-{hh_mm(interval.closes % DAY)}"


def _special_hours(facts: Location, as_of: datetime.date) -> Iterator[str]:
    """`2026-12-24: 08:00-12:00`, one item for each range of each day from `as_of` on."""
    for special in in_force(facts, as_of):
        for date in special.dates():
            if date >= as_of:
                yield from (f"{date}: {times}" for times in _ranges(_of(facts, special, date)))


def _of(facts: Location, special: Span, date: datetime.date) -> DayHours:
    """The hours of a special day; “regular hours” are those of its weekday."""
    if special.hours.kind is not DayKind.REGULAR or facts.opening_hours is None:
        return special.hours
    return dict(facts.opening_hours.days())[WEEKDAYS[date.weekday()]] or special.hours

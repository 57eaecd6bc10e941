"""`hours.ics`: the special hours of a clinic for a calendar (RFC 5545); none where there are none.

Hours of a day are events in UTC, so no definition of a time zone has to be carried along: each has
its date, and nothing repeats. A whole day (closed, open 24 hours, by appointment, regular hours) is
an all-day event, which is the same date everywhere, and ranges of such days are one event. So are
hours where their time in UTC is not known: in a state with several time zones without a word which,
or in an hour that a clock change leaves out; then the summary tells them.

Nothing depends on the clock of the build: DTSTAMP is the build date. A UID is made of the clinic's
id, the first day and the number of the event within it, and stays when the hours change.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from ..catalog import Catalog
from ..hours import ONE_DAY, Instants, Span, instant
from ..model.hours import Interval
from ..model.location import Location
from .hours import in_force
from .lines import content, escaped
from .record import Record
from .values import plain
from .vcard import uid_host


def special_hours_calendar(catalog: Catalog, entry: Record, facts: Location) -> bytes | None:
    """The special days on which patients can come; None without any."""
    days = in_force(facts, catalog.as_of)
    if not days:
        return None
    zone = ZoneInfo(entry.time_zone) if entry.time_zone else None
    name = escaped(f"{entry.full_name}: special hours")
    company = escaped(plain(catalog.organization.name))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{company}//Special opening hours//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{name}",
    ]
    same = _same(catalog, entry)
    for special in days:
        for uid, times, summary in _events(special, zone):
            lines += [
                "BEGIN:VEVENT",
                f"UID:{escaped(entry.id)}-{uid}@{uid_host(catalog)}",
                f"DTSTAMP:{catalog.as_of:%Y%m%d}T000000Z",
                *times,
                f"SUMMARY:{escaped(f'{entry.full_name}: {summary}')}",
                *same,
                "END:VEVENT",
            ]
    return content((*lines, "END:VCALENDAR"))


def _same(catalog: Catalog, entry: Record) -> list[str]:
    """What all events of a clinic say; TRANSPARENT: its hours do not make the reader busy."""
    address = entry.address
    city = " ".join(part for part in (address.address_region, address.postal_code) if part)
    parts = (address.street_address, address.unit, address.address_locality, city)
    where = ", ".join(part for part in parts if part)
    return [f"LOCATION:{escaped(where)}", f"URL:{entry.url}", "TRANSP:TRANSPARENT"]


def _events(special: Span, zone: ZoneInfo | None) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """The end of the UID, the lines about time, and the summary of each event."""
    moments = _moments(special, zone) if zone else None
    because = f" ({plain(special.reason)})" if special.reason else ""
    if not moments:
        first, after = special.first, special.last + ONE_DAY  # DTEND is not included (§3.6.1)
        times = f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"
        yield f"{first:%Y%m%d}-0", times, f"{special.hours.display}{because}"
        return
    for date, position, interval, (start, end) in moments:
        times = f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}"
        yield f"{date:%Y%m%d}-{position}", times, f"{interval.display}{because}"


def _moments(
    special: Span, zone: ZoneInfo
) -> list[tuple[datetime.date, int, Interval, Instants]] | None:
    """Each interval of each day in UTC; None for whole days, or if one has no length there."""
    if special.hours.is_all_day:
        return None
    found = [
        (
            date,
            position,
            interval,
            (instant(zone, date, interval.opens), instant(zone, date, interval.closes)),
        )
        for date in special.dates()
        for position, interval in enumerate(special.hours.intervals)
    ]
    return found if all(start < end for *_, (start, end) in found) else None

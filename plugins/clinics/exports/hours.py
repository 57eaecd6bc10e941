"""Opening hours for the JSON export and its relatives, and the special days that are in force.

In JSON no time has to be guessed: a day has a kind, “open 24 hours” is a kind and not 00:00 to
00:00, midnight at the end of a day is 24:00, and a night says that it ends on the next day.
Google's structured data and its spreadsheet say the same facts otherwise, and opposite things with
the same characters (reference, §3); `structured_data.hours` and `profile` know their rules.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from ..model.hours import DAY, DayHours, DayKind, Interval, OpeningHours
from ..model.location import Location, Status
from .values import Exported, Plain, plain

ONE_DAY = datetime.timedelta(days=1)


class Times(Exported):
    """From `opens` until `closes`, in local time; HH:MM, 24:00 for midnight at the day's end."""

    opens: str
    closes: str
    closes_on_next_day: bool = Field(False, description="true: `closes` is in the night after")


class Day(Exported):
    """One day: what it is, and its times if its kind is `hours`."""

    kind: Literal["hours", "closed", "open_24_hours", "by_appointment", "regular_hours"] = Field(
        description="regular_hours only among special ones: the hours of that weekday"
    )
    intervals: tuple[Times, ...] = ()


class Week(Exported):
    """The regular week; a day that is left out is unknown, never closed."""

    monday: Day | None = None
    tuesday: Day | None = None
    wednesday: Day | None = None
    thursday: Day | None = None
    friday: Day | None = None
    saturday: Day | None = None
    sunday: Day | None = None


class Dated(Exported):
    """Hours that hold from `first_day` to `last_day`, both included."""

    first_day: datetime.date
    last_day: datetime.date
    hours: Day
    reason: Plain | None = None


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days that differ from the week, both ends included."""

    first: datetime.date
    last: datetime.date
    hours: DayHours
    reason: str = ""

    def dates(self) -> Iterator[datetime.date]:
        """Each of the days."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + offset * ONE_DAY


def day(hours: DayHours) -> Day:
    """A day of the week, or the hours of a special day."""
    if hours.is_all_day:
        return Day(kind="open_24_hours")
    if hours.kind is DayKind.HOURS:
        return Day(kind="hours", intervals=tuple(map(_times, hours.intervals)))
    if hours.kind is DayKind.CLOSED:
        return Day(kind="closed")
    return Day(kind="by_appointment" if hours.kind is DayKind.BY_APPOINTMENT else "regular_hours")


def week(opening_hours: OpeningHours | None) -> Week | None:
    """The regular week; None where nothing is known of it."""
    if opening_hours is None or opening_hours.is_empty:
        return None
    return Week(**{name: day(hours) for name, hours in opening_hours.days() if hours})


def dated(facts: Location) -> Iterator[Dated]:
    """The special hours as the file says them, without those whose dates are incomplete."""
    for special in special_days(facts):
        yield Dated(
            first_day=special.first,
            last_day=special.last,
            hours=day(special.hours),
            reason=special.reason or None,
        )


def special_days(facts: Location) -> Iterator[SpecialDays]:
    """Every special day of a location, whatever its status."""
    for item in facts.special_opening_hours:
        first, last = item.first_day, item.last_day
        if first and last and first <= last:
            yield SpecialDays(first, last, item.hours, plain(item.reason or ""))


def in_force(facts: Location, as_of: datetime.date) -> list[SpecialDays]:
    """The special days on which patients can come at all: none before an opening or in a closure.

    A closure without a known end has none after it; one without a beginning begins on `as_of`.
    """
    if facts.status is Status.OPENING_SOON:
        if facts.status_from is None:
            return []
        return _without(facts, datetime.date.min, facts.status_from - ONE_DAY)
    if facts.status is Status.TEMPORARILY_CLOSED:
        last = facts.status_until
        return _without(facts, facts.status_from or min(as_of, last), last) if last else []
    return list(special_days(facts)) if facts.status not in (Status.CLOSED, Status.MOVED) else []


def _without(facts: Location, begin: datetime.date, end: datetime.date) -> list[SpecialDays]:
    """The special days before `begin` and those after `end`."""
    found = []
    for item in special_days(facts):
        if item.first < begin:
            last = min(item.last, begin - ONE_DAY)
            found.append(SpecialDays(item.first, last, item.hours, item.reason))
        if item.last > end:
            first = max(item.first, end + ONE_DAY)
            found.append(SpecialDays(first, item.last, item.hours, item.reason))
    return found


def _times(interval: Interval) -> Times:
    is_late = interval.closes > DAY
    closes = interval.closes - DAY if is_late else interval.closes
    return Times(opens=hh_mm(interval.opens), closes=hh_mm(closes), closes_on_next_day=is_late)


def hh_mm(minutes: int) -> str:
    """Minutes after midnight as `08:30`; the end of the day as `24:00`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

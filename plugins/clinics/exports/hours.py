"""Opening hours for the JSON export and its relatives, and the special days that are in force.

In JSON no time has to be guessed: a day has a kind, “open 24 hours” is a kind and not 00:00 to
00:00, midnight at the end of a day is 24:00, and a night says that it ends on the next day.
Google's structured data and its spreadsheet say the same facts otherwise, and opposite things with
the same characters (reference, §3); `structured_data.hours` and `profile` know their rules.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from ..hours import Cause, Span, spans, special_spans
from ..model.hours import DAY, DayHours, DayKind, Interval, OpeningHours
from ..model.location import Location
from .values import Exported, Plain, plain

WholeDay = Literal["closed", "open_24_hours", "by_appointment", "regular_hours", "unknown"]

WHOLE_DAYS: dict[DayKind, WholeDay] = {
    DayKind.CLOSED: "closed",
    DayKind.BY_APPOINTMENT: "by_appointment",
    DayKind.REGULAR: "regular_hours",
    DayKind.UNKNOWN: "unknown",
}


class Times(Exported):
    """From `opens` until `closes`, in local time; HH:MM, 24:00 for midnight at the day's end."""

    opens: str
    closes: str
    closes_on_next_day: bool = Field(False, description="true: `closes` is in the night after")


class Day(Exported):
    """One day: what it is, and its times if its kind is `hours`."""

    kind: Literal["hours"] | WholeDay = Field(
        description="only among special ones: regular_hours (of that weekday), unknown"
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


def day(hours: DayHours) -> Day:
    """A day of the week, or the hours of a special day."""
    if hours.is_all_day:
        return Day(kind="open_24_hours")
    if hours.kind is DayKind.HOURS:
        return Day(kind="hours", intervals=tuple(map(_times, hours.intervals)))
    return Day(kind=WHOLE_DAYS[hours.kind])


def week(opening_hours: OpeningHours | None) -> Week | None:
    """The regular week; None where nothing is known of it."""
    if opening_hours is None or opening_hours.is_empty:
        return None
    return Week(**{name: day(hours) for name, hours in opening_hours.days() if hours})


def dated(facts: Location) -> Iterator[Dated]:
    """The special hours as the file says them, without those whose dates are incomplete."""
    for special in special_spans(facts):
        yield Dated(
            first_day=special.first,
            last_day=special.last,
            hours=day(special.hours),
            reason=plain(special.reason) or None,
        )


def in_force(facts: Location, as_of: datetime.date) -> list[Span]:
    """The special days to come that are known and on which patients can come at all, by date.

    There are none before an opening or in a closure, nor after one without a known end.
    """
    return [
        span
        for span in spans(facts)
        if span.cause is Cause.SPECIAL
        and span.hours.kind is not DayKind.UNKNOWN
        and span.last >= as_of
    ]


def _times(interval: Interval) -> Times:
    is_late = interval.closes > DAY
    closes = interval.closes - DAY if is_late else interval.closes
    return Times(opens=hh_mm(interval.opens), closes=hh_mm(closes), closes_on_next_day=is_late)


def hh_mm(minutes: int) -> str:
    """Minutes after midnight as `08:30`; the end of the day as `24:00`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

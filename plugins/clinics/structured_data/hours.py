"""Opening hours as Google reads them (its column in the hours table of the reference, §3).

Closed is 00:00 to 00:00, all day is 00:00 to 23:59, midnight as an end is 23:59, a lunch break is
two items, and a night is one item whose end is smaller than its beginning. An unknown day, or one
by appointment, has no item. Other consumers write the same facts otherwise, so this is used for
nothing else.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ..hours import ALWAYS, ONE_DAY, Cause, Span, spans
from ..model.hours import DAY, WEEKDAYS, DayHours, DayKind, Interval
from ..model.location import Location
from .nodes import SCHEMA, Node, node, single

LAST_MINUTE = DAY - 1

Dates = tuple[datetime.date, datetime.date]
"""From the first to the last one, both included; `ALWAYS` is the longest time."""


def opening_hours_specification(facts: Location, as_of: datetime.date) -> list[Node]:
    """Every specification of a location: its week, its special days, its closure.

    A day that has dates of its own wins over the week. Google has no words for a day that is
    unknown or by appointment, so the week leaves it out by its dates; and it ends where a
    closure without a known end begins. What was before `as_of` is not said.
    """
    found = spans(facts)
    return [
        *(item for dates in _weeks(found, as_of) for item in _week(facts, dates)),
        *(item for span in found if span.cause is Cause.SPECIAL for item in _special(facts, span)),
        *(
            item
            for span in found
            if span.cause is Cause.CLOSURE
            for item in _items(_times(span.hours), (), (span.first, span.last))
        ),
    ]


def _weeks(found: tuple[Span, ...], as_of: datetime.date) -> Iterator[Dates]:
    """The times in which the week can be said, from `as_of` on."""
    first, forever = ALWAYS
    for span in found:
        if not _leaves_a_gap(span):
            continue
        if first < span.first and as_of < span.first:
            yield first, span.first - ONE_DAY
        if span.last == forever:
            return
        first = span.last + ONE_DAY
    yield first, forever


def _leaves_a_gap(span: Span) -> bool:
    if span.cause is Cause.CLOSURE:
        return span.last in ALWAYS
    return span.cause is Cause.OPENING or span.hours.kind in (
        DayKind.UNKNOWN,
        DayKind.BY_APPOINTMENT,
    )


def _week(facts: Location, dates: Dates) -> Iterator[Node]:
    """The regular week between two dates, days with the same hours together."""
    if facts.opening_hours is None:
        return
    days: dict[tuple[tuple[int, int], ...], list[str]] = {}
    for name, hours in facts.opening_hours.days():
        if hours and (times := _times(hours)):
            days.setdefault(times, []).append(SCHEMA + name.capitalize())
    for times, names in days.items():
        yield from _items(times, names, dates)


def _special(facts: Location, span: Span) -> Iterator[Node]:
    if span.hours.kind is not DayKind.REGULAR:
        yield from _items(_times(span.hours), (), (span.first, span.last))
        return
    # “Regular hours on this holiday”: each of the days, with the hours of its weekday.
    for date in span.dates():
        week = facts.opening_hours
        hours = getattr(week, WEEKDAYS[date.weekday()]) if week else None
        if hours:
            yield from _items(_times(hours), (), (date, date))


def _times(hours: DayHours) -> tuple[tuple[int, int], ...]:
    """Opening and closing minutes of a day; none where it is open by appointment."""
    if hours.kind is DayKind.CLOSED:
        return ((0, 0),)
    if hours.is_all_day:
        return ((0, LAST_MINUTE),)
    return tuple(_time(interval) for interval in hours.intervals)


def _time(interval: Interval) -> tuple[int, int]:
    closes = LAST_MINUTE if interval.closes == DAY else interval.closes % DAY
    return interval.opens, closes


def _items(
    times: tuple[tuple[int, int], ...], days: list[str] | tuple[str, ...], dates: Dates
) -> list[Node]:
    first, last = dates
    return [
        node(
            "OpeningHoursSpecification",
            dayOfWeek=single(list(days)),
            opens=_clock(opens),
            closes=_clock(closes),
            validFrom=None if first in ALWAYS else first.isoformat(),
            validThrough=None if last in ALWAYS else last.isoformat(),
        )
        for opens, closes in times
    ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

"""Opening hours as Google reads them (its column in the hours table of the reference, §3).

Closed is 00:00 to 00:00, all day is 00:00 to 23:59, midnight as an end is 23:59, a lunch break is
two items, and a night is one item whose end is smaller than its beginning. An unknown day, or one
by appointment, has no item. Other consumers write the same facts otherwise, so this is used for
nothing else.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ..model.hours import DAY, WEEKDAYS, DayHours, DayKind, Interval, SpecialOpeningHours
from ..model.location import Location, Status
from .nodes import SCHEMA, Node, node, single

LAST_MINUTE = DAY - 1
ONE_DAY = datetime.timedelta(days=1)

Days = tuple[datetime.date, datetime.date]
"""From the first to the last one, both included."""


def opening_hours_specification(facts: Location, as_of: datetime.date) -> list[Node]:
    """Every specification of a location: its week, its special days, its closure.

    Before an opening and after a closure the week is limited by dates; without a known date only
    what is certain is said. Special days count only where the clinic is not closed anyway. `as_of`
    is the first day of a closure that has no beginning, unless its end has passed.
    """
    if facts.status is Status.OPENING_SOON:
        if (start := facts.status_from) is None:
            return []
        return [*_week(facts, start), *_special_days(facts, (datetime.date.min, start - ONE_DAY))]
    if facts.status is Status.TEMPORARILY_CLOSED:
        last = facts.status_until
        first = facts.status_from or min(as_of, last or as_of)
        closed = _items(((0, 0),), first=first, last=last)
        return [*_week(facts), *_special_days(facts, (first, last)), *closed] if last else closed
    if facts.status is Status.OPEN:
        return [*_week(facts), *_special_days(facts)]
    return []


def _week(facts: Location, first: datetime.date | None = None) -> Iterator[Node]:
    """The regular week, days with the same hours together; from `first` on, if that is given."""
    if facts.opening_hours is None:
        return
    days: dict[tuple[tuple[int, int], ...], list[str]] = {}
    for name, hours in facts.opening_hours.days():
        if hours and (times := _times(hours)):
            days.setdefault(times, []).append(SCHEMA + name.capitalize())
    for times, names in days.items():
        yield from _items(times, names, first)


def _special_days(facts: Location, closed: Days | None = None) -> Iterator[Node]:
    for special in facts.special_opening_hours:
        for first, last in _open_days(special, closed):
            if special.hours.kind is DayKind.REGULAR:
                yield from _regular_days(facts, first, last)
            else:
                yield from _items(_times(special.hours), (), first, last)


def _open_days(special: SpecialOpeningHours, closed: Days | None) -> Iterator[Days]:
    """The days of `special` before `closed` begins, and those after its end."""
    first, last = special.first_day, special.last_day
    if first is None or last is None:
        return
    if closed is None:
        yield first, last
        return
    begin, end = closed
    if first < begin:
        yield first, min(last, begin - ONE_DAY)
    if last > end:
        yield max(first, end + ONE_DAY), last


def _regular_days(facts: Location, day: datetime.date, last: datetime.date) -> Iterator[Node]:
    """“Regular hours on this holiday”: each of the days, with the hours of its weekday."""
    while day <= last:
        week = facts.opening_hours
        hours = getattr(week, WEEKDAYS[day.weekday()]) if week else None
        if hours:
            yield from _items(_times(hours), (), day, day)
        day += ONE_DAY


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
    times: tuple[tuple[int, int], ...],
    days: list[str] | tuple[str, ...] = (),
    first: datetime.date | None = None,
    last: datetime.date | None = None,
) -> list[Node]:
    return [
        node(
            "OpeningHoursSpecification",
            dayOfWeek=single(list(days)),
            opens=_clock(opens),
            closes=_clock(closes),
            validFrom=first.isoformat() if first else None,
            validThrough=last.isoformat() if last else None,
        )
        for opens, closes in times
    ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

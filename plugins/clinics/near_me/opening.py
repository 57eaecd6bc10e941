"""When clinics may be open: bits for the boxes of the index, so that a search opens few files.

A bit is an upper bound. Where it is not set, no clinic of the box is open then; where it is set,
the rules in the leaf decide. Without this, a search at night would read every leaf to find that
nothing is open. The browser reads the bits in `theme/static/js/search.js`.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from ..hours import ONE_DAY, Cause, Schedule, Span, day_of
from ..model.hours import DAY, DayHours, DayKind

BLOCK = 3 * 60
BLOCKS = 7 * DAY // BLOCK
"""The week in UTC has so many blocks of three hours; the first began with the year 1970."""

NIGHT = 8 * 60
"""A day of these bits begins at 8:00 UTC, when it is night in nearly all of the United States."""

WORD_BITS = 31
FIRST_DAY_BIT = 2 * WORD_BITS
MOST_DAYS = WORD_BITS
WORDS = 3
"""Two words for the week, and one for single days."""

LONGEST_SPAN = 14
"""Days of a longer span count as days of every week: listing each of them would bring nothing."""

EPOCH = datetime.date(1970, 1, 1)
TO_ASK = (DayKind.UNKNOWN, DayKind.BY_APPOINTMENT)
EVERYTHING = (1 << FIRST_DAY_BIT + MOST_DAYS) - 1


@dataclass(frozen=True, slots=True)
class Bounds:
    """When somebody may find a clinic open, and when, besides, one would have to ask."""

    open: int
    to_ask: int


UNKNOWN = Bounds(0, EVERYTHING)
"""Of a clinic without rules nobody knows anything."""

Times = tuple[int, int]
"""Minutes in UTC since the first day of 1970; the second one is not included."""


def single_days(schedules: Iterable[Schedule | None]) -> tuple[int, ...]:
    """The days on which most clinics differ from their week, counted from 1970, in order.

    On them the bits of the day hold, and not those of the week: on a holiday a chain is closed, and
    where holidays are undecided, the weekdays on which they fall are still what they are.
    """
    found: Counter[int] = Counter()
    for rules, count in Counter(rules for rules in schedules if rules).items():
        for span in filter(_is_short, rules.spans):
            for date in span.dates():
                found[_number(date)] += count
    listed = sorted(found, key=lambda day: (-found[day], day))
    return tuple(sorted(listed[:MOST_DAYS]))


@cache
def bounds(rules: Schedule | None, days: tuple[int, ...], year: int) -> Bounds:
    """The bits of a clinic; `days` are the single days, `year` the first one that matters."""
    if rules is None:
        return UNKNOWN
    first, last = offsets(rules.time_zone, year)
    marks = {True: 0, False: 0}
    for start, hours in _weekly(rules):
        for times in _times(hours, start, first, last):
            marks[hours.kind in TO_ASK] |= _week_bits(*times)
    for date in _dates(rules, days):
        hours = day_of(rules, date).hours
        for times in _times(hours, _number(date) * DAY, first, last):
            marks[hours.kind in TO_ASK] |= _dated_bits(*times, days)
    return Bounds(marks[False], marks[True])


@cache
def offsets(time_zone: str, year: int) -> tuple[int, int]:
    """The least and the greatest UTC offset of a zone in a year and the next one, in minutes."""
    zone = ZoneInfo(time_zone)
    noon = datetime.datetime(year, 1, 1, 12, tzinfo=datetime.UTC)
    found = {(noon + n * ONE_DAY).astimezone(zone).utcoffset() for n in range(2 * 366)}
    minutes = [int(offset.total_seconds() // 60) for offset in found if offset is not None]
    return min(minutes), max(minutes)


def _weekly(rules: Schedule) -> Iterator[tuple[int, DayHours]]:
    """What holds in every week, and long spans as if they did: where a day begins, its hours."""
    monday = 4 * DAY  # 1970 began with a Thursday
    for weekday, usual in enumerate(rules.week):
        start = monday + weekday * DAY
        yield start, usual
        for span in rules.spans:
            if not _is_short(span) and span.hours.kind is not DayKind.REGULAR:
                yield start, span.hours


def _dates(rules: Schedule, days: tuple[int, ...]) -> set[datetime.date]:
    """Every date whose hours may reach into one of the single days, and those of short spans."""
    near = {EPOCH + (day + step) * ONE_DAY for day in days for step in range(-2, 2)}
    return near.union(*(span.dates() for span in rules.spans if _is_short(span)))


def _is_short(span: Span) -> bool:
    """Whether its dates are looked at one by one; closures and openings may have no end."""
    return span.cause is Cause.SPECIAL and (span.last - span.first).days < LONGEST_SPAN


def _times(hours: DayHours, start: int, first: int, last: int) -> Iterator[Times]:
    """When the hours of a day may hold, in UTC, whatever the clock does.

    From where they begin under the greatest offset to where they end under the least one.
    """
    spans = [(0, DAY)] if hours.kind in TO_ASK else [(x.opens, x.closes) for x in hours.intervals]
    for opens, closes in spans:
        yield start + opens - last, start + closes - first


def _week_bits(begin: int, end: int) -> int:
    return sum({1 << block % BLOCKS for block in range(begin // BLOCK, -(-end // BLOCK))})


def _dated_bits(begin: int, end: int, days: tuple[int, ...]) -> int:
    """The bits of the single days that the times touch, and of the week for their other parts."""
    bits = 0
    for day in range((begin - NIGHT) // DAY, (end - 1 - NIGHT) // DAY + 1):
        start = day * DAY + NIGHT
        if day in days:
            bits |= 1 << FIRST_DAY_BIT + days.index(day)
        else:
            bits |= _week_bits(max(begin, start), min(end, start + DAY))
    return bits


def _number(date: datetime.date) -> int:
    return (date - EPOCH).days

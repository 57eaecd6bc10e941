"""When a location is open: its rules as one schedule, and what follows on a day or at an instant.

Three decisions hold wherever hours are read, in this module and in `theme/static/js/hours.js`:

- Hours belong to the day on which they begin. A special day replaces what begins on it; a night
  that began the day before goes on.
- A status comes before special days, and special days before the week. What no rule knows is
  unknown, never closed.
- “Opens at 2:30” means the first instant at which the clock on the wall shows 2:30 or later. On the
  day in spring that has no 2:30 this is 3:00; where autumn has it twice, it is the first one.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from .model.hours import WEEKDAYS, DayHours, DayKind
from .model.location import GONE, Location, Status

ONE_DAY = datetime.timedelta(days=1)
ONE_MINUTE = datetime.timedelta(minutes=1)

HORIZON = 400
"""So many days ahead a change is looked for."""

ALWAYS = datetime.date.min, datetime.date.max
"""What has no beginning, and what has no end."""

CLOSED = DayHours(DayKind.CLOSED)
UNKNOWN = DayHours(DayKind.UNKNOWN)

Instants = tuple[datetime.datetime, datetime.datetime]
"""From the first to the second one, which is not included; in UTC."""


class Cause(StrEnum):
    """Which rule gives a day its hours."""

    WEEK = "week"
    SPECIAL = "special"
    CLOSURE = "closure"
    OPENING = "opening"


class StateKind(StrEnum):
    """What a visitor would find at an instant."""

    OPEN = "open"
    CLOSED = "closed"
    BY_APPOINTMENT = "by appointment"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """Days that differ from the week, both ends included; `ALWAYS` is the longest time."""

    first: datetime.date
    last: datetime.date
    hours: DayHours
    cause: Cause
    reason: str = ""

    def holds_on(self, date: datetime.date) -> bool:
        """Whether `date` is one of the days."""
        return self.first <= date <= self.last

    def dates(self) -> Iterator[datetime.date]:
        """Each of the days of a span that has an end."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + offset * ONE_DAY


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rules of one location.

    Attributes:
        time_zone: an IANA name; all hours are local to it.
        week: hours by weekday, Monday first; `UNKNOWN` where nothing is known.
        spans: days that differ, by date; no day is in two of them.
    """

    time_zone: str
    week: tuple[DayHours, ...]
    spans: tuple[Span, ...]

    @property
    def is_known(self) -> bool:
        """Whether anything is known of any day of the week."""
        return any(day != UNKNOWN for day in self.week)

    @property
    def shipped(self) -> dict[str, Any]:
        """The rules as `hours.js` reads them: hours as editors write them, null where unknown.

        `week` begins with Monday; an item of `spans` is first day, last day, hours, cause, reason.
        """
        return {
            "zone": self.time_zone,
            "week": [_text(hours) for hours in self.week],
            "spans": [
                [
                    None if span.first in ALWAYS else span.first.isoformat(),
                    None if span.last in ALWAYS else span.last.isoformat(),
                    _text(span.hours),
                    span.cause.value,
                    span.reason,
                ]
                for span in self.spans
            ],
        }


@dataclass(frozen=True, slots=True)
class Day:
    """The hours of one date, which rule gives them, and why, as visitors read it."""

    hours: DayHours
    cause: Cause
    reason: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What holds at an instant, and the day whose rule says so."""

    kind: StateKind
    day: Day


def schedule(facts: Location, time_zone: str) -> Schedule:
    """The rules of a location."""
    known = dict(facts.opening_hours.days()) if facts.opening_hours else {}
    week = tuple(known.get(name) or UNKNOWN for name in WEEKDAYS)
    return Schedule(time_zone, week, spans(facts))


def spans(facts: Location) -> tuple[Span, ...]:
    """The days that differ from the week, by date, the status first; no day is in two of them."""
    found: list[Span] = []
    for span in (*_status_spans(facts), *special_spans(facts)):
        found += _without(span, found)
    return tuple(sorted(found, key=lambda span: span.first))


def special_spans(facts: Location) -> Iterator[Span]:
    """The special days as the file says them; without those whose dates cannot be used."""
    for item in facts.special_opening_hours:
        first, last = item.first_day, item.last_day
        if first and last and first <= last:
            yield Span(first, last, item.hours, Cause.SPECIAL, item.reason or "")


def day_of(rules: Schedule, date: datetime.date) -> Day:
    """What is known of a date."""
    usual = rules.week[date.weekday()]
    for span in rules.spans:
        if span.holds_on(date):
            hours = usual if span.hours.kind is DayKind.REGULAR else span.hours
            return Day(hours, span.cause, span.reason)
    return Day(usual, Cause.WEEK)


def intervals(rules: Schedule, date: datetime.date) -> tuple[Instants, ...]:
    """The hours that begin on a date; those that fall into a gap of the clock are left out."""
    zone = ZoneInfo(rules.time_zone)
    found = (
        (instant(zone, date, hours.opens), instant(zone, date, hours.closes))
        for hours in day_of(rules, date).hours.intervals
    )
    return tuple((opens, closes) for opens, closes in found if opens < closes)


def state_at(rules: Schedule, moment: datetime.datetime) -> State:
    """What holds at a moment, which must know its time zone."""
    today = moment.astimezone(ZoneInfo(rules.time_zone)).date()
    for date in (today - ONE_DAY, today):
        if any(opens <= moment < closes for opens, closes in intervals(rules, date)):
            return State(StateKind.OPEN, day_of(rules, date))
    day = day_of(rules, today)
    kinds = {DayKind.BY_APPOINTMENT: StateKind.BY_APPOINTMENT, DayKind.UNKNOWN: StateKind.UNKNOWN}
    return State(kinds.get(day.hours.kind, StateKind.CLOSED), day)


def next_change(
    rules: Schedule, moment: datetime.datetime, days: int = HORIZON
) -> datetime.datetime | None:
    """The first instant after `moment` at which another kind of state begins, within `days`."""
    now = state_at(rules, moment).kind
    return next(
        (x for x in moments(rules, moment, days) if x > moment and state_at(rules, x).kind != now),
        None,
    )


def moments(
    rules: Schedule, start: datetime.datetime, days: int = HORIZON
) -> Iterator[datetime.datetime]:
    """Every instant at which anything may change, in order, from the day before `start` on."""
    zone = ZoneInfo(rules.time_zone)
    first = start.astimezone(zone).date() - ONE_DAY
    night: list[datetime.datetime] = []  # what ends after the midnight that follows
    for offset in range(days + 2):
        date = first + offset * ONE_DAY
        begins, ends = instant(zone, date, 0), instant(zone, date + ONE_DAY, 0)
        both = sorted({begins, *night, *itertools.chain(*intervals(rules, date))})
        yield from (moment for moment in both if moment < ends)
        night = [moment for moment in both if moment >= ends]


def instant(zone: ZoneInfo, date: datetime.date, minutes: int) -> datetime.datetime:
    """The first instant at which the clock of `zone` shows a time of a date or a later one, in UTC.

    `minutes` count from midnight and may be more than a day. zoneinfo reads a time that does not
    exist with either of its two offsets; the change lies between these readings (PEP 495).
    """
    wall = datetime.datetime.combine(date, datetime.time()) + minutes * ONE_MINUTE
    found = wall.replace(tzinfo=zone).astimezone(datetime.UTC)
    if _wall(found, zone) == wall:
        return found
    found = wall.replace(tzinfo=zone, fold=1).astimezone(datetime.UTC)
    while _wall(found, zone) < wall:
        found += ONE_MINUTE
    return found


def _text(hours: DayHours) -> str | None:
    return None if hours == UNKNOWN else str(hours)


def _wall(moment: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _status_spans(facts: Location) -> Iterator[Span]:
    """Days on which nobody can come, whatever the hours are."""
    never, forever = ALWAYS
    first, last = facts.status_from, facts.status_until
    if facts.status is Status.OPENING_SOON:
        yield Span(never, first - ONE_DAY if first else forever, CLOSED, Cause.OPENING)
    elif facts.status is Status.TEMPORARILY_CLOSED:
        yield Span(first or never, last or forever, CLOSED, Cause.CLOSURE)
    elif facts.status in GONE:
        yield Span(first or never, forever, CLOSED, Cause.CLOSURE)


def _without(span: Span, others: list[Span]) -> list[Span]:
    """The parts of a span on whose days none of `others` holds."""
    parts = [span]
    for other in others:
        parts = [part for whole in parts for part in _cut(whole, other)]
    return parts


def _cut(span: Span, other: Span) -> Iterator[Span]:
    if span.first < other.first:
        yield replace(span, last=min(span.last, other.first - ONE_DAY))
    if other.last < span.last:
        yield replace(span, first=max(span.first, other.last + ONE_DAY))

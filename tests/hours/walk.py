"""Every instant at which anything changes for a clinic, and what its days say of an instant."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache
from zoneinfo import ZoneInfo

from plugins.clinics.hours import Schedule, StateKind, moments, state_at
from plugins.clinics.model.hours import DayHours, DayKind
from tests.hours.readers import APPOINTMENT, CLOSED, REGULAR, SILENT, UNKNOWN, Said

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
ONE_DAY = datetime.timedelta(days=1)

KINDS = {
    DayKind.CLOSED: CLOSED,
    DayKind.BY_APPOINTMENT: APPOINTMENT,
    DayKind.UNKNOWN: UNKNOWN,
    DayKind.REGULAR: REGULAR,
}
STATES = {
    APPOINTMENT: StateKind.BY_APPOINTMENT.value,
    UNKNOWN: StateKind.UNKNOWN.value,
    SILENT: SILENT,
}


def said(hours: DayHours) -> Said:
    """The engine's hours of a day in the form of the readers."""
    if hours.kind is DayKind.HOURS:
        return tuple((interval.opens, interval.closes) for interval in hours.intervals)
    return KINDS[hours.kind]


@cache
def walk(rules: Schedule, first: datetime.date, days: int) -> list[tuple[datetime.datetime, str]]:
    """Each change, the minute before and the minute after it, with the engine's state.

    In the first five hours of a day on which the clock is changed, every five minutes too.
    """
    start = datetime.datetime.combine(first, datetime.time(12), ZoneInfo(rules.time_zone))
    listed = {
        moment + offset * MINUTE
        for moment in moments(rules, start + ONE_DAY, days - 2)
        for offset in (-1, 0, 1)
    }
    for day in (first + offset * ONE_DAY for offset in range(days)):
        midnight, next_one = (
            datetime.datetime.combine(each, datetime.time(), start.tzinfo)
            for each in (day, day + ONE_DAY)
        )
        if midnight.utcoffset() != next_one.utcoffset():
            begin = midnight.astimezone(datetime.UTC)
            listed |= {begin + number * 5 * MINUTE for number in range(60)}
    return [(moment, state_at(rules, moment).kind.value) for moment in sorted(listed)]


def latest(moment: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """The latest time that a clock on the wall has shown so far, where autumn repeats an hour."""
    now = moment.astimezone(zone).replace(tzinfo=None)
    if (moment - HOUR).astimezone(zone).replace(tzinfo=None) < now:
        return now
    return max(
        (moment - minutes * MINUTE).astimezone(zone).replace(tzinfo=None) for minutes in range(121)
    )


def state(says: Callable[[datetime.date], Said], now: datetime.datetime) -> str:
    """What a visitor finds when the clock shows `now`, by what is said of today and yesterday."""
    today = now.date()
    minutes = now.hour * 60 + now.minute
    for day, passed in ((today - ONE_DAY, minutes + 24 * 60), (today, minutes)):
        hours = says(day)
        if not isinstance(hours, str) and any(x <= passed < y for x, y in hours):
            return StateKind.OPEN.value
    hours = says(today)
    return STATES.get(hours, "closed") if isinstance(hours, str) else "closed"

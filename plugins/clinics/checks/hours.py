"""Rules about hours and dates. What a text means is the model's rule."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from ..catalog import Catalog
from ..formats import time_words
from ..model.hours import DAY, DayHours, SpecialOpeningHours
from ..model.location import Location
from ..problems import Problem, Severity, plural

SHORTEST_DAY = 3 * 60
LONGEST_DAY = 14 * 60
EARLIEST_OPENING = 5 * 60
"""Minutes. Days outside of these are rare enough in clinics to ask."""

LONGEST = {
    "special_opening_hours": datetime.timedelta(days=62),
    "alerts": datetime.timedelta(days=366),
}
"""Longer dated facts are most likely slips in a year."""

TOO_LONG = datetime.timedelta(days=366)
"""Special hours beyond this would fill calendars and pages with thousands of days."""

LOCKED_DOOR = "Patients would stand before a locked door."


def days_have_a_plausible_length(catalog: Catalog) -> Iterator[Problem]:
    """A day's hours are neither suspiciously short nor long, and do not begin at night."""
    for entry in catalog.repository.locations.values():
        week = entry.value.opening_hours
        days_by_hours: dict[DayHours, list[str]] = {}
        for name, day in week.days() if week else ():
            if day and _doubt(day):
                days_by_hours.setdefault(day, []).append(name)
        for day, names in days_by_hours.items():
            yield entry.source.problem_at(
                ("opening_hours", names[0]),
                f"{', '.join(name.capitalize() for name in names)}: “{day}” {_doubt(day)}.",
                "check a.m. and p.m.; if it is right, this warning may stay.",
                Severity.WARNING,
                LOCKED_DOOR,
            )


def nights_end_before_the_next_day_begins(catalog: Catalog) -> Iterator[Problem]:
    """Hours that run past midnight end before the next day's hours begin."""
    for entry in catalog.repository.locations.values():
        week = entry.value.opening_hours
        days = list(week.days()) if week else []
        for (name, day), (next_name, next_day) in zip(days, days[1:] + days[:1], strict=True):
            if not (day and next_day and day.intervals and next_day.intervals):
                continue
            end, begin = day.intervals[-1].closes - DAY, next_day.intervals[0].opens
            if end > begin:
                yield entry.source.problem_at(
                    ("opening_hours", next_name),
                    f"{name.capitalize()} lasts until {time_words(end)}, when this day has begun.",
                    "correct one of the two days.",
                    harm=LOCKED_DOOR,
                )


def special_dates_are_whole(catalog: Catalog) -> Iterator[Problem]:
    """Special hours and alerts name one date, or a first and a last date in this order."""
    for entry in catalog.repository.locations.values():
        for position, item in enumerate(entry.value.special_opening_hours):
            fault = _date_fault(item)
            if fault:
                path = ("special_opening_hours", position)
                yield entry.source.problem_at(path, fault[0], fault[1], harm=LOCKED_DOOR)
        for position, alert in enumerate(entry.value.alerts):
            if alert.to_date < alert.from_date:
                yield entry.source.problem_at(
                    ("alerts", position, "to"), *BACKWARDS, harm="Nobody would see the alert."
                )


def special_dates_have_a_reason(catalog: Catalog) -> Iterator[Problem]:
    """Special hours say why, so that visitors know that they are meant."""
    for entry in catalog.repository.locations.values():
        for position, item in enumerate(entry.value.special_opening_hours):
            if item.reason is None:
                yield entry.source.problem_at(
                    ("special_opening_hours", position),
                    "the reason is missing.",
                    "add reason, as visitors read it, like “reason: Christmas Eve”.",
                    Severity.WARNING,
                )


def special_dates_do_not_overlap(catalog: Catalog) -> Iterator[Problem]:
    """No date has two different special hours."""
    for entry in catalog.repository.locations.values():
        seen: list[Dated] = []
        for item in _dated(entry.value):
            if item.field != "special_opening_hours":
                continue
            if any(item.first <= other.last and other.first <= item.last for other in seen):
                yield entry.source.problem_at(
                    (item.field, item.position),
                    "another line gives special hours for the same date.",
                    "delete one of the two, or change its dates.",
                    harm=LOCKED_DOOR,
                )
            seen.append(item)


def dated_facts_have_a_plausible_length(catalog: Catalog) -> Iterator[Problem]:
    """Special hours last two months at most (never more than a year), an alert a year."""
    for entry in catalog.repository.locations.values():
        for item in _dated(entry.value):
            length = item.last - item.first
            is_special = item.field == "special_opening_hours"
            severity = Severity.ERROR if is_special and length > TOO_LONG else Severity.WARNING
            if length > LONGEST[item.field]:
                yield entry.source.problem_at(
                    (item.field, item.position),
                    f"this lasts {length.days} days.",
                    "check the years; for a longer change, edit the regular week or the status.",
                    severity,
                )


def holidays_are_listed_once(catalog: Catalog) -> Iterator[Problem]:
    """The holidays of the organization are on different days."""
    organization = catalog.repository.organization
    days: set[datetime.date] = set()
    for position, holiday in enumerate(catalog.organization.holidays):
        if organization and holiday.date in days:
            yield organization.source.problem_at(
                ("holidays", position, "date"),
                "another line names the same day.",
                "delete one of the two.",
                harm=LOCKED_DOOR,
            )
        days.add(holiday.date)


def dated_facts_are_not_over(catalog: Catalog) -> Iterator[Problem]:
    """A dated fact whose last day has passed is deleted."""
    organization = catalog.repository.organization
    for position, holiday in enumerate(catalog.organization.holidays):
        if organization and holiday.date < catalog.as_of:
            yield organization.source.problem_at(
                ("holidays", position),
                f"this ended on {holiday.date}; visitors do not see it any more.",
                "change the line to the same holiday of the next year.",
                Severity.WARNING,
            )
    for entry in catalog.repository.locations.values():
        for item in _dated(entry.value):
            if item.last < catalog.as_of:
                yield entry.source.problem_at(
                    (item.field, item.position),
                    f"this ended on {item.last}; visitors do not see it any more.",
                    "delete the line.",
                    Severity.WARNING,
                )


class Dated(NamedTuple):
    """An item of a list of dated facts, from its first to its last day."""

    field: str
    position: int
    first: datetime.date
    last: datetime.date


def _dated(location: Location) -> Iterator[Dated]:
    """Special hours and alerts; those whose dates cannot be used are left out."""
    for position, item in enumerate(location.special_opening_hours):
        first, last = item.first_day, item.last_day
        if first and last and _date_fault(item) is None:
            yield Dated("special_opening_hours", position, first, last)
    for position, alert in enumerate(location.alerts):
        if alert.from_date <= alert.to_date:
            yield Dated("alerts", position, alert.from_date, alert.to_date)


def _doubt(day: DayHours) -> str:
    minutes = sum(interval.minutes for interval in day.intervals)
    if not day.intervals or day.is_all_day:
        return ""
    if minutes < SHORTEST_DAY:
        return f"is only {_length(minutes)} long"
    if minutes > LONGEST_DAY:
        return f"is {_length(minutes)} long"
    if day.intervals[0].opens < EARLIEST_OPENING:
        return "opens in the middle of the night"
    return ""


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return plural(hours, "hour") + (f" {rest} minutes" if rest else "")


def _date_fault(item: SpecialOpeningHours) -> tuple[str, str] | None:
    first: datetime.date | None = item.from_date
    last: datetime.date | None = item.to_date
    if item.date and (first or last):
        return "a single date and a range are given.", "keep either date, or from and to."
    if item.date is None and (first is None or last is None):
        return "the date is missing.", "write date: 2026-12-24, or from and to."
    if first and last and last < first:
        return BACKWARDS
    return None


BACKWARDS = ("the last day is before the first.", "exchange the two dates, or correct the year.")

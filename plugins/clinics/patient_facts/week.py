"""What changes in the regular week: a day or one of its ends, and neighbors together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..formats import span_words, time_words, weekday_words
from ..hours import UNKNOWN
from ..model.hours import WEEKDAYS, DayHours
from ..model.location import Location
from .values import Told, mark

DayChange = tuple[str, str, str]
"""Which end of a day changes (empty: all of it), and the words before and after."""


def week_changes(was: Location, now: Location) -> Iterator[Told]:
    """Each change of the week: `Saturday closing`, `7:00 PM`, `8:30 AM`, and where it stands."""
    changes = ((name, _change(_day(was, name), _day(now, name))) for name in WEEKDAYS)
    for change, group in groupby(changes, key=lambda item: item[1]):
        names = [name for name, _change in group]
        if change:
            end, old, new = change
            label = span_words(weekday_words(names[0]), weekday_words(names[-1])) + end
            has_gone = _hours(now, names[0]) is None
            yield Told(label, old, new, ("opening_hours", names[0]), has_gone)


def _day(location: Location, name: str) -> tuple[DayHours, str]:
    """The hours of a day, and the mark of unconfirmed ones."""
    hours = _hours(location, name)
    return (hours, mark(location, ("opening_hours", name))) if hours else (UNKNOWN, "")


def _hours(location: Location, name: str) -> DayHours | None:
    return getattr(location.opening_hours, name, None)


def _change(old: tuple[DayHours, str], new: tuple[DayHours, str]) -> DayChange | None:
    (was, old_mark), (now, new_mark) = old, new
    if old == new:
        return None
    is_one_range = len(was.intervals) == len(now.intervals) == 1
    if is_one_range and old_mark == new_mark and not (was.is_all_day or now.is_all_day):
        first, second = was.intervals[0], now.intervals[0]
        for end, before, after, is_same in (
            (" closing", first.closes, second.closes, first.opens == second.opens),
            (" opening", first.opens, second.opens, first.closes == second.closes),
        ):
            if is_same:
                return end, f"{time_words(before)}{old_mark}", f"{time_words(after)}{new_mark}"
    return "", f"{was.display}{old_mark}", f"{now.display}{new_mark}"

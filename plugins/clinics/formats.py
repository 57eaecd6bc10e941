"""How dates, times, numbers and telephone numbers are written for visitors: one function each."""

from __future__ import annotations

import datetime

from .translation import gettext, later

MONTHS = (
    later("January"),
    later("February"),
    later("March"),
    later("April"),
    later("May"),
    later("June"),
    later("July"),
    later("August"),
    later("September"),
    later("October"),
    later("November"),
    later("December"),
)

WEEKDAY_WORDS = {
    "monday": later("Monday"),
    "tuesday": later("Tuesday"),
    "wednesday": later("Wednesday"),
    "thursday": later("Thursday"),
    "friday": later("Friday"),
    "saturday": later("Saturday"),
    "sunday": later("Sunday"),
}
"""By their names in the files, in the order of `datetime.date.weekday()`."""


def date_words(date: datetime.date) -> str:
    """`November 24, 2026`."""
    month = gettext(MONTHS[date.month - 1])
    return gettext("%(month)s %(day)s, %(year)s", month=month, day=date.day, year=date.year)


def span_words(first: str, last: str) -> str:
    """From the first to the last one, both in words: `Monday to Friday`; one alone if equal."""
    return first if first == last else gettext("%(first)s to %(last)s", first=first, last=last)


def weekday_words(name: str) -> str:
    """A day of the week by its name in the files: `Monday`."""
    return gettext(WEEKDAY_WORDS[name])


def time_words(minutes: int) -> str:
    """Minutes after midnight as `8:30 AM`; noon and midnight as `12:00 PM` and `12:00 AM`."""
    hour, minute = divmod(minutes % (24 * 60), 60)
    values = {"hour": (hour - 1) % 12 + 1, "minute": f"{minute:02d}"}
    if hour < 12:
        return gettext("%(hour)s:%(minute)s AM", **values)
    return gettext("%(hour)s:%(minute)s PM", **values)


def number_words(number: int) -> str:
    """A whole number: `1,120`."""
    return f"{number:,}"


def tenths_words(tenths: int) -> str:
    """A number with one decimal, from its tenths: `4.2`."""
    return f"{tenths // 10}.{tenths % 10}"


def miles_words(miles: int | str) -> str:
    """A distance, from its number: `12 miles`, `4.2 miles`."""
    return gettext("%(miles)s miles", miles=miles)


def telephone_words(number: str, extension: str = "") -> str:
    """A number of ten digits as `602-555-0142`, with its extension; a shorter one as it is."""
    if len(number) == 10:
        number = f"{number[:3]}-{number[3:6]}-{number[6:]}"
    if extension:
        return gettext("%(number)s ext. %(extension)s", number=number, extension=extension)
    return number

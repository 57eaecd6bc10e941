"""Opening hours as an editor writes them, read in one way or refused.

`08:00-12:00, 13:00-17:00`, `9am-5pm`, `9:00 AM – 5:00 PM`, `22:00-06:00`, `closed`,
`open 24 hours`, `by appointment`. A text with two readings (`9-5`) is refused with both.
What follows from hours at an instant is the business of another module; here is only meaning.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, WithJsonSchema

from ..formats import WEEKDAY_WORDS, span_words, time_words, weekday_words
from ..translation import gettext, later
from .scalars import Date, Model, Text, refusal, require_text

DAY = 24 * 60
LONGEST_NIGHT = 14 * 60
"""Longest time over midnight, in minutes; a longer one is a slip in an a.m./p.m. time."""

WEEKDAYS = tuple(WEEKDAY_WORDS)
"""In the order of `datetime.date.weekday()`."""

AHEAD = datetime.timedelta(days=60)
"""So long before a day each clinic is asked about its hours, and visitors are told to ask."""

HARM = "Patients would stand before a locked door."


class DayKind(StrEnum):
    """What a day is, apart from its times."""

    HOURS = "hours"
    CLOSED = "closed"
    BY_APPOINTMENT = "by appointment"
    REGULAR = "regular hours"
    UNKNOWN = "unknown"


KIND_WORDS = {
    DayKind.CLOSED: later("Closed"),
    DayKind.BY_APPOINTMENT: later("By appointment"),
    DayKind.REGULAR: later("Regular hours"),
    DayKind.UNKNOWN: later("Call to ask"),
}
"""What visitors read where a day has no times."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `opens` until `closes`, in minutes after midnight of the day on which it opens.

    `closes` is greater than `opens`; past midnight it is greater than 1,440.
    """

    opens: int
    closes: int

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.closes - self.opens

    @property
    def display(self) -> str:
        """The interval as visitors read it, like `8:00 AM – 5:00 PM`."""
        return f"{time_words(self.opens)} – {time_words(self.closes)}"

    def __str__(self) -> str:
        return f"{_hh_mm(self.opens)}-{_hh_mm(self.closes)}"


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day: its kind and, for `HOURS`, its intervals in order."""

    kind: DayKind
    intervals: tuple[Interval, ...] = ()

    @property
    def is_all_day(self) -> bool:
        """Whether it is open for 24 hours."""
        return self.intervals == (Interval(0, DAY),)

    @property
    def display(self) -> str:
        """The day as visitors read it, like `9:00 AM – 5:00 PM` or `Closed`."""
        if self.is_all_day:
            return gettext("Open 24 hours")
        if self.intervals:
            return ", ".join(interval.display for interval in self.intervals)
        return gettext(KIND_WORDS[self.kind])

    def __str__(self) -> str:
        if self.is_all_day:
            return "open 24 hours"
        return ", ".join(map(str, self.intervals)) or str(self.kind)


WORDS = {
    "closed": DayHours(DayKind.CLOSED),
    "by appointment": DayHours(DayKind.BY_APPOINTMENT),
    "by appointment only": DayHours(DayKind.BY_APPOINTMENT),
    "open 24 hours": DayHours(DayKind.HOURS, (Interval(0, DAY),)),
    "24 hours": DayHours(DayKind.HOURS, (Interval(0, DAY),)),
}
DATED_WORDS = {
    "regular hours": DayHours(DayKind.REGULAR),
    "regular": DayHours(DayKind.REGULAR),
    "unknown": DayHours(DayKind.UNKNOWN),
}


def parse_day(value: Any) -> DayHours:
    """One day's hours; raises a refusal in an editor's words."""
    if isinstance(value, DayHours):
        return value
    text = " ".join(require_text(value).lower().split())
    if text in WORDS:
        return WORDS[text]
    intervals = tuple(_parse_interval(part.strip(), text) for part in text.split(","))
    _require_order(intervals, text)
    return DayHours(DayKind.HOURS, intervals)


def parse_special_day(value: Any) -> DayHours:
    """A dated day's hours: as `parse_day`, or `regular hours`, or `unknown`."""
    known = DATED_WORDS.get(" ".join(value.lower().split())) if isinstance(value, str) else None
    return known or parse_day(value)


TIME = r"([0-9]{1,2})(?::([0-9]{2}))?\s?(?:([ap])\.?\s?(?:m\.?)?)?"
NOT_KNOWN = ("unknown", "tbd", "tba", "n/a", "?", "not known", "call", "call to ask")
HALF_SAID = re.compile(r"noon|midnight|^(?:until|till?|from|after|before)\b")
INTERVAL = re.compile(rf"{TIME}\s?(?:[-\u2010-\u2015\u2212]|to|until)\s?{TIME}")


class WrittenTime(NamedTuple):
    """A time as it was written: digits, and `a` or `p` where one of them follows."""

    hour: str
    minute: str | None
    half: str | None


def _remedy(part: str) -> str:
    """What to write instead of words that are no time range."""
    if part in NOT_KNOWN:
        return (
            "delete the line while it is not known: visitors read “call to ask”. A holiday or a "
            "special day can be “unknown”."
        )
    if HALF_SAID.search(part):
        return "write when it opens and when it closes, like 8am-12pm; noon is 12pm."
    return (
        "write 09:00-17:00, or 9am-5pm; several ranges with commas; "
        "or closed, open 24 hours, by appointment."
    )


def _parse_interval(part: str, whole: str) -> Interval:
    match = INTERVAL.fullmatch(part)
    if match is None:
        raise refusal(
            f"“{part or whole}” is not a time range.",
            _remedy(part),
            HARM,
        )
    first, second = WrittenTime(*match.groups()[:3]), WrittenTime(*match.groups()[3:])
    _require_one_reading(part, first, second)
    opens, closes = _minutes(part, first), _minutes(part, second)
    if opens == DAY:
        raise refusal(f"“{part}” opens when the day is over.", "write 00:00 on the next day.", HARM)
    return Interval(opens, _end(part, opens, closes))


def _require_one_reading(part: str, first: WrittenTime, second: WrittenTime) -> None:
    has_half = bool(first.half), bool(second.half)
    has_minutes = bool(first.minute and second.minute)
    is_24_hour_clock = has_minutes or max(int(first.hour), int(second.hour)) > 12
    if all(has_half) or (is_24_hour_clock and not any(has_half)):
        return
    shown = " or ".join(_readings(first, second)[:2])
    raise refusal(
        f"“{part}” can be read in more than one way: {shown}.",
        "write both times with a.m. or p.m., like 9am-5pm, or both in 24 hours, like 09:00-17:00.",
        HARM,
    )


def _readings(first: WrittenTime, second: WrittenTime) -> list[str]:
    """Every pair of clock times that the text may mean, the shortest stay first."""
    pairs = itertools.product(_halves(first), _halves(second))
    lengths = sorted({((closes - opens) % DAY, opens, closes) for opens, closes in pairs})
    return [
        f"{time_words(opens)} to {time_words(closes)}"
        for length, opens, closes in lengths
        if length
    ]


def _halves(time: WrittenTime) -> list[int]:
    start = int(time.hour) % 12 * 60 + int(time.minute or 0)
    wanted = {"a": (0,), "p": (DAY // 2,)}.get(time.half or "", (0, DAY // 2))
    return [start + half for half in wanted]


def _minutes(part: str, time: WrittenTime) -> int:
    hour, minute = int(time.hour), int(time.minute or 0)
    highest = 12 if time.half else 24
    if hour > highest or minute > 59 or (hour == 24 and minute) or (time.half and hour == 0):
        raise refusal(
            f"“{part}” has a time that no clock shows.",
            "use 00:00 to 24:00, or 12am to 11:59pm.",
            HARM,
        )
    if time.half:
        hour = hour % 12 + (12 if time.half == "p" else 0)
    return hour * 60 + minute


def _end(part: str, opens: int, closes: int) -> int:
    if closes > opens:
        return closes
    if closes == 0 < opens:
        return DAY
    minutes = closes + DAY - opens
    if closes == opens or minutes > LONGEST_NIGHT:
        later = closes + DAY // 2
        meant = f" Did you mean {_hh_mm(opens)}-{_hh_mm(later)}?" if opens < later < DAY else ""
        raise refusal(
            f"“{part}” closes before it opens.",
            f"check a.m. and p.m.{meant} For the whole day write open 24 hours.",
            HARM,
        )
    return closes + DAY


def _require_order(intervals: tuple[Interval, ...], text: str) -> None:
    for first, second in pairwise(intervals):
        if second.opens < first.opens:
            raise refusal(f"the ranges in “{text}” are not in order.", "begin with the earliest.")
        if second.opens < first.closes:
            raise refusal(
                f"the ranges {first} and {second} overlap.", "make one range of them.", HARM
            )
    if intervals[-1].closes - DAY > intervals[0].opens:
        raise refusal(f"“{text}” covers more than 24 hours.", "write open 24 hours.", HARM)


def _hh_mm(minutes: int) -> str:
    shown = minutes if minutes <= DAY else minutes - DAY
    return f"{shown // 60:02d}:{shown % 60:02d}"


_DAY_SCHEMA = WithJsonSchema(
    {"type": "string", "examples": ["08:00-12:00, 13:00-17:00", "closed", "open 24 hours"]}
)
Day = Annotated[DayHours, BeforeValidator(parse_day), _DAY_SCHEMA]
SpecialDay = Annotated[DayHours, BeforeValidator(parse_special_day), _DAY_SCHEMA]


class OpeningHours(Model):
    """The regular week. A day that is left out is unknown, never closed."""

    monday: Day | None = None
    tuesday: Day | None = None
    wednesday: Day | None = None
    thursday: Day | None = None
    friday: Day | None = None
    saturday: Day | None = None
    sunday: Day | None = None

    def days(self) -> Iterator[tuple[str, DayHours | None]]:
        """The seven days in order, Monday first, with their lower-case English names."""
        for name in WEEKDAYS:
            yield name, getattr(self, name)

    def spans(self) -> Iterator[tuple[str, DayHours]]:
        """Neighboring days with equal hours as one, like `Monday to Friday`; no unknown ones."""
        for hours, group in itertools.groupby(self.days(), key=lambda day: day[1]):
            names = [weekday_words(name) for name, _hours in group]
            if hours is not None:
                yield span_words(names[0], names[-1]), hours

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of any day."""
        return all(day is None for _name, day in self.days())


class SpecialOpeningHours(Model):
    """Hours that hold on one date (`date`) or on all dates `from` … `to`, both included."""

    date: Date | None = Field(None, description="the day, for a single day")
    from_date: Date | None = Field(None, alias="from", description="first day")
    to_date: Date | None = Field(None, alias="to", description="last day, included")
    hours: SpecialDay = Field(description="closed, times, “regular hours” or “unknown”")
    reason: Text | None = Field(None, description="as visitors read it, like Christmas Eve")

    @property
    def first_day(self) -> datetime.date | None:
        """The first date on which it holds, or None if the entry has no date."""
        return self.date or self.from_date

    @property
    def last_day(self) -> datetime.date | None:
        """The last date on which it holds, or None if the entry has no end."""
        return self.date or self.to_date

    @property
    def announced(self) -> datetime.date | None:
        """The day from which a page says that nothing is known of it, if that is so."""
        return self.first_day and self.first_day - AHEAD

    def holds_on(self, date: datetime.date) -> bool:
        """Whether `date` is one of its days; none is if a date is missing."""
        first, last = self.first_day, self.last_day
        return first is not None and last is not None and first <= date <= last

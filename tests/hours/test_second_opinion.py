"""Another program's opinion on when a clinic is open: opening-hours-py, by OpenStreetMap's rules.

The rules of a clinic are written in OpenStreetMap's language, and both programs say what holds at
every change, a minute before and a minute after it. They differ by design in three cases, which are
counted; in each the rule at the head of `plugins/clinics/hours.py` decides.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from opening_hours import OpeningHours, State

from plugins.clinics.hours import ALWAYS, Schedule, StateKind, day_of
from plugins.clinics.model.hours import DAY, DayHours, DayKind
from tests.conftest import AS_OF
from tests.hours.test_readers import FEBRUARY, SUMMER
from tests.hours.walk import walk
from tests.hours.world import WALK, generated_clinics
from tests.plugin.test_hours import CLOCK_CHANGES, rules, special
from tests.structured_data.facts import DAYS

ONE_DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)

EXCEPTIONS = {
    "night": "there, the rule of a day ends the night of the day before, and of a night that a "
    "dated rule has replaced the second half is left; here, a night belongs to its first day",
    "repeated hour": "there, a time that autumn repeats is its second one; here, its first one",
}
"""Where both differ → why. What falls under it is counted."""

STATES = {
    StateKind.OPEN.value: (State.OPEN, ""),
    StateKind.CLOSED.value: (State.CLOSED, ""),
    StateKind.BY_APPOINTMENT.value: (State.UNKNOWN, "by appointment"),
    StateKind.UNKNOWN.value: (State.UNKNOWN, "ask"),
}
Spoken = tuple[State, str]


def in_osm(found: Schedule) -> str:
    """The rules in OpenStreetMap's language: a later one wins over the days of an earlier one."""
    week: dict[str, list[str]] = {}
    for day, hours in zip(DAYS, found.week, strict=True):
        week.setdefault(words(hours), []).append(day[:2].capitalize())
    written = [f"{','.join(days)} {text}" for text, days in week.items()]
    for span in found.spans:
        if span.hours.kind is DayKind.REGULAR:
            continue
        first, last = (max(x, datetime.date(1900, 1, 1)) for x in (span.first, span.last))
        dates = f"{first:%Y %b %d}"
        if span.last in ALWAYS:
            dates += "-2100 Dec 31"
        elif last != first:
            dates += f"-{last:%Y %b %d}"
        written.append(f"{dates} {words(span.hours)}")
    return "; ".join(written)


def words(hours: DayHours) -> str:
    if hours.kind is DayKind.HOURS:
        return ",".join(f"{clock(x.opens)}-{clock(x.closes)}" for x in hours.intervals)
    comment = {DayKind.UNKNOWN: "ask", DayKind.BY_APPOINTMENT: "by appointment"}.get(hours.kind)
    return f'unknown "{comment}"' if comment else "off"


def clock(minutes: int) -> str:
    """More than 24 hours in the night that follows, as OpenStreetMap has them too."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


class SecondOpinion:
    """What the other program says, from the day before a date on."""

    def __init__(self, found: Schedule, first: datetime.date, days: int) -> None:
        zone = ZoneInfo(found.time_zone)
        start, end = (
            datetime.datetime.combine(first + offset * ONE_DAY, datetime.time(), zone)
            for offset in (-2, days + 3)
        )
        spoken = OpeningHours(in_osm(found), timezone=zone, auto_country=False, auto_timezone=False)
        assert spoken.warnings == []
        pieces = [
            (begins.astimezone(datetime.UTC), (kind, comment))
            for begins, ends, kind, comment in spoken.intervals(start, end)
            if begins.astimezone(datetime.UTC) < ends.astimezone(datetime.UTC)
        ]
        self.begins = [begins for begins, _said in pieces]
        self.said = [said for _begins, said in pieces]

    def at(self, moment: datetime.datetime) -> Spoken:
        return self.said[bisect_right(self.begins, moment) - 1]


def exception(found: Schedule, moment: datetime.datetime) -> str:
    """Under which exception an instant falls, by the rules alone; none is an empty text."""
    zone = ZoneInfo(found.time_zone)
    local = moment.astimezone(zone)
    before, after = (
        (moment + hours * HOUR).astimezone(zone).utcoffset() or ONE_DAY for hours in (-1, 1)
    )
    if after < before and any(
        time % DAY in REPEATED
        for date in (local.date() - ONE_DAY, local.date())
        for hours in day_of(found, date).hours.intervals
        for time in (hours.opens, hours.closes)
    ):
        return "repeated hour"
    yesterday = local.date() - ONE_DAY
    passed = local.hour * 60 + local.minute
    nights = [
        *day_of(found, yesterday).hours.intervals,
        *found.week[yesterday.weekday()].intervals,
    ]
    if any(x.closes - DAY > passed for x in nights):
        return "night"
    return ""


REPEATED = range(60, 120)
"""Autumn repeats the hour from 1 to 2 o'clock."""


def compare(found: Schedule, first: datetime.date, days: int = WALK) -> Counter[str]:
    other = SecondOpinion(found, first, days)
    seen: Counter[str] = Counter(schedules=1)
    for moment, kind in walk(found, first, days):
        if other.at(moment) == STATES[kind]:
            seen["equal"] += 1
            continue
        why = exception(found, moment)
        assert why, (in_osm(found), found.time_zone, str(moment), kind, other.at(moment))
        seen[why] += 1
    return seen


def total(counters: list[Counter[str]]) -> Counter[str]:
    return sum(counters, Counter())


@pytest.mark.parametrize(
    ("amount", "seed", "as_of", "days", "equal"),
    [
        pytest.param(12, 1, AS_OF, 60, 5_000, id="sample"),
        pytest.param(36, 2, AS_OF, WALK, 95_000, id="winter", marks=pytest.mark.verify),
        pytest.param(36, 3, FEBRUARY, WALK, 95_000, id="3-changes", marks=pytest.mark.verify),
        pytest.param(36, 4, SUMMER, WALK, 95_000, id="leap-day", marks=pytest.mark.verify),
    ],
)
def test_another_program_is_of_the_same_opinion_at_every_change(
    amount: int, seed: int, as_of: datetime.date, days: int, equal: int
) -> None:
    clinics = [clinic for clinic in generated_clinics(amount, seed, as_of) if clinic.zone]
    seen = total([compare(clinic.rules, clinic.as_of, days) for clinic in clinics])
    assert seen["schedules"] == amount * 11 // 12
    assert seen["equal"] > equal
    assert seen["night"] < seen["equal"] / 40
    assert seen["repeated hour"] < 80


def test_another_program_is_of_the_same_opinion_over_every_clock_change() -> None:
    seen: Counter[str] = Counter()
    for zone, date, hours, *_rest in CLOCK_CHANGES:
        found = rules(
            zone,
            opening_hours=dict.fromkeys(DAYS, "closed"),
            special_opening_hours=[special(date, hours)],
        )
        seen += compare(found, datetime.date.fromisoformat(date) - ONE_DAY, 4)
    assert seen == {"schedules": len(CLOCK_CHANGES), "equal": 1332, "repeated hour": 26}


@pytest.mark.parametrize(
    "hours",
    [
        "20:00-02:00",
        pytest.param("22:00-06:00", marks=pytest.mark.verify),
        pytest.param("08:00-12:00, 13:00-02:30", marks=pytest.mark.verify),
    ],
)
def test_nights_over_all_clock_changes_of_two_years_need_no_exception(hours: str) -> None:
    seen: Counter[str] = Counter()
    for zone in ("America/Phoenix", "America/Denver", "America/Shiprock", "America/Chicago"):
        found = rules(zone, opening_hours=dict.fromkeys(DAYS, hours))
        seen += compare(found, datetime.date(2026, 1, 1), 730)
    assert set(seen) == {"schedules", "equal"}
    assert seen["equal"] > 4 * 730 * 6


def test_an_opinion_that_differs_by_a_minute_is_noticed() -> None:
    found = rules(opening_hours=dict.fromkeys(DAYS, "08:00-12:00"))
    other = SecondOpinion(rules(opening_hours=dict.fromkeys(DAYS, "08:00-12:01")), AS_OF, 3)
    differing = [
        moment for moment, kind in walk(found, AS_OF, 3) if other.at(moment) != STATES[kind]
    ]
    assert [f"{moment:%H:%M}" for moment in differing] == ["19:00"] * 3
    assert [exception(found, moment) for moment in differing] == [""] * 3

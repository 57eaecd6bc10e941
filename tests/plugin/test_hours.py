"""When a location is open: each rule by example, clock changes too, and what always holds."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.clinics.hours import (
    Cause,
    Schedule,
    StateKind,
    day_of,
    instant,
    intervals,
    moments,
    next_change,
    schedule,
    state_at,
)
from plugins.clinics.model.location import Location
from tests.structured_data.facts import DAYS

EVERY_DAY = dict.fromkeys(DAYS, "08:00-12:00, 13:00-17:00")
NIGHTS = dict.fromkeys(DAYS, "22:00-06:00")
PHOENIX, DENVER = "America/Phoenix", "America/Denver"
ONE_DAY = datetime.timedelta(days=1)


def rules(zone: str = PHOENIX, **facts: Any) -> Schedule:
    """The schedule of a location with these facts."""
    location = Location.model_validate(
        {
            "id": "az-mesa",
            "name": "Mesa",
            "status": "open",
            "address": {"address_region": "AZ"},
            "sources": ["https://www.example.com/"],
            **facts,
        }
    )
    return schedule(location, zone)


def special(date: str, hours: str, reason: str = "Why") -> dict[str, str]:
    """An entry for one day."""
    return {"date": date, "hours": hours, "reason": reason}


def local(zone: str, written: str, fold: int = 0) -> datetime.datetime:
    """A local time like `2026-12-24 12:30`; of two equal ones the second with `fold=1`."""
    return datetime.datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone), fold=fold)


def shown(zone: str, moment: datetime.datetime | None) -> str | None:
    """A moment as the clock of a zone shows it, with its offset."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %z}" if moment else None


def changes(found: Schedule, start: str, count: int) -> list[tuple[str | None, str]]:
    """The next changes after a local time: when, and what begins."""
    listed = []
    moment: datetime.datetime | None = local(found.time_zone, start)
    for _ in range(count):
        assert moment
        moment = next_change(found, moment)
        state = state_at(found, moment).kind.value if moment else "none"
        listed.append((shown(found.time_zone, moment), state))
    return listed


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("07:59", StateKind.CLOSED),
        ("08:00", StateKind.OPEN),
        ("11:59", StateKind.OPEN),
        ("12:00", StateKind.CLOSED),
        ("12:59", StateKind.CLOSED),
        ("13:00", StateKind.OPEN),
        ("16:59", StateKind.OPEN),
        ("17:00", StateKind.CLOSED),
    ],
)
def test_a_lunch_break_is_closed_and_an_end_is_not_included(time: str, expected: StateKind) -> None:
    found = rules(opening_hours=EVERY_DAY)
    assert state_at(found, local(PHOENIX, f"2026-11-24 {time}")).kind is expected


def test_the_next_changes_of_a_day_with_a_lunch_break() -> None:
    assert changes(rules(opening_hours=EVERY_DAY), "2026-11-24 07:00", 5) == [
        ("2026-11-24 08:00 -0700", "open"),
        ("2026-11-24 12:00 -0700", "closed"),
        ("2026-11-24 13:00 -0700", "open"),
        ("2026-11-24 17:00 -0700", "closed"),
        ("2026-11-25 08:00 -0700", "open"),
    ]


def test_what_is_not_known_is_unknown_and_never_closed() -> None:
    found = rules(opening_hours={"monday": "09:00-17:00"})
    assert state_at(found, local(PHOENIX, "2026-11-24 10:00")).kind is StateKind.UNKNOWN
    assert changes(found, "2026-11-24 10:00", 3) == [
        ("2026-11-30 00:00 -0700", "closed"),
        ("2026-11-30 09:00 -0700", "open"),
        ("2026-11-30 17:00 -0700", "closed"),
    ]
    assert not rules().is_known
    assert next_change(rules(), local(PHOENIX, "2026-11-24 10:00")) is None


def test_a_day_by_appointment_is_neither_open_nor_closed() -> None:
    found = rules(opening_hours={**EVERY_DAY, "friday": "by appointment"})
    assert changes(found, "2026-11-26 17:00", 2) == [
        ("2026-11-27 00:00 -0700", "by appointment"),
        ("2026-11-28 00:00 -0700", "closed"),
    ]


def test_open_24_hours_on_every_day_never_changes() -> None:
    found = rules(DENVER, opening_hours=dict.fromkeys(DAYS, "open 24 hours"))
    assert next_change(found, local(DENVER, "2026-11-24 10:00")) is None


def test_a_holiday_replaces_the_hours_that_begin_on_it() -> None:
    holiday = special("2026-12-25", "closed", "Christmas Day")
    found = rules(opening_hours=NIGHTS, special_opening_hours=[holiday])
    assert changes(found, "2026-12-24 21:00", 3) == [
        ("2026-12-24 22:00 -0700", "open"),
        ("2026-12-25 06:00 -0700", "closed"),  # the night of the 24th goes on
        ("2026-12-26 22:00 -0700", "open"),
    ]
    day = day_of(found, datetime.date(2026, 12, 25))
    assert (day.cause, day.reason) == (Cause.SPECIAL, "Christmas Day")


def test_regular_hours_on_a_holiday_are_those_of_its_weekday() -> None:
    found = rules(
        opening_hours={"thursday": "09:00-17:00"},
        special_opening_hours=[special("2026-12-24", "regular hours", "Christmas Eve")],
    )
    day = day_of(found, datetime.date(2026, 12, 24))
    assert str(day.hours) == "09:00-17:00"
    assert (day.cause, day.reason) == (Cause.SPECIAL, "Christmas Eve")


def test_a_closure_that_ends_on_a_holiday_gives_way_to_the_holiday_only_afterwards() -> None:
    holidays = {"from": "2026-12-24", "to": "2026-12-26", "hours": "10:00-12:00"}
    found = rules(
        status="temporarily_closed",
        status_from="2026-12-20",
        status_until="2026-12-25",
        opening_hours=EVERY_DAY,
        special_opening_hours=[holidays],
    )
    causes = [day_of(found, datetime.date(2026, 12, day)).cause for day in (19, 20, 25, 26, 27)]
    assert causes == [Cause.WEEK, Cause.CLOSURE, Cause.CLOSURE, Cause.SPECIAL, Cause.WEEK]
    assert changes(found, "2026-12-20 09:00", 2) == [
        ("2026-12-26 10:00 -0700", "open"),
        ("2026-12-26 12:00 -0700", "closed"),
    ]


@pytest.mark.parametrize(
    ("facts", "closed", "open_"),
    [
        (
            {"status": "temporarily_closed", "status_until": "2026-12-01"},
            ["11-24", "12-01"],
            ["12-02"],
        ),
        (
            {"status": "temporarily_closed", "status_from": "2026-12-01"},
            ["12-01", "12-31"],
            ["11-30"],
        ),
        ({"status": "temporarily_closed"}, ["11-01", "11-24", "12-31"], []),
        ({"status": "opening_soon", "status_from": "2026-12-01"}, ["11-24", "11-30"], ["12-01"]),
        ({"status": "opening_soon"}, ["11-24", "12-31"], []),
        ({"status": "closed"}, ["11-01", "12-31"], []),
        ({"status": "moved", "status_from": "2026-12-01"}, ["12-01", "12-31"], ["11-30"]),
        ({"status": "virtual_only"}, [], ["11-24", "12-31"]),
    ],
)
def test_a_status_closes_the_days_for_which_it_holds(
    facts: dict[str, str], closed: list[str], open_: list[str]
) -> None:
    found = rules(opening_hours=EVERY_DAY, **facts)
    days = {
        name: day_of(found, datetime.date.fromisoformat(f"2026-{name}")) for name in closed + open_
    }
    assert [name for name, day in days.items() if not day.hours.intervals] == closed


CLOCK_CHANGES = [
    # Autumn repeats 1 o'clock: a night is one hour longer, and 1:30 is the first one.
    (DENVER, "2026-10-31", "22:00-06:00", "22:00 -0600", "06:00 -0700", 9),
    (DENVER, "2026-10-31", "18:00-01:30", "18:00 -0600", "01:30 -0600", 7.5),
    (DENVER, "2026-10-31", "18:00-02:00", "18:00 -0600", "02:00 -0700", 9),
    (DENVER, "2026-11-01", "01:30-05:00", "01:30 -0600", "05:00 -0700", 4.5),
    (DENVER, "2026-11-01", "open 24 hours", "00:00 -0600", "00:00 -0700", 25),
    (DENVER, "2027-11-06", "22:00-06:00", "22:00 -0600", "06:00 -0700", 9),
    # Spring leaves out 2 o'clock: a night is one hour shorter, and 2:30 is 3:00.
    (DENVER, "2027-03-13", "22:00-06:00", "22:00 -0700", "06:00 -0600", 7),
    (DENVER, "2027-03-14", "02:30-05:00", "03:00 -0600", "05:00 -0600", 2),
    (DENVER, "2027-03-14", "01:00-02:30", "01:00 -0700", "03:00 -0600", 1),
    (DENVER, "2027-03-14", "02:30-03:15", "03:00 -0600", "03:15 -0600", 0.25),
    (DENVER, "2027-03-14", "open 24 hours", "00:00 -0700", "00:00 -0600", 23),
    (DENVER, "2026-03-07", "22:00-06:00", "22:00 -0700", "06:00 -0600", 7),
    # The Navajo Nation has the clock of Denver, the rest of Arizona changes nothing.
    ("America/Shiprock", "2027-03-13", "22:00-06:00", "22:00 -0700", "06:00 -0600", 7),
    (PHOENIX, "2026-10-31", "22:00-06:00", "22:00 -0700", "06:00 -0700", 8),
    (PHOENIX, "2027-03-13", "22:00-06:00", "22:00 -0700", "06:00 -0700", 8),
    (PHOENIX, "2027-03-14", "02:30-03:15", "02:30 -0700", "03:15 -0700", 0.75),
    ("America/Indiana/Indianapolis", "2026-10-31", "22:00-06:00", "22:00 -0400", "06:00 -0500", 9),
    ("America/Indiana/Indianapolis", "2027-03-13", "22:00-06:00", "22:00 -0500", "06:00 -0400", 7),
    # El Paso is in Texas, and an hour behind most of it.
    (DENVER, "2027-11-06", "20:00-02:30", "20:00 -0600", "02:30 -0700", 7.5),
    ("America/Chicago", "2027-11-06", "20:00-02:30", "20:00 -0500", "02:30 -0600", 7.5),
    # A leap day is a day like others.
    (DENVER, "2028-02-29", "22:00-06:00", "22:00 -0700", "06:00 -0700", 8),
]


@pytest.mark.parametrize(("zone", "date", "hours", "opens", "closes", "length"), CLOCK_CHANGES)
def test_hours_over_a_clock_change_are_as_long_as_the_clock_on_the_wall_makes_them(
    zone: str, date: str, hours: str, opens: str, closes: str, length: float
) -> None:
    found = rules(zone, special_opening_hours=[special(date, hours)])
    ((begin, end),) = intervals(found, datetime.date.fromisoformat(date))
    assert (shown(zone, begin) or "")[11:] == opens
    assert (shown(zone, end) or "")[11:] == closes
    assert (end - begin) == datetime.timedelta(hours=length)
    minute = datetime.timedelta(minutes=1)
    states = [state_at(found, x).kind for x in (begin - minute, begin, end - minute, end)]
    assert [state is StateKind.OPEN for state in states] == [False, True, True, False]


def test_hours_that_fall_into_the_missing_hour_take_no_time() -> None:
    found = rules(DENVER, special_opening_hours=[special("2027-03-14", "02:15-02:45")])
    assert intervals(found, datetime.date(2027, 3, 14)) == ()
    noon = local(DENVER, "2027-03-14 03:00")
    assert state_at(found, noon).kind is StateKind.CLOSED


def test_a_time_that_comes_twice_is_its_first_one_and_does_not_open_again() -> None:
    found = rules(DENVER, special_opening_hours=[special("2026-11-01", "00:30-01:30")])
    first, second = (local(DENVER, "2026-11-01 01:15", fold) for fold in (0, 1))
    assert state_at(found, first).kind is StateKind.OPEN
    assert state_at(found, second).kind is StateKind.CLOSED


ZONES = (PHOENIX, DENVER, "America/New_York", "America/Anchorage", "Pacific/Honolulu")


@given(
    zone=st.sampled_from(ZONES),
    date=st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)),
    minutes=st.integers(0, 2 * 24 * 60),
)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_an_instant_is_the_first_one_at_which_the_clock_shows_the_time(
    zone: str, date: datetime.date, minutes: int
) -> None:
    info = ZoneInfo(zone)
    wanted = datetime.datetime.combine(date, datetime.time()) + datetime.timedelta(minutes=minutes)
    found = instant(info, date, minutes)
    assert found.utcoffset() == datetime.timedelta()
    assert found.astimezone(info).replace(tzinfo=None) >= wanted
    for earlier in range(1, 181):
        before = (found - datetime.timedelta(minutes=earlier)).astimezone(info)
        assert before.replace(tzinfo=None) < wanted


TIMES = st.sampled_from(
    (
        "08:00-12:00, 13:00-17:00",
        "22:00-06:00",
        "closed",
        "by appointment",
        "open 24 hours",
        "00:30-01:30",
        "01:30-02:30",
        "02:15-02:45",
        "20:00-02:00",
    )
)


@given(
    zone=st.sampled_from(ZONES),
    week=st.dictionaries(st.sampled_from(DAYS), TIMES),
    days=st.dictionaries(
        st.dates(datetime.date(2026, 10, 25), datetime.date(2026, 11, 10)),
        TIMES | st.sampled_from(["regular hours", "unknown"]),
    ),
    offset=st.integers(0, 20 * 24 * 60),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_state_lasts_until_the_next_change_and_changes_there(
    zone: str, week: dict[str, str], days: dict[datetime.date, str], offset: int
) -> None:
    entries = [special(str(date), hours) for date, hours in days.items()]
    found = rules(zone, opening_hours=week, special_opening_hours=entries)
    start = local(zone, "2026-10-25 00:00").astimezone(datetime.UTC)
    moment = start + datetime.timedelta(minutes=offset)
    kind = state_at(found, moment).kind
    change = next_change(found, moment, days=3)
    end = change or moment + datetime.timedelta(days=2)
    if change:
        assert state_at(found, change).kind is not kind
    between = moment
    while between < end:
        assert state_at(found, between).kind is kind
        between += datetime.timedelta(minutes=7)


def test_the_moments_of_a_time_are_in_order_and_hold_every_change() -> None:
    found = rules(DENVER, opening_hours={**EVERY_DAY, "saturday": "22:00-06:00"})
    start = local(DENVER, "2026-10-30 00:00")
    listed = list(moments(found, start, days=10))
    assert listed == sorted(set(listed))
    assert len(listed) > 40
    moment = next_change(found, start, days=8)
    while moment:
        assert moment in listed
        moment = next_change(found, moment, days=2) if moment < listed[-10] else None

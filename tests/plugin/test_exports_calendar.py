"""`hours.ics`: each special day as another library reads it, in the clinic's own time."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings

from plugins.clinics.exports import calendar_url, files
from plugins.clinics.load.repository import Repository
from plugins.clinics.model.hours import DayKind, parse_special_day
from tests.conftest import AS_OF, MakeProject, load, minimal
from tests.exports_world import (
    BASE,
    CASES,
    ONE_DAY,
    Facts,
    catalog_of,
    catalog_with,
    exported,
    hostile_locations,
    one_location,
    open_special_days,
    plain,
    shown,
    zone,
)

Event = tuple[Any, Any, str]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return one_location(tmp_path_factory.mktemp("calendar"), minimal())


def events_of(data: bytes) -> list[Any]:
    """The events of the only calendar of a file whose lines are as RFC 5545 wants them."""
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    calendar = icalendar.Calendar.from_ical(data)
    assert (calendar["VERSION"], calendar["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert calendar["PRODID"].startswith("-//")
    assert calendar.errors == []
    assert calendar.walk("VTIMEZONE") == []
    events = list(calendar.walk("VEVENT"))
    assert len(events) == len(calendar.subcomponents) > 0
    for event in events:
        assert event.errors == []
        assert event.decoded("DTSTAMP") == datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
        assert event["TRANSP"] == "TRANSPARENT"
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == len(uids)
    return events


def days_of(events: list[Any], local: ZoneInfo | None) -> dict[datetime.date, set[str]]:
    """Date to come → what is said of it: times of the clinic, or the words of a whole day."""
    found: dict[datetime.date, set[str]] = {}
    for event in events:
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        assert start < end
        if isinstance(start, datetime.datetime):
            assert all(written.endswith("Z") for written in moments(event))
            assert local
            opens, closes = start.astimezone(local), end.astimezone(local)
            said = f"{opens:%H:%M}-{closes:%H:%M}"
            found.setdefault(opens.date(), set()).add(said)
        else:
            words = str(event["SUMMARY"])
            for offset in range((end - start).days):
                found.setdefault(start + offset * ONE_DAY, set()).add(words)
    return {date: said for date, said in found.items() if date >= AS_OF}


def expected_days(facts: Facts, brand: str) -> dict[datetime.date, set[str]]:
    """The same from the files."""
    found = {}
    for date, item in open_special_days(facts):
        hours = parse_special_day(item["hours"])
        if date < AS_OF or hours.kind is DayKind.UNKNOWN:
            continue
        if hours.intervals and not hours.is_all_day and zone(facts):
            said = {str(interval).replace("24:00", "00:00") for interval in hours.intervals}
        else:
            reason = plain(item.get("reason", ""))
            because = f" ({reason})" if reason else ""
            said = {f"{plain(brand + ' ' + facts['name'])}: {hours.display}{because}"}
        found[date] = said
    return found


def calendar(make: MakeProject, special: str, more: str = "", slug: str = "co-mesa") -> list[Any]:
    """The events of a clinic with these special hours."""
    text = minimal(slug, more=f"{more}special_opening_hours:\n  - {special}\n")
    catalog = load(make({f"locations/{slug}.yaml": text})).catalog
    assert catalog
    path = calendar_url(catalog, catalog.location(slug))
    assert path
    return events_of(files(catalog, BASE)[path])


def moments(event: Any) -> tuple[str, str]:
    """Start and end as they are written."""
    return event["DTSTART"].to_ical().decode(), event["DTEND"].to_ical().decode()


@pytest.mark.parametrize("case", CASES)
def test_every_calendar_says_what_the_files_say(case: tuple[str, bool]) -> None:
    data, catalog = exported(*case), catalog_of(*case)
    compared = 0
    for slug, facts in shown(*case).items():
        path = f"locations/{slug.replace('-', '/', 1)}/hours.ics"
        expected = expected_days(facts, catalog.organization.name)
        assert (path in data) == bool(expected), slug
        assert calendar_url(catalog, catalog.location(slug)) == (path if expected else None)
        if expected:
            events = events_of(data[path])
            assert days_of(events, ZoneInfo(zone(facts) or "UTC")) == expected
            assert {str(event["URL"]) for event in events} == {
                f"{BASE}/{path.removesuffix('hours.ics')}"
            }
            compared += 1
    assert compared == len([path for path in data if path.endswith(".ics")])
    assert (compared > 3) == (case[0] == "small")


def test_the_known_example() -> None:
    events = events_of(exported("small", True)["locations/az/example/hours.ics"])
    assert [(str(event["UID"]), *moments(event), str(event["SUMMARY"])) for event in events] == [
        (
            "az-example-20261126-0@www.small-clinics.test",
            "20261126",
            "20261127",
            "Small Clinics Example: Closed (Thanksgiving Day)",
        ),
        (
            "az-example-20261224-0@www.small-clinics.test",
            "20261224T150000Z",
            "20261224T190000Z",
            "Small Clinics Example: 8:00 AM – 12:00 PM (Christmas Eve)",
        ),
        (
            "az-example-20261231-0@www.small-clinics.test",
            "20261231",
            "20270102",
            "Small Clinics Example: Closed (New Year)",
        ),
        (
            "az-example-20270704-0@www.small-clinics.test",
            "20270704",
            "20270705",
            "Small Clinics Example: Regular hours (Independence Day)",
        ),
    ]
    assert str(events[0]["LOCATION"]) == "100 Example Street, Suite #200, Phoenix, AZ 85004"


@pytest.mark.parametrize(
    ("slug", "special", "expected"),
    [
        (
            "co-mesa",
            "{date: 2026-12-24, hours: 09:00-17:00}",
            [("20261224T160000Z", "20261225T000000Z")],
        ),
        (
            "co-mesa",
            "{date: 2027-07-05, hours: 09:00-17:00}",
            [("20270705T150000Z", "20270705T230000Z")],
        ),
        (
            "az-mesa",
            "{date: 2027-07-05, hours: 09:00-17:00}",
            [("20270705T160000Z", "20270706T000000Z")],
        ),
        # The clock goes forward at 2 o'clock on March 14, and back on November 7, 2027.
        (
            "co-mesa",
            "{date: 2027-03-13, hours: 22:00-06:00}",
            [("20270314T050000Z", "20270314T120000Z")],
        ),
        (
            "co-mesa",
            "{date: 2027-11-06, hours: 22:00-06:00}",
            [("20271107T040000Z", "20271107T130000Z")],
        ),
        (
            "co-mesa",
            "{from: 2027-03-13, to: 2027-03-14, hours: '08:00-12:00, 20:00-24:00'}",
            [
                ("20270313T150000Z", "20270313T190000Z"),
                ("20270314T030000Z", "20270314T070000Z"),
                ("20270314T140000Z", "20270314T180000Z"),
                ("20270315T020000Z", "20270315T060000Z"),
            ],
        ),
        # Where 2 o'clock becomes 3 o'clock, half past 2 is 3, and 2:15 to 2:45 takes no time.
        (
            "co-mesa",
            "{date: 2027-03-14, hours: 02:30-03:15}",
            [("20270314T090000Z", "20270314T091500Z")],
        ),
        ("co-mesa", "{date: 2027-03-14, hours: 02:15-02:45}", [("20270314", "20270315")]),
        ("co-mesa", "{date: 2026-12-24, hours: open 24 hours}", [("20261224", "20261225")]),
        ("co-mesa", "{date: 2026-12-24, hours: by appointment}", [("20261224", "20261225")]),
        ("co-mesa", "{date: 2026-12-24, hours: regular hours}", [("20261224", "20261225")]),
        (
            "co-mesa",
            "{from: 2026-12-24, to: 2027-01-02, hours: closed}",
            [("20261224", "20270103")],
        ),
        # Florida has two time zones, and the file does not say which.
        ("fl-mesa", "{date: 2026-12-24, hours: 09:00-17:00}", [("20261224", "20261225")]),
    ],
)
def test_local_hours_become_moments_or_whole_days(
    project: MakeProject, slug: str, special: str, expected: list[tuple[str, str]]
) -> None:
    assert [moments(event) for event in calendar(project, special, slug=slug)] == expected


def test_hours_without_a_moment_stand_in_the_summary(project: MakeProject) -> None:
    (event,) = calendar(project, "{date: 2026-12-24, hours: 09:00-17:00}", slug="fl-mesa")
    assert str(event["SUMMARY"]).endswith(": 9:00 AM – 5:00 PM")


def test_a_uid_stays_when_the_hours_change(project: MakeProject) -> None:
    uids = [
        str(calendar(project, f"{{date: 2026-12-24, hours: {hours}}}")[0]["UID"])
        for hours in ("closed", "09:00-12:00", "'10:00-12:00, 13:00-15:00'", "by appointment")
    ]
    assert len(set(uids)) == 1


@pytest.mark.parametrize(
    "more",
    [
        "status_from: 2026-12-01\n",  # temporarily closed, no end
        "status_until: 2027-01-31\n",
        "status_from: 2026-12-24\nstatus_until: 2026-12-24\n",
    ],
)
def test_nothing_is_special_while_a_clinic_is_closed(project: MakeProject, more: str) -> None:
    text = minimal(more=f"{more}special_opening_hours: [{{date: 2026-12-24, hours: 9am-12pm}}]\n")
    text = text.replace("status: open", "status: temporarily_closed")
    catalog = load(project({"locations/az-mesa.yaml": text})).catalog
    assert catalog
    assert calendar_url(catalog, catalog.location("az-mesa")) is None
    assert not any(path.endswith(".ics") for path in files(catalog, BASE))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("status: opening_soon\nstatus_from: 2026-12-30\n", [("20261230", "20270103")]),
        ("status: opening_soon\nstatus_from: 2026-11-01\n", [("20261120", "20270103")]),
        (
            "status: temporarily_closed\nstatus_from: 2026-12-26\nstatus_until: 2026-12-31\n",
            [("20261120", "20261226"), ("20270101", "20270103")],
        ),
        (
            "status: temporarily_closed\nstatus_until: 2026-12-30\n",  # since the day of the build
            [("20261231", "20270103")],
        ),
    ],
)
def test_special_days_are_those_before_and_after_a_closure(
    project: MakeProject, facts: str, expected: list[tuple[str, str]]
) -> None:
    days = "{from: 2026-11-20, to: 2027-01-02, hours: by appointment}"
    text = minimal(more=f"special_opening_hours: [{days}]\n").replace("status: open\n", facts)
    catalog = load(project({"locations/az-mesa.yaml": text})).catalog
    assert catalog
    data = files(catalog, BASE)["locations/az/mesa/hours.ics"]
    assert [moments(event) for event in events_of(data)] == expected


def test_hostile_texts_and_any_hours_come_back(repository: Repository) -> None:
    seen = {"none": 0, "days": 0, "events": 0}

    @given(facts=hostile_locations())
    @settings(max_examples=120, deadline=None, derandomize=True)
    def check(facts: Facts) -> None:
        catalog = catalog_with(repository, facts)
        data = files(catalog, BASE).get("locations/az/mesa/hours.ics")
        expected = expected_days(facts, catalog.organization.name)
        assert (data is not None) == bool(expected)
        if data is None:
            seen["none"] += 1
            return
        events = events_of(data)
        assert days_of(events, ZoneInfo("America/Phoenix")) == expected
        reasons = {plain(item["reason"]) for _date, item in open_special_days(facts)}
        for event in events:
            assert any(str(event["SUMMARY"]).endswith(f" ({text})") for text in reasons)
        seen["days"] += len(expected)
        seen["events"] += len(events)

    check()
    assert seen["none"] > 3
    assert min(seen["days"], seen["events"]) > 200

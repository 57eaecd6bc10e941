"""Hours have one source, and every format says the same of each of 400 days, at every change.

The page, JSON-LD, the open data, the sheet for Google and the calendar are read by their own rules
and compared with the engine. What a format cannot say is in `EXCEPTIONS`, counted, never skipped.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from plugins.clinics.hours import Cause, StateKind, day_of, intervals, state_at
from plugins.clinics.model.hours import DayKind
from plugins.clinics.model.location import Status
from tests.conftest import AS_OF
from tests.hours import readers
from tests.hours.readers import APPOINTMENT, REGULAR, SILENT, UNKNOWN
from tests.hours.walk import latest, said, state, walk
from tests.hours.world import WALK, Clinic, built_clinics, clinics_of, generated_clinics
from tests.plugin.test_site_small import shared_small
from tests.structured_data.facts import DAYS

EXCEPTIONS = {
    "open data: to come": "the exports say which status holds on the day of the build",
    "markup: no clinic": "JSON-LD describes no place without a street, nor one for video visits",
    "markup: no words": "Google has no words for unknown days and for days by appointment",
    "markup: before opening": "JSON-LD says nothing of the days before an opening",
    "markup: 23:59": "Google's 23:59 is midnight; that a day ends a minute earlier cannot be said",
    "sheet: no row": "no confirmed street, no place to go, closed for now, or no day of opening",
    "sheet: no week": "a week with a day that Google cannot say is left out as a whole",
    "sheet: the week stands": "a special day that Google cannot say is left out of the sheet",
    "calendar: usual": "a calendar has special days only, and none that are unknown",
    "calendar: clock change": "a time that does not exist is the first one after the gap",
}
"""What a format cannot say → why. A day that falls under one of them is counted."""

FEBRUARY = datetime.date(2026, 2, 10)  # 400 days with three clock changes
SUMMER = datetime.date(2027, 9, 1)  # a leap day, and two clock changes


def compare_days(clinic: Clinic) -> Counter[str]:
    """Every format on every day; returns what was compared and what was excepted."""
    seen: Counter[str] = Counter(clinics=1)
    page = readers.page(clinic.html)
    record = readers.json_record(clinic.record, clinic.as_of)
    row = readers.csv_row(clinic.row, clinic.as_of)
    for day in clinic.days:
        truth, told = (said(day_of(x, day).hours) for x in (clinic.rules, clinic.of_the_day))
        seen["open data: to come"] += told != truth
        for name, reader, what in (
            ("page", page, truth),
            ("json", record, told),
            ("csv", row, told),
        ):
            assert reader.says(day) == what, (clinic.name, name, day)
            seen[name] += 1
    seen += compare_markup(clinic) + compare_sheet(clinic) + compare_calendar(clinic)
    return seen


def compare_markup(clinic: Clinic) -> Counter[str]:
    if clinic.node is None:
        is_place = clinic.location.facts.status is not Status.VIRTUAL_ONLY
        assert not (is_place and clinic.location.facts.address.street_address), clinic.name
        return Counter({"markup: no clinic": WALK})
    reader = readers.Markup(clinic.node.get("openingHoursSpecification", []))
    seen: Counter[str] = Counter()
    for day in clinic.days:
        found = day_of(clinic.rules, day)
        truth, read = said(found.hours), reader.says(day)
        if truth in (UNKNOWN, APPOINTMENT):
            truth, seen["markup: no words"] = SILENT, seen["markup: no words"] + 1
        elif found.cause is Cause.OPENING:
            truth, seen["markup: before opening"] = SILENT, seen["markup: before opening"] + 1
        elif not isinstance(truth, str) and truth[-1][1] == readers.DAY - 1:
            truth = (*truth[:-1], (truth[-1][0], readers.DAY))
            seen["markup: 23:59"] += 1
        assert read == truth, (clinic.name, "markup", day)
        seen["markup"] += 1
    return seen


def compare_sheet(clinic: Clinic) -> Counter[str]:
    facts, rules = clinic.location.confirmed, clinic.confirmed
    has_row = (
        bool(facts.address.street_address)
        and not facts.is_unconfirmed("status")
        and (facts.status is Status.OPEN or bool(clinic.record.get("status_from")))
        and facts.status in (Status.OPEN, Status.OPENING_SOON)
    )
    assert (clinic.sheet is not None) == has_row, clinic.name
    if clinic.sheet is None:
        return Counter({"sheet: no row": WALK})
    reader = readers.Sheet(clinic.sheet)
    week = [said(hours) for hours in rules.week]
    if UNKNOWN in week or APPOINTMENT in week:
        assert {reader.says(day) for day in clinic.days} == {SILENT}, clinic.name
        return Counter({"sheet: no week": WALK})
    seen: Counter[str] = Counter()
    for day in clinic.days:
        truth = said(day_of(rules, day).hours)
        if truth in (UNKNOWN, APPOINTMENT):
            truth = week[day.weekday()]
            seen["sheet: the week stands"] += 1
        assert reader.says(day) == truth, (clinic.name, "sheet", day)
        seen["sheet"] += 1
    return seen


def compare_calendar(clinic: Clinic) -> Counter[str]:
    found, moments = readers.calendar(clinic.calendar, clinic.zone) if clinic.calendar else ({}, {})
    week = readers.csv_row(clinic.row, clinic.as_of).week
    seen: Counter[str] = Counter()
    for day in clinic.days:
        held = day_of(clinic.rules, day)
        is_special = held.cause is Cause.SPECIAL
        is_regular = any(
            span.holds_on(day) and span.hours.kind is DayKind.REGULAR for span in clinic.rules.spans
        )
        if not is_special or (said(held.hours) == UNKNOWN and not is_regular):
            assert day not in found, (clinic.name, "calendar", day)
            seen["calendar: usual"] += 1
            continue
        read, truth = found[day], said(held.hours)
        if read == REGULAR:
            read = week.get(readers.NAMES[day.weekday()], UNKNOWN)
        if day in moments:
            assert tuple(sorted(moments[day])) == intervals(clinic.rules, day), clinic.name
            seen["calendar: instants"] += 2 * len(moments[day])
        if read != truth:
            assert clinic.zone
            assert changes_clock(day, clinic), (clinic.name, "calendar", day, read, truth)
            seen["calendar: clock change"] += 1
        seen["calendar"] += 1
    return seen


def changes_clock(day: datetime.date, clinic: Clinic) -> bool:
    """Whether the clock is changed on a day or in the night that follows."""
    noons = [datetime.datetime.combine(day, datetime.time(12), clinic.zone)]
    noons += [noons[0] - datetime.timedelta(days=1), noons[0] + datetime.timedelta(days=1)]
    return len({noon.utcoffset() for noon in noons}) > 1


def compare_instants(clinic: Clinic, days: int = WALK) -> Counter[str]:
    """Every format at every change, a minute before and a minute after it."""
    if clinic.zone is None:
        return Counter({"no zone": 1})
    formats = {
        "page": readers.page(clinic.html).says,
        "json": readers.json_record(clinic.record, clinic.as_of).says,
        "csv": readers.csv_row(clinic.row, clinic.as_of).says,
    }
    if clinic.node:
        formats["markup"] = readers.Markup(clinic.node.get("openingHoursSpecification", [])).says
    says = {name: cache(function) for name, function in formats.items()}
    seen: Counter[str] = Counter(clinics=1)
    # A closure without a beginning begins on the day of the build; nothing is said of days before.
    start = datetime.datetime.combine(
        clinic.as_of + datetime.timedelta(days=1), datetime.time(), clinic.zone
    )
    for moment, kind in walk(clinic.rules, clinic.as_of, days):
        if moment < start:
            continue
        now = latest(moment, clinic.zone)
        for name, function in says.items():
            read = state(function, now)
            if name in ("json", "csv") and clinic.of_the_day != clinic.rules:
                kind_told = state_at(clinic.of_the_day, moment).kind.value
                assert read == kind_told, (clinic.name, name, moment, now)
                seen[name] += 1
                continue
            if name == "markup" and read != kind:
                assert_unsaid(clinic, moment, kind, read, function, now)
                seen["markup: unsaid"] += 1
                continue
            assert read == kind, (clinic.name, name, moment, now)
            seen[name] += 1
        seen["instants"] += 1
    return seen


def assert_unsaid(
    clinic: Clinic,
    moment: datetime.datetime,
    kind: str,
    read: str,
    says: object,
    now: datetime.datetime,
) -> None:
    """JSON-LD is silent where Google has no words, and takes 23:59 for midnight."""
    if read == SILENT:
        cause = day_of(clinic.rules, now.date()).cause
        assert kind != StateKind.OPEN.value, (clinic.name, "markup", moment)
        assert kind != StateKind.CLOSED.value or cause is Cause.OPENING, (clinic.name, moment)
    else:
        assert (read, kind, now.hour, now.minute) == ("open", "closed", 23, 59), clinic.name


def total(counters: list[Counter[str]]) -> Counter[str]:
    return sum(counters, Counter())


SITES = [
    pytest.param("small", True, 4, id="small-production"),
    pytest.param("real", True, 20, id="real-production"),
    pytest.param("small", False, 5, id="small-development", marks=pytest.mark.verify),
    pytest.param("real", False, 20, id="real-development", marks=pytest.mark.verify),
]
"""How many clinics a site has at least; marketing adds some to the real one."""


def site_of(which: str, is_production: bool, request: pytest.FixtureRequest) -> Path:
    kind = "production" if is_production else "development"
    if which == "small":
        return shared_small(request.getfixturevalue("tmp_path_factory"), kind)
    found: Path = request.getfixturevalue(f"{kind}_site")
    return found


@pytest.mark.parametrize(("which", "is_production", "least"), SITES)
def test_every_format_of_a_built_site_says_the_same_of_every_day(
    which: str, is_production: bool, least: int, request: pytest.FixtureRequest
) -> None:
    site = site_of(which, is_production, request)
    amount = len(list(site.glob("locations/**/location.vcf")))
    assert amount >= least
    clinics = built_clinics(site, which, is_production)
    seen = total([compare_days(clinic) for clinic in clinics])
    assert_complete(seen, amount)


GENERATED = [
    pytest.param(12, 1, AS_OF, id="sample"),
    pytest.param(96, 2, AS_OF, id="winter", marks=pytest.mark.verify),
    pytest.param(96, 3, FEBRUARY, id="three-clock-changes", marks=pytest.mark.verify),
    pytest.param(96, 4, SUMMER, id="leap-day", marks=pytest.mark.verify),
]
EXCEPTED = {
    1: (307, 1200, 410, 0, 0, 1600, 1200, 15, 4681, 0),
    2: (1042, 8800, 4529, 1423, 0, 14000, 14000, 87, 37542, 2),
    3: (1522, 7600, 4575, 1169, 0, 10800, 14800, 85, 37496, 3),
    4: (724, 10400, 4037, 1013, 57, 14400, 12000, 73, 37610, 4),
}
"""Seed → how many days fall under each of `EXCEPTIONS`."""


@pytest.mark.parametrize(("amount", "seed", "as_of"), GENERATED)
def test_every_format_of_generated_clinics_says_the_same_of_every_day(
    amount: int, seed: int, as_of: datetime.date
) -> None:
    seen = total([compare_days(clinic) for clinic in generated_clinics(amount, seed, as_of)])
    assert_complete(seen, amount)
    assert tuple(seen[name] for name in EXCEPTIONS) == EXCEPTED[seed]


def assert_complete(seen: Counter[str], amount: int) -> None:
    """Every day of every clinic was compared with what each format says of it, or excepted."""
    days = amount * WALK
    assert seen["clinics"] == amount
    assert seen["page"] == seen["json"] == seen["csv"] == days
    assert seen["markup"] + seen["markup: no clinic"] == days
    assert seen["sheet"] + seen["sheet: no row"] + seen["sheet: no week"] == days
    assert seen["calendar"] + seen["calendar: usual"] == days


INSTANTS = [
    pytest.param(12, 1, AS_OF, 40, 3_500, id="sample"),
    pytest.param(36, 2, AS_OF, WALK, 95_000, id="winter", marks=pytest.mark.verify),
    pytest.param(36, 3, FEBRUARY, WALK, 95_000, id="3-changes", marks=pytest.mark.verify),
    pytest.param(36, 4, SUMMER, WALK, 95_000, id="leap-day", marks=pytest.mark.verify),
]


@pytest.mark.parametrize(("amount", "seed", "as_of", "days", "instants"), INSTANTS)
def test_every_format_of_generated_clinics_says_the_same_at_every_change(
    amount: int, seed: int, as_of: datetime.date, days: int, instants: int
) -> None:
    clinics = generated_clinics(amount, seed, as_of)
    seen = total([compare_instants(clinic, days) for clinic in clinics])
    assert seen["clinics"] + seen["no zone"] == amount == 12 * seen["no zone"]
    assert seen["page"] == seen["json"] == seen["csv"] == seen["instants"] > instants
    assert seen["markup"] > instants // 2


@pytest.mark.verify
@pytest.mark.parametrize(("which", "is_production", "least"), [x.values for x in SITES])
def test_every_format_of_a_built_site_says_the_same_at_every_change(
    which: str, is_production: bool, least: int, request: pytest.FixtureRequest
) -> None:
    clinics = built_clinics(site_of(which, is_production, request), which, is_production)
    seen = total([compare_instants(clinic) for clinic in clinics])
    assert seen["clinics"] + seen["no zone"] == len(clinics) >= least
    assert seen["page"] == seen["json"] == seen["csv"] == seen["instants"]
    assert seen["instants"] > seen["clinics"] * 3 * (WALK - 2)  # each midnight


def later(clinic: Clinic, part: str) -> Clinic:
    """A clinic of which one format says 8:01 where the others say 8:00."""
    value = getattr(clinic, part)
    if isinstance(value, bytes):
        changed: object = value.replace(b"T150000Z", b"T150100Z")
    elif isinstance(value, str):
        changed = value.replace("8:00 AM", "8:01 AM")
    else:
        changed = json.loads(json.dumps(value).replace("08:00", "08:01"))
    assert changed != value
    return dataclasses.replace(clinic, **{part: changed})


def eight(*special: dict[str, str]) -> Clinic:
    """A clinic that is open from 8 o'clock on, and on special days otherwise."""
    facts = {
        "id": "co-eight",
        "name": "Eight",
        "status": "open",
        "address": {"address_region": "CO", "street_address": "8 Main Street"},
        "opening_hours": dict.fromkeys(DAYS, "08:00-12:00"),
        "special_opening_hours": [{**day, "reason": "x"} for day in special],
        "sources": ["https://www.exports.test/"],
    }
    (clinic,) = clinics_of("eight", [facts], AS_OF)
    return clinic


def test_the_day_of_the_build_and_the_last_day_count_too() -> None:
    last = AS_OF + datetime.timedelta(days=WALK - 1)
    days = [{"date": str(day), "hours": "08:00-10:00, 22:00-24:00"} for day in (AS_OF, last)]
    begun = {"from": "2026-11-20", "to": str(AS_OF), "hours": "20:00-02:00"}
    assert compare_days(eight(*days))["calendar"] == 4  # two, and two holidays
    assert compare_days(eight(begun))["calendar"] == 3


@pytest.mark.parametrize("part", ["html", "record", "row", "node", "sheet", "calendar"])
def test_a_format_that_is_wrong_by_a_minute_is_noticed(part: str) -> None:
    clinic = eight({"date": "2026-12-24", "hours": "08:00-10:00"})
    assert compare_days(clinic)["calendar"] == 3
    with pytest.raises(AssertionError):
        compare_days(later(clinic, part))

"""Opening hours in markup: the table of the reference, §3, line by line in Google's column."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from plugins.clinics.model.location import Location
from plugins.clinics.structured_data.hours import opening_hours_specification
from tests.conftest import AS_OF

Item = tuple[Any, ...]

MONDAY = "https://schema.org/Monday"
TUESDAY = "https://schema.org/Tuesday"
CHRISTMAS_EVE = datetime.date(2026, 12, 24)  # a Thursday


def items(**facts: Any) -> list[Item]:
    """Each specification of a location: days, opens, closes, and its dates if it has any."""
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
    found = opening_hours_specification(location, AS_OF)
    assert all(item.pop("@type") == "OpeningHoursSpecification" for item in found)
    names = ("dayOfWeek", "opens", "closes", "validFrom", "validThrough")
    assert all(set(item) <= set(names) for item in found)
    return [tuple(item[name] for name in names if name in item) for item in found]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("09:00-17:00", [("09:00", "17:00")]),
        ("open 24 hours", [("00:00", "23:59")]),
        ("closed", [("00:00", "00:00")]),
        ("22:00-06:00", [("22:00", "06:00")]),
        ("09:00-24:00", [("09:00", "23:59")]),
        ("08:00-12:00, 13:00-17:00", [("08:00", "12:00"), ("13:00", "17:00")]),
        ("06:00-09:00, 20:00-02:30", [("06:00", "09:00"), ("20:00", "02:30")]),
        ("by appointment", []),
    ],
)
def test_each_line_of_the_hours_table_is_written_as_google_reads_it(
    written: str, expected: list[Item]
) -> None:
    regular = items(opening_hours={"monday": written})
    assert regular == [(MONDAY, *times) for times in expected]
    special = items(special_opening_hours=[{"date": "2026-12-24", "hours": written}])
    day = ("2026-12-24", "2026-12-24")
    assert special == [(*times, *day) for times in expected]


def test_an_unknown_day_is_not_a_closed_day() -> None:
    assert items(opening_hours={"tuesday": "09:00-17:00"}) == [(TUESDAY, "09:00", "17:00")]
    assert items() == []


def test_days_with_the_same_hours_stand_together() -> None:
    week = {"monday": "09:00-17:00", "tuesday": "09:00-17:00", "sunday": "closed"}
    assert items(opening_hours=week) == [
        ([MONDAY, TUESDAY], "09:00", "17:00"),
        ("https://schema.org/Sunday", "00:00", "00:00"),
    ]


def test_a_range_of_days_is_one_dated_item_for_every_weekday() -> None:
    special = {"from": "2026-12-31", "to": "2027-01-01", "hours": "closed"}
    assert items(special_opening_hours=[special]) == [
        ("00:00", "00:00", "2026-12-31", "2027-01-01")
    ]


def test_regular_hours_on_a_holiday_are_the_hours_of_its_weekday() -> None:
    special = {"from": "2026-12-24", "to": "2026-12-26", "hours": "regular hours"}
    week = {"thursday": "09:00-17:00", "friday": "by appointment", "saturday": "closed"}
    assert items(opening_hours=week, special_opening_hours=[special])[2:] == [
        ("09:00", "17:00", "2026-12-24", "2026-12-24"),
        ("00:00", "00:00", "2026-12-26", "2026-12-26"),
    ]


WEEK = {"monday": "09:00-17:00"}
CHRISTMAS = {"date": CHRISTMAS_EVE.isoformat(), "hours": "09:00-12:00"}
WHOLE_DECEMBER = {"from": "2026-12-01", "to": "2026-12-31", "hours": "10:00-11:00"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"status": "opening_soon", "status_from": "2026-12-10"},
            [
                (MONDAY, "09:00", "17:00", "2026-12-10"),
                ("09:00", "12:00", "2026-12-24", "2026-12-24"),
            ],
        ),
        (
            {"status": "opening_soon", "status_from": "2026-12-25"},
            [(MONDAY, "09:00", "17:00", "2026-12-25")],
        ),
        ({"status": "opening_soon"}, []),
        (
            {"status": "temporarily_closed", "status_from": "2026-12-01"},
            [
                (MONDAY, "09:00", "17:00", "2026-11-30"),  # validThrough
                ("00:00", "00:00", "2026-12-01"),
            ],
        ),
        ({"status": "temporarily_closed"}, [("00:00", "00:00")]),
        (
            {
                "status": "temporarily_closed",
                "status_from": "2026-12-01",
                "status_until": "2026-12-23",
            },
            [
                (MONDAY, "09:00", "17:00"),
                ("09:00", "12:00", "2026-12-24", "2026-12-24"),
                ("00:00", "00:00", "2026-12-01", "2026-12-23"),
            ],
        ),
        (
            {"status": "temporarily_closed", "status_until": "2026-12-24"},
            [
                (MONDAY, "09:00", "17:00"),
                ("00:00", "00:00", "2026-12-24"),  # validThrough
            ],
        ),
        (
            {"status": "temporarily_closed", "status_until": "2026-11-01"},
            [
                (MONDAY, "09:00", "17:00"),
                ("09:00", "12:00", "2026-12-24", "2026-12-24"),
                ("00:00", "00:00", "2026-11-01"),  # validThrough
            ],
        ),
        (
            {"status": "moved", "status_from": "2026-12-10"},
            [
                (MONDAY, "09:00", "17:00", "2026-12-09"),  # validThrough
                ("00:00", "00:00", "2026-12-10"),
            ],
        ),
    ],
)
def test_each_status_claims_only_the_hours_that_are_true(
    facts: dict[str, str], expected: list[Item]
) -> None:
    assert items(opening_hours=WEEK, special_opening_hours=[CHRISTMAS], **facts) == expected


def test_special_hours_count_only_on_the_days_before_and_after_a_closure() -> None:
    closure = {"status_from": "2026-12-10", "status_until": "2026-12-20"}
    found = items(status="temporarily_closed", special_opening_hours=[WHOLE_DECEMBER], **closure)
    assert found == [
        ("10:00", "11:00", "2026-12-01", "2026-12-09"),
        ("10:00", "11:00", "2026-12-21", "2026-12-31"),
        ("00:00", "00:00", "2026-12-10", "2026-12-20"),
    ]


@pytest.mark.parametrize("written", ["by appointment", "unknown"])
def test_the_week_leaves_out_days_for_which_google_has_no_words(written: str) -> None:
    days = [{"from": "2026-12-24", "to": "2026-12-28", "hours": written}]
    assert items(opening_hours=WEEK, special_opening_hours=days) == [
        (MONDAY, "09:00", "17:00", "2026-12-23"),  # validThrough
        (MONDAY, "09:00", "17:00", "2026-12-29"),  # validFrom
    ]

"""The readiness report names what is missing, unconfirmed or hard to read; none is a problem."""

from __future__ import annotations

import pytest

from plugins.clinics.readiness import readiness, summary
from plugins.clinics.text_readiness import text_readiness, texts_summary
from tests.conftest import HOLIDAYS as WITHOUT_HOLIDAYS
from tests.conftest import ROOT, MakeProject, load, minimal
from tests.real import HELD, LEADS, OUT, PUBLISHED


def test_a_missing_fact_is_a_line_of_the_report_and_no_problem(project: MakeProject) -> None:
    site = load(project({"locations/az-mesa.yaml": minimal()}))
    assert site.problems == ()
    assert site.catalog
    (row,) = readiness(site.catalog)
    assert row.missing[:3] == ("its own telephone number", "the street address", "opening hours")


def test_a_day_without_hours_and_a_missing_time_zone_are_named(project: MakeProject) -> None:
    text = minimal("tx-waco", "Waco", "opening_hours: {monday: 09:00-17:00, sunday: closed}\n")
    site = load(project({"locations/tx-waco.yaml": text}))
    assert site.catalog
    (row,) = readiness(site.catalog)
    assert "hours on tuesday, wednesday, thursday, friday, saturday" in row.missing
    assert "the time zone" in row.missing


def test_a_missing_successor_is_named(project: MakeProject) -> None:
    text = minimal().replace("status: open", "status: closed")
    site = load(project({"locations/az-mesa.yaml": text}))
    assert site.catalog
    (row,) = readiness(site.catalog)
    assert "where patients go instead" in row.missing


HOLIDAYS = """holidays:
  - {date: 2026-12-25, name: Christmas Day, hours: closed}
  - {date: 2027-01-01, name: New Year}
  - {date: 2027-05-31, name: Memorial Day}
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["Christmas Day", "New Year"]),
        # A line of its own settles a day, unless it says that nothing is known.
        ("special_opening_hours: [{date: 2026-12-25, hours: 08:00-12:00}]\n", ["New Year"]),
        ("special_opening_hours: [{date: 2027-01-01, hours: closed}]\n", ["Christmas Day"]),
        (
            "special_opening_hours: [{date: 2027-01-01, hours: unknown}]\n",
            ["Christmas Day", "New Year"],
        ),
        (
            "special_opening_hours: [{date: 2027-01-01, hours: closed}]\n"
            "unconfirmed: [special_opening_hours]\n",
            ["Christmas Day", "New Year"],
        ),
        # Whoever read the file in the 60 days before has seen the hours of the organization.
        ("confirmed: {on: 2026-11-01, by: Front desk}\n", ["New Year"]),
        ("confirmed: {on: 2026-10-25, by: Front desk}\n", ["Christmas Day", "New Year"]),
        ("status: closed\n", []),
    ],
)
def test_each_clinic_is_asked_about_the_holidays_of_the_next_sixty_days(
    project: MakeProject, more: str, expected: list[str]
) -> None:
    shared = (ROOT / "locations" / "_organization.yaml").read_text("utf-8")
    text = minimal(more=more)
    text = text.replace("status: open\n", "") if "status:" in more else text
    files = {
        "locations/az-mesa.yaml": text,
        "locations/_organization.yaml": f"{WITHOUT_HOLIDAYS.sub('', shared)}{HOLIDAYS}",
    }
    catalog = load(project(files)).catalog
    assert catalog
    (row,) = readiness(catalog)
    assert [holiday.name for holiday in row.holidays] == expected
    said = any("holidays to confirm" in line for line in summary(catalog))
    assert said == bool(expected)


def test_the_real_report_covers_every_place_and_every_notice() -> None:
    catalog = load(ROOT).catalog
    assert catalog
    lines = list(summary(catalog))
    rows = readiness(catalog)
    assert [row.slug for row in rows] == sorted(catalog.repository.locations)
    assert {row.slug for row in rows if row.url} == HELD | PUBLISHED - set(catalog.moved)
    assert {row.slug for row in rows if "held back" in row.status} == HELD
    assert {row.slug for row in rows if "a lead" in row.status} == LEADS
    missing = sum(line.startswith("Missing notice:") for line in lines)
    assert missing == len(catalog.missing_notices)
    assert len(rows) > 20


def test_every_real_text_is_measured_and_easy_to_read() -> None:
    catalog = load(ROOT).catalog
    assert catalog
    rows = text_readiness(catalog)
    library = catalog.repository.library.questions
    assert len(rows) == len(list(catalog.repository.texts)) + len(library)
    assert len(rows) > 170
    assert {row.path for row in rows if not row.url} == set()
    out = [row for row in rows if ROOT / row.path in OUT]
    assert {row.path for row in out if row.words < 20 or row.grade > 10} == set()
    articles = [row for row in out if "/articles/" in row.path]
    assert all(row.grade <= 8 and row.sources >= 4 and row.words >= 600 for row in articles)
    assert len(list(texts_summary(catalog))) == len(rows) + 1

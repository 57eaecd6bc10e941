"""The readiness report names what is missing, unconfirmed or hard to read; none is a problem."""

from __future__ import annotations

from plugins.clinics.readiness import readiness, summary
from plugins.clinics.text_readiness import text_readiness, texts_summary
from tests.conftest import ROOT, MakeProject, load, minimal


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


def test_missing_holidays_and_a_missing_successor_are_named(project: MakeProject) -> None:
    text = minimal().replace("status: open", "status: closed")
    site = load(project({"locations/az-mesa.yaml": text}))
    assert site.catalog
    (row,) = readiness(site.catalog)
    assert {"hours on the coming holidays", "where patients go instead"} <= set(row.missing)


def test_the_real_report_covers_every_place_and_every_notice() -> None:
    catalog = load(ROOT).catalog
    assert catalog
    lines = list(summary(catalog))
    rows = readiness(catalog)
    assert len(rows) == 33
    assert sum(row.url is not None for row in rows) == 32
    held = [row.slug for row in rows if "held back" in row.status]
    assert held == ["az-estrella", "az-queen-creek", "co-superior"]
    assert [row.slug for row in rows if "lead" in row.status] == ["co-loveland"]
    assert sum(line.startswith("Missing notice:") for line in lines) == 5
    assert sum(len(row.unconfirmed) for row in rows) > 150


def test_every_real_text_is_measured_and_easy_to_read() -> None:
    catalog = load(ROOT).catalog
    assert catalog
    rows = text_readiness(catalog)
    library = catalog.repository.library.questions
    assert len(rows) == len(list(catalog.repository.texts)) + len(library)
    assert len(rows) > 170
    assert {row.path for row in rows if not row.url} == set()
    assert {row.path for row in rows if row.words < 20 or row.grade > 10} == set()
    articles = [row for row in rows if "/articles/" in row.path]
    assert all(row.grade <= 8 and row.sources >= 4 and row.words >= 600 for row in articles)
    assert len(list(texts_summary(catalog))) == len(rows) + 1

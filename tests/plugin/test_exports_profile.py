"""The bulk sheet for Google Business Profile: Google's column of the hours table, line by line."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from plugins.clinics.__main__ import main
from plugins.clinics.exports.profile import COLUMNS, Profile, business_profile
from plugins.clinics.model.hours import WEEKDAYS
from tests.conftest import AS_OF, MakeProject, load, minimal
from tests.exports_world import BASE, catalog_of, shown

STREET = (
    "address: {street_address: 1 Main Street, unit: Suite 2, address_locality: Mesa, "
    "address_region: AZ, postal_code: 85201}"
)
PHONE = "telephone: 480-956-5680\n"


def profile(make: MakeProject, more: str = "", status: str = "open") -> Profile:
    text = minimal(more=more).replace("address: {address_region: AZ}", STREET)
    text = text.replace("status: open", f"status: {status}")
    catalog = load(make({"locations/az-mesa.yaml": text}), is_production=True).catalog
    assert catalog
    return business_profile(catalog, BASE)


def rows_of(found: Profile) -> list[dict[str, str]]:
    rows = list(csv.DictReader(StringIO(found.sheet.decode(), newline=""), strict=True))
    assert len(rows) == found.locations
    return rows


def week(monday: str, others: str = "closed") -> str:
    days = "".join(f"  {day}: {others}\n" for day in WEEKDAYS[1:])
    return f"opening_hours:\n  monday: {monday}\n{days}"


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("09:00-17:00", "09:00-17:00"),
        ("open 24 hours", "00:00-24:00"),
        ("closed", "x"),
        ("22:00-06:00", "22:00-06:00"),
        ("09:00-24:00", "09:00-00:00"),
        ("08:00-12:00, 13:00-17:00", "08:00-12:00, 13:00-17:00"),
        ("06:00-09:00, 20:00-02:30", "06:00-09:00, 20:00-02:30"),
    ],
)
def test_each_line_of_the_hours_table_is_written_as_the_sheet_wants_it(
    project: MakeProject, written: str, cell: str
) -> None:
    special = f"special_opening_hours: [{{date: 2026-12-24, hours: '{written}'}}]\n"
    (row,) = rows_of(profile(project, PHONE + week(written) + special))
    assert row["Monday hours"] == cell
    assert row["Sunday hours"] == "x"
    expected = [f"2026-12-24: {part}" for part in cell.split(", ")]
    assert row["Special hours"] == ", ".join(expected)


@pytest.mark.parametrize("monday", ["by appointment", None])
def test_a_week_that_cannot_be_said_is_not_said_to_be_closed(
    project: MakeProject, monday: str | None
) -> None:
    hours = week(monday or "closed")
    if monday is None:
        hours = hours.replace("  monday: closed\n", "")
    special = "special_opening_hours: [{date: 2026-12-24, hours: closed}]\n"
    found = profile(project, PHONE + hours + special)
    (row,) = rows_of(found)
    assert not [name for name in row if "hours" in name]
    assert len(found.left_out) == 1
    assert "no hours" in found.left_out[0]


def test_every_day_of_a_range_has_its_own_date_and_regular_hours_are_those_of_its_weekday(
    project: MakeProject,
) -> None:
    special = (
        "special_opening_hours:\n"
        "  - {from: 2026-11-20, to: 2026-11-25, hours: closed}\n"
        "  - {from: 2026-12-27, to: 2026-12-28, hours: regular hours}\n"
        "  - {date: 2026-12-30, hours: by appointment}\n"
    )
    found = profile(project, PHONE + week("09:00-17:00") + special)
    (row,) = rows_of(found)
    assert row["Special hours"] == (
        "2026-11-24: x, 2026-11-25: x, 2026-12-27: x, 2026-12-28: 09:00-17:00"
    )
    (sentence,) = found.left_out
    assert "usual hours on 2026-12-30, which is “by appointment”" in sentence


def test_a_row_has_what_is_known_under_the_names_of_the_template(project: MakeProject) -> None:
    more = f"{PHONE}geo: {{latitude: 33.41521, longitude: -111.83152}}\n{week('closed')}"
    (row,) = rows_of(profile(project, more))
    assert list(row) == [name for name in COLUMNS if name not in ("Special hours", "Opening date")]
    assert {name: text for name, text in row.items() if "hours" not in name} == {
        "Store code": "az-mesa",
        "Business name": "Serenity Mental Health Centers",
        "Address line 1": "1 Main Street",
        "Address line 2": "Suite 2",
        "Locality": "Mesa",
        "Administrative area": "AZ",
        "Country / Region": "US",
        "Postal code": "85201",
        "Latitude": "33.41521",
        "Longitude": "-111.83152",
        "Primary phone": "480-956-5680",
        "Website": f"{BASE}/locations/az/mesa/",
    }


@pytest.mark.parametrize(
    ("status", "more", "rows", "word"),
    [
        ("opening_soon", "status_from: 2027-02-01\n", 1, ""),
        ("opening_soon", "", 0, "opening date"),
        ("temporarily_closed", "status_until: 2027-02-01\n", 0, "temporarily closed"),
        ("virtual_only", "", 0, "in the sheet"),
        ("closed", "", 0, ""),
        ("moved", "", 0, ""),
        ("open", "unconfirmed: [address]\n", 0, "street"),
        ("open", "unconfirmed: [telephone]\n", 1, "telephone"),
        ("open", "unconfirmed: [opening_hours]\n", 1, "no hours"),
    ],
)
def test_a_status_or_a_missing_fact_is_no_row_or_a_word_to_marketing(
    project: MakeProject, status: str, more: str, rows: int, word: str
) -> None:
    found = profile(project, PHONE + week("09:00-17:00") + more, status)
    assert found.locations == rows
    assert [word in sentence for sentence in found.left_out] == [True] * bool(word)
    if status == "opening_soon" and rows:
        assert rows_of(found)[0]["Opening date"] == "2027-02-01"


@pytest.mark.parametrize("is_production", [False, True])
def test_the_real_sheet_holds_confirmed_facts_only(is_production: bool) -> None:
    """Also from the catalog of a development build, whose pages show everything."""
    found = business_profile(catalog_of("real", is_production), BASE)
    rows = {row["Store code"]: row for row in rows_of(found)}
    published = shown("real", True)
    expected = {
        facts["id"]: facts["address"]["street_address"]
        for facts in published.values()
        if "street_address" in facts["address"]
    }
    assert {id_: row["Address line 1"] for id_, row in rows.items()} == expected
    assert rows
    told = {sentence.split(" ")[0].rstrip(":") for sentence in found.left_out}
    assert {slug for slug, facts in published.items() if facts["id"] not in rows} <= told
    assert len(rows) + len(told) > 20


def test_the_command_writes_the_sheet(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = minimal(more=PHONE).replace("address: {address_region: AZ}", STREET)
    root: Path = project({"locations/az-mesa.yaml": text})
    monkeypatch.setenv("AS_OF", AS_OF.isoformat())
    monkeypatch.setenv("SITEURL", BASE)
    assert main(["profile", "--root", str(root)]) == 0
    assert (root / "business-profile.csv").read_text().count(f"{BASE}/locations/az/mesa/") == 1
    out = capsys.readouterr().out
    assert out.endswith(f"Wrote 1 clinic to {root / 'business-profile.csv'}.\n")
    (root / "locations" / "az-mesa.yaml").write_text("id: [\n")
    assert main(["profile", "--root", str(root)]) == 1


def test_the_catalog_of_a_development_build_gives_no_unconfirmed_fact(project: MakeProject) -> None:
    more = f"{PHONE}{week('closed')}unconfirmed: [telephone, opening_hours]\n"
    text = minimal(more=more).replace("address: {address_region: AZ}", STREET)
    catalog = load(project({"locations/az-mesa.yaml": text})).catalog
    assert catalog
    assert catalog.location("az-mesa").facts.telephone
    found = business_profile(catalog, BASE)
    (row,) = rows_of(found)
    assert "Primary phone" not in row
    assert b"480-956" not in found.sheet
    assert not [name for name in row if "hours" in name]

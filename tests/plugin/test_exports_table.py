"""`/locations.csv`: every row as the files say it, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given, settings

from plugins.clinics.exports import files
from plugins.clinics.exports.flat import COLUMNS, row
from plugins.clinics.exports.record import record
from plugins.clinics.exports.table import cell
from plugins.clinics.load.repository import Repository
from tests.conftest import minimal
from tests.exports_world import (
    AS_OF,
    BASE,
    CASES,
    HOSTILE,
    NUMERIC,
    Facts,
    catalog_of,
    catalog_with,
    expected_row,
    expected_rows,
    exported,
    hostile_locations,
    number_of,
    on_the_day,
    one_location,
    plain,
)

PATH = "locations.csv"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return one_location(tmp_path_factory.mktemp("table"), minimal())


def rows_of(data: bytes) -> list[dict[str, str]]:
    """The rows with their texts, without the apostrophe that guards against formulas."""
    found = list(csv.reader(StringIO(data.decode("utf-8"), newline=""), strict=True))
    header, *lines = found
    assert tuple(header) == COLUMNS
    assert {len(line) for line in lines} <= {len(header)}
    return [
        {name: text.removeprefix("'") for name, text in zip(header, line, strict=True)}
        for line in lines
    ]


@pytest.mark.parametrize("case", CASES)
def test_every_row_says_what_the_files_say(case: tuple[str, bool]) -> None:
    expected = expected_rows(*case)
    found = rows_of(exported(*case)[PATH])
    assert {item["id"]: item for item in found} == expected
    assert len(found) == len(expected) == number_of(*case)
    assert sum(len(item) for item in found) == number_of(*case) * 37


@pytest.mark.parametrize("case", CASES)
def test_lines_end_as_the_standard_says_and_rows_come_by_state_and_name(
    case: tuple[str, bool],
) -> None:
    data = exported(*case)[PATH]
    assert data.count(b"\n") == data.count(b"\r\n") == number_of(*case) + 1
    assert data.endswith(b"\r\n")
    assert not data.startswith(b"\xef\xbb\xbf")
    order = [location.facts.id for location in catalog_of(*case).locations]
    assert [item["id"] for item in rows_of(data)] == order


def test_a_row_has_exactly_the_columns_in_their_order() -> None:
    catalog = catalog_of("small", False)
    for location in catalog.locations:
        entry = record(catalog, BASE, location)
        assert tuple(row(entry, location.facts)) == COLUMNS


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_no_formula_and_its_first_apostrophe_can_be_dropped(text: str) -> None:
    written = cell(text)
    assert written[0] not in "=+-@\t\r"
    guarded = written.removeprefix("'")
    assert guarded == text
    assert (written != text) == (text[0] in "=+-@\t\r'")


def test_a_number_is_no_text() -> None:
    assert cell(-112.07002) == "-112.07002"
    assert cell(0.0000001) == "0.0000001"
    assert (cell(True), cell(False), cell(None), cell(12), cell(0)) == ("yes", "no", "", "12", "0")


def test_hostile_texts_come_back_from_the_table(repository: Repository) -> None:
    compared = 0

    @given(facts=hostile_locations())
    @settings(max_examples=60, deadline=None, derandomize=True)
    def check(facts: Facts) -> None:
        nonlocal compared
        catalog = catalog_with(repository, facts)
        facts = on_the_day(facts, AS_OF)
        data = files(catalog, BASE)[PATH]
        (found,) = rows_of(data)
        expected = expected_row(
            "az-mesa", facts, catalog.organization.name, catalog.organization.telephone.display
        )
        assert found == expected
        for name, text in zip(
            COLUMNS, next(csv.reader(data.decode().split("\r\n")[1:])), strict=True
        ):
            assert name in NUMERIC or text[:1] not in tuple("=+-@\t\r"), name
        compared += len(found)

    check()
    assert compared >= 60 * 37
    assert plain("a\x00\n b") == "a b"

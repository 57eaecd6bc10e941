"""`/locations.kml`: valid by the schema of KML 2.2, and read back by another library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastkml import KML
from fastkml.containers import Document
from fastkml.features import Placemark
from fastkml.utils import find_all
from fastkml.validator import validate
from hypothesis import given, settings

from plugins.clinics.exports import files
from plugins.clinics.exports.flat import text
from plugins.clinics.load.repository import Repository
from tests.conftest import minimal
from tests.exports_world import (
    AS_OF,
    BASE,
    CASES,
    Facts,
    catalog_with,
    expected_row,
    expected_rows,
    exported,
    hostile_locations,
    on_the_day,
    one_location,
    shared,
)

PATH = "locations.kml"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return one_location(tmp_path_factory.mktemp("kml"), minimal())


def document_of(data: bytes, folder: Path) -> Any:
    """The only document of a valid file."""
    path = folder / PATH
    path.write_bytes(data)
    assert validate(file_to_validate=path) is True
    found = KML.from_string(data.decode("utf-8").partition("?>")[2], strict=True)
    (document,) = found.features
    assert isinstance(document, Document)
    return document


def row_of(placemark: Any) -> dict[str, str]:
    """A Placemark as a row of text."""
    data = {item.name: item.value for item in placemark.extended_data.elements}
    longitude, latitude = placemark.geometry.coords[0]
    position = {"longitude": text(longitude), "latitude": text(latitude)}
    assert {name: data[name] for name in position} == position
    assert placemark.name == data["full_name"]
    return data


def known(row: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value}


@pytest.mark.parametrize("case", CASES)
def test_every_placemark_says_what_the_files_say(case: tuple[str, bool], tmp_path: Path) -> None:
    expected = {id_: known(row) for id_, row in expected_rows(*case).items() if row["latitude"]}
    document = document_of(exported(*case)[PATH], tmp_path)
    placemarks = list(find_all(document, of_type=Placemark))
    assert {row["id"]: row for row in map(row_of, placemarks)} == expected
    assert document.name == shared(case[0])[0]
    assert len(placemarks) == (1 if case[0] == "small" else 0)


def test_the_known_example_lies_in_phoenix_and_can_be_called(tmp_path: Path) -> None:
    (placemark,) = document_of(exported("small", False)[PATH], tmp_path).features
    assert placemark.geometry.coords == ((-112.07002, 33.45101),)
    assert placemark.phone_number == "tel:+16025550142"
    assert placemark.address == "100 Example Street, Suite #200, Phoenix, AZ, 85004"
    assert placemark.snippet is None


def test_hostile_texts_come_back_from_a_valid_file(repository: Repository, tmp_path: Path) -> None:
    seen = {"placemarks": 0, "notes": 0, "none": 0}

    @given(facts=hostile_locations())
    @settings(max_examples=60, deadline=None, derandomize=True)
    def check(facts: Facts) -> None:
        catalog = catalog_with(repository, facts)
        facts = on_the_day(facts, AS_OF)
        document = document_of(files(catalog, BASE)[PATH], tmp_path)
        organization = catalog.organization
        row = expected_row("az-mesa", facts, organization.name, organization.telephone.display)
        placemarks = list(document.features)
        assert list(map(row_of, placemarks)) == ([known(row)] if row["latitude"] else [])
        for placemark in placemarks:
            is_special = row["status"] != "open" or bool(row["status_message"])
            assert (placemark.snippet is not None) == is_special
            assert placemark.description is None  # it would be read as HTML
            if placemark.snippet:
                assert placemark.snippet.text.endswith(row["status_message"])
                seen["notes"] += 1
        seen["placemarks" if placemarks else "none"] += 1

    check()
    assert min(seen.values()) > 5

"""`/locations.geojson`: read by another library, it is valid and says what the files say."""

from __future__ import annotations

from typing import Any

import geojson
import pytest
from hypothesis import given, settings

from plugins.clinics.exports import files
from plugins.clinics.exports.flat import text
from plugins.clinics.load.repository import Repository
from tests.conftest import minimal
from tests.exports_world import (
    AS_OF,
    BASE,
    BOOLEANS,
    CASES,
    LISTS,
    Facts,
    catalog_with,
    expected_row,
    expected_rows,
    exported,
    hostile_locations,
    number_of,
    on_the_day,
    one_location,
)

PATH = "locations.geojson"
SEQUENCES = (*LISTS, "special_opening_hours")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return one_location(tmp_path_factory.mktemp("geojson"), minimal())


def features_of(data: bytes) -> list[Any]:
    """The features of a valid collection."""
    found = geojson.loads(data.decode("utf-8"))
    assert isinstance(found, geojson.FeatureCollection)
    assert found.is_valid, found.errors()
    assert set(found) == {"type", "features"}  # no crs: RFC 7946 §4
    for feature in found["features"]:
        assert isinstance(feature, geojson.Feature)
        assert set(feature) == {"type", "id", "geometry", "properties"}
    return list(found["features"])


def row_of(feature: Any) -> dict[str, str]:
    """A feature as a row of text; each property has its right type, and none is empty."""
    properties = feature["properties"]
    for name, value in properties.items():
        assert isinstance(value, bool) == (name in BOOLEANS), name
        assert isinstance(value, list) == (name in SEQUENCES), name
        assert value not in (None, "", []), name
    point = feature["geometry"]
    found = {
        name: text(tuple(value) if isinstance(value, list) else value)
        for name, value in properties.items()
    }
    if point is not None:
        assert isinstance(point, geojson.Point)
        longitude, latitude = point["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
        found |= {"longitude": text(longitude), "latitude": text(latitude)}
    return {"id": feature["id"], **found}


def known(row: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value}


@pytest.mark.parametrize("case", CASES)
def test_every_feature_says_what_the_files_say(case: tuple[str, bool]) -> None:
    expected = {id_: known(row) for id_, row in expected_rows(*case).items()}
    features = features_of(exported(*case)[PATH])
    assert {item["id"]: row_of(item) for item in features} == expected
    assert len(features) == number_of(*case)
    assert sum(map(len, expected.values())) > 9 * number_of(*case)


def test_a_position_is_longitude_and_then_latitude() -> None:
    """The made-up example lies in Phoenix: 33 degrees north, 112 degrees west."""
    for is_production in (False, True):
        features = {
            item["id"]: item for item in features_of(exported("small", is_production)[PATH])
        }
        assert features["az-example"]["geometry"]["coordinates"] == [-112.07002, 33.45101]
        others = [item["geometry"] for id_, item in features.items() if id_ != "az-example"]
        assert others == [None] * (len(features) - 1) != []


def test_hostile_texts_and_any_position_come_back(repository: Repository) -> None:
    seen = {True: 0, False: 0}

    @given(facts=hostile_locations())
    @settings(max_examples=60, deadline=None, derandomize=True)
    def check(facts: Facts) -> None:
        catalog = catalog_with(repository, facts)
        facts = on_the_day(facts, AS_OF)
        (feature,) = features_of(files(catalog, BASE)[PATH])
        organization = catalog.organization
        expected = expected_row("az-mesa", facts, organization.name, organization.telephone.display)
        assert row_of(feature) == known(expected)
        seen[feature["geometry"] is not None] += 1

    check()
    assert min(seen.values()) > 5

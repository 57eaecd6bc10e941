import csv
import importlib.util
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.clinics import geography
from plugins.clinics.geography import (
    is_nearby_state,
    places,
    states,
    states_of_area_code,
    states_of_zip_prefix,
    zip_area,
    zip_areas,
)

TERRITORIES = {"AS", "GU", "MP", "PR", "VI"}


def test_there_are_fifty_states_the_district_and_five_territories_in_order():
    codes = list(states())
    assert codes == sorted(codes)
    assert len(codes) == 56
    assert {"DC"} | TERRITORIES <= set(codes)
    assert all(state.code == code for code, state in states().items())


def test_the_states_cannot_be_changed_by_a_caller():
    with pytest.raises(TypeError):
        states()["AZ"] = states()["NM"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("AZ", ("America/Phoenix", "America/Denver")),
        ("CO", ("America/Denver",)),
        ("FL", ("America/New_York", "America/Chicago")),
        ("NV", ("America/Los_Angeles", "America/Denver")),
        ("TX", ("America/Chicago", "America/Denver")),
        ("UT", ("America/Denver",)),
        ("VA", ("America/New_York",)),
    ],
)
def test_the_most_populous_time_zone_comes_first(code, expected):
    assert states()[code].time_zones == expected


def test_every_time_zone_is_one_that_python_knows():
    zones = {zone for state in states().values() for zone in state.time_zones}
    assert len(zones) == 34  # 29 that the IANA list has for the states, 5 for the territories
    assert all(ZoneInfo(zone).key == zone for zone in zones)


def test_neighbors_are_mutual_and_as_many_as_on_the_map():
    pairs = {(code, other) for code, state in states().items() for other in state.neighbors}
    assert all((other, code) in pairs for code, other in pairs)
    # 107 borders between the 48 contiguous states and DC: Knuth, TAOCP 4A, section 7.
    assert len(pairs) == 2 * 107
    assert {code for code, state in states().items() if not state.neighbors} == {
        "AK",
        "HI",
        *TERRITORIES,
    }


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("AZ", "AZ", True),
        ("AZ", "NV", True),
        ("VA", "DC", True),
        ("AZ", "CO", False),  # they touch only in the point of Four Corners
        ("AZ", "TX", False),
        ("AE", "AE", True),
        ("AE", "AZ", False),
        ("AZ", "AE", False),
    ],
)
def test_nearby_is_the_same_state_or_a_neighbor(a, b, expected):
    assert is_nearby_state(a, b) is expected


def test_a_capital_lies_in_its_own_box_and_not_on_the_other_side_of_the_world():
    capitals = {
        "AZ": (33.448, -112.097),
        "CO": (39.739, -104.985),
        "FL": (30.438, -84.281),
        "GA": (33.749, -84.388),
        "GU": (13.475, 144.749),
        "HI": (21.307, -157.858),
        "NV": (39.164, -119.766),
        "TX": (30.274, -97.740),
        "UT": (40.777, -111.888),
        "VA": (37.539, -77.434),
    }
    assert len(capitals) == 10
    for code, (latitude, longitude) in capitals.items():
        assert states()[code].contains(latitude, longitude), code
        assert not states()[code].contains(longitude, latitude), f"{code} with swapped numbers"
        assert not states()[code].contains(latitude, -longitude), f"{code} with a lost sign"
        assert not states()[code].contains(0, 0), code


def test_alaska_reaches_across_180_degrees():
    alaska = states()["AK"]
    assert alaska.longitudes[0] > 0 > alaska.longitudes[1]
    assert alaska.contains(52.9, 172.9)  # Attu
    assert alaska.contains(51.8, -176.6)  # Adak
    assert alaska.contains(55.3, -131.6)  # Ketchikan
    assert not alaska.contains(52.9, 165.0)
    assert not alaska.contains(55.3, -120.0)


def test_a_zip_has_a_point_a_state_and_a_city():
    area = zip_area("85201")
    assert area is not None
    assert (area.state, area.city, area.kind) == ("AZ", "Mesa", "standard")
    assert (area.latitude, area.longitude) == pytest.approx((33.43, -111.85), abs=0.02)
    assert area.population > 40_000


def test_a_leading_zero_belongs_to_the_zip():
    area = zip_area("02634")
    assert area is not None
    assert (area.postal_code, area.state, area.city) == ("02634", "MA", "Centerville")
    assert zip_area("2634") is None


@pytest.mark.parametrize(
    ("postal_code", "kind", "state", "has_position"),
    [
        ("85201", "standard", "AZ", True),
        ("96910", "standard", "GU", True),  # residents are not counted there, but exist
        ("85001", "po_box", "AZ", True),
        ("02634", "po_box", "MA", True),
        ("20500", "unique", "DC", True),  # the White House
        ("00501", "unique", "NY", True),  # the tax service
        ("84602", "unique", "UT", True),  # a university
        ("09001", "military", "AE", False),
        ("34001", "military", "AA", False),
        ("96201", "military", "AP", False),
        ("96365", "military", "AP", False),
        ("96941", "po_box", "FM", False),
    ],
)
def test_a_zip_without_residents_is_labelled_and_kept(postal_code, kind, state, has_position):
    area = zip_area(postal_code)
    assert area is not None
    assert (area.kind, area.state) == (kind, state)
    assert (area.latitude is not None) is has_position
    assert (area.longitude is not None) is has_position


@pytest.mark.parametrize("text", ["", "00000", "99999", "8520", "852011", "85201-1234", "85 01"])
def test_what_is_not_a_known_zip_of_five_digits_is_none(text):
    assert zip_area(text) is None


def test_all_zips_are_in_order_and_are_what_each_lookup_gives():
    areas = zip_areas()
    codes = [area.postal_code for area in areas]
    assert codes == sorted(set(codes))
    assert len(codes) == 41_986
    assert all(zip_area(area.postal_code) == area for area in areas)


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("850", {"AZ"}),
        ("205", {"DC", "MD", "VA"}),
        ("834", {"ID", "WY"}),
        ("340", {"AA"}),
        ("000", set()),
        ("85", set()),
        ("", set()),
    ],
)
def test_a_zip_prefix_has_the_states_of_its_zips(prefix, expected):
    assert states_of_zip_prefix(prefix) == expected


@pytest.mark.parametrize(
    ("area_code", "expected"),
    [
        ("602", {"AZ"}),
        ("385", {"UT"}),  # an overlay
        ("203", {"CT"}),  # known from its towns only
        ("202", {"DC"}),
        ("206", {"WA"}),
        ("787", {"PR"}),
        ("671", {"GU"}),
        ("800", set()),
        ("888", set()),
        ("900", set()),
        ("988", set()),
        ("416", set()),  # Toronto
        ("242", set()),  # the Bahamas
        ("000", set()),
        ("", set()),
    ],
)
def test_an_area_code_has_a_state_or_is_unknown(area_code, expected):
    assert states_of_area_code(area_code) == expected


def test_a_place_is_there_once_for_each_state_with_its_middle_and_its_people():
    found = {(place.name, place.state): place for place in places()}
    assert len(found) == len(places()) == 35_916
    mesa = found["Mesa", "AZ"]
    assert (mesa.latitude, mesa.longitude) == pytest.approx((33.41, -111.74), abs=0.05)
    assert mesa.population > 400_000
    springfields = {state for name, state in found if name == "Springfield"}
    assert len(springfields) > 20


def test_the_zip_table_is_read_faster_than_by_the_reader_of_python():
    """The best of five each, because a busy machine says nothing about the code."""
    times = [time_of_first_lookup() for _ in range(5)]
    assert len(times) == 5
    assert min(times) < 0.6 * min(time_of_a_plain_reader() for _ in range(5))


def time_of_a_plain_reader() -> float:
    """Seconds in which the module `csv` reads the same table."""
    start = time.perf_counter()
    with (Path(geography.__file__).parent / "data" / "us_zips.csv").open(newline="") as table:
        assert len(list(csv.reader(table))) > 40_000
    return time.perf_counter() - start


def time_of_first_lookup() -> float:
    """Seconds of the first lookup in a new copy of the module, whose caches are empty."""
    spec = importlib.util.spec_from_file_location("a_copy_of_geography", geography.__file__)
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    start = time.perf_counter()
    assert copy.zip_area("85201").city == "Mesa"
    return time.perf_counter() - start


def test_a_second_lookup_reads_nothing():
    zip_area("85201")
    start = time.perf_counter()
    for _ in range(1000):
        zip_area("84101")
    assert time.perf_counter() - start < 0.1

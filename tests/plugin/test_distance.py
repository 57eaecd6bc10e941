import math

import pytest

from plugins.clinics.distance import EARTH_RADIUS_IN_MILES, Distance, Point, between

PHOENIX_AIRPORT = Point(33.43417, -112.01167)
SALT_LAKE_CITY_AIRPORT = Point(40.78839, -111.97776)


def test_the_radius_is_the_mean_radius_of_grs_80():
    assert pytest.approx(6371.0088 / 1.609344, abs=5e-5) == EARTH_RADIUS_IN_MILES


def test_two_airports_are_as_far_apart_as_the_tables_of_airlines_say():
    assert between(PHOENIX_AIRPORT, SALT_LAKE_CITY_AIRPORT).miles == pytest.approx(507, abs=2)


def test_one_degree_along_a_meridian_or_the_equator_is_a_360th_of_the_circumference():
    expected = 2 * math.pi * EARTH_RADIUS_IN_MILES / 360
    pairs = [
        (Point(0, 0), Point(1, 0)),
        (Point(60, 10), Point(61, 10)),
        (Point(-90, 0), Point(-89, 77)),
        (Point(0, 179.5), Point(0, -179.5)),  # across 180 degrees
    ]
    distances = [between(a, b).miles for a, b in pairs]
    assert distances == pytest.approx([expected] * 4, rel=1e-9)


def test_a_point_is_at_no_distance_from_itself_and_half_around_from_its_antipode():
    assert between(PHOENIX_AIRPORT, PHOENIX_AIRPORT).miles == 0
    antipode = Point(-PHOENIX_AIRPORT.latitude, PHOENIX_AIRPORT.longitude + 180)
    assert between(PHOENIX_AIRPORT, antipode).miles == pytest.approx(
        math.pi * EARTH_RADIUS_IN_MILES
    )


def test_the_direction_does_not_matter():
    there = between(PHOENIX_AIRPORT, SALT_LAKE_CITY_AIRPORT)
    assert there == between(SALT_LAKE_CITY_AIRPORT, PHOENIX_AIRPORT)


@pytest.mark.parametrize(
    ("a_is_approximate", "b_is_approximate", "expected"),
    [(False, False, False), (True, False, True), (False, True, True), (True, True, True)],
)
def test_one_approximate_end_makes_the_distance_approximate(
    a_is_approximate, b_is_approximate, expected
):
    a, b = Point(33, -112, a_is_approximate), Point(34, -112, b_is_approximate)
    assert between(a, b).is_approximate is expected


@pytest.mark.parametrize(
    ("miles", "exact", "approximate"),
    [
        (0, "less than 0.1 miles", "about 1 mile"),
        (0.0499, "less than 0.1 miles", "about 1 mile"),
        (0.05, "0.1 miles", "about 1 mile"),
        (0.42, "0.4 miles", "about 1 mile"),
        (1, "1.0 miles", "about 1 mile"),
        (1.5, "1.5 miles", "about 2 miles"),
        (4.25, "4.3 miles", "about 4 miles"),
        (9.94, "9.9 miles", "about 10 miles"),
        (9.96, "10 miles", "about 10 miles"),
        (12.4, "12 miles", "about 12 miles"),
        (12.5, "13 miles", "about 13 miles"),
        (2395.2, "2,395 miles", "about 2,395 miles"),
    ],
)
def test_the_words_have_a_decimal_below_ten_miles_and_only_when_exact(miles, exact, approximate):
    assert str(Distance(miles)) == exact
    assert str(Distance(miles, is_approximate=True)) == approximate


def test_every_distance_reads_without_a_number_that_grows_back():
    texts = [str(Distance(step / 100)) for step in range(3000)]
    numbers = [float(text.removeprefix("less than ").split()[0]) for text in texts]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 100 - 1 + 21  # 0.1 to 9.9 in tenths, 10 to 30 in whole miles

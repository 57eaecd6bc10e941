"""What the checks of coordinates ask, against the ZIP codes and finer borders: state, time zone."""

from __future__ import annotations

import time
from zoneinfo import ZoneInfo

import pytest
import tzfpy

from plugins.clinics import outlines
from plugins.clinics.albers import miles_per_pixel, project
from plugins.clinics.checks.coordinates import FARTHEST_FROM_STATE
from plugins.clinics.distance import Point, between
from plugins.clinics.geography import states, zip_areas
from tests.plugin.test_geography_data import KILOMETRES_PER_MILE
from tests.plugin.test_geography_data import outlines as finer_outlines

TERRITORIES = {"AS", "GU", "MP", "PR", "VI"}
ZIPS = [
    (area.postal_code, area.state, Point(area.latitude, area.longitude))
    for area in zip_areas()
    if area.latitude is not None and area.longitude is not None and area.state in outlines.codes()
]


def finer_miles_off(code: str, point: Point) -> float:
    outline = finer_outlines()[code]
    if outline.contains(point.latitude, point.longitude):
        return 0.0
    return float(outline.kilometres_to(point.latitude, point.longitude)) / KILOMETRES_PER_MILE


def test_every_state_but_the_territories_has_an_outline() -> None:
    assert outlines.codes() == set(states()) - TERRITORIES
    assert all(outlines.miles_off(code, Point(18.3, -65.0)) is None for code in TERRITORIES)


def test_every_zip_lies_in_its_state_as_far_as_the_outlines_tell() -> None:
    """Wake Island is far from Hawaii; Tangier and Monhegan are islands without an outline."""
    off = {zip5: outlines.miles_off(state, point) or 0.0 for zip5, state, point in ZIPS}
    assert len(off) > 40_900
    assert {zip5 for zip5, miles in off.items() if miles > FARTHEST_FROM_STATE} == {"96898"}
    assert {zip5 for zip5, miles in off.items() if miles > 3} == {"96898", "23440", "04852"}


@pytest.mark.parametrize(
    ("step", "at_least"), [(60, 140), pytest.param(12, 700, marks=pytest.mark.verify)]
)
def test_the_distance_is_that_of_the_finer_borders_within_two_miles(
    step: int, at_least: int
) -> None:
    """Kotzebue lies on a spit that is simplified away."""
    wrong, compared = set(), 0
    for zip5, home, point in ZIPS[::step]:
        for code in states()[home].neighbors | {home}:
            miles = outlines.miles_off(code, point)
            assert miles is not None
            if 0 < miles < 25:
                compared += 1
                if abs(miles - finer_miles_off(code, point)) > 2:
                    wrong.add((code, zip5))
    assert compared > at_least
    assert wrong <= {("AK", "99752"), ("VA", "23440")}


def test_a_pixel_is_as_long_as_the_scale_says_within_three_percent() -> None:
    compared = 0
    for _zip5, _state, point in ZIPS[::10]:
        east = Point(point.latitude, point.longitude + 0.1)
        north = Point(point.latitude + 0.1, point.longitude)
        for other in (east, north):
            at, to, scale = project(point), project(other), miles_per_pixel(point)
            if at is not None and to is not None and scale is not None:
                compared += 1
                assert abs(abs(to - at) * scale / between(point, other).miles - 1) < 0.03
    assert compared > 8_000


def test_nothing_is_off_the_map_and_near() -> None:
    assert project(Point(0, 0)) is miles_per_pixel(Point(0, 0)) is None
    assert outlines.miles_off("AZ", Point(0, 0)) == float("inf")


def test_ten_thousand_positions_take_no_longer_than_two_seconds() -> None:
    start = time.process_time()
    assert len([outlines.miles_off(state, point) for _zip5, state, point in ZIPS[::4]]) > 10_000
    assert time.process_time() - start < 2


def test_the_zones_of_the_lookup_are_ones_that_python_knows() -> None:
    names = tzfpy.timezonenames()
    assert len(names) > 400
    assert all(ZoneInfo(name).key == name for name in names)


def test_every_zip_has_a_time_zone_that_its_state_lists() -> None:
    """The table of states and the lookup agree, so a clinic that is right gets no warning."""
    off = set()
    for zip5, state, point in ZIPS:
        zone = tzfpy.get_tz(point.longitude, point.latitude)
        if zone not in states()[state].time_zones:
            off.add((zip5, zone))
    # The middle of Beebe Plain, Vermont, is a few steps into Quebec, where clocks are the same.
    assert off == {("96898", "Pacific/Wake"), ("05823", "America/Toronto")}

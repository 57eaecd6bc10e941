"""Rules about coordinates: where the door is, as exactly as it can be checked without a network.

An error of less than three miles passes all of them: somebody must look at the pin once.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo

from ..catalog import Catalog
from ..distance import Point, between
from ..geography import State, states, zip_area
from ..load.files import Sourced
from ..load.tree import Scalar, find
from ..model.location import GeoCoordinates, Location
from ..outlines import miles_off
from ..problems import Problem, Severity
from ..time_zones import time_zone
from .address import WRONG_PLACE, WRONG_TIME
from .identity import repeated

FARTHEST_FROM_STATE = 7.0
"""Miles (11 km) that a clinic may be off the outline of its state.

The outlines leave out small islands: Tangier, Virginia, is 6.7 miles off, more than any other.
"""

FARTHEST_FROM_ZIP = 30 * 0.621371
"""Miles (30 km): the farthest that a clinic may be from the middle of its ZIP without a warning."""

GOOD_TO = ("70 miles", "7 miles", "a mile", "100 yards")
"""How exact a number with so many decimals is, for those with fewer than are asked for."""

CLOCK_DAYS = 400
"""Time zones are the same if their clocks agree for so long: a whole year with both changes."""


def coordinates_are_in_the_state(catalog: Catalog) -> Iterator[Problem]:
    """Coordinates lie in the state of the address: latitude first, longitude negative."""
    for entry, geo, state in _located(catalog):
        if not _lies_in(state, geo.latitude, geo.longitude):
            other = _state_at(geo)
            yield entry.source.problem_at(
                ("geo",),
                f"these coordinates are not in {state.name} but in {other.name}."
                if other
                else f"these coordinates are not in {state.name}.",
                _meant(state, geo),
                harm=WRONG_PLACE,
            )


def coordinates_are_near_the_postal_code(catalog: Catalog) -> Iterator[Problem]:
    """Coordinates lie within 30 km of the middle of the ZIP area.

    It stays a warning at any distance, because an error would stop clinics that are right: 28 ZIPs
    with residents have no other within 80 km, so that they reach farther than 40 km, and for 62 the
    Census Bureau and GeoNames have middles more than 40 km apart (`data/README.md`). The usual
    slips of the keyboard leave the state, which is an error.
    """
    for entry, geo, _state in _located(catalog):
        area = zip_area(entry.value.address.zip5 or "")
        if area is None or area.latitude is None or area.longitude is None:
            continue
        middle = Point(area.latitude, area.longitude)
        miles = between(Point(geo.latitude, geo.longitude), middle).miles
        if miles > FARTHEST_FROM_ZIP:
            yield entry.source.problem_at(
                ("geo",),
                f"these coordinates are {miles:.0f} miles from the middle of the ZIP area.",
                "compare them with a map.",
                Severity.WARNING,
                WRONG_PLACE,
            )


def coordinates_have_four_decimals(catalog: Catalog) -> Iterator[Problem]:
    """Coordinates have at least four decimals, zeros included (good to about 10 yards)."""
    for entry, geo, state in _located(catalog):
        paths = (("geo", "latitude"), ("geo", "longitude"))
        decimals, path = min((_decimals(entry, path), path) for path in paths)
        # A number that is wrong altogether is told of by the rule above, and once is enough.
        if decimals < len(GOOD_TO) and _lies_in(state, geo.latitude, geo.longitude):
            yield entry.source.problem_at(
                path,
                f"with fewer than four decimals this is only good to about {GOOD_TO[decimals]}.",
                "write four or more, as a map on the web shows them (zeros at the end too); or "
                "delete the geo line: the ZIP's middle is used then, and called approximate.",
                Severity.WARNING,
                WRONG_PLACE,
            )


def coordinates_are_unique(catalog: Catalog) -> Iterator[Problem]:
    """No two locations have the same coordinates (two in one building may)."""
    yield from repeated(
        list(catalog.repository.locations.values()),
        lambda entry: (
            (entry.value.geo.latitude, entry.value.geo.longitude) if entry.value.geo else None
        ),
        ("geo",),
        "the position",
        Severity.WARNING,
        WRONG_PLACE,
    )


def coordinates_are_in_the_time_zone(catalog: Catalog) -> Iterator[Problem]:
    """Clocks at the coordinates show the time of the location's time zone."""
    for entry, geo, state in _located(catalog):
        zone = time_zone(entry.value)
        # What is wrong with the zone or the coordinates alone, other rules tell.
        if zone not in state.time_zones or not _lies_in(state, geo.latitude, geo.longitude):
            continue
        there = _time_zone_at(geo)
        if there and not _clocks_agree(zone, there, catalog.as_of):
            yield entry.source.problem_at(
                ("geo",),
                f"clocks here show the time of {there}, and those of this location {zone}.",
                "compare the coordinates with a map; if they are right, correct the time_zone "
                "line or add one.",
                Severity.WARNING,
                WRONG_TIME,
            )


def _located(catalog: Catalog) -> Iterator[tuple[Sourced[Location], GeoCoordinates, State]]:
    """The locations with coordinates, in states that exist."""
    for entry in catalog.repository.locations.values():
        state = states().get(entry.value.address.address_region)
        if entry.value.geo and state:
            yield entry, entry.value.geo, state


@cache
def _lies_in(state: State, latitude: float, longitude: float) -> bool:
    """Whether a position is in a state or so close that it may be."""
    if not state.contains(latitude, longitude):
        return False
    miles = miles_off(state.code, Point(latitude, longitude))
    return miles is None or miles <= FARTHEST_FROM_STATE


def _state_at(geo: GeoCoordinates) -> State | None:
    """The state that a position is in; of a territory, the box around it counts."""
    point = Point(geo.latitude, geo.longitude)
    near = (s for s in states().values() if s.contains(geo.latitude, geo.longitude))
    return next((state for state in near if not miles_off(state.code, point)), None)


def _meant(state: State, geo: GeoCoordinates) -> str:
    """What the editor most likely meant, by trying the usual slips."""
    if geo.latitude == 0 or geo.longitude == 0:
        return "delete the geo line; 0 is in the Gulf of Guinea."
    if _lies_in(state, geo.latitude, -geo.longitude):
        return f"longitude is negative in the US: write {-geo.longitude}."
    if _lies_in(state, geo.longitude, geo.latitude):
        return "latitude comes first: exchange the two numbers."
    if _lies_in(state, geo.longitude, -geo.latitude):
        return "latitude comes first, and longitude is negative."
    return "compare them with a map, or delete the line: the ZIP's middle is used then."


def _decimals(entry: Sourced[Location], path: tuple[str, str]) -> int:
    """How many decimals a number has in the file; in the model, zeros at the end are lost."""
    node = find(entry.source.root, path)
    return len(node.value.strip().partition(".")[2]) if isinstance(node, Scalar) else 0


def _time_zone_at(geo: GeoCoordinates) -> str:
    """The IANA time zone at a position; empty at sea."""
    from tzfpy import get_tz  # its table takes 40 MB of memory: only for coordinates to be checked

    return get_tz(geo.longitude, geo.latitude)


@cache
def _clocks_agree(zone: str, other: str, start: datetime.date) -> bool:
    """Whether two time zones are equally far from UTC on every day for `CLOCK_DAYS`."""
    noon = datetime.datetime.combine(start, datetime.time(12), datetime.UTC)
    days = (noon + datetime.timedelta(days=number) for number in range(CLOCK_DAYS))
    one, two = ZoneInfo(zone), ZoneInfo(other)
    return zone == other or all(
        day.astimezone(one).utcoffset() == day.astimezone(two).utcoffset() for day in days
    )

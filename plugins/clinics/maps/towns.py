"""The towns around a point: which matter for a map, and from which one a clinic is described.

The middle of a town is that of the residents of its ZIP codes, which reach beyond the city limits.
In a place with one large ZIP it may be miles off, so only large towns are named in the caption.

A way is a complex number in miles: east as the real part, south as the imaginary one.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable
from functools import cache

from ..albers import project
from ..distance import Point
from ..geography import Place, places
from .grid import Grid
from .ground import Ground, states_around
from .location_values import Bearing

Seen = tuple[complex, Place]
"""A place and the way to its middle from the middle of the map."""

_MOST_IN_A_CELL = 8
_TIERS = (100_000, 50_000)  # residents; smaller places may be miles off (`data/README.md`)
_LEAST_MILES = 2.0  # below that the larger town is the better known, not the nearer one
_NO_MILES = 0.1  # positions have three decimals: this is the very middle

_DIRECTIONS = (
    "east", "southeast", "south", "southwest", "west", "northwest", "north", "northeast",
)  # fmt: skip


def towns_around(ground: Ground, home: str) -> list[Seen]:
    """The larger places on the map of a clinic and a little around it, the largest first."""
    near = set(states_around(home))
    found = [
        (ground.way(at), place)
        for at, place in _grid().around(ground.origin, ground.reach)
        if place.state in near
    ]
    found.sort(key=lambda item: -item[1].population)
    return found


def landmark(towns: Iterable[Seen]) -> Seen | None:
    """The town that tells most people where the middle of a map is; None where there is none.

    Of the largest class of towns in reach it is the one with the greatest attraction: residents
    over the square of the distance (W. J. Reilly, The Law of Retail Gravitation, 1931).
    """
    found = list(towns)
    for least in _TIERS:
        large = [item for item in found if item[1].population >= least]
        if large:
            return max(large, key=_attraction)
    return None


def bearing(town: Seen | None) -> Bearing | None:
    """How the middle of a map lies to a town; None without one, and in its very middle."""
    if town is None or abs(town[0]) < _NO_MILES:
        return None
    turn = round(cmath.phase(-town[0]) / (math.pi / 4))
    return Bearing(town[1].name, abs(town[0]), _DIRECTIONS[turn % 8])


def _attraction(item: Seen) -> float:
    way, place = item
    return place.population / max(_LEAST_MILES, abs(way)) ** 2


@cache
def _grid() -> Grid[Place]:
    """Of each square of the country the largest places: no map has room for more."""
    by_size = sorted(places(), key=lambda place: -place.population)
    points = ((project(Point(place.latitude, place.longitude)), place) for place in by_size)
    return Grid(((at, place) for at, place in points if at is not None), _MOST_IN_A_CELL)

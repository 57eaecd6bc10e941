"""Bubbles: what a map shows in place of more pins than anyone can tell apart.

A point is a complex number, x to the east and y to the south, in units of the map.
"""

from __future__ import annotations

import math

from .. import outlines
from ..catalog import Catalog
from ..directories import Directory
from .pins import Placed, apart
from .values import Bubble

Centers = list[tuple[complex, Directory]]
"""Directories, each with its point on a map."""

_LARGEST_BUBBLE, _LEAST_BUBBLE = 34, 11


def bubbles_of(centers: Centers) -> tuple[Bubble, ...]:
    """A bubble for each directory, the largest first, so that small ones lie above."""
    ordered = sorted(centers, key=lambda item: -len(item[1].locations))
    most = len(ordered[0][1].locations) if ordered else 1
    spread = apart([at for at, _item in ordered], 2 * _LEAST_BUBBLE)
    return tuple(_bubble(at, item, most) for at, (_at, item) in zip(spread, ordered, strict=True))


def _bubble(at: complex, directory: Directory, most: int) -> Bubble:
    count = len(directory.locations)
    radius = max(_LEAST_BUBBLE, _LARGEST_BUBBLE * math.sqrt(count / most))
    x, y, radius = (round(number, 1) for number in (at.real, at.imag, radius))
    return Bubble(x, y, radius, directory.name, directory.url, count)


def state_centers(catalog: Catalog) -> Centers:
    """The states that list a clinic and have an outline, each with its middle."""
    return [
        (outlines.center(item.state.code), item)
        for item in catalog.states
        if item.locations and item.state.code in outlines.codes()
    ]


def city_centers(directory: Directory, placed: Placed) -> Centers:
    """The cities that have a page and at least one clinic on the map."""
    found = []
    for city in directory.cities:
        points = [at for at, location in placed if location in city.locations]
        if points:
            found.append((sum(points) / len(points), city))
    return found

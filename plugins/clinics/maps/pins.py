"""Pins on a map: each in its state, and those that are close told apart.

A point is a complex number, x to the east and y to the south, in units of the map.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from .. import outlines
from ..albers import project
from ..catalog import Catalog
from ..outlines import Line
from ..publication import PublishedLocation
from .frame import Frame
from .values import Pin

PIN_LIMIT = 500
"""A map with more clinics has one bubble for each state, or city, with the number in it."""

Placed = list[tuple[complex, PublishedLocation]]
"""Clinics, each with its point on a map."""

_ROUNDS = 30
_INLAND = 40


def placed_on(catalog: Catalog, locations: Iterable[PublishedLocation], frame: Frame) -> Placed:
    """The clinics that have a position on the map, from north to south."""
    points = ((catalog.point(location), location) for location in locations)
    projected = ((project(point), location) for point, location in points if point)
    found = [(frame(at), location) for at, location in projected if at is not None]
    return sorted(found, key=lambda item: (item[0].imag, item[0].real, item[1].slug))


def pins_of(placed: Placed, frame: Frame) -> tuple[Pin, ...]:
    """A pin for each clinic, at least the gap of the frame from the others, in its state."""
    spread = apart([at for at, _location in placed], frame.gap)
    pins = []
    for near, (exact, location) in zip(spread, placed, strict=True):
        at = _ashore(
            near, exact, frame.outline(location.region), frame(outlines.center(location.region))
        )
        pins.append(Pin(at.real, at.imag, location))
    return tuple(pins)


def apart(points: Sequence[complex], gap: float) -> Line:
    """The points, those closer than `gap` pushed away from each other, the least that is needed.

    Points in one place are pushed apart to the east and west.
    """
    moved = list(points)
    close = [
        (i, j)
        for i, j in itertools.combinations(range(len(points)), 2)
        if abs(points[i] - points[j]) < 3 * gap
    ]
    for _round, (i, j) in itertools.product(range(_ROUNDS), close):
        between = moved[j] - moved[i]
        missing = gap - abs(between)
        if missing > 0:
            push = missing / 2 * (between / abs(between) if between else 1)
            moved[i], moved[j] = moved[i] - push, moved[j] + push
    return moved


def _ashore(near: complex, exact: complex, outline: Sequence[Line], center: complex) -> complex:
    """The point itself if it lies in its state, or the next one that does.

    A pin at a border or coast may be off it, because pins are moved and outlines are simplified.
    """
    inland = (center - exact) / abs(center - exact)
    choices = (near, exact, *(exact + inland * step / 2 for step in range(1, _INLAND)))
    tenths = (complex(round(at.real, 1), round(at.imag, 1)) for at in choices)
    return next((at for at in tenths if outlines.contains(outline, at)), near)

"""The surroundings of a point as a flat map: north up, one scale in every direction.

The map of the country (`albers`) keeps areas and bends directions a little. Around one point a
linear change undoes that: on 50 miles it is wrong by less than half a percent.

A point is a complex number, x to the east and y to the south, in units of this map.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .. import outlines
from ..albers import project
from ..distance import EARTH_RADIUS_IN_MILES, Point
from ..geography import states
from ..outlines import Line
from .paths import EDGE, bounds, cut

_STEP = 0.1  # degrees
_CHUNK = 16
_FARTHEST_OFF = 2  # miles, by which outlines are simplified
_INLAND = 1.2  # a little more than to the very border

Bounds = tuple[complex, complex]
Chunk = tuple[Bounds, Line]


@dataclass(frozen=True, slots=True)
class Ground:
    """How the map of the country becomes the map around a point.

    Attributes:
        origin: the point on the map of the country, in its pixels.
        middle: the point on this map.
        scale: units per mile.
        turn, shear, move: the change from pixels to units,
            `turn * z + shear * conjugate(z) + move`.
        reach: how many pixels the farthest corner is from the origin, and a little more.
    """

    origin: complex
    middle: complex
    size: tuple[int, int]
    scale: int
    turn: complex
    shear: complex
    move: complex
    reach: float

    def __call__(self, at: complex) -> complex:
        """A point of the map of the country on this map."""
        return self.turn * at + self.shear * at.conjugate() + self.move

    def shows(self, at: complex, inset: float) -> bool:
        """Whether a point of this map is so far from its edges, in units."""
        off = at - self.middle
        across, down = self.size
        return 2 * (abs(off.real) + inset) < across and 2 * (abs(off.imag) + inset) < down

    def way(self, at: complex) -> complex:
        """From the middle to a point of the map of the country, in miles."""
        return (self(at) - self.middle) / self.scale

    def lands(self, home: str) -> dict[str, list[Line]] | None:
        """The states in view, cut off a little outside of it, the state of the point first.

        Outlines are simplified, so a clinic at a coast or border may lie off its state: then all
        of them are moved by what is missing. None where that is more than simplifying explains.
        """
        moved = self._ashore(home)
        if moved is None:
            return None
        found = {}
        for code in states_around(home):
            rings = [
                cut([self(point) + moved for point in ring], self.size)
                for ring in _coarse(code, self.origin, self.reach)
            ]
            if seen := [ring for ring in rings if len(ring) > 2]:
                found[code] = seen
        return found

    def _ashore(self, home: str) -> complex | None:
        """By how much outlines are moved so that the middle lies in its state; mostly 0."""
        rings = [[self(point) for point in ring] for ring in _coarse(home, self.origin, self.reach)]
        if outlines.contains(rings, self.middle):
            return 0
        shore = min(
            (_nearest(self.middle, a, b) for ring in rings for a, b in _edges(ring)),
            key=lambda at: abs(at - self.middle),
            default=None,
        )
        if shore is None:
            return None
        way = self.middle - shore
        return way * _INLAND if abs(way) <= _FARTHEST_OFF * self.scale else None


def ground(point: Point, scale: int, size: tuple[int, int]) -> Ground | None:
    """The map around a point with so many units per mile; None outside of the country's map."""
    origin, east, north = project(point), _mile(point, 0, _STEP), _mile(point, _STEP, 0)
    if origin is None or east is None or north is None:
        return None
    # Solves f(east) = scale and f(north) = -1j * scale for f(z) = turn * z + shear * conjugate(z).
    area = east * north.conjugate() - north * east.conjugate()
    turn = scale * (north.conjugate() + 1j * east.conjugate()) / area
    shear = -scale * (north + 1j * east) / area
    reach = (abs(complex(*size)) / 2 + 3 * EDGE) / (abs(turn) - abs(shear))
    middle = complex(*size) / 2
    move = middle - turn * origin - shear * origin.conjugate()
    return Ground(origin, middle, size, scale, turn, shear, move, reach)


@cache
def states_around(code: str) -> tuple[str, ...]:
    """The state itself, its neighbors, and theirs: no map of a clinic shows others.

    Where the frames of Alaska and Hawaii lie on the map of the country, others are near in pixels.
    """
    next_to = states()[code].neighbors
    second = next_to.union(*(states()[item].neighbors for item in next_to)) - {code}
    return (code, *sorted(second & outlines.codes()))


def _mile(point: Point, north: float, east: float) -> complex | None:
    """A mile to the north or east in pixels, from both sides of the point."""
    after = project(Point(point.latitude + north, point.longitude + east))
    before = project(Point(point.latitude - north, point.longitude - east))
    if after is None or before is None:
        return None
    parallel = east * math.cos(math.radians(point.latitude))
    degrees = 2 * math.hypot(north, parallel)
    return (after - before) / math.radians(degrees) / EARTH_RADIUS_IN_MILES


def _coarse(code: str, middle: complex, reach: float) -> Iterator[Line]:
    """The rings of a state near a point, without corners that cannot matter there.

    Neighboring corners that all lie on the same side of the square around the point are left out
    but the first and the last: what is inside of the square stays the same.
    """
    for around_ring, chunks in _chunks(code):
        if not _is_beside(around_ring, middle, reach):
            ring: Line = []
            for around_chunk, chunk in chunks:
                is_far = _is_beside(around_chunk, middle, reach)
                ring += (chunk[0], chunk[-1]) if is_far else chunk
            yield ring


@cache
def _chunks(code: str) -> tuple[tuple[Bounds, tuple[Chunk, ...]], ...]:
    """The rings of a state in pieces, each ring and each piece with its bounds."""
    found = []
    for ring in outlines.rings(code, "detail"):
        pieces = [ring[start : start + _CHUNK] for start in range(0, len(ring), _CHUNK)]
        found.append((bounds([ring]), tuple((bounds([piece]), piece) for piece in pieces)))
    return tuple(found)


def _is_beside(box: Bounds, middle: complex, reach: float) -> bool:
    """Whether a box lies wholly on one side of the square around a point."""
    start, end = box[0] - middle, box[1] - middle
    return start.real > reach or start.imag > reach or end.real < -reach or end.imag < -reach


def _nearest(point: complex, a: complex, b: complex) -> complex:
    """The point of the line from `a` to `b` that is nearest to `point`."""
    along, to_point = b - a, point - a
    square = abs(along) ** 2
    share = (to_point * along.conjugate()).real / square if square else 0.0
    return a + along * max(0.0, min(1.0, share))


def _edges(ring: Line) -> Iterator[tuple[complex, complex]]:
    return zip(ring, ring[1:] + ring[:1], strict=True)

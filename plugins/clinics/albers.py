"""The AlbersUSA projection: the country on one flat map, Alaska and Hawaii below the Southwest.

Three equal-area conic projections side by side, as `geoAlbersUsa` of d3-geo 3.1.2 (ISC licence,
by Mike Bostock) at scale 1300 around (487.5, 305). That is how
the outlines in `data/us_states.json` are drawn, so points and outlines fit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .distance import EARTH_RADIUS_IN_MILES, Point

WIDTH, HEIGHT = 975, 610
"""Size of the map in pixels; the western Aleutian Islands lie up to 58 pixels left of it."""

_SCALE = 1300
_EDGE = 1e-6  # d3's epsilon, by which the insets are smaller than their frames


@dataclass(frozen=True, slots=True)
class _Conic:
    """One of the three projections: its middle, in degrees and in pixels, and its frame.

    `frame` is left, top, right and bottom around the middle of the map, in parts of the scale.
    """

    meridian: float
    middle: tuple[float, float]
    parallels: tuple[float, float]
    size: float
    offset: tuple[float, float]
    frame: tuple[float, float, float, float]

    def project(self, point: Point) -> complex | None:
        """The point on the map, or None if it is outside of the frame."""
        at = self._raw(point.longitude - self.meridian, point.latitude) - self._raw(*self.middle)
        at = at * self.size * _SCALE + complex(*self.offset) * _SCALE
        left, top, right, bottom = (side * _SCALE for side in self.frame)
        is_inside = left <= at.real <= right and top <= at.imag <= bottom
        return at + complex(WIDTH, HEIGHT) / 2 if is_inside else None

    def _raw(self, longitude: float, latitude: float) -> complex:
        """The equal-area conic of Albers (1805), y to the south, without its constant."""
        south, north = (math.sin(math.radians(parallel)) for parallel in self.parallels)
        n = (south + north) / 2
        c = 1 + south * (2 * n - south)
        radius = math.sqrt(c - 2 * n * math.sin(math.radians(latitude))) / n
        angle = math.radians((longitude + 180) % 360 - 180) * n
        return complex(radius * math.sin(angle), radius * math.cos(angle))


_E = _EDGE / _SCALE
_CONICS = (
    _Conic(-96, (-0.6, 38.7), (29.5, 45.5), 1, (0, 0), (-0.455, -0.238, 0.455, 0.238)),
    _Conic(
        -154, (-2, 58.5), (55, 65), 0.35, (-0.307, 0.201),
        (-0.425 + _E, 0.120 + _E, -0.214 - _E, 0.234 - _E),
    ),
    _Conic(
        -157, (-3, 19.9), (8, 18), 1, (-0.205, 0.212),
        (-0.214 + _E, 0.166 + _E, -0.115 - _E, 0.234 - _E),
    ),
)  # fmt: skip


def project(point: Point) -> complex | None:
    """Where a position is on the map: x to the east as the real part, y to the south, in pixels.

    None outside of the three frames: in other countries and in the territories.
    """
    found = (conic.project(point) for conic in _CONICS)
    return next((at for at in found if at is not None), None)


def miles_per_pixel(point: Point) -> float | None:
    """How long a pixel is where a position is on the map, within 3 %; None outside of the map."""
    found = (conic.size for conic in _CONICS if conic.project(point) is not None)
    return next((EARTH_RADIUS_IN_MILES / (_SCALE * size) for size in found), None)

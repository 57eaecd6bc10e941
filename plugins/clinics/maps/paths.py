"""Outlines as SVG path data, their bounds, and what of them is seen in a frame.

A point is a complex number, x to the east and y to the south, in units of the map.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from ..outlines import Line

EDGE = 6
"""How far outlines reach beyond the map, so that the lines of a cut are not seen."""


def path_data(outline: Iterable[Line]) -> str:
    """The rings as SVG path data: whole numbers, relative, no step of nothing."""
    return "".join(_ring_path([_whole(point) for point in ring]) for ring in outline)


def _ring_path(ring: Line) -> str:
    points = [point for point, _same in itertools.groupby(ring)]
    moves = [b - a for a, b in itertools.pairwise(points)]
    if len(points) < 3:
        return ""
    return f"M{_numbers(points[:1])}l{_numbers(moves)}z"


def _numbers(points: Iterable[complex]) -> str:
    words = (f"{number:g}" for point in points for number in (point.real, point.imag))
    return " ".join(words).replace(" -", "-")


def _whole(point: complex) -> complex:
    return complex(round(point.real), round(point.imag))


def tenth(number: float) -> float:
    """The number with one decimal: a tenth of a unit is less than anyone sees."""
    return round(number, 1)


def bounds(outline: Iterable[Line]) -> tuple[complex, complex]:
    """The upper left and the lower right corner around rings."""
    points = [point for ring in outline for point in ring]
    x, y = [point.real for point in points], [point.imag for point in points]
    return complex(min(x), min(y)), complex(max(x), max(y))


def cut(ring: Line, size: tuple[int, int]) -> Line:
    """The part of a ring on the map and a little around it (Sutherland, Hodgman 1974)."""
    width, height = size
    sides = ((1, width + EDGE), (-1, EDGE), (1j, height + EDGE), (-1j, EDGE))
    for normal, limit in sides:
        ring = list(_cut_side(ring, complex(normal), limit))
    return ring


def _cut_side(ring: Line, normal: complex, limit: float) -> Iterator[complex]:
    for a, b in zip(ring[-1:] + ring, ring, strict=False):
        before, after = ((point * normal.conjugate()).real - limit for point in (a, b))
        if before * after < 0:
            yield a + (b - a) * before / (before - after)
        if after <= 0:
            yield b

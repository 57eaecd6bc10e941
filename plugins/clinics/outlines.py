"""The outlines of the states on the map of `albers`, and how far off them a position lies.

Shapes: `data/us_states.json`, made by `data/update_map.py`. The maps draw them, and the checks
measure on them. On this map a state is in one piece even where it crosses 180 degrees, as Alaska
does. The territories have no outline.

Inside this module a point is a complex number, x to the east and y to the south, in pixels.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from .albers import miles_per_pixel, project
from .distance import Point

Line = list[complex]
Kind = Literal["national", "detail"]
_PARTS: dict[Kind, int] = {"national": 1, "detail": 100}


@cache
def codes() -> frozenset[str]:
    """Codes of the states that have an outline."""
    return frozenset(_shapes())


def center(code: str) -> complex:
    """The middle of the widest place of a state."""
    return complex(*_shapes()[code]["center"])


@cache
def rings(code: str, kind: Kind) -> tuple[Line, ...]:
    """The rings of a state, open; without the islands that are too small for this kind of map."""
    found = (_ring(indices, kind) for indices in _shapes()[code]["rings"])
    return tuple(ring for ring in found if len(ring) > 2)


def contains(outline: Iterable[Line], point: complex) -> bool:
    """Whether a point lies in one of the rings (even-odd rule)."""
    is_inside = False
    for a, b in _edges(outline):
        if (a.imag > point.imag) != (b.imag > point.imag):
            across = (point.imag - a.imag) / (b.imag - a.imag)
            is_inside ^= point.real < a.real + (b.real - a.real) * across
    return is_inside


def miles_off(code: str, point: Point) -> float | None:
    """How far a position near a state lies off its land: 0 on it; None without an outline.

    Near is what `geography.State.contains`: elsewhere the parts of the map overlap. The outlines
    are simplified, by 2 miles in the largest states and less in others, and leave out a few small
    islands (`tests/plugin/test_outlines.py` measures it).
    """
    if code not in _shapes():
        return None
    at, scale = project(point), miles_per_pixel(point)
    if at is None or scale is None:
        return math.inf
    outline = rings(code, "detail")
    if contains(outline, at):
        return 0.0
    return min(_distance(at, a, b) for a, b in _edges(outline)) * scale


def _edges(outline: Iterable[Line]) -> Iterator[tuple[complex, complex]]:
    return ((a, b) for ring in outline for a, b in zip(ring, ring[1:] + ring[:1], strict=True))


def _distance(point: complex, a: complex, b: complex) -> float:
    """From a point to the line from `a` to `b`."""
    along, to_point = b - a, point - a
    square = abs(along) ** 2
    share = (to_point * along.conjugate()).real / square if square else 0.0
    return abs(to_point - along * max(0.0, min(1.0, share)))


@cache
def _table() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "us_states.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _shapes() -> dict[str, dict[str, Any]]:
    """What the table has of each state by its code: `rings` and `center`."""
    shapes: dict[str, dict[str, Any]] = _table()["states"]
    return shapes


def _ring(indices: Iterable[int], kind: Kind) -> Line:
    arcs = (_arc(index, kind) if index >= 0 else _arc(~index, kind)[::-1] for index in indices)
    return [point for arc in arcs for point in arc[1:]]


@cache
def _arc(index: int, kind: Kind) -> Line:
    numbers = _table()[kind][index]
    steps = itertools.starmap(complex, zip(numbers[::2], numbers[1::2], strict=True))
    return [point / _PARTS[kind] for point in itertools.accumulate(steps)]

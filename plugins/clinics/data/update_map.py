"""Write `us_states.json`, the shapes of the states, from the npm package us-atlas.

Run by a maintainer, never by a build: a site must not change because a data package did. Needs
nothing but Python. SOURCE is `states-albers-10m.json` of us-atlas 3.0.1 (code ISC; outlines from
the Census cartographic boundary files of 2017, public domain), whose check sum is compared:

    python plugins/clinics/data/update_map.py SOURCE

The source is projected already (AlbersUSA, 975 by 610 pixels; `plugins/clinics/albers.py` projects
points in the same way). Every line between two corners, an arc, is simplified by itself, so that
two neighbors keep the same border. Two runs write the same bytes. The file holds:

    national   the arcs for the map of the country, to 1 pixel, in whole pixels; an arc is empty
               where an island is too small to show
    detail     the same arcs, each as fine as the map of its smallest state needs, in hundredths
    states     by code: `rings`, lists of arcs (~i is arc i backwards), and `center`, in pixels,
               the middle of the widest place of the state

An arc is `x, y` of its first point and then the steps to each next one.
"""

import hashlib
import itertools
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent
SHA_256 = "6e7bb086a3c791490361968a3094f377f7726c5d0c4900fec03cc42db2305a3d"

NATIONAL_TOLERANCE = 1.0
"""Pixels of the map of the country that a border may move."""

STATE_WIDTH, STATE_HEIGHT = 600, 480
"""Pixels at which the map of one state is seen; its border may move by half a pixel of these."""

LEAST_ISLAND = 1.0
"""Square pixels below which an island is left out of the map of the country."""

HUNDREDTHS = 100

# A point is a complex number: x to the east and y to the south, in pixels.
Line = list[complex]
Rings = list[list[int]]


def main() -> None:
    """Read the source, check it, and write the table."""
    content = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA_256:
        raise SystemExit("This is not states-albers-10m.json of us-atlas 3.0.1.")
    topology = json.loads(content)
    arcs = [decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    rings = rings_by_code(topology["objects"]["states"]["geometries"])
    text = json.dumps(table(arcs, rings), separators=(",", ":"))
    for part in ('"detail"', '"states"'):
        text = text.replace(f",{part}", f",\n{part}")
    (DATA / "us_states.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    print(f"us_states.json: {len(rings)} states, {len(arcs)} arcs, {len(text):,} bytes")


def table(arcs: Sequence[Line], rings: dict[str, Rings]) -> dict[str, Any]:
    """What the file holds."""
    islands = too_small(arcs, rings)
    tolerances = detail_tolerances(arcs, rings)
    return {
        "national": [
            [] if index in islands else steps(simplified(arc, NATIONAL_TOLERANCE), 1)
            for index, arc in enumerate(arcs)
        ],
        "detail": [
            steps(simplified(arc, tolerance), HUNDREDTHS)
            for arc, tolerance in zip(arcs, tolerances, strict=True)
        ],
        "states": {
            code: {"rings": lists, "center": center([joined(arcs, ring) for ring in lists])}
            for code, lists in sorted(rings.items())
        },
    }


def decoded(arc: Iterable[Sequence[int]], transform: dict[str, Sequence[float]]) -> Line:
    """The points of a quantized arc of TopoJSON, in pixels."""
    (scale_x, scale_y), (left, top) = transform["scale"], transform["translate"]
    sums = itertools.accumulate(complex(*step) for step in arc)
    return [complex(at.real * scale_x + left, at.imag * scale_y + top) for at in sums]


def rings_by_code(geometries: Iterable[dict[str, Any]]) -> dict[str, Rings]:
    """The rings of every state by its code, the outer ones and holes alike."""
    names = json.loads((DATA / "states.json").read_text(encoding="utf-8"))
    codes = {fields["name"]: code for code, fields in names.items()}
    found = {}
    for geometry in geometries:
        is_single = geometry["type"] == "Polygon"
        polygons = [geometry["arcs"]] if is_single else geometry["arcs"]
        found[codes[geometry["properties"]["name"]]] = [ring for part in polygons for ring in part]
    return found


def joined(arcs: Sequence[Line], ring: Iterable[int]) -> Line:
    """The points of a ring; the last one is the first one."""
    points: Line = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def simplified(line: Line, tolerance: float) -> Line:
    """The line with as few of its points as keep it within the tolerance (Douglas, Peucker)."""
    if len(line) < 3:
        return line
    away = [distance(point, line[0], line[-1]) for point in line]
    farthest = max(range(len(line)), key=away.__getitem__)
    if away[farthest] <= tolerance:
        return [line[0], line[-1]]
    return (
        simplified(line[: farthest + 1], tolerance)[:-1]
        + simplified(line[farthest:], tolerance)
    )  # fmt: skip


def distance(point: complex, a: complex, b: complex) -> float:
    """From a point to the straight line between two others."""
    along = b - a
    if not along:
        return abs(point - a)
    share = ((point - a) * along.conjugate()).real / abs(along) ** 2
    return abs(point - a - along * max(0.0, min(1.0, share)))


def steps(line: Line, scale: int) -> list[int]:
    """A line in whole numbers: its first point, then the steps, without steps of nothing."""
    points = [(round(point.real * scale), round(point.imag * scale)) for point in line]
    kept = [point for point, _same in itertools.groupby(points)]
    moves = [(x - a, y - b) for (a, b), (x, y) in itertools.pairwise(kept)]
    return [number for pair in (kept[0], *moves) for number in pair]


def too_small(arcs: Sequence[Line], rings: dict[str, Rings]) -> set[int]:
    """The arcs of islands that the map of the country leaves out."""
    lonely = {ring[0] for lists in rings.values() for ring in lists if len(ring) == 1}
    mainlands = {
        max(lists, key=lambda ring: area(joined(arcs, ring)))[0] for lists in rings.values()
    }
    coarse = {index: simplified(arcs[index], NATIONAL_TOLERANCE) for index in lonely - mainlands}
    return {index for index, line in coarse.items() if area(rounded(line)) < LEAST_ISLAND}


def rounded(line: Line) -> Line:
    """A line in whole pixels."""
    return [complex(round(point.real), round(point.imag)) for point in line]


def area(ring: Line) -> float:
    """What a ring encloses, in square pixels."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum((a.conjugate() * b).imag for a, b in pairs)) / 2


def detail_tolerances(arcs: Sequence[Line], rings: dict[str, Rings]) -> list[float]:
    """For each arc the tolerance, in pixels of the country, of the smallest state that has it."""
    least = [float("inf")] * len(arcs)
    for lists in rings.values():
        points = [point for ring in lists for point in joined(arcs, ring)]
        width = max(p.real for p in points) - min(p.real for p in points)
        height = max(p.imag for p in points) - min(p.imag for p in points)
        tolerance = 0.5 / min(STATE_WIDTH / width, STATE_HEIGHT / height)
        for index in itertools.chain.from_iterable(lists):
            index = max(index, ~index)
            least[index] = min(least[index], tolerance)
    return least


def center(rings: Sequence[Line]) -> list[float]:
    """The point farthest from every border, on a grid that is made finer around the best one."""
    outline = max(rings, key=area)
    left, right = min(p.real for p in outline), max(p.real for p in outline)
    top, bottom = min(p.imag for p in outline), max(p.imag for p in outline)
    best, size = (
        complex((left + right) / 2, (top + bottom) / 2),
        complex(right - left, bottom - top),
    )
    while max(size.real, size.imag) > 0.05:
        grid = [
            best + complex(size.real * x / 16, size.imag * y / 16)
            for x, y in itertools.product(range(-8, 9), repeat=2)
        ]
        best = max(grid, key=lambda point: depth(point, outline))
        size /= 4
    return [round(best.real, 1), round(best.imag, 1)]


def depth(point: complex, outline: Line) -> float:
    """How far a point is from the outline; negative outside of it."""
    is_inside = False
    for a, b in itertools.pairwise(outline):
        if (a.imag > point.imag) != (b.imag > point.imag):
            crossing = a.real + (b.real - a.real) * (point.imag - a.imag) / (b.imag - a.imag)
            is_inside ^= point.real < crossing
    least = min(distance(point, a, b) for a, b in itertools.pairwise(outline))
    return least if is_inside else -least


if __name__ == "__main__":
    main()

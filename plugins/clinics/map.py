"""The maps: outlines, pins and bubbles, ready to be written into an SVG.

Pure functions from the catalog to values; the templates loop over them and compute nothing. A map
repeats a list that stands beside it, so it may leave out what it has no place for: clinics without
a known position, and small islands.

Inside this module a point is a complex number, x to the east and y to the south, in pixels.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from . import outlines
from .albers import project
from .catalog import Catalog, Directory
from .distance import Point
from .geography import State, states
from .outlines import Kind, Line
from .publication import PublishedLocation
from .translation import gettext
from .wording import clinics

PIN_LIMIT = 500
"""A map with more clinics has one bubble for each state, or city, with the number in it."""

STATE_WIDTH, STATE_HEIGHT = 1000, 760
"""Width and greatest height of the map of one state, in its own units."""

_MARGIN = 40
_EDGE = 6
_LARGEST_BUBBLE, _LEAST_BUBBLE = 34, 11

_STATE_GAP = 30
_ROUNDS = 30
_INLAND = 40

_PIN = 11  # half the width of a pin, and the size of the letters, on the map of a state
_LINE, _LETTER = 30, 14
_LABEL_LIMIT = 60

Anchor = Literal["start", "middle", "end"]
_LABEL_PLACES: tuple[tuple[Anchor, float, float], ...] = (
    ("start", 1, 0),
    ("end", -1, 0),
    ("start", 0.6, 0.65),
    ("end", -0.6, 0.65),
    ("start", 0.6, -0.65),
    ("end", -0.6, -0.65),
    ("middle", 0, 1),
    ("middle", 0, -1),
)
"""Places of a name around its pin: its anchor, parts of the pin's width, and lines down."""

Placed = list[tuple[complex, PublishedLocation]]
Centers = list[tuple[complex, Directory]]


@dataclass(frozen=True, slots=True)
class MapState:
    """A state on a map.

    Attributes:
        path: its outline for the `d` of an SVG path; empty for a territory, which has none.
        url: address of its page from the root, without a leading slash; None without a clinic.
        count: how many clinics it lists, with or without a pin.
    """

    code: str
    name: str
    path: str
    url: str | None
    count: int

    @property
    def title(self) -> str:
        """`Arizona: 6 clinics`."""
        return _title(self.name, self.count)


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name is written: its base line and `text-anchor`."""

    x: float
    y: float
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Pin:
    """A clinic on a map. It may be a few units off, so that close ones can be told apart.

    Attributes:
        label: where its name is written; None where there is no room, and on the national map.
    """

    x: float
    y: float
    location: PublishedLocation
    label: Label | None = None

    @property
    def title(self) -> str:
        """`Biltmore: Phoenix, AZ`."""
        return f"{self.location.name}: {self.location.place}"


@dataclass(frozen=True, slots=True)
class Bubble:
    """Many clinics on a map: a circle whose area grows with their number."""

    x: float
    y: float
    radius: float
    name: str
    url: str
    count: int

    @property
    def title(self) -> str:
        """`California: 1,120 clinics`."""
        return _title(self.name, self.count)


@dataclass(frozen=True, slots=True)
class Map:
    """A map of the country or of one state.

    Attributes:
        name: what it shows: `the United States`, `Arizona`.
        view_box: left, top, width and height, for the attribute of the SVG.
        states: what it is about, in the order of the names, so that the tab key follows it.
        neighbors: what is around a state, cut off outside of the map; none around the country.
        pins: from north to south, so that the southern ones lie above the others.
        territories: states with clinics that the projection does not show.
    """

    name: str
    view_box: str
    states: tuple[MapState, ...]
    neighbors: tuple[MapState, ...] = ()
    pins: tuple[Pin, ...] = ()
    bubbles: tuple[Bubble, ...] = ()
    territories: tuple[MapState, ...] = ()


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle on a map, to see what covers what."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, half_width: float, half_height: float) -> _Box:
        """The box with this middle."""
        return cls(x - half_width, y - half_height, x + half_width, y + half_height)

    def is_free(self, taken: Iterable[_Box], size: tuple[int, int]) -> bool:
        """Whether it is inside the map and touches none of the others."""
        is_inside = self.left > 0 < self.top and self.right < size[0] and self.bottom < size[1]
        return is_inside and not any(self._touches(other) for other in taken)

    def _touches(self, other: _Box) -> bool:
        is_beside = self.right < other.left or other.right < self.left
        return not (is_beside or self.bottom < other.top or other.bottom < self.top)


@dataclass(frozen=True, slots=True)
class _Frame:
    """How the map of the country becomes this map: turned, scaled and moved.

    `gap` is the least distance of two pins.
    """

    kind: Kind
    gap: float
    turn: complex = 1
    move: complex = 0
    size: tuple[int, int] = (0, 0)

    def __call__(self, point: complex) -> complex:
        return point * self.turn + self.move

    def outline(self, code: str) -> list[Line]:
        """The outline of a state on this map."""
        return [[self(point) for point in ring] for ring in outlines.rings(code, self.kind)]


_NATIONAL = _Frame("national", gap=9)


def national_map(catalog: Catalog) -> Map:
    """The country with a pin for each clinic, or with a bubble for each state (`PIN_LIMIT`)."""
    by_name = sorted(states().values(), key=lambda state: state.name)
    drawn = [state for state in by_name if state.code in outlines.codes()]
    placed = _placed(catalog, catalog.locations, _NATIONAL)
    is_crowded = len(placed) > PIN_LIMIT
    return Map(
        name=gettext("the United States"),
        view_box=_national_view_box(),
        states=tuple(
            _map_state(catalog, state, outlines.rings(state.code, "national")) for state in drawn
        ),
        pins=() if is_crowded else _pins(placed, _NATIONAL),
        bubbles=_bubbles(_state_centers(catalog)) if is_crowded else (),
        territories=tuple(
            _map_state(catalog, state)
            for state in by_name
            if state not in drawn and _count(catalog, state)
        ),
    )


def state_map(catalog: Catalog, directory: Directory) -> Map | None:
    """One state, north up, with what is around it; None for a territory, which has no outline.

    With more than `PIN_LIMIT` clinics, each city that has a page is a bubble.
    """
    state = directory.state
    if state.code not in outlines.codes():
        return None
    frame = _state_frame(state)
    placed = _placed(catalog, directory.locations, frame)
    cities = _city_centers(directory, placed) if len(placed) > PIN_LIMIT else []
    grouped = {location.slug for _at, city in cities for location in city.locations}
    return Map(
        name=state.name,
        view_box="0 0 {} {}".format(*frame.size),
        states=(_map_state(catalog, state, frame.outline(state.code)),),
        neighbors=tuple(_neighbors(catalog, state, frame)),
        pins=_labeled(
            _pins([item for item in placed if item[1].slug not in grouped], frame), frame
        ),
        bubbles=_bubbles(cities),
    )


def _title(name: str, count: int) -> str:
    return f"{name}: {clinics(count)}"


def _map_state(catalog: Catalog, state: State, outline: Iterable[Line] = ()) -> MapState:
    count = _count(catalog, state)
    url = catalog.state(state.code).url if count else None
    return MapState(state.code, state.name, _path(outline), url, count)


def _count(catalog: Catalog, state: State) -> int:
    return sum(len(found.locations) for found in catalog.states if found.state == state)


# Outlines


def _path(outline: Iterable[Line]) -> str:
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


def _tenth(number: float) -> float:
    return round(number, 1)


def _whole(point: complex) -> complex:
    return complex(round(point.real), round(point.imag))


def _box(outline: Iterable[Line]) -> tuple[complex, complex]:
    """The upper left and the lower right corner around rings."""
    points = [point for ring in outline for point in ring]
    x, y = [point.real for point in points], [point.imag for point in points]
    return complex(min(x), min(y)), complex(max(x), max(y))


@cache
def _national_view_box() -> str:
    start, end = _box(
        ring for code in outlines.codes() for ring in outlines.rings(code, "national")
    )
    start, size = start - _EDGE * (1 + 1j), end - start + 2 * _EDGE * (1 + 1j)
    return f"{start.real:g} {start.imag:g} {size.real:g} {size.imag:g}"


# The map of one state


def _state_frame(state: State) -> _Frame:
    """The state as large as the map allows, in its middle, turned so that north is up."""
    turn = _north_up(state)
    start, end = _box(
        [point * turn for point in ring] for ring in outlines.rings(state.code, "detail")
    )
    size = end - start
    room = complex(STATE_WIDTH, STATE_HEIGHT) - 2 * _MARGIN * (1 + 1j)
    scale = min(room.real / size.real, room.imag / size.imag)
    height = round(size.imag * scale) + 2 * _MARGIN
    move = complex(STATE_WIDTH, height) / 2 - (start + end) / 2 * scale
    return _Frame("detail", _STATE_GAP, turn * scale, move, (STATE_WIDTH, height))


def _north_up(state: State) -> complex:
    """The factor that turns the map of the country so that north is up in this state."""
    (south, north), (west, east) = state.latitudes, state.longitudes
    longitude = (west + east + (360 if west > east else 0)) / 2
    lower, upper = (project(Point(latitude, longitude)) for latitude in (south, north))
    if lower is None or upper is None:
        return 1
    return -1j * abs(upper - lower) / (upper - lower)


def _neighbors(catalog: Catalog, state: State, frame: _Frame) -> Iterator[MapState]:
    """The states around a state, and those around these, as far as they are seen."""
    next_to = {code for code in state.neighbors if code in outlines.codes()}
    around = next_to.union(*(states()[code].neighbors for code in next_to)) - {state.code}
    for code in sorted(around):
        rings = [_cut(ring, frame) for ring in frame.outline(code)]
        seen = _map_state(catalog, states()[code], [ring for ring in rings if ring])
        if seen.path:
            yield seen


def _cut(ring: Line, frame: _Frame) -> Line:
    """The part of a ring on the map and a little around it (Sutherland, Hodgman 1974)."""
    width, height = frame.size
    sides = ((1, width + _EDGE), (-1, _EDGE), (1j, height + _EDGE), (-1j, _EDGE))
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


# Pins, their labels, and bubbles


def _placed(catalog: Catalog, locations: Iterable[PublishedLocation], frame: _Frame) -> Placed:
    """The clinics that have a position on the map, from north to south."""
    points = ((catalog.point(location), location) for location in locations)
    projected = ((project(point), location) for point, location in points if point)
    found = [(frame(at), location) for at, location in projected if at is not None]
    return sorted(found, key=lambda item: (item[0].imag, item[0].real, item[1].slug))


def _pins(placed: Placed, frame: _Frame) -> tuple[Pin, ...]:
    spread = _apart([at for at, _location in placed], frame.gap)
    pins = []
    for near, (exact, location) in zip(spread, placed, strict=True):
        at = _ashore(
            near, exact, frame.outline(location.region), frame(outlines.center(location.region))
        )
        pins.append(Pin(at.real, at.imag, location))
    return tuple(pins)


def _apart(points: Sequence[complex], gap: float) -> Line:
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


def _labeled(pins: tuple[Pin, ...], frame: _Frame) -> tuple[Pin, ...]:
    """The pins with their names beside, above or below them, where these cover nothing."""
    taken = [_Box.around(pin.x, pin.y, _PIN, _PIN) for pin in pins]
    labeled = []
    for pin in pins:
        choices = _label_choices(pin) if len(pins) <= _LABEL_LIMIT else iter(())
        free = (item for item in choices if item[1].is_free(taken, frame.size))
        label, box = next(free, (None, None))
        taken += [box] if box else []
        labeled.append(replace(pin, label=label))
    return tuple(labeled)


def _label_choices(pin: Pin) -> Iterator[tuple[Label, _Box]]:
    """Where the name of a pin may be, the best place first, and the room it takes there."""
    half = len(pin.location.name) * _LETTER / 2
    for anchor, side, lines in _LABEL_PLACES:
        x, y = pin.x + side * (_PIN + 7), pin.y + lines * _LINE
        base_line = _tenth(y + _LINE * 0.3)
        yield (
            Label(_tenth(x), base_line, anchor),
            _Box.around(x + side * half, y, half, _LINE * 0.4),
        )


def _bubbles(centers: Centers) -> tuple[Bubble, ...]:
    """A bubble for each directory, the largest first, so that small ones lie above."""
    ordered = sorted(centers, key=lambda item: -len(item[1].locations))
    most = len(ordered[0][1].locations) if ordered else 1
    spread = _apart([at for at, _item in ordered], 2 * _LEAST_BUBBLE)
    return tuple(_bubble(at, item, most) for at, (_at, item) in zip(spread, ordered, strict=True))


def _bubble(at: complex, directory: Directory, most: int) -> Bubble:
    count = len(directory.locations)
    radius = max(_LEAST_BUBBLE, _LARGEST_BUBBLE * math.sqrt(count / most))
    x, y, radius = (round(number, 1) for number in (at.real, at.imag, radius))
    return Bubble(x, y, radius, directory.name, directory.url, count)


def _state_centers(catalog: Catalog) -> Centers:
    return [
        (outlines.center(item.state.code), item)
        for item in catalog.states
        if item.locations and item.state.code in outlines.codes()
    ]


def _city_centers(directory: Directory, placed: Placed) -> Centers:
    """The cities that have a page and at least one clinic on the map."""
    found = []
    for city in directory.cities:
        points = [at for at, location in placed if location in city.locations]
        if points:
            found.append((sum(points) / len(points), city))
    return found

"""The map of one clinic: what is around it, so that people recognize where it is.

Our data has no streets, so the map shows what we know: borders and coasts, the larger towns, our
other clinics, and how long a mile is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from .. import outlines
from ..albers import project
from ..catalog import Catalog
from ..distance import Point
from ..geography import place, states, zip_area
from ..model.location import Status
from ..outlines import Line
from ..publication import PublishedLocation
from .board import Board
from .boxes import Box
from .grid import Grid
from .ground import Ground, ground, states_around
from .location_values import Land, LocationMap, Precision, ScaleBar, Spot, Town
from .paths import bounds, path_data
from .towns import Seen, bearing, landmark, towns_around
from .values import Label

LOCATION_WIDTH, LOCATION_HEIGHT = 480, 320
"""Size of the map of a clinic, in its own units."""

ZIP_MILES = 3
"""Radius of the disc around the middle of a ZIP code: most clinics are that near to it."""

ClinicGrid = Grid[PublishedLocation]
"""The clinics by where they are."""

_SIZE = (LOCATION_WIDTH, LOCATION_HEIGHT)
_MIDDLE = complex(*_SIZE) / 2

_SCALES = (10, 8, 6)  # units per mile: 24, 30 or 40 miles to the east and west
_BARS = {10: 10, 8: 10, 6: 20}  # miles
_LARGE, _SMALL = 100_000, 5_000
_KNOWN, _ENOUGH = 20_000, 5  # so many towns of this size tell where a map is

_MOST_TOWNS, _MOST_TRIED = 8, 16
_MOST_OTHERS = 12
_MOST_IN_A_CELL = 50

_DOT, _OTHER = 4, 6  # half the width of what is drawn, in units
_CLEAR = 10  # from the middle of a dot to its name, beyond another clinic in the same place
_TOWN_GAP = 22
_INSET = 12
_PIN_HALF, _PIN_HEIGHT = 12, 36
_BOLD, _SPACED = 1.08, 1.1

_CITY_MILES = (3, 8)
_PEOPLE_PER_SQUARE_MILE = 2_500  # as many American cities have


def clinic_grid(catalog: Catalog) -> ClinicGrid:
    """Where patients can come, by position; made once for the maps of all clinics."""
    points = (
        (catalog.point(location), location)
        for location in catalog.locations
        if location.facts.status in (Status.OPEN, Status.OPENING_SOON)
    )
    found = ((project(point), location) for point, location in points if point)
    return Grid(((at, location) for at, location in found if at is not None), _MOST_IN_A_CELL)


def location_map(
    catalog: Catalog, location: PublishedLocation, clinics: ClinicGrid | None = None
) -> LocationMap | None:
    """The surroundings of a clinic, 24 to 40 miles to the east and west, north up.

    None where patients cannot come, where no position is known, in a territory, which has no
    outline, and where the clinic lies off the map.

    Args:
        catalog: all facts, which decide what may be shown.
        location: one that has a page.
        clinics: `clinic_grid` of the catalog; made for this one map if left out.
    """
    point = catalog.point(location)
    home = location.region
    if point is None or not _has_visits(location) or home not in outlines.codes():
        return None
    wide = ground(point, _SCALES[-1], _SIZE)
    if wide is None:
        return None
    towns = towns_around(wide, home)
    best = landmark(towns)
    scale = next((scale for scale in _SCALES if _tells(towns, best, scale)), _SCALES[-1])
    view = ground(point, scale, _SIZE) or wide
    lands = view.lands(home)
    if lands is None:
        return None
    seen = [item for item in towns if _is_seen(item[0], scale, _INSET)]
    known = landmark(seen) or best
    precision, area, miles = _area(location, point)
    others = _others(view, location, clinic_grid(catalog) if clinics is None else clinics)

    board = Board(*_SIZE)
    bar = _scale_bar(scale)
    radius = round(miles * scale)
    board.fill(_room_of_bar(bar))
    board.reserve(*(Box.around(x, y, _OTHER, _OTHER) for x, y in others))
    spot = Spot(
        round(_MIDDLE.real),
        round(_MIDDLE.imag),
        radius,
        _name(board, location, radius, scale, known),
    )
    placed = tuple(_towns(board, _ranked(towns, known, location.name), scale, radius, lands))
    board.reserve(_room_of_spot(radius))
    return LocationMap(
        name=location.name,
        width=LOCATION_WIDTH,
        height=LOCATION_HEIGHT,
        units_per_mile=scale,
        lands=tuple(_land(board, code, rings, len(lands)) for code, rings in lands.items()),
        towns=placed,
        others=others,
        spot=spot,
        scale=bar,
        precision=precision,
        area=area,
        bearing=bearing(known),
    )


def _has_visits(location: PublishedLocation) -> bool:
    return location.is_listed and location.facts.status != Status.VIRTUAL_ONLY


def _area(location: PublishedLocation, point: Point) -> tuple[Precision, str, float]:
    """What the point stands for, its name, and the radius of its disc in miles."""
    if not point.is_approximate:
        return "exact", "", 0
    zip5 = location.address.zip5 or ""
    area = zip_area(zip5)
    if area and area.latitude is not None:
        return "zip", f"ZIP code {zip5}", ZIP_MILES
    name = location.address.address_locality or ""
    city = place(name, location.region)
    least, most = _CITY_MILES
    square_miles = city.population / _PEOPLE_PER_SQUARE_MILE if city else 0
    return "city", name, min(most, max(least, math.sqrt(square_miles / math.pi)))


def _is_seen(way: complex, scale: float, inset: float = 0) -> bool:
    x, y = abs(way.real) * scale + inset, abs(way.imag) * scale + inset
    return x < _MIDDLE.real and y < _MIDDLE.imag


def _tells(towns: Sequence[Seen], best: Seen | None, scale: int) -> bool:
    """Whether a map of this scale would show the best known town, and enough of the others."""
    seen = (town for way, town in towns if _is_seen(way, scale, _INSET))
    return (best is None or _is_seen(best[0], scale, _INSET)) and (
        sum(town.population >= _KNOWN for town in seen) >= _ENOUGH
    )


def _others(
    view: Ground, location: PublishedLocation, clinics: ClinicGrid
) -> tuple[tuple[int, int], ...]:
    """The nearest other clinics on the map, from north to south, each place once."""
    near = states_around(location.region)
    points = {
        (round(point.real), round(point.imag))
        for at, other in clinics.around(view.origin, view.reach)
        if other.slug != location.slug and other.region in near
        if _is_seen((point := view(at)) - _MIDDLE, 1, _OTHER)
    }
    nearest = sorted(points, key=lambda at: (abs(complex(*at) - _MIDDLE), at))
    return tuple(sorted(nearest[:_MOST_OTHERS], key=lambda at: (at[1], at[0])))


def _scale_bar(scale: int) -> ScaleBar:
    miles = _BARS[scale]
    return ScaleBar(14, LOCATION_HEIGHT - 14, miles * scale, miles)


def _room_of_bar(bar: ScaleBar) -> Box:
    return Box(bar.x - 6, bar.y - 28, bar.x + bar.width + 6, bar.y + 6)


def _room_of_spot(radius: int) -> Box:
    """The pin or the disc, which no name covers but that of a town in the disc."""
    if radius:
        return Box.around(_MIDDLE.real, _MIDDLE.imag, radius, radius)
    x, y = _MIDDLE.real, _MIDDLE.imag
    return Box(x - _PIN_HALF, y - _PIN_HEIGHT, x + _PIN_HALF, y + _DOT)


def _name(
    board: Board, location: PublishedLocation, radius: int, scale: int, known: Seen | None
) -> Label | None:
    """The clinic's own name, beside its pin or disc, and not over the town of the caption."""
    at = _MIDDLE if radius else _MIDDLE - _PIN_HEIGHT * 0.6j
    around = [_room_of_dot(_MIDDLE + known[0] * scale)] if known else []
    return board.write_beside(
        f"{location.name} clinic", at, (radius or _PIN_HALF) + 5, _BOLD, around
    )


def _room_of_dot(at: complex) -> Box:
    return Box.around(at.real, at.imag, _DOT, _DOT)


def _ranked(towns: Sequence[Seen], known: Seen | None, name: str) -> Iterator[Seen]:
    """The towns in the order in which they get room: the one of the caption, then the largest.

    A town around the clinic that is called as it is left out: the clinic's name says it.
    """
    first = [known] if known else []
    for item in (*first, *(item for item in towns if item is not known)):
        if abs(item[0]) > ZIP_MILES or item[1].name.casefold() != name.casefold():
            yield item


def _towns(
    board: Board, ranked: Iterable[Seen], scale: int, radius: int, lands: dict[str, list[Line]]
) -> Iterator[Town]:
    """The towns that have room for a dot and a name, each inside of its own state.

    Outlines are simplified: what would lie in the water or across a border is left out.
    """
    spot = _room_of_spot(radius)
    dots: list[complex] = []
    tried = 0
    for way, town in ranked:
        at = _MIDDLE + way * scale
        if not _is_seen(way, scale, _INSET) or any(abs(at - dot) < _TOWN_GAP for dot in dots):
            continue
        tried += 1
        is_small = town.population < _SMALL and len(dots) >= _ENOUGH
        if len(dots) == _MOST_TOWNS or tried > _MOST_TRIED or is_small:
            return
        home = lands.get(town.state, [])
        dot = _room_of_dot(at)
        if not board.has_room(dot) or not outlines.contains(home, at):
            continue
        label = board.write_beside(
            town.name,
            at,
            _CLEAR,
            wider=_BOLD,
            around=() if abs(at - _MIDDLE) < radius else (spot,),
            home=home if len(lands) > 1 else (),
        )
        if label:
            board.reserve(dot)
            dots.append(at)
            is_large = town.population >= _LARGE
            yield Town(town.name, round(at.real), round(at.imag), label, is_large)


def _land(board: Board, code: str, rings: list[Line], number: int) -> Land:
    """A state; with its name where there are others."""
    name = states()[code].name
    middles = _raster(rings) if number > 1 else ()
    return Land(code, name, path_data(rings), board.write_inside(name, middles, rings, _SPACED))


def _raster(rings: list[Line]) -> list[complex]:
    """Points all over an outline, those in its middle first."""
    start, end = bounds(rings)
    middle = (start + end) / 2
    steps = [
        complex(x, y) for x in range(20, LOCATION_WIDTH, 40) for y in range(15, LOCATION_HEIGHT, 25)
    ]
    return sorted(steps, key=lambda at: abs(at - middle))

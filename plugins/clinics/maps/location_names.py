"""What is written on the map of a clinic: its own name, the towns, and the states.

A point is a complex number, x to the east and y to the south, in units of the map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .. import outlines
from ..geography import states
from ..outlines import Line
from ..translation import gettext
from .board import Board
from .boxes import Box
from .ground import Ground
from .location_values import Land, Spot, Town
from .paths import bounds, path_data
from .towns import Seen

INSET = 12
"""How far a town is from the edge of the map at least, in units."""

ENOUGH = 5
"""So many towns tell where a map is."""

_MOST_TOWNS, _MOST_TRIED = 8, 16
_LARGE, _SMALL = 100_000, 5_000  # residents
_SAME_PLACE = 3  # miles

_DOT = 4  # half the width of a dot, in units
_CLEAR = 10  # from the middle of a dot to its name, beyond another clinic in the same place
_TOWN_GAP = 22
_PIN_HALF, _PIN_HEIGHT = 12, 36
_BOLD, _SPACED = 1.08, 1.1
_RASTER = 40


def spot_of(
    board: Board, name: str, radius: int, view: Ground, known: Seen | None, home: Sequence[Line]
) -> Spot:
    """The clinic with its own name, which does not lie over the town of the caption.

    Args:
        board: the map, where the name is placed.
        name: the clinic's.
        radius: of the disc in units; 0 for a pin.
        view: the map around the clinic.
        known: the town of the caption.
        home: the outline of its state, where there are others in view.
    """
    at = view.middle if radius else view.middle - _PIN_HEIGHT * 0.6j
    around = [_room_of_dot(view.middle + known[0] * view.scale)] if known else []
    clear = (radius or _PIN_HALF) + 5
    label = board.write_beside(
        gettext("%(name)s clinic", name=name), at, clear, _BOLD, around, home
    )
    return Spot(round(view.middle.real), round(view.middle.imag), radius, label)


def towns_of(
    board: Board, ranked: Iterable[Seen], view: Ground, spot: Spot, lands: dict[str, list[Line]]
) -> Iterator[Town]:
    """The towns that have room for a dot and a name, each inside of its own state.

    Outlines are simplified: what would lie in the water or across a border is left out.
    """
    taken = _room_of_spot(spot)
    dots: list[complex] = []
    tried = 0
    for way, town in ranked:
        at = view.middle + way * view.scale
        if not view.shows(at, INSET) or any(abs(at - dot) < _TOWN_GAP for dot in dots):
            continue
        tried += 1
        is_small = town.population < _SMALL and len(dots) >= ENOUGH
        if len(dots) == _MOST_TOWNS or tried > _MOST_TRIED or is_small:
            return
        home = lands.get(town.state, [])
        if not board.has_room(_room_of_dot(at)) or not outlines.contains(home, at):
            continue
        label = board.write_beside(
            town.name,
            at,
            _CLEAR,
            wider=_BOLD,
            around=() if abs(at - view.middle) < spot.radius else (taken,),
            home=home if len(lands) > 1 else (),
        )
        if label:
            board.reserve(_room_of_dot(at))
            dots.append(at)
            is_large = town.population >= _LARGE
            yield Town(town.name, round(at.real), round(at.imag), label, is_large)


def ranked(towns: Sequence[Seen], known: Seen | None, name: str) -> Iterator[Seen]:
    """The towns in the order in which they get room: the one of the caption, then the largest.

    A town around the clinic that is called as it is left out: the clinic's name says it.
    """
    first = [known] if known else []
    for item in (*first, *(item for item in towns if item is not known)):
        if abs(item[0]) > _SAME_PLACE or item[1].name.casefold() != name.casefold():
            yield item


def lands_of(board: Board, spot: Spot, shapes: dict[str, list[Line]]) -> Iterator[Land]:
    """The states in view, with their names where there is a border between them."""
    board.reserve(_room_of_spot(spot))
    for code, rings in shapes.items():
        name = states()[code].name
        middles = _raster(board.size, rings) if len(shapes) > 1 else ()
        label = board.write_inside(name, middles, rings, _SPACED)
        yield Land(code, name, path_data(rings), label)


def _room_of_dot(at: complex) -> Box:
    return Box.around(at.real, at.imag, _DOT, _DOT)


def _room_of_spot(spot: Spot) -> Box:
    """The pin or the disc, which no name covers but that of a town in the disc."""
    if spot.radius:
        return Box.around(spot.x, spot.y, spot.radius, spot.radius)
    return Box(spot.x - _PIN_HALF, spot.y - _PIN_HEIGHT, spot.x + _PIN_HALF, spot.y + _DOT)


def _raster(size: tuple[int, int], rings: list[Line]) -> list[complex]:
    """Points all over the map, those in the middle of an outline first."""
    start, end = bounds(rings)
    middle = (start + end) / 2
    columns, rows = (range(_RASTER // 2, side, _RASTER) for side in size)
    points = [complex(x, y) for x in columns for y in rows]
    return sorted(points, key=lambda at: abs(at - middle))

"""The map of one state, or of a city in it: north up, with what is around it."""

from __future__ import annotations

from collections.abc import Iterator

from .. import outlines
from ..albers import project
from ..catalog import Catalog
from ..directories import Directory
from ..distance import Point
from ..geography import State, states
from .bubbles import bubbles_of, city_centers
from .frame import Frame
from .labels import labeled
from .paths import bounds, cut
from .pins import PIN_LIMIT, pins_of, placed_on
from .states import map_state
from .values import Map, MapState

STATE_WIDTH, STATE_HEIGHT = 1000, 760
"""Width and greatest height of the map of one state, in its own units."""

_MARGIN = 40
_STATE_GAP = 30


def state_map(catalog: Catalog, directory: Directory) -> Map | None:
    """One state, north up, with what is around it; None for a territory, which has no outline.

    With more than `PIN_LIMIT` clinics, each city that has a page is a bubble.
    """
    state = directory.state
    if state.code not in outlines.codes():
        return None
    frame = _state_frame(state)
    placed = placed_on(catalog, directory.locations, frame)
    cities = city_centers(directory, placed) if len(placed) > PIN_LIMIT else []
    grouped = {location.slug for _at, city in cities for location in city.locations}
    return Map(
        name=state.name,
        view_box="0 0 {} {}".format(*frame.size),
        states=(map_state(catalog, state, frame.outline(state.code)),),
        neighbors=tuple(_neighbors(catalog, state, frame)),
        pins=labeled(
            pins_of([item for item in placed if item[1].slug not in grouped], frame), frame
        ),
        bubbles=bubbles_of(cities),
    )


def _state_frame(state: State) -> Frame:
    """The state as large as the map allows, in its middle, turned so that north is up."""
    turn = _north_up(state)
    start, end = bounds(
        [point * turn for point in ring] for ring in outlines.rings(state.code, "detail")
    )
    size = end - start
    room = complex(STATE_WIDTH, STATE_HEIGHT) - 2 * _MARGIN * (1 + 1j)
    scale = min(room.real / size.real, room.imag / size.imag)
    height = round(size.imag * scale) + 2 * _MARGIN
    move = complex(STATE_WIDTH, height) / 2 - (start + end) / 2 * scale
    return Frame("detail", _STATE_GAP, turn * scale, move, (STATE_WIDTH, height))


def _north_up(state: State) -> complex:
    """The factor that turns the map of the country so that north is up in this state."""
    (south, north), (west, east) = state.latitudes, state.longitudes
    longitude = (west + east + (360 if west > east else 0)) / 2
    lower, upper = (project(Point(latitude, longitude)) for latitude in (south, north))
    if lower is None or upper is None:
        return 1
    return -1j * abs(upper - lower) / (upper - lower)


def _neighbors(catalog: Catalog, state: State, frame: Frame) -> Iterator[MapState]:
    """The states around a state, and those around these, as far as they are seen."""
    next_to = {code for code in state.neighbors if code in outlines.codes()}
    around = next_to.union(*(states()[code].neighbors for code in next_to)) - {state.code}
    for code in sorted(around):
        rings = [cut(ring, frame.size) for ring in frame.outline(code)]
        seen = map_state(catalog, states()[code], [ring for ring in rings if ring])
        if seen.path:
            yield seen

"""The maps: outlines, pins and bubbles, ready to be written into an SVG.

Pure functions from the catalog to values; the templates loop over them and compute nothing. A map
repeats a list that stands beside it, so it may leave out what it has no place for: clinics without
a known position, and small islands.
"""

from .clinics_around import ClinicGrid, clinic_grid
from .location import location_map
from .location_values import Bearing, Land, LocationMap, ScaleBar, Spot, Town
from .national import national_map
from .pins import PIN_LIMIT
from .state import STATE_HEIGHT, STATE_WIDTH, state_map
from .values import Bubble, Label, Map, MapState, Pin

__all__ = [
    "PIN_LIMIT",
    "STATE_HEIGHT",
    "STATE_WIDTH",
    "Bearing",
    "Bubble",
    "ClinicGrid",
    "Label",
    "Land",
    "LocationMap",
    "Map",
    "MapState",
    "Pin",
    "ScaleBar",
    "Spot",
    "Town",
    "clinic_grid",
    "location_map",
    "national_map",
    "state_map",
]

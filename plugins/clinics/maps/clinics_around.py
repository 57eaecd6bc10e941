"""Our other clinics around one of them."""

from __future__ import annotations

from ..albers import project
from ..catalog import Catalog
from ..model.location import Status
from ..publication import PublishedLocation
from .grid import Grid
from .ground import Ground, states_around

ClinicGrid = Grid[PublishedLocation]
"""The clinics by where they are."""

OTHER = 6
"""Half the width of the dot of another clinic, in units."""

_MOST_OTHERS = 12
_MOST_IN_A_CELL = 50


def clinic_grid(catalog: Catalog) -> ClinicGrid:
    """Where patients can come, by position; made once for the maps of all clinics."""
    points = (
        (catalog.point(location), location)
        for location in catalog.locations
        if location.facts.status in (Status.OPEN, Status.OPENING_SOON)
    )
    found = ((project(point), location) for point, location in points if point)
    return Grid(((at, location) for at, location in found if at is not None), _MOST_IN_A_CELL)


def others_around(
    view: Ground, location: PublishedLocation, clinics: ClinicGrid
) -> tuple[tuple[int, int], ...]:
    """The nearest other clinics on the map, in its units, from north to south, each place once."""
    near = states_around(location.region)
    points = {
        (round(point.real), round(point.imag))
        for at, other in clinics.around(view.origin, view.reach)
        if other.slug != location.slug and other.region in near
        if view.shows((point := view(at)), OTHER)
    }
    nearest = sorted(points, key=lambda at: (abs(complex(*at) - view.middle), at))
    return tuple(sorted(nearest[:_MOST_OTHERS], key=lambda at: (at[1], at[0])))

"""The map of one clinic: what is around it, so that people recognize where it is.

Our data has no streets, so the map shows what we know: borders and coasts, the larger towns, our
other clinics, and how long a mile is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .. import outlines
from ..catalog import Catalog
from ..distance import Point
from ..geography import place, zip_area
from ..model.location import Status
from ..publication import PublishedLocation
from ..translation import gettext
from .board import Board
from .boxes import Box
from .clinics_around import OTHER, ClinicGrid, clinic_grid, others_around
from .ground import Ground, ground
from .location_names import ENOUGH, INSET, lands_of, ranked, spot_of, towns_of
from .location_values import LocationMap, Precision, ScaleBar
from .towns import Seen, bearing, landmark, towns_around

LOCATION_WIDTH, LOCATION_HEIGHT = 480, 320
"""Size of the map of a clinic, in its own units."""

ZIP_MILES = 3
"""Radius of the disc around the middle of a ZIP code: half of all people live in no larger one."""

_SIZE = (LOCATION_WIDTH, LOCATION_HEIGHT)
_BARS = {10: 10, 8: 10, 6: 20}
"""Units per mile, for 24, 30 and 40 miles to the east and west, and how long their bar is."""

_KNOWN = 20_000  # residents
_CITY_MILES = (3, 8)
_PEOPLE_PER_SQUARE_MILE = 2_500  # as many American cities have


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
    if point is None or not _has_visits(location) or location.region not in outlines.codes():
        return None
    wide = ground(point, min(_BARS), _SIZE)
    if wide is None:
        return None
    towns = towns_around(wide, location.region)
    view = _view(point, wide, towns)
    outline = view.lands(location.region)
    if outline is None:
        return None
    known = landmark([item for item in towns if _is_seen(view, item)]) or landmark(towns)
    precision, area, miles = _area(location, point)
    others = others_around(view, location, clinic_grid(catalog) if clinics is None else clinics)

    board = Board(*_SIZE)
    bar = _scale_bar(view.scale)
    board.fill(Box(bar.x - 6, bar.y - 28, bar.x + bar.width + 6, bar.y + 6))
    board.reserve(*(Box.around(x, y, OTHER, OTHER) for x, y in others))
    home = outline[location.region] if len(outline) > 1 else ()
    spot = spot_of(board, location.name, round(miles * view.scale), view, known, home)
    placed = tuple(towns_of(board, ranked(towns, known, location.name), view, spot, outline))
    return LocationMap(
        name=location.name,
        width=LOCATION_WIDTH,
        height=LOCATION_HEIGHT,
        units_per_mile=view.scale,
        lands=tuple(lands_of(board, spot, outline)),
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
        return "zip", gettext("ZIP code %(number)s", number=zip5), ZIP_MILES
    name = location.address.address_locality or ""
    city = place(name, location.region)
    least, most = _CITY_MILES
    square_miles = city.population / _PEOPLE_PER_SQUARE_MILE if city else 0
    return "city", name, min(most, max(least, math.sqrt(square_miles / math.pi)))


def _view(point: Point, wide: Ground, towns: Sequence[Seen]) -> Ground:
    """The largest scale that shows the best known town and enough of the others; else all."""
    best = landmark(towns)
    for scale in _BARS:
        view = ground(point, scale, _SIZE)
        if view and (best is None or _is_seen(view, best)):
            known = sum(_is_seen(view, item) for item in towns if item[1].population >= _KNOWN)
            if known >= ENOUGH:
                return view
    return wide


def _is_seen(view: Ground, town: Seen) -> bool:
    return view.shows(view.middle + town[0] * view.scale, INSET)


def _scale_bar(scale: int) -> ScaleBar:
    miles = _BARS[scale]
    return ScaleBar(14, LOCATION_HEIGHT - 14, miles * scale, miles)

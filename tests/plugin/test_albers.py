"""The projection against d3-geo, and against the outlines that it has to fit."""

from __future__ import annotations

import gzip
import itertools
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from plugins.clinics.albers import project
from plugins.clinics.distance import Point

ROOT = Path(__file__).parents[2]

# Latitude, longitude, and what d3.geoAlbersUsa().scale(1300).translate([487.5, 305]) of d3-geo
# 3.1.2 makes of it, to 1/1,000,000 of a pixel.
REFERENCE: list[tuple[str, float, float, tuple[float, float] | None]] = [
    ("middle of the projection", 38.7, -96.6, (487.500000, 305.000000)),
    ("Phoenix", 33.4484, -112.074, (197.243464, 399.763336)),
    ("Salt Lake City", 40.7608, -111.891, (228.496870, 235.257648)),
    ("Denver", 39.7392, -104.9903, (342.845361, 273.884584)),
    ("Dallas", 32.7767, -96.797, (482.908595, 440.533904)),
    ("Houston", 29.7604, -95.3698, (510.427679, 509.231111)),
    ("Jacksonville", 30.3322, -81.6557, (777.373875, 475.162814)),
    ("Orlando", 28.5384, -81.3789, (788.957678, 514.553855)),
    ("Atlanta", 33.749, -84.388, (714.966377, 405.120365)),
    ("Las Vegas", 36.1699, -115.1398, (153.043810, 328.143149)),
    ("Alexandria VA", 38.8048, -77.0469, (827.721942, 269.649341)),
    ("Cape Alava WA", 48.1642, -124.7331, (65.926594, 23.763783)),
    ("Northwest Angle MN", 49.3845, -95.1533, (510.706849, 62.153163)),
    ("Lubec ME", 44.8154, -66.9498, (957.529457, 94.546799)),
    ("Van Buren ME", 47.1573, -67.9353, (926.965057, 48.472399)),
    ("Montauk NY", 41.071, -71.857, (903.228467, 199.000952)),
    ("Key West FL", 24.5551, -81.78, (794.405887, 604.452493)),
    ("Brownsville TX", 25.9017, -97.4975, (467.170327, 596.218419)),
    ("San Diego", 32.7157, -117.1611, (99.743674, 397.467905)),
    ("Los Angeles", 34.0522, -118.2437, (86.812131, 363.118880)),
    ("San Francisco", 37.7749, -122.4194, (34.841093, 261.435540)),
    ("Seattle", 47.6062, -122.3321, (97.624967, 46.318659)),
    ("Chicago", 41.8781, -87.6298, (638.219616, 226.112265)),
    ("Nantucket MA", 41.2835, -70.0995, (930.709274, 186.560353)),
    ("Anchorage", 61.2181, -149.9003, (112.277428, 544.277916)),
    ("Fairbanks", 64.8378, -147.7164, (117.848721, 514.942223)),
    ("Juneau", 58.3019, -134.4197, (176.937023, 556.083786)),
    ("Ketchikan", 55.3422, -131.6461, (195.680562, 574.730937)),
    ("Nome", 64.5011, -165.4064, (57.899283, 515.282545)),
    ("Utqiagvik", 71.2906, -156.7886, (89.390444, 465.034004)),
    ("Unalaska", 53.8738, -166.5366, (38.228466, 597.675272)),
    ("Adak", 51.88, -176.6581, (-12.815544, 600.129000)),
    ("Attu, across 180 degrees", 52.9, 172.9, (-55.892380, 572.096558)),
    ("Honolulu", 21.3069, -157.8583, (266.959947, 549.190373)),
    ("Hilo", 19.7074, -155.0885, (326.188182, 585.179072)),
    ("Lihue", 21.9811, -159.3711, (234.899531, 533.810842)),
    ("Niihau", 21.9, -160.15, (218.344398, 535.456300)),
    ("Midway", 28.2072, -177.3735, None),
    ("San Juan PR", 18.4655, -66.1057, None),
    ("Hagatna GU", 13.4443, 144.7937, None),
    ("Charlotte Amalie VI", 18.3419, -64.9307, None),
    ("Pago Pago AS", -14.2756, -170.702, None),
    ("Saipan MP", 15.1778, 145.751, None),
    ("London", 51.5074, -0.1278, None),
    ("Sydney", -33.8688, 151.2093, None),
    ("North Pole", 90, 0, None),
    ("South Pole", -90, 0, None),
    ("Null Island", 0, 0, None),
    ("Mexico City, off the map", 19.4326, -99.1332, None),
    ("Monterrey, beside Texas", 25.6866, -100.3161, (408.908803, 599.270932)),
    ("Toronto", 43.6532, -79.3832, (768.242278, 168.092862)),
    ("Whitehorse, beside Alaska", 60.7212, -135.0568, (168.972066, 538.338560)),
]

# Where borders of several states meet, in degrees: from the legal descriptions and maps of the
# Geological Survey, not from the outlines.
CORNERS = {
    "AZ CO NM UT": (36.9990, -109.0452),
    "CO UT WY": (41.0007, -109.0505),
    "ID UT WY": (41.9985, -111.0468),
    "ID NV UT": (41.9937, -114.0415),
    "CO NE WY": (41.0018, -104.0532),
    "CO KS NE": (40.0030, -102.0517),
    "CO NM OK": (36.9994, -103.0022),
    "NM OK TX": (36.5004, -103.0024),
}


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "expected"), REFERENCE, ids=[row[0] for row in REFERENCE]
)
def test_it_agrees_with_d3(
    place: str, latitude: float, longitude: float, expected: tuple[float, float] | None
) -> None:
    found = project(Point(latitude, longitude))
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert abs(found - complex(*expected)) < 2e-6


def test_a_turn_around_the_globe_changes_nothing() -> None:
    for _place, latitude, longitude, _expected in REFERENCE:
        one, other = project(Point(latitude, longitude)), project(Point(latitude, longitude + 360))
        assert (one is None) == (other is None)
        assert one is None or other is None or abs(one - other) < 1e-9


@cache
def table() -> dict[str, Any]:
    path = ROOT / "plugins/clinics/data/us_states.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def corners_of(arc: list[int]) -> list[complex]:
    steps = itertools.starmap(complex, zip(arc[::2], arc[1::2], strict=True))
    return [point / 100 for point in itertools.accumulate(steps)]


@pytest.mark.parametrize("codes", CORNERS)
def test_corners_of_states_are_where_the_outlines_have_them(codes: str) -> None:
    at = project(Point(*CORNERS[codes]))
    assert at is not None
    points = (point for arc in table()["detail"] for point in corners_of(arc))
    assert min(abs(at - point) for point in points) < 0.1, "half a kilometre"


def test_the_outlines_lie_on_the_projected_outlines_in_degrees() -> None:
    """`state_outlines.txt.gz` has them to 1/1000 degree, 0.03 pixels.

    The package has simplified the one before and the other after the projection, so a corner of
    one may lie beside a line of the other, by some tenths of a pixel.
    """
    edges = projected_edges()
    away = []
    for code, shape in table()["states"].items():
        arcs = [table()["detail"][max(i, ~i)] for i in max(shape["rings"], key=len)]
        points = [point for arc in arcs for point in corners_of(arc)][::5]
        away += [min(distance(point, *edge) for edge in edges[code]) for point in points]
    assert len(away) > 1000
    assert median(away) < 0.03
    assert max(away) < 0.6


def projected_edges() -> dict[str, list[tuple[complex, complex]]]:
    """The edges of the outlines of every state, in pixels."""
    content = gzip.decompress((ROOT / "tests/expected/state_outlines.txt.gz").read_bytes())
    edges: dict[str, list[tuple[complex, complex]]] = defaultdict(list)
    for line in content.decode().splitlines():
        code, *columns = line.split("|")
        degrees = (itertools.accumulate(map(int, column.split())) for column in columns)
        pairs = zip(*degrees, strict=True)
        found = [project(Point(latitude / 1000, longitude / 1000)) for longitude, latitude in pairs]
        edges[code] += itertools.pairwise(at for at in found if at is not None)
    return edges


def distance(point: complex, a: complex, b: complex) -> float:
    along = b - a
    share = ((point - a) * along.conjugate()).real / abs(along) ** 2 if along else 0
    return abs(point - a - along * max(0, min(1, share)))

"""`/locations.geojson`: the clinics as points for maps (RFC 7946)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .document import json_bytes
from .flat import Row, known


def locations_geojson(rows: Iterable[Row]) -> bytes:
    """One Feature for each clinic; its `geometry` is null where its position is not known.

    A position is longitude, then latitude (§3.1.1), in WGS 84, so there is no `crs` (§4).
    """
    return json_bytes({"type": "FeatureCollection", "features": [_feature(row) for row in rows]})


def _feature(row: Row) -> dict[str, Any]:
    latitude, longitude = row["latitude"], row["longitude"]
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    properties = known(row)
    for name in ("id", "latitude", "longitude"):
        properties.pop(name, None)
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": None if latitude is None or longitude is None else point,
        "properties": properties,
    }

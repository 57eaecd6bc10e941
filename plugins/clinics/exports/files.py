"""Which files of open data there are, and where."""

from __future__ import annotations

from ..catalog import Catalog
from ..publication import PublishedLocation
from .calendar import special_hours_calendar
from .document import SCHEMA_PATH, locations_json, locations_schema
from .flat import COLUMNS, row
from .geojson import locations_geojson
from .hours import in_force
from .kml import locations_kml
from .record import record
from .table import locations_csv
from .values import plain
from .vcard import vcard


def files(catalog: Catalog, base: str) -> dict[str, bytes]:
    """Every file by its path from the root of the site; the same in each build of a day.

    `base` is the address of the site without a slash at its end.
    """
    locations = catalog.locations
    records = [record(catalog, base, location) for location in locations]
    pairs = list(zip(locations, records, strict=True))
    rows = [row(entry, location.facts) for location, entry in pairs]
    made: dict[str, bytes | None] = {
        "locations.json": locations_json(catalog, base, records),
        SCHEMA_PATH: locations_schema(base),
        "locations.geojson": locations_geojson(rows),
        "locations.kml": locations_kml(
            plain(catalog.organization.name), zip(records, rows, strict=True)
        ),
        "locations.csv": locations_csv(COLUMNS, rows),
    }
    for location, entry in pairs:
        made[_vcard_path(location)] = vcard(catalog, entry)
        made[_calendar_path(location)] = special_hours_calendar(catalog, entry, location.dated)
    return {path: data for path, data in made.items() if data is not None}


def vcard_url(location: PublishedLocation) -> str | None:
    """Where the vCard of a location is, from the root; None for a closed or moved one."""
    return _vcard_path(location) if location.is_listed else None


def calendar_url(catalog: Catalog, location: PublishedLocation) -> str | None:
    """Where the calendar of its special hours is, from the root; None while it has none."""
    days = in_force(location.dated, catalog.as_of)
    return _calendar_path(location) if location.is_listed and days else None


def _vcard_path(location: PublishedLocation) -> str:
    return f"{location.url}location.vcf"


def _calendar_path(location: PublishedLocation) -> str:
    return f"{location.url}hours.ics"

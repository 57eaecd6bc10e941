"""A record in one row: the fields of CSV, of GeoJSON's properties and of KML's ExtendedData."""

from __future__ import annotations

from collections.abc import Mapping

from ..hours import Span, special_spans
from ..model.hours import WEEKDAYS
from ..model.location import Location
from .record import Record

Value = str | float | bool | tuple[str, ...] | None
Row = Mapping[str, Value]


COLUMNS = (
    "id",
    "name",
    "full_name",
    "url",
    "status",
    "status_from",
    "status_until",
    "status_message",
    "telephone",
    "has_own_telephone",
    "fax_number",
    "street_address",
    "unit",
    "address_locality",
    "address_region",
    "postal_code",
    "address_country",
    "latitude",
    "longitude",
    "time_zone",
    *WEEKDAYS,
    "special_opening_hours",
    "services",
    "insurance",
    "languages",
    "from_age",
    "to_age",
    "is_accepting_new_patients",
    "telehealth_states",
    "accessibility",
    "appointment_url",
)
"""The fields in their order, which stays: new ones come at the end."""


def row(entry: Record, facts: Location) -> dict[str, Value]:
    """Every field in its fixed order; None, or an empty list, where nothing is known."""
    address, geo, ages = entry.address, entry.geo, entry.ages
    week = facts.opening_hours
    days = {name: getattr(week, name) if week else None for name in WEEKDAYS}
    return {
        "id": entry.id,
        "name": entry.name,
        "full_name": entry.full_name,
        "url": entry.url,
        "status": entry.status.value,
        "status_from": entry.status_from.isoformat() if entry.status_from else None,
        "status_until": entry.status_until.isoformat() if entry.status_until else None,
        "status_message": entry.status_message,
        "telephone": entry.telephone.display,
        "has_own_telephone": entry.has_own_telephone,
        "fax_number": entry.fax_number.display if entry.fax_number else None,
        "street_address": address.street_address,
        "unit": address.unit,
        "address_locality": address.address_locality,
        "address_region": address.address_region,
        "postal_code": address.postal_code,
        "address_country": address.address_country,
        "latitude": geo.latitude if geo else None,
        "longitude": geo.longitude if geo else None,
        "time_zone": entry.time_zone,
        **{name: str(hours) if hours else None for name, hours in days.items()},
        "special_opening_hours": tuple(map(_special, special_spans(facts))),
        "services": tuple(item.id for item in entry.services),
        "insurance": tuple(item.id for item in entry.insurance),
        "languages": tuple(item.id for item in entry.languages),
        "from_age": ages.from_age if ages else None,
        "to_age": ages.to_age if ages else None,
        "is_accepting_new_patients": entry.is_accepting_new_patients,
        "telehealth_states": entry.telehealth_states,
        "accessibility": tuple(item.value for item in entry.accessibility),
        "appointment_url": entry.appointment_url,
    }


def known(values: Row) -> dict[str, Value]:
    """The fields that say something; 0 and False do."""
    return {name: value for name, value in values.items() if value is not None and value != ()}


def text(value: Value) -> str:
    """A value as text: yes or no, lists with semicolons, nothing for the unknown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(value)
    return value if isinstance(value, str) else decimal(value)


def decimal(number: float) -> str:
    """A number without an exponent, which some readers do not know; up to 12 decimals."""
    return f"{number:.12f}".rstrip("0").rstrip(".")


def _special(item: Span) -> str:
    """`2026-12-24: 08:00-12:00`, `2026-12-31/2027-01-01: closed` (ISO 8601 for the range)."""
    last = f"/{item.last}" if item.last != item.first else ""
    return f"{item.first}{last}: {item.hours}"

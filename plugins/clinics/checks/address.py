"""Rules about where a location is by its address, and about its time zone."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from ..catalog import Catalog
from ..directories import slug_of
from ..geography import states, states_of_zip_prefix, zip_area
from ..load.files import Sourced
from ..model.location import Location
from ..problems import Problem, Severity
from ..time_zones import time_zone
from .identity import repeated

Entry = Sourced[Location]
WRONG_PLACE = "Patients would be sent to the wrong place."
WRONG_TIME = "Patients would come an hour early or late."


def postal_code_fits_the_state(catalog: Catalog) -> Iterator[Problem]:
    """A ZIP code belongs to the state of the address, and is one that exists."""
    for entry in _entries(catalog):
        zip5, region = entry.value.address.zip5, entry.value.address.address_region
        if zip5 is None or region not in states():
            continue
        homes = states_of_zip_prefix(zip5[:3])
        path = ("address", "postal_code")
        if region not in homes:
            where = f"belongs to {', '.join(sorted(homes))}" if homes else "is not in use"
            yield entry.source.problem_at(
                path,
                f"ZIP {zip5} {where}, the address is in {region}.",
                "correct the ZIP or the state.",
                harm=WRONG_PLACE,
            )
        elif zip_area(zip5) is None:
            yield entry.source.problem_at(
                path,
                f"ZIP {zip5} is not in our table of ZIP codes.",
                "check the digits; a very new ZIP may be right.",
                Severity.WARNING,
                WRONG_PLACE,
            )


def street_is_complete(catalog: Catalog) -> Iterator[Problem]:
    """A street comes with its city and ZIP code (else it cannot be found)."""
    for entry in _entries(catalog):
        address = entry.value.address
        if address.street_address is None:
            continue
        for name in ("address_locality", "postal_code"):
            if getattr(address, name) is None:
                yield entry.source.problem_at(
                    ("address", "street_address"),
                    f"the street is given without its {name}.",
                    f"add a line “{name}: …” below address.",
                    Severity.WARNING,
                )


def no_post_office_box(catalog: Catalog) -> Iterator[Problem]:
    """The address of a clinic is a place that can be visited, not a post office box."""
    for entry in _entries(catalog):
        for name in ("street_address", "unit"):
            text = getattr(entry.value.address, name) or ""
            if re.search(r"\bp\.?\s*o\.?\s*box\b|\bpost office box\b", text, re.IGNORECASE):
                yield entry.source.problem_at(
                    ("address", name),
                    f"“{text}” is a post office box.",
                    "write the street address that patients can visit.",
                    harm=WRONG_PLACE,
                )


def cities_are_spelled_alike(catalog: Catalog) -> Iterator[Problem]:
    """A city is spelled in one way in all files of a state, with Latin letters."""
    first: dict[tuple[str, str], str] = {}
    for entry in _entries(catalog):
        city = entry.value.address.address_locality
        if city is None:
            continue
        path, slug = ("address", "address_locality"), slug_of(city)
        if not slug:
            yield entry.source.problem_at(
                path, f"“{city}” has no letter for the address of a page.", "use Latin letters."
            )
        earlier = first.setdefault((entry.value.address.address_region, slug), city)
        if earlier != city:
            yield entry.source.problem_at(
                path,
                f"another file spells this city “{earlier}”.",
                "spell it in the same way everywhere.",
            )


def addresses_are_unique(catalog: Catalog) -> Iterator[Problem]:
    """No two locations have the same street, unit and ZIP code."""
    yield from repeated(
        _entries(catalog),
        _address_key,
        ("address", "street_address"),
        "the address",
        harm=WRONG_PLACE,
    )


def time_zone_fits_the_state(catalog: Catalog) -> Iterator[Problem]:
    """A time zone is an IANA name that is in use in the state of the address."""
    for entry in _entries(catalog):
        zone, state = entry.value.time_zone, states().get(entry.value.address.address_region)
        if state is None:
            continue
        first, *others = state.time_zones
        choices = " or ".join([f"{first} (most of the state)" if others else first, *others])
        if zone and zone not in state.time_zones:
            yield entry.source.problem_at(
                ("time_zone",),
                f"“{zone}” is not a time zone of {state.name}.",
                f"write {choices}.",
                harm=WRONG_TIME,
            )
        elif entry.value.opening_hours and time_zone(entry.value) is None:
            yield entry.source.problem_at(
                ("opening_hours",),
                f"{state.name} has several time zones, and none is named here.",
                f"add a line “time_zone: …” with {choices}.",
                Severity.WARNING,
                at_key=True,
            )


def _entries(catalog: Catalog) -> list[Entry]:
    return list(catalog.repository.locations.values())


def _address_key(entry: Entry) -> Hashable | None:
    address = entry.value.address
    if address.street_address is None:
        return None
    parts = (address.street_address, address.unit or "", address.zip5 or "")
    return tuple(re.sub(r"\W+", " ", part.casefold()).strip() for part in parts)

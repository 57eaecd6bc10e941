"""One row for each clinic that the near-me index holds, with its filters as bits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Catalog
from ..hours import Schedule
from ..model.location import VISITED, Location, Status
from ..publication import PublishedLocation
from ..translation import gettext

WORD_BITS = 31
"""Bits in one mask: JavaScript's bitwise operators work on 32-bit signed integers."""

POSITION_SCALE = 100_000
"""Positions of clinics are whole numbers of 1e-5 degrees (about one meter)."""

APPROXIMATE, OPENING_SOON, ADDRESS_UNCONFIRMED, NO_STREET = 1, 2, 4, 8
"""Bits of `Record.flags`."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that visitors can ask for, and its bit in the masks.

    `kind` is `service`, `insurance` or `other`; `is_in_person` is for services.
    """

    id: str
    name: str
    kind: str
    bit: int
    is_in_person: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """A clinic as the index holds it.

    `latitude` and `longitude` count 1e-5 degrees. `confirmed` and `possible` are masks of filter
    bits: what the clinic offers for sure, and what it may offer (“call to ask”), which includes
    the former. `schedule` is None where nothing is known of its hours.
    """

    slug: str
    name: str
    address: str
    telephone: str
    latitude: int
    longitude: int
    flags: int
    confirmed: int
    possible: int
    schedule: Schedule | None = None


def filters(catalog: Catalog) -> tuple[Filter, ...]:
    """Every filter, in the order of its bits: services, then the rest, then carriers.

    Services that no location lists are left out: nobody could find anything with them. So is all
    else that no location has confirmed: to offer it would say that some clinic has.
    """
    confirmed = {item for location in catalog.locations for item in _offered(location.confirmed)}
    named = [
        (service.id, service.name, "service", service.is_in_person)
        for service in catalog.offered_services
    ]
    others = [
        ("accepting-new-patients", gettext("Accepts new patients"), "other", False),
        ("telehealth", gettext("Offers video visits"), "other", False),
    ]
    others += [
        (carrier.id, carrier.name, "insurance", False) for carrier in catalog.insurance.values()
    ]
    named += [item for item in others if item[0] in confirmed]
    return tuple(
        Filter(identifier, name, kind, bit, is_in_person)
        for bit, (identifier, name, kind, is_in_person) in enumerate(named)
    )


def records(catalog: Catalog) -> list[Record]:
    """Every clinic with a position that patients can visit, or soon can, by slug."""
    bits = filters(catalog)
    found = (
        _record(catalog, location, bits)
        for location in catalog.locations
        if location.facts.status in VISITED
    )
    return sorted((record for record in found if record), key=lambda record: record.slug)


def _record(
    catalog: Catalog, location: PublishedLocation, bits: tuple[Filter, ...]
) -> Record | None:
    point = catalog.point(location)
    if point is None:
        return None
    confirmed = _mask(bits, _offered(location.confirmed))
    everything = catalog.repository.locations[location.slug].value
    return Record(
        slug=location.slug,
        name=location.name,
        address=", ".join(location.address.lines),
        telephone=location.telephone.uri.removeprefix("tel:+1")
        if location.has_own_telephone
        else "",
        latitude=round(point.latitude * POSITION_SCALE),
        longitude=round(point.longitude * POSITION_SCALE),
        flags=_flags(location, point.is_approximate),
        confirmed=confirmed,
        possible=confirmed | _mask(bits, _possible(everything, bits)),
        schedule=_known(catalog.schedule(location)),
    )


def _known(rules: Schedule | None) -> Schedule | None:
    return rules if rules and (rules.is_known or rules.spans) else None


def _flags(location: PublishedLocation, is_approximate: bool) -> int:
    return (
        APPROXIMATE * is_approximate
        | OPENING_SOON * (location.facts.status is Status.OPENING_SOON)
        | ADDRESS_UNCONFIRMED * (not location.address_is_confirmed)
        | NO_STREET * (location.address.street_address is None)
    )


def _mask(bits: tuple[Filter, ...], offered: set[str]) -> int:
    return sum(1 << item.bit for item in bits if item.id in offered)


def _offered(location: Location) -> set[str]:
    """Ids of the filters that a location fulfils, by what it says."""
    named = {item.id for item in location.services} | set(location.insurance)
    if location.is_accepting_new_patients:
        named.add("accepting-new-patients")
    if location.telehealth_states:
        named.add("telehealth")
    return named


def _possible(location: Location, bits: tuple[Filter, ...]) -> set[str]:
    """Ids of the filters that a location may fulfil: unconfirmed, or not known at all."""
    named = _offered(location) | {"telehealth"}
    if not location.services:
        named |= _of_kind(bits, "service")
    if not location.insurance:
        named |= _of_kind(bits, "insurance")
    takes_nobody = location.is_accepting_new_patients is False
    if not takes_nobody or location.is_unconfirmed("is_accepting_new_patients"):
        named.add("accepting-new-patients")
    return named


def _of_kind(bits: tuple[Filter, ...], kind: str) -> set[str]:
    return {item.id for item in bits if item.kind == kind}


def words(mask: int, count: int) -> Iterator[int]:
    """A mask as `count` integers of `WORD_BITS` bits, the lowest first."""
    for position in range(count):
        yield mask >> (position * WORD_BITS) & ((1 << WORD_BITS) - 1)

"""What the exports say of a location: one typed record, the same for every format.

A record holds `PublishedLocation.facts`, as JSON-LD does: in production the confirmed facts only,
in development all of them, so that everything can be seen and tested (DESIGN §5.5). What is not
known is left out of it. The address is that of the facts: what a page shows of an unconfirmed
address, with the advice to call before a visit, has no place in data, and neither has the middle of
a ZIP area: a position is exact or missing.

The names and meanings of fields are a promise to readers (see the README of the plugin, “Open
data”); the descriptions here become `/locations.schema.json`.
"""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import Field

from ..catalog import Catalog
from ..model.location import Accessibility, Location, Status
from ..model.telephone import Telephone
from ..publication import PublishedLocation
from ..time_zones import time_zone
from .hours import Dated, Week, dated, week
from .values import Exported, Plain


class Number(Exported):
    """A US telephone number."""

    number: str = Field(description="E.164, like +16025550142")
    extension: str = Field("", description="digits to dial after the call is answered")
    display: str = Field(description="as people read it, like 602-555-0142 ext. 7")


class PostalAddress(Exported):
    """What is known of the address, in parts."""

    street_address: Plain | None = Field(None, description="number and street, without the suite")
    unit: Plain | None = Field(None, description="suite, floor or room")
    address_locality: Plain | None = Field(None, description="the postal city")
    address_region: str = Field(description="two-letter code of the state")
    postal_code: str | None = Field(None, description="ZIP code, with five or nine digits")
    address_country: Literal["US"]


class Position(Exported):
    """Where the door is, in degrees (WGS 84)."""

    latitude: float = Field(description="north is positive")
    longitude: float = Field(description="west is negative")


class Named(Exported):
    """Something with an id that stays and a name for people."""

    id: str
    name: Plain


class OfferedService(Named):
    """A treatment that the clinic offers."""

    telephone: Number | None = Field(None, description="its own number, if it has one")
    referral_required: bool | None = None
    note: Plain | None = None


class AgeRange(Exported):
    """The ages that are treated, in years; both ends are included."""

    from_age: int | None = None
    to_age: int | None = None


class ParkingPlace(Exported):
    """Where visitors leave their car."""

    kind: Literal["garage", "lot", "street", "valet", "none"] | None = None
    cost: Literal["free", "paid", "validated"] | None = None
    note: Plain | None = None


class Record(Exported):
    """One clinic. A fact that is not known is left out; it is never to be read as “no”."""

    id: str = Field(description="never changes, whatever becomes of name and address")
    name: Plain = Field(description="what people call the place, without the brand")
    full_name: Plain = Field(description="with the brand")
    url: str = Field(description="its page")
    status: Status = Field(
        description="virtual_only: no visits in person. Opening hours do not apply before an "
        "opening (opening_soon), nor while it is temporarily_closed"
    )
    status_from: datetime.date | None = Field(None, description="first day of the status")
    status_until: datetime.date | None = Field(None, description="last day of the status")
    status_message: Plain | None = None
    telephone: Number = Field(description="the number to call")
    has_own_telephone: bool = Field(description="false: `telephone` is the organization's")
    fax_number: Number | None = None
    text_telephone: Number | None = Field(None, description="takes text messages")
    after_hours_telephone: Number | None = None
    address: PostalAddress
    geo: Position | None = Field(None, description="exact, or left out")
    time_zone: str | None = Field(None, description="IANA name; all times are local")
    opening_hours: Week | None = Field(None, description="a day that is left out is unknown")
    special_opening_hours: tuple[Dated, ...] = Field(
        (), description="they replace the regular hours of their days; no two overlap"
    )
    services: tuple[OfferedService, ...] = ()
    insurance: tuple[Named, ...] = Field((), description="plans that are accepted")
    languages: tuple[Named, ...] = Field((), description="ids are ISO 639-1 codes")
    ages: AgeRange | None = None
    is_accepting_new_patients: bool | None = None
    telehealth_states: tuple[str, ...] = Field((), description="states served by video")
    parking: ParkingPlace | None = None
    accessibility: tuple[Accessibility, ...] = ()
    public_transit: Plain | None = None
    entrance_note: Plain | None = None
    first_visit: tuple[Plain, ...] = Field((), description="what to bring")
    waiting_for_driver: Plain | None = None
    devices: tuple[Plain, ...] = Field((), description="TMS devices")
    certified_for: tuple[str, ...] = ()
    appointment_url: str | None = None
    cancellation_policy: Plain | None = None


def record(catalog: Catalog, base: str, location: PublishedLocation) -> Record:
    """What the exports say of one location.

    `base` is the address of the site without a slash at its end.
    """
    facts = location.facts
    return Record(
        id=facts.id,
        name=facts.name,
        full_name=catalog.full_name(location),
        url=f"{base}/{location.url}",
        status=facts.status,
        status_from=facts.status_from,
        status_until=facts.status_until,
        status_message=facts.status_message,
        telephone=number(location.telephone),
        has_own_telephone=location.has_own_telephone,
        fax_number=_number(facts.fax_number),
        text_telephone=_number(facts.text_telephone),
        after_hours_telephone=_number(facts.after_hours_telephone),
        address=PostalAddress(**facts.address.model_dump(), address_country="US"),
        geo=_position(facts),
        time_zone=time_zone(facts),
        opening_hours=week(facts.opening_hours),
        special_opening_hours=tuple(dated(facts)),
        services=_services(catalog, facts),
        insurance=tuple(Named(id=item.id, name=item.name) for item in location.insurance),
        languages=tuple(Named(id=code, name=catalog.language(code)) for code in facts.languages),
        ages=AgeRange(**facts.ages.model_dump()) if facts.ages else None,
        is_accepting_new_patients=facts.is_accepting_new_patients,
        telehealth_states=facts.telehealth_states,
        parking=ParkingPlace(**facts.parking.model_dump()) if facts.parking else None,
        accessibility=facts.accessibility,
        public_transit=facts.public_transit,
        entrance_note=facts.entrance_note,
        first_visit=facts.first_visit,
        waiting_for_driver=facts.waiting_for_driver,
        devices=facts.devices,
        certified_for=facts.certified_for,
        appointment_url=facts.appointment_url,
        cancellation_policy=facts.cancellation_policy,
    )


def number(telephone: Telephone) -> Number:
    """A telephone number in its parts."""
    return Number(number=telephone.e164, extension=telephone.extension, display=telephone.display)


def _number(telephone: Telephone | None) -> Number | None:
    return number(telephone) if telephone else None


def _position(facts: Location) -> Position | None:
    """The door; none where nobody is to come in person."""
    if facts.geo is None or facts.status is Status.VIRTUAL_ONLY:
        return None
    return Position(latitude=facts.geo.latitude, longitude=facts.geo.longitude)


def _services(catalog: Catalog, facts: Location) -> tuple[OfferedService, ...]:
    """The services among the facts, in the order of the location's file."""
    return tuple(
        OfferedService(
            id=item.id,
            name=catalog.services[item.id].name,
            telephone=_number(item.telephone),
            referral_required=item.referral_required,
            note=item.note,
        )
        for item in facts.services
        if item.id in catalog.services
    )

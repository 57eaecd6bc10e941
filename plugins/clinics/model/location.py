"""A Location: one clinic, exactly as its YAML file says (DESIGN §2a).

Names are schema.org's properties in snake_case. Everything but the first five fields may be
missing; a missing fact is unknown, never "no".
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from ..translation import gettext, later
from .hours import OpeningHours, SpecialOpeningHours
from .scalars import (
    Age,
    Boolean,
    Date,
    Decimal,
    FormerUrl,
    Id,
    Model,
    PostalCode,
    Region,
    Slug,
    SourceOfFacts,
    Text,
    Url,
    refusal,
)
from .telephone import TelephoneNumber


class Status(StrEnum):
    """Whether patients can come."""

    OPENING_SOON = "opening_soon"
    OPEN = "open"
    TEMPORARILY_CLOSED = "temporarily_closed"
    MOVED = "moved"
    CLOSED = "closed"
    VIRTUAL_ONLY = "virtual_only"


FOR_A_TIME = (Status.TEMPORARILY_CLOSED, Status.VIRTUAL_ONLY)
"""What a clinic is from one day to another."""

GONE = (Status.CLOSED, Status.MOVED)
"""What a clinic is where no patient can come any more."""

VISITED = (Status.OPEN, Status.OPENING_SOON)
"""What a clinic is where patients can come in person, or soon can."""


class Accessibility(StrEnum):
    """What helps a visitor who cannot take stairs, hear or see well."""

    STEP_FREE_ENTRANCE = "step_free_entrance"
    ACCESSIBLE_RESTROOM = "accessible_restroom"
    ACCESSIBLE_PARKING = "accessible_parking"
    ELEVATOR = "elevator"
    HEARING_LOOP = "hearing_loop"
    SIGN_LANGUAGE = "sign_language"
    BRAILLE_SIGNS = "braille_signs"

    @property
    def display(self) -> str:
        """As visitors read it: `Step-free entrance`, `Elevator`."""
        return gettext(ACCESSIBILITY_WORDS[self])


ACCESSIBILITY_WORDS = {
    Accessibility.STEP_FREE_ENTRANCE: later("Step-free entrance"),
    Accessibility.ACCESSIBLE_RESTROOM: later("Accessible restroom"),
    Accessibility.ACCESSIBLE_PARKING: later("Accessible parking"),
    Accessibility.ELEVATOR: later("Elevator"),
    Accessibility.HEARING_LOOP: later("Hearing loop"),
    Accessibility.SIGN_LANGUAGE: later("Sign language"),
    Accessibility.BRAILLE_SIGNS: later("Braille signs"),
}


class Address(Model):
    """A postal address in the United States, in parts."""

    street_address: Text | None = Field(None, description="number and street, without the suite")
    unit: Text | None = Field(None, description="suite, floor or room")
    address_locality: Text | None = Field(None, description="the postal city")
    address_region: Region = Field(description="two-letter state code", examples=["AZ"])
    postal_code: PostalCode | None = Field(None, description="ZIP code, five digits")

    @property
    def zip5(self) -> str | None:
        """The five-digit ZIP, without the four that may follow."""
        return self.postal_code[:5] if self.postal_code else None

    @property
    def locality_line(self) -> str:
        """`Phoenix, AZ 85004`, with what is known of it."""
        region = " ".join(part for part in (self.address_region, self.postal_code) if part)
        return ", ".join(part for part in (self.address_locality, region) if part)

    @property
    def lines(self) -> tuple[str, ...]:
        """As it is written on an envelope: street, unit, city line."""
        parts = (self.street_address, self.unit, self.locality_line)
        return tuple(part for part in parts if part)


class GeoCoordinates(Model):
    """Where the door is, in decimal degrees (WGS 84)."""

    latitude: Decimal = Field(description="north is positive; about 24 to 49 in most of the US")
    longitude: Decimal = Field(description="west is negative; about -125 to -66 in most of the US")


def _wrap_id(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


class ServiceAtLocation(Model):
    """A service that this clinic offers, with what is special about it here."""

    id: Id
    telephone: TelephoneNumber | None = Field(None, description="its own number, if it has one")
    referral_required: Boolean | None = None
    note: Text | None = None


ServiceOrId = Annotated[
    ServiceAtLocation, BeforeValidator(_wrap_id, json_schema_input_type=str | ServiceAtLocation)
]


class Ages(Model):
    """The ages that a clinic treats, both ends included."""

    from_age: Age | None = Field(None, alias="from")
    to_age: Age | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _require_order(self) -> Ages:
        if self.from_age is None and self.to_age is None:
            raise refusal("neither “from” nor “to” is given.", "write for example {from: 18}.")
        if self.from_age is not None and self.to_age is not None and self.to_age < self.from_age:
            raise refusal("the ages end before they begin.", "exchange the two numbers.")
        return self

    @property
    def display(self) -> str:
        """`12 and older`, `18 to 65`, `up to 17`."""
        if self.from_age is not None and self.to_age is not None:
            return gettext("%(first)s to %(last)s", first=self.from_age, last=self.to_age)
        if self.to_age is not None:
            return gettext("up to %(age)s", age=self.to_age)
        return gettext("%(age)s and older", age=self.from_age)


PARKING_KINDS = {
    "garage": later("Parking garage"),
    "lot": later("Parking lot"),
    "street": later("Street parking"),
    "valet": later("Valet parking"),
    "none": later("This clinic has no parking of its own"),
}

PARKING_COSTS = {"free": later("free"), "paid": later("paid"), "validated": later("validated")}


class Parking(Model):
    """Where visitors leave their car."""

    kind: Literal["garage", "lot", "street", "valet", "none"] | None = None
    cost: Literal["free", "paid", "validated"] | None = None
    note: Text | None = None

    @property
    def display(self) -> str:
        """As visitors read it: `Parking garage, free. Enter from 24th Street`."""
        kind = gettext(PARKING_KINDS[self.kind]) if self.kind else gettext("Parking")
        first = f"{kind}, {gettext(PARKING_COSTS[self.cost])}." if self.cost else ""
        if self.kind and not self.cost:
            first = f"{kind}."
        return " ".join(part for part in (first, self.note) if part)


class Alert(Model):
    """A message that is shown from one day to another, both included."""

    from_date: Date = Field(alias="from")
    to_date: Date = Field(alias="to")
    level: Literal["info", "warning", "emergency"] = "info"
    message: Text


STALE_AFTER = datetime.timedelta(days=90)
"""The No Surprises Act has provider directories verified every 90 days; we take its number."""


class Confirmed(Model):
    """When somebody at the clinic said that this file is right, and who."""

    on: Date
    by: Text


class Location(Model):
    """One clinic. See `locations/_example.yaml` for every field with its meaning."""

    id: Slug = Field(description="starts as the file name and never changes")
    name: Text = Field(description="what people call the place, without the brand name")
    status: Status = Field(description="whether patients can come")
    status_from: Date | None = Field(None, description="first day of the status, also a coming one")
    status_until: Date | None = Field(None, description="last day of the status")
    status_message: Text | None = Field(None, description="shown with the status")
    moved_to: Id | None = Field(None, description="the file name of the clinic that replaces it")
    telephone: TelephoneNumber | None = None
    fax_number: TelephoneNumber | None = None
    text_telephone: TelephoneNumber | None = Field(None, description="number that takes texts")
    after_hours_telephone: TelephoneNumber | None = None
    address: Address
    geo: GeoCoordinates | None = Field(None, description="leave out when not known exactly")
    time_zone: Id | None = Field(None, description="IANA name; only where the state has several")
    opening_hours: OpeningHours | None = Field(None, description="a missing day is unknown")
    special_opening_hours: tuple[SpecialOpeningHours, ...] = ()
    services: tuple[ServiceOrId, ...] = Field(
        (), description="ids of _services.yaml, or groups with an id"
    )
    insurance: tuple[Id, ...] = Field((), description="ids of _insurance.yaml")
    languages: tuple[Id, ...] = Field((), description="two-letter codes, like en, es")
    ages: Ages | None = None
    is_accepting_new_patients: Boolean | None = None
    telehealth_states: tuple[Id, ...] = Field((), description="states served by video")
    parking: Parking | None = None
    accessibility: tuple[Accessibility, ...] = ()
    public_transit: Text | None = None
    entrance_note: Text | None = None
    first_visit: tuple[Text, ...] = Field((), description="what to bring")
    waiting_for_driver: Text | None = None
    devices: tuple[Text, ...] = Field((), description="TMS devices, exact names")
    certified_for: tuple[Literal["spravato_rems"], ...] = ()
    appointment_url: Url | None = None
    cancellation_policy: Text | None = None
    providers: tuple[Id, ...] = Field((), description="ids of _providers.yaml")
    alerts: tuple[Alert, ...] = ()
    former_urls: tuple[FormerUrl, ...] = Field((), description="addresses that must lead here")
    confirmed: Confirmed | None = None
    unconfirmed: tuple[Id, ...] = Field((), description="paths into this file, like telephone")
    sources: tuple[SourceOfFacts, ...] = Field(
        min_length=1, description="where the facts were found"
    )

    @property
    def last_day_of_status(self) -> datetime.date | None:
        """The last day on which the status holds; None where it has none that is known."""
        if self.status is Status.OPENING_SOON:
            return self.status_from and self.status_from - datetime.timedelta(days=1)
        return self.status_until if self.status in FOR_A_TIME else None

    def is_unconfirmed(self, path: str) -> bool:
        """Whether `path`, or a whole that it belongs to, still waits for confirmation.

        `is_unconfirmed("services.tms-therapy")` is true for the paths `services.tms-therapy`
        and `services`.
        """
        return any(path == listed or path.startswith(f"{listed}.") for listed in self.unconfirmed)

"""A location as a `MedicalClinic`."""

from __future__ import annotations

from ..catalog import Catalog
from ..model.location import Address, Location, Status
from ..publication import PublishedLocation
from .hours import opening_hours_specification
from .nodes import CLINIC, ORGANIZATION, SCHEMA, Node, node, reference
from .texts import person, treatment_id

PSYCHIATRIC = f"{SCHEMA}Psychiatric"


def clinic_id(base: str, location: PublishedLocation) -> str:
    """The id of the clinic, on its own page."""
    return f"{base}/{location.url}{CLINIC}"


def has_clinic(location: PublishedLocation) -> bool:
    """Whether there is a place to describe: patients can or will come, and its street is known.

    A clinic that has closed or moved is no clinic any more, and Google asks for an address
    (reference, §2); such a page says about itself only that it is a page.
    """
    is_place = location.facts.status in (
        Status.OPEN,
        Status.OPENING_SOON,
        Status.TEMPORARILY_CLOSED,
    )
    return is_place and location.facts.address.street_address is not None


def clinic(catalog: Catalog, base: str, location: PublishedLocation) -> Node:
    """The clinic, with every fact that this build may show and the page does show."""
    facts = location.facts
    return node(
        "MedicalClinic",
        clinic_id(base, location),
        name=catalog.full_name(location),
        url=f"{base}/{location.url}",
        branchCode=facts.id,
        parentOrganization=reference(f"{base}/{ORGANIZATION}"),
        address=postal_address(facts.address),
        geo=_geo(facts),
        telephone=facts.telephone.e164 if facts.telephone else None,
        faxNumber=facts.fax_number.e164 if facts.fax_number else None,
        openingHoursSpecification=opening_hours_specification(location.dated, catalog.as_of),
        medicalSpecialty=PSYCHIATRIC,
        availableService=_services(catalog, base, facts),
        isAcceptingNewPatients=facts.is_accepting_new_patients,
        knowsLanguage=[catalog.language(code) for code in facts.languages],
        amenityFeature=[
            node("LocationFeatureSpecification", name=feature.display, value=True)
            for feature in facts.accessibility
        ],
        employee=_people(catalog, facts),
        hasMap=location.directions_url,
    )


def postal_address(address: Address) -> Node:
    """The parts of an address, as far as they are known; the suite is part of the street."""
    street = ", ".join(part for part in (address.street_address, address.unit) if part)
    return node(
        "PostalAddress",
        streetAddress=street,
        addressLocality=address.address_locality,
        addressRegion=address.address_region,
        postalCode=address.postal_code,
        addressCountry="US",
    )


def _geo(facts: Location) -> Node | None:
    """Only exact coordinates: the middle of a ZIP area is not where the door is."""
    if facts.geo is None:
        return None
    return node("GeoCoordinates", latitude=facts.geo.latitude, longitude=facts.geo.longitude)


def _services(catalog: Catalog, base: str, facts: Location) -> list[Node]:
    """Each service, by the id of its page where it has one."""
    known = (catalog.services.get(item.id) for item in facts.services)
    found = []
    for service in known:
        if service:
            url = catalog.treatment_url(service.id)
            id_ = treatment_id(base, url) if url else None
            summary = service.summary
            found.append(node(service.schema_type, id_, name=service.name, description=summary))
    return found


def _people(catalog: Catalog, facts: Location) -> list[Node]:
    known = (catalog.providers.get(item) for item in facts.providers)
    return [person(provider) for provider in known if provider]

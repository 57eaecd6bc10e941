"""The pages of clinics: the lists of them, each of them, and the ways to the nearest."""

from __future__ import annotations

from collections.abc import Iterable

from ..catalog import Catalog
from ..crisis import crisis_pattern
from ..directories import Directory
from ..exports import calendar_url, vcard_url
from ..faq import library_questions
from ..geography import states
from ..hours import Schedule
from ..location_questions import location_questions
from ..maps import ClinicGrid, location_map, national_map, state_map
from ..model.location import Status
from ..near_me import NearMe, Prefix, PrefixArea
from ..publication import PublishedLocation
from ..translation import gettext
from ..wording import clinics, listing
from .page import HOME, LOCATIONS, NEAR_ME, ZIP_CODES, Breadcrumb, Page, Step


def all_locations(catalog: Catalog) -> Page:
    """Every clinic, by state, with a map of the country."""
    number = clinics(len(catalog.locations))
    names = listing([state.name for state in catalog.states if state.locations])
    return Page(
        LOCATIONS.url,
        "locations.html",
        gettext("All locations"),
        gettext(
            "Find one of our %(clinics)s in %(where)s, with address, telephone and services.",
            clinics=number,
            where=names or gettext("the US"),
        ),
        (HOME, LOCATIONS),
        {"map": national_map(catalog)},
        schema_type="CollectionPage",
        listed=catalog.locations,
    )


def directory_page(catalog: Catalog, prefixes: Iterable[PrefixArea], directory: Directory) -> Page:
    """The clinics of a state or of a city."""
    state = directory.state
    parents: tuple[Step, ...] = (HOME, LOCATIONS)
    where = state.name
    if directory.city:
        parents = (*parents, Breadcrumb(state.name, catalog.state(state.code).url))
        where = f"{directory.city}, {state.name}"
    return Page(
        directory.url,
        "directory.html",
        gettext("Clinics in %(where)s", where=where),
        gettext(
            "%(clinics)s of %(organization)s in %(where)s: where they are, how to reach them "
            "and what they offer.",
            clinics=clinics(len(directory.locations)),
            organization=catalog.organization.name,
            where=where,
        ),
        (*parents, Breadcrumb(directory.name, directory.url)),
        {
            "directory": directory,
            "map": state_map(catalog, directory),
            "prefixes": () if directory.city else _in_state(prefixes, state.code),
        },
        schema_type="CollectionPage",
        listed=directory.locations,
    )


def location_page(catalog: Catalog, clinics: ClinicGrid, location: PublishedLocation) -> Page:
    """One clinic. A closed or moved one is not for search engines."""
    state = catalog.state(location.region)
    city = catalog.city(location)
    steps: list[Step] = [HOME, LOCATIONS, Breadcrumb(state.name, state.url)]
    if city:
        steps.append(Breadcrumb(city.name, city.url))
    named_after_city = location.name == location.address.address_locality
    where = state.name if named_after_city else location.place
    return Page(
        location.url,
        "location.html",
        gettext("%(name)s clinic in %(where)s", name=location.name, where=where),
        gettext(
            "How to reach the %(name)s clinic of %(organization)s in %(where)s: telephone, "
            "address, hours, services and insurance.",
            name=location.name,
            organization=catalog.organization.name,
            where=location.place,
        ),
        (*steps, Breadcrumb(location.name, location.url)),
        {
            "location": location,
            "map": location_map(catalog, location, clinics),
            "vcard_url": vcard_url(location),
            "calendar_url": calendar_url(catalog, location),
            "schedule": _schedule(catalog, location),
        },
        is_indexable=location.facts.status not in (Status.CLOSED, Status.MOVED),
        questions=(
            *location_questions(catalog, location),
            *library_questions(catalog, location),
        ),
        subject=location,
    )


def nearest(catalog: Catalog, near: NearMe) -> Page:
    """The search for the nearest clinics."""
    return Page(
        NEAR_ME.url,
        "near-me.html",
        gettext("Find the clinic nearest to you"),
        gettext(
            "Type a ZIP code, a city or a state, or use your position, and see the nearest clinics "
            "with distance, telephone and directions."
        ),
        (HOME, NEAR_ME),
        {
            "near_me": near.index.root,
            "map": national_map(catalog),
            "crisis_pattern": crisis_pattern(),
        },
    )


def zip_index(prefixes: Iterable[PrefixArea]) -> Page:
    """All three-digit ZIP prefixes, by state."""
    groups = [(state, _in_state(prefixes, code)) for code, state in states().items()]
    return Page(
        ZIP_CODES.url,
        "zip-index.html",
        gettext("Find a clinic by ZIP code"),
        gettext("Choose the first three digits of your ZIP code and see the nearest clinics."),
        (HOME, NEAR_ME, ZIP_CODES),
        {"groups": sorted((group for group in groups if group[1]), key=lambda item: item[0].name)},
        is_indexable=False,
    )


def zip_prefix(prefix: Prefix) -> Page:
    """The clinics nearest to the ZIP codes with one prefix."""
    first, last = f"{prefix.digits}00", f"{prefix.digits}99"
    return Page(
        prefix.url,
        "zip-prefix.html",
        gettext("Clinics near ZIP codes that start with %(digits)s", digits=prefix.digits),
        gettext(
            "The nearest clinics to every ZIP code from %(first)s to %(last)s, around %(cities)s, "
            "%(state)s.",
            first=first,
            last=last,
            cities=listing(prefix.cities),
            state=prefix.state,
        ),
        (HOME, NEAR_ME, ZIP_CODES, Breadcrumb(prefix.digits, prefix.url)),
        {"prefix": prefix},
        is_indexable=False,
    )


def _in_state(prefixes: Iterable[PrefixArea], code: str) -> tuple[PrefixArea, ...]:
    return tuple(prefix for prefix in prefixes if prefix.state == code)


def _schedule(catalog: Catalog, location: PublishedLocation) -> Schedule | None:
    """The rules for the script of the page; None where nothing on it has a time."""
    rules = catalog.schedule(location)
    is_needed = rules and (rules.is_known or rules.spans or location.facts.alerts)
    return rules if is_needed else None

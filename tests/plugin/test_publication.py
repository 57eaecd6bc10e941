"""What a build may show of a location: all in development, confirmed facts in production."""

from __future__ import annotations

import datetime

import pytest

from plugins.clinics.catalog import Catalog
from plugins.clinics.model.location import Location
from plugins.clinics.model.organization import Holiday
from plugins.clinics.publication import (
    PublishedLocation,
    may_have_page,
    with_holidays,
    without,
)
from tests.conftest import AS_OF, MakeProject, load, minimal

FACTS = """\
telephone: 480-956-5680
services: [tms-therapy, {id: spravato, note: Mornings only}]
insurance: [aetna, cigna]
opening_hours: {monday: 09:00-17:00, saturday: 09:00-12:00}
parking: {kind: garage, cost: free}
ages: {from: 12, to: 17}
languages: [en, es]
geo: {latitude: 33.4152, longitude: -111.8315}
"""
ADDRESS = (
    "address: {street_address: 1 Main Street, address_locality: Mesa, address_region: AZ, "
    "postal_code: 85201}"
)


def published(make: MakeProject, unconfirmed: str, is_production: bool) -> PublishedLocation:
    text = minimal(more=f"{FACTS}unconfirmed: [{unconfirmed}]\n")
    text = text.replace("address: {address_region: AZ}", ADDRESS)
    catalog = load(make({"locations/az-mesa.yaml": text}), is_production).catalog
    assert catalog
    return catalog.location("az-mesa")


def test_development_shows_an_unconfirmed_fact_with_a_label(project: MakeProject) -> None:
    location = published(project, "telephone, services.spravato, insurance", False)
    assert location.telephone.display == "480-956-5680"
    assert [item.service.id for item in location.services] == ["tms-therapy", "spravato"]
    assert [carrier.id for carrier in location.insurance] == ["aetna", "cigna"]
    labelled = ("telephone", "services.spravato", "insurance", "insurance.aetna")
    assert [location.label(path) for path in labelled] == [True] * 4
    assert not location.label("services.tms-therapy")
    assert location.withheld == ()


def test_production_replaces_an_unconfirmed_telephone_by_the_main_one(project: MakeProject) -> None:
    location = published(project, "telephone", True)
    assert (location.telephone.display, location.has_own_telephone) == ("844-310-1649", False)
    assert location.facts.telephone is None


def test_production_keeps_an_unconfirmed_address_for_the_page_and_out_of_the_facts(
    project: MakeProject,
) -> None:
    location = published(project, "address", True)
    assert location.address.street_address == "1 Main Street"
    assert not location.address_is_confirmed
    assert location.facts.address.lines == ("Mesa, AZ",)
    assert location.facts.geo is None


def test_production_moves_an_unconfirmed_service_to_those_to_ask_for(project: MakeProject) -> None:
    location = published(project, "services.tms-therapy", True)
    assert [item.service.id for item in location.confirmed_services] == ["spravato"]
    assert [item.service.id for item in location.services_to_ask] == ["tms-therapy"]
    assert [item.id for item in location.facts.services] == ["spravato"]


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("opening_hours", "opening_hours is None"),
        ("opening_hours.saturday", "opening_hours.saturday is None"),
        ("insurance", "insurance == ()"),
        ("insurance.cigna", "insurance == ('aetna',)"),
        ("languages.es", "languages == ('en',)"),
        ("parking", "parking is None"),
        ("parking.cost", "parking.cost is None"),
        ("ages.from", "ages.from_age is None"),
        ("geo", "geo is None"),
        ("address.postal_code", "address.postal_code is None"),
        ("address.postal_code", "address.address_locality == 'Mesa'"),
    ],
)
def test_production_facts_hold_nothing_that_is_unconfirmed(
    project: MakeProject, path: str, left: str
) -> None:
    location = published(project, path, True)
    assert eval(f"facts.{left}", {"facts": location.facts})
    assert location.is_withheld(path)
    assert not location.label(path)


def test_confirming_one_fact_changes_no_other(project: MakeProject) -> None:
    whole = published(project, "", True)
    less = published(project, "parking", True)
    assert whole.facts.model_copy(update={"parking": None, "unconfirmed": ()}) == (
        less.facts.model_copy(update={"unconfirmed": ()})
    )


@pytest.mark.parametrize(
    ("unconfirmed", "in_development", "in_production"),
    [("", True, True), ("telephone", True, True), ("status", True, False), ("name", False, False)],
)
def test_an_unconfirmed_status_holds_a_page_back_and_an_unconfirmed_name_is_only_a_lead(
    project: MakeProject, unconfirmed: str, in_development: bool, in_production: bool
) -> None:
    text = minimal(more=f"unconfirmed: [{unconfirmed}]\n")
    site = load(project({"locations/az-mesa.yaml": text}))
    assert site.catalog
    location = site.catalog.repository.locations["az-mesa"].value
    assert may_have_page(location, False) is in_development
    assert may_have_page(location, True) is in_production


def test_what_every_page_needs_is_never_taken_away() -> None:
    location = Location.model_validate(
        {
            "id": "az-mesa",
            "name": "Mesa",
            "status": "open",
            "address": {"address_region": "AZ", "address_locality": "Mesa"},
            "sources": ["https://www.example.com/"],
        }
    )
    facts = without(location, ("id", "name", "status", "sources", "address"))
    assert facts == location


def test_dated_facts_vanish_on_the_day_after_their_last(project: MakeProject) -> None:
    text = minimal(
        more="alerts: [{from: 2026-12-01, to: 2026-12-02, message: Snow}]\n"
        "special_opening_hours: [{date: 2026-12-02, hours: closed}]\n"
    )
    repository = load(project({"locations/az-mesa.yaml": text})).catalog
    assert repository
    counts = []
    for day in (AS_OF, datetime.date(2026, 12, 2), datetime.date(2026, 12, 3)):
        facts = Catalog(repository.repository, day).location("az-mesa").facts
        counts.append((len(facts.alerts), len(facts.special_opening_hours)))
    assert counts == [(1, 1), (1, 1), (0, 0)]


@pytest.mark.parametrize(
    "status",
    ["temporarily_closed\nstatus_until: 2026-11-20", "opening_soon\nstatus_from: 2026-11-20"],
)
def test_an_unconfirmed_day_ends_no_status_among_the_confirmed_facts(
    project: MakeProject, status: str
) -> None:
    field = status.partition("\n")[2].partition(":")[0]
    text = minimal(more=f"unconfirmed: [{field}]\n").replace("open\n", f"{status}\n", 1)
    site = load(project({"locations/az-mesa.yaml": text}))
    assert site.catalog
    shown = site.catalog.location("az-mesa")
    published = Catalog(site.catalog.repository, AS_OF, True).location("az-mesa")
    assert (shown.facts.status, published.facts.status) == ("open", status.partition("\n")[0])
    assert shown.confirmed == published.confirmed == published.facts


def test_a_holiday_is_one_object_for_all_clinics(project: MakeProject) -> None:
    slugs = ("az-mesa", "az-tempe")
    files = {f"locations/{slug}.yaml": minimal(slug) for slug in slugs}
    site = load(project(files))
    assert site.catalog
    day = Holiday.model_validate({"date": "2026-12-25", "name": "Christmas Day", "hours": "closed"})
    found = [
        with_holidays(site.catalog.location(slug).facts, (day,)).special_opening_hours[0]
        for slug in slugs
    ]
    assert found[0] is found[1]
    assert str(found[0].hours) == "closed"

"""The catalog answers every question a page asks, in a fixed order."""

from __future__ import annotations

import random

import pytest

from plugins.clinics.catalog import NEARBY_MILES, Catalog
from plugins.clinics.directories import slug_of
from plugins.clinics.distance import between
from plugins.clinics.model.location import Location
from plugins.clinics.time_zones import time_zone
from tests.conftest import MakeProject, load, minimal


def at(slug: str, name: str, city: str, more: str = "", postal_code: str = "") -> str:
    region = slug[:2].upper()
    parts = {"address_locality": city, "address_region": region}
    if postal_code:
        parts |= {"street_address": f"1 {name} Street", "postal_code": postal_code}
    address = f"address: {{{', '.join(f'{key}: {value}' for key, value in parts.items())}}}"
    return minimal(slug, name, more).replace(f"address: {{address_region: {region}}}", address)


@pytest.fixture
def catalog(project: MakeProject) -> Catalog:
    site = load(
        project(
            {
                "locations/az-b.yaml": at("az-b", "Beta", "Phoenix", postal_code="85016"),
                "locations/az-a.yaml": at("az-a", "Alpha", "Phoenix", postal_code="85050"),
                "locations/az-c.yaml": at("az-c", "Gamma", "St. George", postal_code="85201"),
                "locations/az-old.yaml": at("az-old", "Old", "Phoenix", "moved_to: az-a\n").replace(
                    "status: open", "status: moved"
                ),
                "locations/ut-a.yaml": at("ut-a", "Provo", "Provo", postal_code="84601"),
                "locations/ut-soon.yaml": at(
                    "ut-soon", "Soon", "Lehi", "status_from: 2027-01-01\n", "84043"
                ).replace("status: open", "status: opening_soon"),
                "locations/al-x.yaml": at("al-x", "Nowhere", "Mobile"),
            }
        )
    )
    assert site.catalog
    assert not site.has_errors, site.problems
    return site.catalog


def test_states_and_locations_are_in_alphabetical_order_of_their_names(catalog: Catalog) -> None:
    assert [state.name for state in catalog.states] == ["Alabama", "Arizona", "Utah"]
    assert [location.name for location in catalog.state("AZ").locations] == [
        "Alpha",
        "Beta",
        "Gamma",
    ]


def test_a_moved_clinic_has_no_page_and_leaves_the_lists(catalog: Catalog) -> None:
    (old,) = catalog.state("AZ").former
    assert old is catalog.moved["az-old"]
    assert "az-old" not in {location.slug for location in (*catalog.locations, *catalog.published)}
    assert "az-old" not in catalog.held
    assert not catalog.has_page(old)
    assert catalog.successor(old) is catalog.location("az-a")
    assert catalog.predecessors(catalog.location("az-a")) == (old,)


def test_a_city_has_a_page_from_two_clinics_on(catalog: Catalog) -> None:
    cities = catalog.state("AZ").cities
    assert [(city.name, city.url, len(city.locations)) for city in cities] == [
        ("Phoenix", "locations/az/city/phoenix/", 2)
    ]
    assert catalog.city(catalog.location("az-a")) == cities[0]
    assert catalog.city(catalog.location("az-c")) is None


def test_nearby_clinics_come_by_distance_and_without_the_clinic_itself(catalog: Catalog) -> None:
    found = catalog.nearby(catalog.location("az-b"))
    assert [item.location.slug for item in found] == ["az-c", "az-a"], "Utah is not near"
    assert [item.location.slug for item in catalog.nearby(catalog.location("az-b"), 1)] == ["az-c"]
    miles = [item.distance.miles for item in found]
    assert miles == sorted(miles)
    assert all(str(item.distance).startswith("about") for item in found), "ZIP centres only"


def test_nearby_clinics_are_those_that_a_look_at_every_pair_finds(project: MakeProject) -> None:
    chance = random.Random(1)
    places = [(chance.uniform(31, 37), chance.uniform(-115, -109)) for _ in range(150)]
    files = {
        f"locations/az-c{number}.yaml": minimal(
            f"az-c{number}", f"C{number}", f"geo: {{latitude: {y:.4f}, longitude: {x:.4f}}}\n"
        )
        for number, (y, x) in enumerate(places)
    }
    catalog = load(project(files)).catalog
    assert catalog
    points = {item.slug: catalog.point(item) for item in catalog.locations}
    compared = 0
    for location in catalog.locations:
        here = points.pop(location.slug)
        assert here
        every = [between(here, there).miles for there in points.values() if there]
        points[location.slug] = here
        found = [item.distance.miles for item in catalog.nearby(location, 150)]
        assert found == sorted(miles for miles in every if miles <= NEARBY_MILES)
        compared += len(found)
    assert compared > 1_000


def test_a_clinic_without_a_position_has_no_nearby_ones(catalog: Catalog) -> None:
    assert catalog.nearby(catalog.location("al-x")) == ()


@pytest.mark.parametrize(
    ("region", "own", "zone"),
    [
        ("AZ", None, "America/Phoenix"),
        ("AZ", "America/Denver", "America/Denver"),
        ("UT", None, "America/Denver"),
        ("TX", None, None),
        ("TX", "America/Chicago", "America/Chicago"),
    ],
)
def test_the_time_zone_is_derived_only_where_it_is_certain(
    region: str, own: str | None, zone: str | None
) -> None:
    data = {
        "id": "x",
        "name": "X",
        "status": "open",
        "address": {"address_region": region},
        "sources": ["https://www.example.com/"],
    }
    location = Location.model_validate(data | ({"time_zone": own} if own else {}))
    assert time_zone(location) == zone


@pytest.mark.parametrize(
    ("text", "slug"),
    [("St. George", "st-george"), ("Coeur d’Alene", "coeur-dalene"), ("Cañon City", "canon-city")],
)
def test_a_city_becomes_a_readable_address(text: str, slug: str) -> None:
    assert slug_of(text) == slug


def test_articles_are_grouped_by_what_they_are_first_about(project: MakeProject) -> None:
    def article(title: str, *lines: str) -> str:
        dates = "published: 2026-11-02\nfacts_checked: 2026-11-02\nnext_review: 2027-05-02"
        return "\n".join(
            ["---", f"title: {title}", "description: x", dates, *lines, "---", "", "x"]
        )

    articles = {
        "a": article("Zinc", "services: [ketamine-therapy, tms-therapy]"),
        "b": article("apples", "services: [ketamine-therapy]"),
        "c": article("TMS", "services: [tms-therapy]"),
        "d": article("Crisis", "conditions: [ocd]"),
        "e": article("Rest"),
        "f": article("Other OCD", "conditions: [ocd]", "services: []"),
    }
    files = {f"content/articles/{slug}.md": text for slug, text in articles.items()}
    conditions = "conditions: [{id: ocd, name: OCD}]\n"
    more = {"locations/az-mesa.yaml": minimal(), "content/_conditions.yaml": conditions}
    catalog = load(project({**files, **more})).catalog
    assert catalog
    groups = {
        group.name: [link.title for link in group.texts] for group in catalog.article_groups()
    }
    assert list(groups.items()) == [
        ("IV ketamine therapy", ["apples", "Zinc"]),
        ("OCD", ["Crisis", "Other OCD"]),
        ("More subjects", ["TMS", "Rest"]),
    ]

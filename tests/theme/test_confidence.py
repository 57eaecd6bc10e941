"""Unconfirmed facts: labelled in development, never shown as facts in production (DESIGN §5.5).

Each proof counts what it compared, so that it cannot pass on nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.clinics.load.repository import Repository, load_repository
from plugins.clinics.model.location import Location
from plugins.clinics.model.organization import InsuranceCarrier, Service
from tests.conftest import ROOT, html_pages
from tests.structured_data.facts import is_unconfirmed, read_locations

WRITTEN = read_locations(ROOT / "locations")
LEADS = {slug for slug, facts in WRITTEN.items() if is_unconfirmed(facts, "name")}
HELD = {slug for slug, facts in WRITTEN.items() if is_unconfirmed(facts, "status")} - LEADS


@pytest.fixture(scope="module")
def repository() -> Repository:
    return load_repository(ROOT)


@pytest.fixture(scope="module")
def services(repository: Repository) -> dict[str, Service]:
    assert repository.services
    return {service.id: service for service in repository.services.value.services}


@pytest.fixture(scope="module")
def carriers(repository: Repository) -> dict[str, InsuranceCarrier]:
    assert repository.insurance
    return {carrier.id: carrier for carrier in repository.insurance.value.insurance}


def locations(repository: Repository) -> Iterator[tuple[str, Location]]:
    for slug, sourced in repository.locations.items():
        yield slug, sourced.value


def page_of(site: Path, slug: str) -> Path:
    state, name = slug.split("-", 1)
    return site / "locations" / state / name / "index.html"


def main_of(site: Path, slug: str) -> Tag:
    soup = BeautifulSoup(page_of(site, slug).read_text(), "html.parser")
    main = soup.main
    assert main is not None
    return main


def text_of(element: Tag) -> str:
    return " ".join(element.get_text(" ").split())


def labels(main: Tag) -> int:
    return len(main.find_all(string=re.compile(r"^\s*unconfirmed\s*$", re.IGNORECASE)))


def test_development_has_a_page_for_every_place_but_a_lead(
    repository: Repository, development_site: Path
) -> None:
    with_page = {slug for slug in repository.locations if page_of(development_site, slug).exists()}
    assert with_page == set(repository.locations) - LEADS
    assert len(with_page) > 20


def test_production_waits_for_places_that_may_have_closed(
    repository: Repository, production_site: Path
) -> None:
    with_page = {slug for slug in repository.locations if page_of(production_site, slug).exists()}
    assert with_page == set(repository.locations) - LEADS - HELD
    assert len(with_page) > 20


def test_no_published_file_names_or_links_a_place_that_is_held_back(production_site: Path) -> None:
    names = re.compile(r"Estrella|Queen Creek|San Tan|Loveland|>\s*Superior")
    slugs = re.compile("az[-/]estrella|az[-/]queen-creek|co[-/]superior|co[-/]loveland")
    # The ZIP pages and the files of place names hold every city of the country, and the map of a
    # clinic names towns around it; other clinics are dots without a name there.
    towns = re.compile(r'<figure class="map map-of-location".*?</figure>', re.DOTALL)
    pages = [*html_pages(production_site), *production_site.glob("near/*/t/*.json")]
    assert len(pages) > 960
    named = [path for path in pages if names.search(towns.sub("", path.read_text()))]
    assert [path for path in named if "near-me/zip" not in str(path)] == []
    assert [path for path in pages if slugs.search(path.read_text())] == []


def test_an_unconfirmed_telephone_is_in_no_published_file(
    repository: Repository, production_site: Path
) -> None:
    numbers = {
        location.telephone
        for _slug, location in locations(repository)
        if location.telephone and location.is_unconfirmed("telephone")
    }
    files = [path for path in production_site.rglob("*") if path.is_file()]
    everything = "\n".join(path.read_text(errors="replace") for path in files)
    digits = re.sub(r"[^0-9\n]", "", everything)
    found = {number for number in numbers if number.e164.removeprefix("+1") in digits}
    assert found == set()
    assert numbers


def test_a_published_page_without_a_confirmed_telephone_shows_the_main_number(
    repository: Repository, production_site: Path
) -> None:
    compared = 0
    for slug, location in locations(repository):
        if slug in HELD | LEADS:
            continue
        main = main_of(production_site, slug)
        own = location.telephone if not location.is_unconfirmed("telephone") else None
        # The real repository has an organization.
        shown = own.uri if own else repository.organization.value.telephone.uri  # type: ignore[union-attr]
        first = main.find("a", href=re.compile("^tel:"))
        assert isinstance(first, Tag)
        assert first["href"] == shown, slug
        compared += 1
    assert compared > 20


def test_a_published_unconfirmed_address_says_to_call_first(
    repository: Repository, production_site: Path
) -> None:
    seen = {"confirmed": 0, "call before": 0, "call for": 0}
    for slug, location in locations(repository):
        if slug in HELD | LEADS:
            continue
        reach = main_of(production_site, slug).find(attrs={"aria-label": "Address and telephone"})
        assert isinstance(reach, Tag)
        text = text_of(reach).lower()
        street = location.address.street_address
        if street is None:
            assert "call for the address" in text, slug
            seen["call for"] += 1
            continue
        assert street.lower() in text
        unconfirmed = location.is_unconfirmed("address")
        assert ("call before you visit" in text) == unconfirmed, slug
        seen["call before" if unconfirmed else "confirmed"] += 1
    assert sum(seen.values()) == len(set(WRITTEN) - HELD - LEADS)


def test_published_pages_show_no_unconfirmed_hours(
    repository: Repository, production_site: Path
) -> None:
    compared = 0
    for slug, location in locations(repository):
        if slug in HELD | LEADS or not location.is_unconfirmed("opening_hours"):
            continue
        main = main_of(production_site, slug)
        assert re.search(r"\d:\d\d [AP]M", text_of(main)) is None, slug
        assert "call to ask about opening hours" in text_of(main).lower(), slug
        compared += location.opening_hours is not None
    assert compared


def test_published_pages_ask_about_each_unconfirmed_service_and_affirm_each_confirmed_one(
    repository: Repository, services: dict[str, Service], production_site: Path
) -> None:
    confirmed, unconfirmed = 0, 0
    for slug, location in locations(repository):
        if slug in HELD | LEADS:
            continue
        main = main_of(production_site, slug)
        ask = main.find(id="ask-about-services")
        asked = text_of(ask) if isinstance(ask, Tag) else ""
        offered = main.find(id="services-offered")
        affirmed = text_of(offered) if isinstance(offered, Tag) else ""
        for item in location.services:
            name = services[item.id].name
            is_unconfirmed = location.is_unconfirmed(f"services.{item.id}")
            assert (name in asked, name in affirmed) == (is_unconfirmed, not is_unconfirmed), slug
            confirmed += not is_unconfirmed
            unconfirmed += is_unconfirmed
    assert confirmed
    assert unconfirmed


def test_published_pages_name_no_unconfirmed_carrier(
    repository: Repository, carriers: dict[str, InsuranceCarrier], production_site: Path
) -> None:
    compared = 0
    for slug, location in locations(repository):
        if slug in HELD | LEADS or not location.is_unconfirmed("insurance"):
            continue
        text = text_of(main_of(production_site, slug))
        assert [c for c in location.insurance if carriers[c].name in text] == [], slug
        assert "call to ask which insurance" in text.lower(), slug
        compared += len(location.insurance)
    assert compared > 500


def test_development_shows_every_fact_and_labels_each_unconfirmed_one(
    repository: Repository,
    services: dict[str, Service],
    carriers: dict[str, InsuranceCarrier],
    development_site: Path,
) -> None:
    facts, labelled = 0, 0
    for slug, location in locations(repository):
        if slug in LEADS:
            continue
        main = main_of(development_site, slug)
        text = text_of(main)
        values = [services[item.id].name for item in location.services]
        values += [carriers[item].name for item in location.insurance]
        values += [location.telephone.display] if location.telephone else []
        values += list(location.address.lines)
        week = location.opening_hours
        values += [day.display for _name, day in week.days() if day] if week else []
        assert [value for value in values if value not in text] == [], slug
        # Other clinics have labels of their own, and the questions repeat those of this one.
        for name in ("nearby", "about-clinic"):
            part = main.find(class_=name)
            assert isinstance(part, Tag)
            part.extract()
        assert labels(main) == len(location.unconfirmed), slug
        labelled += len(location.unconfirmed)
        facts += len(values)
    assert facts > 800
    assert labelled


def test_production_shows_no_label(development_site: Path, production_site: Path) -> None:
    label = re.compile(r'class="badge">\s*unconfirmed', re.IGNORECASE)
    assert len(label.findall(page_of(development_site, "az-gilbert").read_text())) > 5
    pages = html_pages(production_site)
    assert len(pages) > 960
    assert [page for page in pages if label.search(page.read_text())] == []

"""An outsider reads the facts of the YAML files back from the built pages.

The reader is extruct and the files are read by PyYAML, so nothing of the plugin is between them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import extruct
import pytest

from tests.conftest import ROOT, SITE_URL
from tests.structured_data.facts import (
    Facts,
    clinic_facts,
    e164,
    facts_of_clinic,
    id_of,
    is_unconfirmed,
    published,
    read_locations,
    read_yaml,
    shared_facts,
    size,
)
from tests.structured_data.reading import Graphs, graphs_of, nodes, strings

WRITTEN = read_locations(ROOT / "locations")
LEADS = {slug for slug, facts in WRITTEN.items() if is_unconfirmed(facts, "name")}
HELD = {slug for slug, facts in WRITTEN.items() if is_unconfirmed(facts, "status")} - LEADS


@pytest.fixture(scope="module")
def locations() -> dict[str, Facts]:
    return read_locations(ROOT / "locations")


@pytest.fixture(scope="module")
def shared() -> tuple[str, dict[str, Facts]]:
    return shared_facts(ROOT / "locations")


@pytest.fixture(scope="module")
def everything(production_site: Path) -> Graphs:
    return graphs_of(production_site)


def outsider(site: Path, slug: str) -> list[Any] | None:
    """The graph that extruct finds on the page of a location; None if there is no page."""
    path = site / "locations" / slug.replace("-", "/", 1) / "index.html"
    if not path.exists():
        return None
    (data,) = extruct.extract(path.read_text(), base_url=SITE_URL, syntaxes=["json-ld"])["json-ld"]
    found: list[Any] = data["@graph"]
    return found


def clinics(graph: list[Any]) -> list[Any]:
    return [node for node in graph if node["@type"] == "MedicalClinic"]


def test_development_gives_back_every_fact_of_every_location(
    locations: dict[str, Facts], shared: tuple[str, dict[str, Facts]], development_site: Path
) -> None:
    compared, places, facts = 0, 0, 0
    for slug, written in locations.items():
        graph = outsider(development_site, slug)
        assert (graph is None) == (slug in LEADS), slug
        expected = clinic_facts(written, *shared)
        found = [facts_of_clinic(node) for node in clinics(graph or [])]
        if graph is not None:
            assert found == ([expected] if expected else []), slug
            compared += 1
            places += bool(expected)
            facts += size(expected or {})
    assert compared == len(WRITTEN) - len(LEADS) > 20
    assert places > 20
    assert facts > 400


def test_production_gives_back_every_confirmed_fact_and_no_other(
    locations: dict[str, Facts], shared: tuple[str, dict[str, Facts]], production_site: Path
) -> None:
    compared, places, facts = 0, 0, 0
    for slug, written in locations.items():
        graph = outsider(production_site, slug)
        assert (graph is None) == (slug in LEADS | HELD), slug
        expected = clinic_facts(published(written), *shared)
        found = [facts_of_clinic(node) for node in clinics(graph or [])]
        if graph is not None:
            assert found == ([expected] if expected else []), slug
            compared += 1
            places += bool(expected)
            facts += size(expected or {})
    assert compared == len(WRITTEN) - len(LEADS | HELD) > 20
    assert places
    assert facts >= 25


def test_no_unconfirmed_telephone_or_street_is_in_any_published_graph(
    locations: dict[str, Facts], everything: Graphs
) -> None:
    numbers, streets = set(), set()
    for written in locations.values():
        if "telephone" in written and is_unconfirmed(written, "telephone"):
            numbers.add((e164(written["telephone"]) or "").removeprefix("+1"))
        street = written["address"].get("street_address")
        if street and is_unconfirmed(written, "address"):
            streets.add(street)
    texts = list(strings(list(everything.values())))
    digits = "\n".join(re.sub(r"\D", "", text) for text in texts)
    whole = "\n".join(texts)
    assert {number for number in numbers if number in digits} == set()
    assert {street for street in streets if street in whole} == set()
    assert numbers
    assert streets


def test_no_unconfirmed_hours_service_or_carrier_is_in_the_graph_of_its_location(
    locations: dict[str, Facts], shared: tuple[str, dict[str, Facts]], everything: Graphs
) -> None:
    _brand, services = shared
    carriers = {
        item["id"]: item["name"]
        for item in read_yaml(ROOT / "locations" / "_insurance.yaml")["insurance"]
    }
    compared = {"hours": 0, "services": 0, "carriers": 0}
    for slug, written in locations.items():
        url = f"/locations/{slug.replace('-', '/', 1)}/"
        if slug in LEADS | HELD:
            assert url not in everything
            continue
        graph = everything[url]
        answers = {
            node["@id"].partition("#")[2]: node["acceptedAnswer"]["text"]
            for node in nodes(graph)
            if node["@type"] == "Question"
        }
        if is_unconfirmed(written, "opening_hours"):
            assert "openingHoursSpecification" not in {
                name for node in nodes(graph) for name in node
            }
            assert "opening-hours" not in answers
            compared["hours"] += len(written.get("opening_hours", ()))
        offered = {node.get("name") for node in nodes(graph) if node["@type"].startswith("Medical")}
        for item in written.get("services", ()):
            name = services[id_of(item)]["name"]
            is_hidden = is_unconfirmed(written, f"services.{id_of(item)}")
            assert (f"<li>{name}</li>" in answers.get("treatments", "")) != is_hidden, (slug, name)
            assert not (is_hidden and name in offered), (slug, name)
            compared["services"] += is_hidden
        for item in written.get("insurance", ()):
            if is_unconfirmed(written, f"insurance.{item}"):
                assert carriers[item] not in answers.get("insurance-plans", ""), slug
                compared["carriers"] += 1
    assert all(compared.values()), compared

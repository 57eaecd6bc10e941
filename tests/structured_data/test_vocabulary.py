"""Every graph of the real site: the vocabulary of schema.org, Google's tables, references."""

from __future__ import annotations

import copy
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from schema_org import SCHEMA_VERSION

from tests.structured_data.reading import Graphs, defined, graphs_of, nodes, references
from tests.structured_data.vocabulary import GOOGLE, faults, kinds, missing


@pytest.fixture(scope="module")
def development(development_site: Path) -> Graphs:
    return graphs_of(development_site)


@pytest.fixture(scope="module")
def production(production_site: Path) -> Graphs:
    return graphs_of(production_site)


@pytest.fixture(scope="module", params=["development", "production"])
def graphs(request: pytest.FixtureRequest) -> Graphs:
    found: Graphs = request.getfixturevalue(request.param)
    return found


def test_every_node_property_and_value_is_in_the_vocabulary(graphs: Graphs) -> None:
    known = defined(graphs)
    assert {url: found for url in graphs if (found := faults(graphs[url], known))} == {}
    everything = list(nodes(list(graphs.values())))
    assert len(graphs) > 970
    assert len(everything) > 6_000
    assert sum(len(node) - 1 for node in everything) > 20_000
    assert SCHEMA_VERSION.startswith("30.")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"@type": "MedicalClinc"}, "no types"),
        ({"@type": "WebPage"}, "does not belong"),
        ({"branchOf": {"@type": "MedicalOrganization"}}, "superseded"),
        ({"phone": "602-555-0142"}, "no property"),
        ({"lastReviewed": "2026-11-24"}, "does not belong"),
        ({"medicalSpecialty": "Psychiatry"}, "cannot be"),
        ({"availableService": "TMS therapy"}, "cannot be"),
        ({"isAcceptingNewPatients": "yes"}, "cannot be"),
        ({"url": "/locations/az/gilbert/"}, "cannot be"),
        ({"parentOrganization": {"@id": "https://www.example.com/#nobody"}}, "cannot be"),
        ({"telephone": ""}, "cannot be"),
        ({"telephone": None}, "cannot be"),
        ({"address": {}}, "cannot be"),
        ({"knowsLanguage": []}, "empty list"),
        ({"@id": "#clinic"}, "no absolute id"),
        (
            {"openingHoursSpecification": {"@type": "OpeningHoursSpecification", "opens": "9:00"}},
            "9",
        ),
    ],
)
def test_the_check_against_the_vocabulary_sees_planted_faults(
    change: dict[str, object], complaint: str, development: Graphs
) -> None:
    graph = copy.deepcopy(development["/locations/az/gilbert/"])
    known = defined(development)
    assert faults(graph, known) == []
    (clinic,) = (node for node in graph if node["@type"] == "MedicalClinic")
    clinic.update(change)
    assert any(complaint in fault for fault in faults(graph, known))


def test_every_node_has_what_google_requires(graphs: Graphs) -> None:
    assert {url: found for url in graphs if (found := missing(graphs[url]))} == {}
    counted = Counter(kind for kind, _node in kinds(list(graphs.values())) if kind in GOOGLE)
    never_known = {"Article", "GeoCoordinates", "OpeningHoursSpecification"}
    assert set(GOOGLE) - set(counted) <= never_known
    assert counted["BreadcrumbList"] == len(graphs) - 1
    assert counted["Question"] > 200


def test_what_google_recommends_is_there_or_the_table_says_why_not(
    development: Graphs, production: Graphs
) -> None:
    compared = 0
    seen: dict[str, list[set[str]]] = {}
    for kind, node in kinds([*development.values(), *production.values()]):
        seen.setdefault(kind, []).append(set(node))
    for kind, expected in GOOGLE.items():
        found = seen.get(kind, [])
        always = set.intersection(*found) if found else set()
        if found:
            assert set(expected.recommended) <= always, kind
        assert all(expected.reasons.values()), kind
        compared += len(found) * len((*expected.recommended, *expected.reasons))
    assert compared > 500


def test_every_id_that_is_referred_to_is_defined_on_the_site(graphs: Graphs) -> None:
    known = defined(graphs)
    named = Counter(references(list(graphs.values())))
    assert set(named) - set(known) == set()
    assert len(named) > 900
    assert sum(named.values()) > 1_900


def test_no_page_defines_an_id_twice_and_no_two_pages_differ_about_one(graphs: Graphs) -> None:
    facts: dict[tuple[str, str], object] = {}
    compared = 0
    for url, graph in graphs.items():
        ids = [node["@id"] for node in nodes(graph) if "@id" in node]
        assert len(ids) == len(set(ids)), url
        compared += len(ids)
        for node in nodes(graph):
            if "@id" in node:
                for name, value in node.items():
                    assert facts.setdefault((node["@id"], name), value) == value, (url, name)
    assert compared > 2_000


def test_every_question_has_an_address_that_leads_to_it(
    development_site: Path, development: Graphs
) -> None:
    compared = 0
    for url, graph in development.items():
        questions = [node for node in nodes(graph) if node["@type"] == "Question"]
        if not questions:
            continue
        html = (development_site / url.lstrip("/") / "index.html").read_text()
        page = BeautifulSoup(html, "html.parser")
        anchors = {str(tag["id"]) for tag in page.find_all(id=True)}
        for question in questions:
            place, _, anchor = question["@id"].partition("#")
            assert place.endswith(url)
            assert anchor in anchors, question["@id"]
            compared += 1
    assert compared > 200

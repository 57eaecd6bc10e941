"""What the site search knows, and what stands from A to Z, on the real site in both builds."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.clinics.catalog import Catalog
from tests.conftest import ROOT, html_pages, load

Index = dict[str, dict[str, Any]]


@pytest.fixture(scope="module", params=["development", "production"])
def site(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(f"{request.param}_site")
    return folder


@pytest.fixture(scope="module")
def catalog(site: Path) -> Catalog:
    found = load(ROOT, site.name == "public").catalog
    assert found
    return found


@pytest.fixture(scope="module")
def index(site: Path) -> Index:
    """What the index holds of each page, by its address."""
    files = (site / "pagefind" / "fragment").iterdir()
    found = (gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd") for path in files)
    return {item["url"]: item for item in map(json.loads, found)}


def page(site: Path, url: str) -> BeautifulSoup:
    return BeautifulSoup((site / url.lstrip("/") / "index.html").read_text(), "html.parser")


def urls(site: Path) -> set[str]:
    """The pages that may be indexed; in development, where none may, those that have the mark."""
    mark, counts = ("noindex", False) if site.name == "public" else ("data-pagefind-body", True)
    return {
        "/" + str(path.relative_to(site)).removesuffix("index.html")
        for path in html_pages(site)
        if (mark in path.read_text()) == counts
    }


def test_the_search_finds_every_page_that_may_be_indexed_and_no_other(
    site: Path, index: Index
) -> None:
    assert set(index) == urls(site)
    assert len(index) > 80
    assert not {"/report/", "/search/", "/styleguide/", "/404.html"} & set(index)
    assert not [url for url in index if "/zip/" in url]


def test_a_clinic_is_found_by_the_treatments_that_it_surely_offers(
    catalog: Catalog, index: Index
) -> None:
    compared = Counter[str]()
    for location in catalog.published:
        if not location.is_listed:
            assert f"/{location.url}" not in index
            continue
        filters = index[f"/{location.url}"]["filters"]
        assert filters["kind"] == ["Clinic"]
        sure = {item.service.name for item in location.confirmed_services}
        assert set(filters.get("treatment", ())) == sure
        compared["confirmed"] += len(sure)
        for item in location.services_to_ask:
            assert item.service.name not in index[f"/{location.url}"]["content"], location.slug
            compared["to ask"] += 1
    assert compared["confirmed"] >= 29
    assert compared["to ask"] >= 80


def test_a_text_is_found_by_what_it_is_about(catalog: Catalog, index: Index) -> None:
    kinds = Counter[str]()
    for text in catalog.repository.texts:
        found = index[f"/{text.url}"]
        front_matter = text.entry.value
        services = {catalog.services[id].name for id in getattr(front_matter, "services", ())}
        conditions = {catalog.conditions[id].name for id in getattr(front_matter, "conditions", ())}
        if text.kind == "treatments":
            services.add(catalog.services[text.slug].name)
        if text.kind == "conditions":
            conditions.add(catalog.conditions[text.slug].name)
        assert set(found["filters"].get("treatment", ())) == services, text.url
        assert set(found["filters"].get("condition", ())) == conditions, text.url
        assert found["meta"]["title"] == front_matter.title
        kinds.update(found["filters"]["kind"])
    assert set(kinds) == {"Treatment", "Condition", "Article", "Page"}


def test_every_question_has_a_place_of_its_own_in_the_index(catalog: Catalog, index: Index) -> None:
    anchors = {
        (url, anchor["id"]): anchor["text"]
        for url, item in index.items()
        for anchor in item["anchors"]
        if anchor["element"] == "h2"
    }
    links = [link for topic in catalog.topics for link in catalog.question_links(topic)]
    for link in links:
        url, _, anchor = link.url.partition("#")
        words = f"{link.name} {link.label}".rstrip()
        assert anchors[f"/{url}", f"question-{anchor}"] == words
    assert len(links) > 100


def test_what_repeats_on_pages_is_not_in_the_index(index: Index) -> None:
    repeated = (
        "Link to this answer",
        "Questions people ask",
        "Questions about this clinic",
        "Nearest clinics",
        "On this page",
        "Back to the text",
        "If you think about suicide, or somebody else may be in danger",
        "Where to ask for it",
    )
    for url, item in index.items():
        assert [words for words in repeated if words in item["content"]] == [], url
    assert sum(len(item["content"]) for item in index.values()) > 200_000


def test_everything_from_a_to_z_lists_each_page_once_and_each_question(
    site: Path, catalog: Catalog
) -> None:
    main = page(site, "/a-z/").main
    assert isinstance(main, Tag)
    listed = Counter(str(link["href"]) for link in main.select("ul.a-z a"))
    questions = {
        f"/{link.url}" for topic in catalog.topics for link in catalog.question_links(topic)
    }
    assert set(listed) == urls(site) - {"/a-z/"} | questions
    assert set(listed.values()) == {1}
    assert len(listed) == len(urls(site)) - 1 + len(questions) > 200


def test_letters_lead_to_what_begins_with_them(site: Path) -> None:
    found = page(site, "/a-z/")
    jumps = [str(link["href"]) for link in found.select("nav[aria-label=Letters] a")]
    sections = found.select("main section")
    assert jumps == [f"#{section['aria-labelledby']}" for section in sections]
    assert len(jumps) > 15
    for section in sections:
        heading = section.h2
        assert heading is not None
        for link in section.select("a"):
            words = link.get_text().lower().removeprefix("the ").removeprefix("an ")
            assert heading.get_text().lower() in (words[0], words.removeprefix("a ")[0])


def test_search_and_a_to_z_are_linked_from_every_page(site: Path) -> None:
    home = page(site, "/")
    header, footer = home.header, home.footer
    assert header is not None
    assert footer is not None
    assert header.find("a", href="/search/")
    assert footer.find("a", href="/search/")
    assert footer.find("a", href="/a-z/")

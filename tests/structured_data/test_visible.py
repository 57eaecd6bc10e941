"""What is marked up can be read on the same page: on the real and the small site, both builds.

Descriptions, addresses of pages and codes for machines (`branchCode`, `addressCountry`) are
exempt. Text is compared without spaces, because a line break of the page is none of the fact.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from tests.plugin.test_site_small import KINDS, shared_small
from tests.structured_data.reading import Node, graphs_of, nodes, one, types

SAMPLE = 90
"""Every so many-th of the ZIP pages is read: they come from one template."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOT_SHOWN = ("style", "script", "template")
Week = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Read:
    """A page: its address, its parsed HTML, what a visitor can read on it, its graph."""

    url: str
    soup: BeautifulSoup
    text: str
    graph: list[Node]


@pytest.fixture(scope="module")
def small_sites(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [shared_small(tmp_path_factory, kind) for kind in KINDS]


@pytest.fixture(scope="module")
def pages(development_site: Path, production_site: Path, small_sites: list[Path]) -> list[Read]:
    sites = (development_site, production_site, *small_sites)
    return [page for site in sites for page in read(site)]


def read(site: Path) -> Iterator[Read]:
    graphs = graphs_of(site)
    zips = [url for url in graphs if url.startswith("/near-me/zip/")]
    skipped = set(zips) - set(zips[::SAMPLE])
    for url, graph in graphs.items():
        if url not in skipped:
            html = (site / url.lstrip("/") / "index.html").read_text()
            soup = BeautifulSoup(html, "html.parser")
            assert soup.body
            yield Read(url, soup, squeezed(soup.body), graph)


def squeezed(text: str | Tag) -> str:
    """A text, or what can be read in an element, without spaces."""
    if isinstance(text, Tag):
        hidden = {id(found) for tag in text.find_all(NOT_SHOWN) for found in tag.strings}
        text = "".join(found for found in text.strings if id(found) not in hidden)
    return "".join(text.split())


def shown_telephone(e164: str) -> str:
    """`+16025550142` as it is printed."""
    found = re.fullmatch(r"\+1(\d{3})(\d{3})(\d{4})", e164)
    assert found, e164
    return "-".join(found.groups())


def texts(node: Node) -> Iterator[tuple[str, str]]:
    """Kind and text of everything in one node that must be readable as it stands."""
    for name in ("name", "headline", "honorificSuffix", "jobTitle", "streetAddress"):
        if name in node and not is_page(node):
            yield name, node[name]
    for name in ("addressLocality", "addressRegion", "postalCode"):
        if name in node:
            yield name, node[name]
    for name in ("telephone", "faxNumber"):
        if name in node:
            yield name, shown_telephone(node[name])
    for language in node.get("knowsLanguage", ()):
        yield "knowsLanguage", language


def is_page(node: Node) -> bool:
    return any(name.endswith("Page") for name in types(node))


def test_every_name_address_and_telephone_can_be_read_on_the_page(pages: list[Read]) -> None:
    compared: Counter[str] = Counter()
    for page in pages:
        for node in nodes(page.graph):
            for kind, text in texts(node):
                # Street and suite stand on two lines.
                parts = text.split(", ") if kind == "streetAddress" else [text]
                for part in parts:
                    assert squeezed(part) in page.text, (page.url, kind, part)
                    compared[kind] += 1
    assert compared["name"] > 1_200
    assert min(compared[kind] for kind in ("streetAddress", "postalCode", "telephone")) > 30
    assert min(compared[kind] for kind in ("knowsLanguage", "faxNumber")) >= 2


def test_the_name_of_a_page_is_its_title(pages: list[Read]) -> None:
    for page in pages:
        (node,) = (node for node in page.graph if node["@id"].endswith("#webpage"))
        assert page.soup.title
        assert page.soup.title.get_text().startswith(node["name"]), page.url
    assert len(pages) > 160


def test_name_and_address_of_a_clinic_stand_in_its_address_element(
    pages: list[Read],
) -> None:
    compared = 0
    for page, clinic in clinics(pages):
        element = page.soup.find("address")
        assert isinstance(element, Tag)
        shown = squeezed(element)
        address = clinic["address"]
        street = squeezed(address["streetAddress"].replace(", ", ""))
        rest = (address[name] for name in ("addressLocality", "addressRegion", "postalCode"))
        assert shown.startswith(squeezed(clinic["name"]) + street), page.url
        for part in rest:
            assert squeezed(part) in shown, page.url
            compared += 1
    assert compared > 90


def clinics(pages: list[Read]) -> Iterator[tuple[Read, Node]]:
    for page in pages:
        if any(node["@type"] == "MedicalClinic" for node in page.graph):
            yield page, one(page.graph, "MedicalClinic")


def test_the_regular_week_is_the_displayed_table(pages: list[Read]) -> None:
    days, tables = 0, 0
    for page, clinic in clinics(pages):
        specifications = clinic.get("openingHoursSpecification", [])
        marked_up: Week = {}
        for item in specifications:
            named = item.get("dayOfWeek", [])
            for day in [named] if isinstance(named, str) else named:
                times = item["opens"], item["closes"]
                said = marked_up.setdefault(day.removeprefix("https://schema.org/"), [])
                if times not in said:  # the week is said again after a holiday
                    said.append(times)
        is_closed_without_end = "These hours do not apply" in page.soup.get_text() and not marked_up
        shown = {} if is_closed_without_end else displayed_week(page.soup)
        assert marked_up == shown, page.url
        days += len(shown)
        tables += bool(shown)
    assert tables > 20
    assert days > 100


def displayed_week(soup: BeautifulSoup) -> Week:
    """The table of the page, as Google would have it; no day that is unknown or by appointment."""
    section = soup.find("section", class_="hours")
    assert isinstance(section, Tag)
    week = {}
    for row in section.select("tbody tr"):
        assert row.th
        assert row.td
        if times := displayed_times(row.td.get_text(" ")):
            week[row.th.get_text(strip=True)] = times
    assert set(week) <= set(WEEKDAYS)
    return week


def displayed_times(text: str) -> list[tuple[str, str]]:
    """`8:00 AM – 12:00 PM, 1:00 PM – 5:00 PM` as Google writes it."""
    if "Closed" in text:
        return [("00:00", "00:00")]
    if "Open 24 hours" in text:
        return [("00:00", "23:59")]
    found = [
        f"{int(hour) % 12 + 12 * (half == 'PM'):02}:{minute}"
        for hour, minute, half in re.findall(r"(\d+):(\d\d) (AM|PM)", text)
    ]
    pairs = zip(found[::2], found[1::2], strict=True)
    return [(opens, "23:59" if closes == "00:00" else closes) for opens, closes in pairs]


def test_special_days_are_the_displayed_ones(pages: list[Read]) -> None:
    compared = 0
    for page, clinic in clinics(pages):
        section = page.soup.find("section", class_="hours")
        assert isinstance(section, Tag)
        shown = {
            (*dates_in(item)[:1], *dates_in(item)[-1:], *times)
            for item in section.select("ul.plain li")
            for times in special_times(item, displayed_week(page.soup))
        }
        marked_up = {
            (item["validFrom"], item["validThrough"], item["opens"], item["closes"])
            for item in clinic.get("openingHoursSpecification", ())
            if "dayOfWeek" not in item and "validFrom" in item
        }
        if "These hours" not in section.get_text():
            assert marked_up == shown, page.url
            compared += len(shown)
    assert compared >= 2


def special_times(item: Tag, week: Week) -> list[tuple[str, str]]:
    """What a special day says; “regular hours” are those of its weekday in the table."""
    if "Regular hours" not in item.get_text():
        return displayed_times(item.get_text(" "))
    (day,) = map(datetime.date.fromisoformat, dates_in(item))
    return week.get(WEEKDAYS[day.weekday()], [])


def dates_in(element: Tag) -> list[str]:
    return [str(tag["datetime"]) for tag in element.find_all("time")]


def test_the_visible_trail_is_the_one_in_the_markup(pages: list[Read]) -> None:
    steps = 0
    for page in pages:
        if page.url == "/":
            continue
        trail = page.soup.find("nav", class_="breadcrumbs")
        assert isinstance(trail, Tag)
        shown = [(item.get_text(strip=True), link_of(item) or page.url) for item in trail("li")]
        items = one(page.graph, "BreadcrumbList")["itemListElement"]
        assert [(item["name"], urlsplit(item["item"]).path) for item in items] == shown, page.url
        steps += len(items)
    assert steps > 450


def link_of(element: Tag) -> str:
    return str(element.a["href"]) if element.a else ""


def test_a_list_of_clinics_has_the_displayed_clinics_in_their_order(pages: list[Read]) -> None:
    listed = 0
    for page in pages:
        for node in page.graph:
            if node["@type"] != "ItemList":
                continue
            cards = page.soup.select("main .card-title a")
            shown = [(card.get_text(strip=True), str(card["href"])) for card in cards]
            items = node["itemListElement"]
            assert [(item["name"], urlsplit(item["url"]).path) for item in items] == shown, page.url
            assert node["numberOfItems"] == len(shown)
            listed += len(shown)
    assert listed > 120


def test_every_question_and_answer_can_be_read_where_its_address_leads(pages: list[Read]) -> None:
    compared, letters = 0, 0
    for page in pages:
        for question in nodes(page.graph):
            if question["@type"] != "Question":
                continue
            place = page.soup.find(id=urlsplit(question["@id"]).fragment)
            assert isinstance(place, Tag)
            shown: Any = place.find_parent("details") or page.soup.main
            readable = squeezed(shown)
            answer = BeautifulSoup(question["acceptedAnswer"]["text"], "html.parser")
            assert squeezed(question["name"]) in readable, question["@id"]
            assert squeezed(answer) in readable, question["@id"]
            compared += 1
            letters += len(squeezed(answer))
    assert compared > 700
    assert letters > 150_000

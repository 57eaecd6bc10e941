"""The sitemaps: exactly the pages that search results may list, with days that files tell."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from plugins.clinics.catalog import Catalog
from plugins.clinics.pages import Page, plan, text_page
from plugins.clinics.problems import Problem, Severity
from plugins.clinics.prose import images_in, read_prose
from plugins.clinics.sitemap import (
    FOLDER,
    MOST_BYTES,
    MOST_URLS,
    SITEMAP_PATH,
    Entry,
    entries,
    sitemaps,
)
from tests.conftest import AS_OF, ROOT, SITE_URL, MakeProject, load, minimal
from tests.real import OUT

BASE = "https://a.org"
NAMES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
DAY = re.compile(r"\d{4}-\d\d-\d\d")

ROBOTS = re.compile(r'<meta name="robots" content="([^"]*)">')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
REVIEW = re.compile(r"^(?:published|facts_checked|last_reviewed): *([0-9-]+)", re.MULTILINE)


def article(published: str, checked: str, more: str = "") -> str:
    return (
        f"---\ntitle: A\ndescription: About A\npublished: {published}\n"
        f"facts_checked: {checked}\nnext_review: 2027-05-02\n{more}---\n\nText [@S001].\n"
    )


def question(checked: str, more: str = "") -> str:
    return (
        f"---\ntitle: Does it hurt?\npublished: 2026-01-01\nfacts_checked: {checked}\n"
        f"next_review: 2027-05-02\nsources: [S001]\n{more}---\n\nAsk.\n"
    )


SHARED = {
    "content/_sources.yaml": "sources: [{id: S001, title: Leaflet, publisher: FDA}]\n",
    "content/_conditions.yaml": "conditions: [{id: ocd, name: OCD}]\n",
    "content/faq/_topics.yaml": (
        "topics:\n  - {id: tms, name: TMS, description: About TMS.}\n"
        "  - {id: cost, name: Cost, description: About cost.}\n"
    ),
}
CONFIRMED = "confirmed: {on: %s, by: clinic manager}\n"


def catalog_of(make: MakeProject, **files: str) -> Catalog:
    """A production catalog of files, which are named without their folders and ends."""
    folders = {"article": "content/articles", "page": "content/pages"}
    named = {}
    for name, text in files.items():
        kind, _, slug = name.partition("_")
        slug = slug.replace("_", "-")
        if kind == "location":
            named[f"locations/{slug}.yaml"] = text
        elif kind == "faq":
            named[f"content/faq/{slug.replace('-', '/', 1)}.md"] = text
        else:
            named[f"{folders.get(kind, f'content/{kind}s')}/{slug}.md"] = text
    catalog = load(make({**SHARED, **named}), is_production=True).catalog
    assert catalog
    return catalog


def changes(catalog: Catalog) -> dict[str, str | None]:
    """Address → day of every page that search results may list."""
    pages = (*plan(catalog).pages, *(text_page(catalog, text) for text in catalog.repository.texts))
    return {
        entry.url: entry.changed.isoformat() if entry.changed else None
        for entry in entries(catalog, pages, {})
    }


def checked_part(data: bytes, base: str) -> dict[str, tuple[str | None, list[str]]]:
    """Address → lastmod and images of a part; every rule of the protocol's schema is asserted."""
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    assert len(data) <= MOST_BYTES
    root = ElementTree.fromstring(data)
    assert root.tag == f"{NAMES}urlset"
    assert root.attrib == {}
    assert 1 <= len(root) <= MOST_URLS
    found: dict[str, tuple[str | None, list[str]]] = {}
    for url in root:
        assert url.tag == f"{NAMES}url"
        tags = [child.tag for child in url]
        rest = tags[1:]
        lastmod = rest[:1] == [f"{NAMES}lastmod"]
        assert tags[0] == f"{NAMES}loc"
        assert set(rest[lastmod:]) <= {f"{IMAGE}image"}
        images = [checked_image(child, base) for child in url[1 + lastmod :]]
        assert len(images) <= 1000
        address = checked_address(url[0], base)
        assert address not in found
        found[address] = (checked_day(url[1]) if lastmod else None, images)
    assert list(found) == sorted(found)
    return found


def checked_image(image: Element, base: str) -> str:
    assert [child.tag for child in image] == [f"{IMAGE}loc"]
    return checked_address(image[0], base)


def checked_address(element: Element, base: str) -> str:
    text = element.text or ""
    assert len(element) == 0
    assert text.startswith(f"{base}/")
    assert 12 <= len(text) < 2048
    assert re.fullmatch(r"[!-~]+", text), text
    return text


def checked_day(element: Element) -> str:
    text = element.text or ""
    assert DAY.fullmatch(text), text
    assert datetime.date.fromisoformat(text) <= AS_OF
    return text


def checked_index(data: bytes, base: str) -> dict[str, str | None]:
    """Address → lastmod of the index; every rule of the protocol's schema is asserted."""
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    root = ElementTree.fromstring(data)
    assert root.tag == f"{NAMES}sitemapindex"
    assert 1 <= len(root) <= MOST_URLS
    found = {}
    for part in root:
        assert part.tag == f"{NAMES}sitemap"
        assert [child.tag for child in part] in (
            [f"{NAMES}loc"],
            [f"{NAMES}loc", f"{NAMES}lastmod"],
        )
        found[checked_address(part[0], base)] = checked_day(part[1]) if len(part) > 1 else None
    assert len(found) == len(root)
    return found


def checked(files: dict[str, bytes], base: str = BASE) -> dict[str, tuple[str | None, list[str]]]:
    """Address → lastmod and images of all parts together, which the index must name."""
    index = checked_index(files[SITEMAP_PATH], base)
    assert list(index) == [f"{base}/{path}" for path in files if path != SITEMAP_PATH]
    found: dict[str, tuple[str | None, list[str]]] = {}
    for address, lastmod in index.items():
        part = checked_part(files[address.removeprefix(f"{base}/")], base)
        assert not part.keys() & found.keys()
        days = [day for day, _images in part.values()]
        known = [day for day in days if day]
        assert lastmod == (max(known) if len(known) == len(days) else None)
        found |= part
    return found


def test_a_page_is_in_the_part_that_its_address_begins_with() -> None:
    urls = ("", "about/", "articles/", "articles/a/", "locations/", "locations/az/", "locations-x/")
    files = sitemaps([Entry(url) for url in reversed(urls)], BASE)
    parts = {
        path.removeprefix(FOLDER): list(checked_part(data, BASE))
        for path, data in files.items()
        if path != SITEMAP_PATH
    }
    assert parts == {
        "pages.xml": [f"{BASE}/", f"{BASE}/about/", f"{BASE}/locations-x/"],
        "locations.xml": [f"{BASE}/locations/", f"{BASE}/locations/az/"],
        "articles.xml": [f"{BASE}/articles/", f"{BASE}/articles/a/"],
    }
    checked(files)


def test_a_part_without_a_page_is_not_written() -> None:
    files = sitemaps([Entry("")], BASE)
    assert list(files) == [SITEMAP_PATH, "sitemaps/pages.xml"]
    assert list(checked(files)) == [f"{BASE}/"]


@pytest.mark.parametrize(("number", "sizes"), [(6, [3, 3]), (7, [3, 3, 1]), (3, [3])])
def test_a_part_goes_on_in_another_file_where_the_protocol_allows_no_more_pages(
    number: int, sizes: list[int]
) -> None:
    files = sitemaps([Entry(f"locations/az/c{n}/") for n in range(number)], BASE, most_urls=3)
    names = [f"sitemaps/locations{f'-{n}' if n > 1 else ''}.xml" for n in range(1, len(sizes) + 1)]
    assert list(files) == [SITEMAP_PATH, *names]
    assert [len(checked_part(files[name], BASE)) for name in names] == sizes
    assert len(checked(files)) == number


def test_no_file_is_larger_than_the_protocol_allows() -> None:
    found = [Entry(f"locations/az/c{n:03}/") for n in range(100)]
    (_, whole) = sitemaps(found, BASE).values()
    exact = sitemaps(found, BASE, most_bytes=len(whole))
    split = sitemaps(found, BASE, most_bytes=len(whole) - 1)
    assert (len(exact), len(split)) == (2, 3)
    for most in range(400, 1000, 50):
        files = sitemaps(found, BASE, most_bytes=most)
        assert max(len(data) for path, data in files.items() if path != SITEMAP_PATH) <= most
        assert len(checked(files)) == 100


def test_the_limits_are_those_of_the_protocol() -> None:
    found = [Entry(f"locations/az/c{n}/", AS_OF) for n in range(50_001)]
    files = sitemaps(found, BASE)
    assert [data.count(b"<url>") for data in list(files.values())[1:]] == [50_000, 1]
    assert len(checked(files)) == 50_001
    assert MOST_BYTES == 50 * 1024 * 1024


def test_every_address_is_escaped_for_xml_and_encoded() -> None:
    hostile = Entry(
        "a&b/</loc>/", None, ('theme/a b&amp;".jpg', "theme/%C3%A9.jpg", "theme/京.jpg")
    )
    assert checked(sitemaps([hostile], BASE)) == {
        f"{BASE}/a&b/%3C/loc%3E/": (
            None,
            [
                f"{BASE}/theme/a%20b&amp;%22.jpg",
                f"{BASE}/theme/%C3%A9.jpg",
                f"{BASE}/theme/%E4%BA%AC.jpg",
            ],
        )
    }


def test_the_order_of_the_pages_does_not_matter() -> None:
    found = [Entry(f"articles/{n}/", AS_OF) for n in range(20)]
    assert sitemaps(found, BASE) == sitemaps(reversed(found), BASE)


def test_a_text_changed_on_the_newest_of_its_days(project: MakeProject) -> None:
    found = changes(
        catalog_of(
            project,
            location_az_mesa=minimal(),
            article_a=article("2026-03-01", "2026-05-01"),
            article_b=article("2026-06-01", "2026-05-01", "last_reviewed: 2026-04-01\n"),
            article_c=article("2026-01-01", "2026-02-01", "last_reviewed: 2026-07-01\n"),
            page_about="---\ntitle: About\ndescription: About us.\n---\n\nHello.\n",
        )
    )
    assert {url: day for url, day in found.items() if url.startswith("articles/")} == {
        "articles/": "2026-07-01",
        "articles/a/": "2026-05-01",
        "articles/b/": "2026-06-01",
        "articles/c/": "2026-07-01",
    }
    assert found["about/"] is found[""] is found["a-z/"] is found["near-me/"] is None
    assert found.keys() & {"search/", "404.html", "near-me/zip/"} == set()


def test_a_page_that_shows_an_answer_changed_when_the_answer_did(project: MakeProject) -> None:
    found = changes(
        catalog_of(
            project,
            location_az_mesa=minimal(),
            article_a=article("2026-03-01", "2026-05-01", "questions: [hurt]\n"),
            article_b=article("2026-03-01", "2026-05-01", "questions: [pay]\n"),
            page_about="---\ntitle: About\ndescription: A.\nquestions: [hurt]\n---\n\nHello.\n",
            faq_tms_hurt=question("2026-08-01"),
            faq_cost_pay=question("2026-04-01", "last_reviewed: 2026-04-02\n"),
        )
    )
    assert found["articles/a/"] == found["faq/tms/"] == found["faq/"] == "2026-08-01"
    assert found["articles/b/"] == "2026-05-01"
    assert found["faq/cost/"] == "2026-04-02"
    assert found["about/"] is None


def test_a_clinic_changed_when_somebody_there_confirmed_its_file(project: MakeProject) -> None:
    found = changes(
        catalog_of(
            project,
            location_az_mesa=minimal(more=CONFIRMED % "2026-11-20"),
            location_az_tempe=minimal("az-tempe", "Tempe", CONFIRMED % "2026-11-22"),
            location_co_old=minimal("co-old", "Old", CONFIRMED % "2026-11-21"),
            location_co_new=minimal("co-new", "New"),
            location_ut_lehi=minimal(
                "ut-lehi", "Lehi", CONFIRMED % "2026-11-21" + "unconfirmed: [confirmed]\n"
            ),
        )
    )
    assert {url: day for url, day in found.items() if url.startswith("locations/")} == {
        "locations/": None,
        "locations/az/": "2026-11-22",
        "locations/az/mesa/": "2026-11-20",
        "locations/az/tempe/": "2026-11-22",
        "locations/co/": None,
        "locations/co/old/": "2026-11-21",
        "locations/co/new/": None,
        "locations/ut/": None,
        "locations/ut/lehi/": None,
    }


def test_a_closed_clinic_is_left_out_and_counts_for_the_list_that_shows_it(
    project: MakeProject,
) -> None:
    closed = minimal("az-tempe", "Tempe").replace("status: open", "status: closed")
    found = changes(
        catalog_of(
            project,
            location_az_mesa=minimal(more=CONFIRMED % "2026-11-20"),
            location_az_tempe=closed,
        )
    )
    assert "locations/az/tempe/" not in found
    assert found["locations/az/"] is None
    assert found["locations/"] == found["locations/az/mesa/"] == "2026-11-20"


def test_pictures_of_texts_are_listed_each_once() -> None:
    """As our converter writes them; what the words for a picture say is no address."""
    html = read_prose(
        '![A src="/theme/no.jpg" room](/images/room.jpg "Title")\n\n'
        "![Two](/images/a-b.jpg) ![Three](/images/room.jpg)\n\n"
        '`<img src="/theme/code.jpg">` ![Elsewhere](https://b.org/x.jpg)\n'
    ).html
    assert images_in(html) == ("images/room.jpg", "images/a-b.jpg")
    assert images_in("<p>None</p>") == ()


def test_ten_thousand_clinics_fit(project: MakeProject) -> None:
    catalog = catalog_of(project, location_az_mesa=minimal(more=CONFIRMED % "2026-11-20"))
    (location,) = catalog.published
    pages = [
        Page(f"locations/az/c{n}/", "", "", "", subject=dataclasses.replace(location))
        for n in range(10_000)
    ]
    files = sitemaps(entries(catalog, pages, {}), BASE)
    found = checked(files)
    assert len(found) == 10_000
    assert {day for day, _images in found.values()} == {"2026-11-20"}
    assert len(files) == 2


def files_of(site: Path) -> dict[str, bytes]:
    """The index and the parts of a built site, by their paths."""
    paths = [site / SITEMAP_PATH, *sorted((site / FOLDER).glob("*.xml"))]
    order = ["sitemap", "pages", "locations", "articles"]
    paths.sort(key=lambda path: order.index(path.stem))
    return {str(path.relative_to(site)): path.read_bytes() for path in paths}


def indexable(site: Path) -> Iterator[tuple[Path, str]]:
    """The pages that do not refuse to be listed, and the address that each gives as its own."""
    for path in sorted(site.rglob("*.html")):
        head = path.read_text("utf-8").partition("</head>")[0]
        if "noindex" not in "".join(ROBOTS.findall(head)):
            (canonical,) = CANONICAL.findall(head)
            yield path, unescape(canonical)


def test_the_real_sitemaps_list_exactly_the_pages_that_may_be_listed(production_site: Path) -> None:
    found = checked(files_of(production_site), SITE_URL)
    pages = dict(indexable(production_site))
    assert sorted(found) == sorted(pages.values())
    for path, canonical in pages.items():
        address = str(path.relative_to(production_site)).removesuffix("index.html")
        assert canonical == f"{SITE_URL}/{address}"
    assert 90 < len(found) == len(pages) < len(list(production_site.rglob("*.html"))) - 900


def test_the_days_of_the_real_texts_are_those_of_their_files(production_site: Path) -> None:
    found = checked(files_of(production_site), SITE_URL)
    answers = {path.stem: path for path in (ROOT / "content" / "faq").glob("*/*.md")}
    compared = 0
    for kind in ("articles", "treatments", "conditions"):
        for path in OUT & set((ROOT / "content" / kind).glob("*.md")):
            html = (production_site / kind / path.stem / "index.html").read_text("utf-8")
            ids = set(re.findall(r'\sid="([a-z0-9-]+)"', html))
            shown = [path, *(answers[slug] for slug in sorted(ids & answers.keys()))]
            assert found[f"{SITE_URL}/{kind}/{path.stem}/"][0] == newest_of(shown)
            compared += len(shown)
    for folder in (ROOT / "content" / "faq").glob("*/"):
        assert found[f"{SITE_URL}/faq/{folder.name}/"][0] == newest_of(
            OUT & set(folder.glob("*.md"))
        )
        compared += 1
    assert compared > 100
    undated = {url for url, (day, _images) in found.items() if day is None}
    assert f"{SITE_URL}/" in undated


def newest_of(paths: Iterable[Path]) -> str:
    return max(day for path in paths for day in REVIEW.findall(path.read_text("utf-8")))


def test_development_has_no_sitemap(development_site: Path) -> None:
    assert not (development_site / SITEMAP_PATH).exists()
    assert not (development_site / FOLDER).exists()


@pytest.mark.parametrize("path", ["sitemap.xml", "sitemaps/", "robots.txt", "llms.txt"])
def test_no_former_address_leads_away_from_a_file_for_programs(
    path: str, problems_of: Callable[..., list[Problem]]
) -> None:
    assert problems_of(minimal(more=f"former_urls: [/old-{path}]\n")) == []
    (problem,) = problems_of(minimal(more=f"former_urls: [/{path}]\n"))
    assert problem.severity is Severity.ERROR
    assert path.rstrip("/") in problem.message

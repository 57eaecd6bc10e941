"""The feed of articles: valid Atom, complete, and the same in every build."""

from __future__ import annotations

import dataclasses
import datetime
from html import unescape
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup

from plugins.clinics.catalog import Catalog
from plugins.clinics.feed import FEED_PATH, article_feed
from plugins.clinics.model.text import EDITORS
from tests.conftest import SITE_URL, MakeProject, build, html_pages, load, minimal
from tests.real import OUT

ATOM = "{http://www.w3.org/2005/Atom}"
ZONE = ZoneInfo("America/New_York")
HOSTILE = "\"Q&A\" <b>bold</b> ]]> 'n' &amp; </title> é 京"


def article(title: str, published: str = "2026-03-01", checked: str = "2026-11-02") -> str:
    return (
        f"---\ntitle: {title}\ndescription: About {title}\npublished: {published}\n"
        f"facts_checked: {checked}\nnext_review: 2027-05-02\n---\n\nText [@S001].\n"
    )


def catalog_of(make: MakeProject, **articles: str) -> Catalog:
    texts = {f"content/articles/{slug}.md": text for slug, text in articles.items()}
    sources = "sources: [{id: S001, title: Leaflet, publisher: FDA}]\n"
    files = {"locations/az-mesa.yaml": minimal(), "content/_sources.yaml": sources, **texts}
    catalog = load(make(files)).catalog
    assert catalog
    return catalog


def feed_of(catalog: Catalog) -> Element:
    return ElementTree.fromstring(article_feed(catalog, "https://a.org", ZONE, "en"))


def value(element: Element, name: str) -> str:
    found = element.findall(f"{ATOM}{name}")
    assert len(found) == 1, name
    return found[0].text or ""


def test_articles_come_newest_first_and_by_address_within_a_day(project: MakeProject) -> None:
    catalog = catalog_of(
        project,
        b=article("Aa", "2026-03-01"),
        a=article("Zz", "2026-03-01"),
        c=article("Cc", "2026-03-02"),
    )
    found = [value(entry, "title") for entry in feed_of(catalog).findall(f"{ATOM}entry")]
    assert found == ["Cc", "Zz", "Aa"]


def test_dates_are_those_of_the_files_at_midnight_of_the_site(project: MakeProject) -> None:
    catalog = catalog_of(project, a=article("A", "2026-07-01", "2026-11-02"), b=article("B"))
    feed = feed_of(catalog)
    entry = feed.findall(f"{ATOM}entry")[0]
    assert value(entry, "published") == "2026-07-01T00:00:00-04:00"
    assert value(entry, "updated") == value(feed, "updated") == "2026-11-02T00:00:00-05:00"


def test_the_feed_says_the_same_at_any_time(project: MakeProject) -> None:
    catalog = catalog_of(project, a=article("A"))
    feed = article_feed(catalog, "https://a.org", ZONE, "en")
    assert feed == article_feed(catalog, "https://a.org", ZONE, "en")
    assert str(datetime.date.today().year + 1).encode() not in feed
    years = {
        text[:4] for element in feed_of(catalog).iter() if (text := element.text or "")[:2] == "20"
    }
    assert years == {"2026"}


def test_a_hostile_title_stays_text(project: MakeProject) -> None:
    """The loader refuses HTML in a title; the feed does not count on it."""
    catalog = catalog_of(project, a=article("A"))
    articles = catalog.repository.texts.articles
    words = {"title": HOSTILE, "description": f"About {HOSTILE}"}
    front_matter = articles["a"].value.model_copy(update=words)
    articles["a"] = dataclasses.replace(articles["a"], value=front_matter)
    entry = feed_of(catalog).findall(f"{ATOM}entry")[0]
    assert value(entry, "title") == HOSTILE
    summary = value(entry, "summary")
    assert unescape(summary) == f"About {HOSTILE}"
    assert BeautifulSoup(summary, "html.parser").find() is None
    assert [child.tag.removeprefix(ATOM) for child in entry] == [
        "title", "link", "published", "updated", "author", "id", "summary",
    ]  # fmt: skip


def test_a_site_without_articles_has_no_feed(project: MakeProject) -> None:
    closed = minimal().replace("status: open", "status: closed")
    root = project({"locations/az-mesa.yaml": closed})
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (root / "output" / FEED_PATH).exists()
    assert FEED_PATH not in (root / "output" / "index.html").read_text("utf-8")


def test_the_real_feed_is_complete_and_leads_to_pages(production_site: Path) -> None:
    feed = ElementTree.fromstring((production_site / FEED_PATH).read_bytes())
    entries = feed.findall(f"{ATOM}entry")
    files = [path for path in OUT if path.parent.name == "articles"]
    assert len(entries) == len(files) > 5
    needed = ("id", "title", "updated", "published", "summary")
    assert all(value(entry, name) for entry in entries for name in needed)
    ids = [value(item, "id") for item in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    for item in (feed, *entries):
        assert value(item.findall(f"{ATOM}author")[0], "name") == EDITORS
        for link in item.findall(f"{ATOM}link"):
            url = link.attrib["href"]
            assert url.startswith(f"{SITE_URL}/")
            path = production_site / url.removeprefix(f"{SITE_URL}/")
            assert (path if path.suffix else path / "index.html").is_file(), url


def test_programs_and_people_find_the_feed(production_site: Path) -> None:
    pages = html_pages(production_site / "articles")
    assert len(pages) > 6
    for page in pages:
        html = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        (link,) = html.select('head link[rel="alternate"]')
        assert (link["type"], link["href"]) == ("application/atom+xml", f"/{FEED_PATH}")
        is_index = page.parent.name == "articles"
        assert bool(html.select(f'main a[href="/{FEED_PATH}"]')) == is_index
    other = (production_site / "treatments" / "index.html").read_text("utf-8")
    assert FEED_PATH not in other

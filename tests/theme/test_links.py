"""Every link of the site leads to where it says; a failure names the source that must change."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from plugins.clinics.links.find import external_links, host_of, is_ours, our_hosts
from plugins.clinics.publication import DIRECTIONS
from plugins.clinics.redirects import resolved
from tests.conftest import ROOT, SITE_URL, html_pages, load
from tests.links import (
    ADDRESS,
    CSS_URL,
    IN_JSON,
    BuiltSite,
    fault_of_shape,
    is_internal,
    links_of,
    lychee,
)
from tests.sources import fault, source_of
from tests.theme.conftest import Pages, address

Links = dict[str, list[str]]

EXPORTS = {".xml", ".txt", ".json", ".csv", ".geojson", ".kml", ".vcf", ".ics", ".webmanifest"}
"""Files besides the pages that name addresses of the site."""


@pytest.fixture(scope="module")
def links(pages: Pages) -> Links:
    """The links of each page."""
    return {url: list(links_of(page)) for url, page in pages.items()}


@pytest.fixture(scope="module")
def built(site: Path) -> BuiltSite:
    return BuiltSite(site)


def test_lychee_finds_no_broken_link(site: Path) -> None:
    """In all pages, style sheets, feeds and sitemaps, anchors too."""
    found = lychee(site)
    faults = [fault(page, target, "leads to nothing") for page, target in found.broken]
    assert not faults, "\n".join(faults)
    assert found.checked > 60_000


def test_every_internal_link_leads_to_a_page_itself(
    pages: Pages, links: Links, built: BuiltSite
) -> None:
    """To a file and an anchor that are there, and through no redirect."""
    built.keep(pages)
    checked, faults = 0, []
    for url, found in links.items():
        for link in filter(is_internal, found):
            if what := built.fault_of_target(url, link):
                faults.append(fault(url, link, what))
            checked += 1
    assert not faults, "\n".join(faults)
    assert checked > 7_000


def test_no_redirect_answers_an_address_that_a_page_links_to(site: Path, links: Links) -> None:
    """Not even one that only the host knows."""
    catalog = load(ROOT, site.name == "public").catalog
    assert catalog is not None
    redirects = resolved(catalog)
    by_path = {
        urlsplit(urljoin(url, link)).path: (url, link)
        for url, found in links.items()
        for link in filter(is_internal, found)
    }
    faults = [
        fault(*place, f"is led on to /{to}")
        for path, place in by_path.items()
        if (to := redirects.answer(path)) is not None
    ]
    assert not faults, "\n".join(faults)
    assert len(by_path) > 150


def test_every_address_is_written_in_its_one_form(links: Links) -> None:
    """From the root, with one slash at its end, over https; numbers and mail as they are dialed."""
    schemes: Counter[str] = Counter()
    faults = []
    for url, found in links.items():
        for link in found:
            if what := fault_of_shape(link):
                faults.append(fault(url, link, what))
            schemes["ours" if is_internal(link) else link.partition(":")[0]] += 1
    assert not faults, "\n".join(faults)
    assert schemes["ours"] > 7_000
    assert schemes["https"] > 1_000
    assert schemes["tel"] > 1_000
    assert schemes["sms"] > 200


def test_make_links_asks_for_every_link_to_another_site(site: Path, links: Links) -> None:
    """It looks for them in the sources; those to Google Maps are computed, and left out."""
    catalog = load(ROOT, site.name == "public").catalog
    assert catalog is not None
    ours = our_hosts(catalog, SITE_URL)
    asked = {link.url for link in external_links(catalog)}
    shown = {
        link: url
        for url, found in links.items()
        for link in found
        if link.startswith("http") and not is_ours(host_of(link), ours)
    }
    others = {link for link in shown if not link.startswith(DIRECTIONS)}
    assert [fault(shown[link], link, "is not asked for") for link in others - asked] == []
    assert len(others) > 50


def test_no_anchor_is_there_twice(pages: Pages) -> None:
    checked, faults = 0, []
    for url, page in pages.items():
        anchors = Counter(str(tag["id"]) for tag in page.find_all(id=True))
        faults += [fault(url, f"#{name}", "is twice") for name, n in anchors.items() if n > 1]
        checked += len(anchors)
    assert not faults, "\n".join(faults)
    assert checked > 2_000


def test_every_page_can_be_reached_from_the_home_page_by_plain_links(
    pages: Pages, links: Links
) -> None:
    reached, waiting = set(), ["/"]
    while waiting:
        url = waiting.pop()
        if url in reached or url not in pages:
            continue
        reached.add(url)
        waiting += [urlsplit(urljoin(url, link)).path for link in filter(is_internal, links[url])]
    orphans = [f"{source_of(url, url)}: no page links to {url}" for url in set(pages) - reached]
    assert orphans == ["theme/templates/404.html: no page links to /404.html"]
    assert len(reached) > 100


def test_there_are_no_drafts_in_the_output(site: Path) -> None:
    names = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    assert [name for name in names if re.search(r"(?:^|/)(?:drafts/|_)", name)] == []
    assert len(names) > 1_000


def test_style_sheets_name_files_that_are_there(site: Path) -> None:
    checked = 0
    for path in sorted(site.rglob("*.css")):
        for found in CSS_URL.finditer(path.read_text("utf-8")):
            name = found[1] or found[2]
            if not name.startswith(("data:", "#")):
                assert (site / name.removeprefix("/")).is_file(), f"{path.name}: {name}"
                checked += 1
    assert checked >= 1


def test_every_address_in_an_export_is_there(production_site: Path) -> None:
    """In sitemaps, feeds, exports, llms.txt, and in what pages say about themselves."""
    site, built = production_site, BuiltSite(production_site)
    checked: Counter[str] = Counter()
    faults = []
    exports = [path for path in sorted(site.rglob("*")) if path.suffix in EXPORTS]
    for path in (*exports, *html_pages(site)):
        text = path.read_text("utf-8")
        if path.suffix in (".vcf", ".ics"):
            text = re.sub(r"\r?\n[ \t]", "", text)
        for found in ADDRESS.finditer(text):
            link = found[0].rstrip(".:").removeprefix(SITE_URL) or "/"
            if path.suffix == ".html":  # its structured data names things by anchors of their own
                link = link.partition("#")[0]
            if what := built.fault_of_target("/", link):
                faults.append(fault(address(site, path), link, what))
            checked[path.suffix] += 1
    assert not faults, "\n".join(faults)
    least = {".html": 5_000, ".xml": 100, ".txt": 80, ".json": 20, ".csv": 20, ".geojson": 20}
    assert {suffix: checked[suffix] for suffix in least if checked[suffix] < least[suffix]} == {}
    assert checked[".vcf"] > 20


def test_every_path_in_the_manifest_is_there(site: Path, built: BuiltSite) -> None:
    paths = IN_JSON.findall((site / "manifest.webmanifest").read_text("utf-8"))
    assert [path for path in paths if not built.file(path).is_file()] == []
    assert len(paths) > 3


# --- what these tests would say -------------------------------------------------------------------

ARTICLE = "content/articles/tms-therapy-guide.md"


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ("{filename}/articles/x.md", "has a name in it that no program has replaced"),
        ("/articles/%7Bslug%7D/", "has a name in it that no program has replaced"),
        ("http://example.org/", "begins with “http:”"),
        ("javascript:void(0)", "begins with “javascript:”"),
        ("tel:+1480555010", "has not the form of tel:"),
        ("tel:480-555-0100", "has not the form of tel:"),
        ("sms:+1", "has not the form of sms:"),
        ("mailto:someone", "has not the form of mailto:"),
        ("../about/", "does not begin at the root of the site"),
        ("about/", "does not begin at the root of the site"),
        ("", "does not begin at the root of the site"),
        ("/about", "has no slash at its end"),
        ("/about#team", "has no slash at its end"),
        ("/about//", "has “//” or “/.” in it"),
        ("/about/index.html", "ends with index.html"),
        ("/About/", "has capitals"),
        ("/drafts/x/", "leads to a draft"),
        ("/articles/_example/", "leads to a draft"),
        ("/about/#team", None),
        ("#team", None),
        ("/locations.json", None),
        ("/search/?q=TMS", None),
        ("mailto:someone@example.org", None),
        ("sms:838255", None),
    ],
)
def test_a_wrong_form_is_told(link: str, what: str | None) -> None:
    assert fault_of_shape(link) == what


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ("/nowhere/", "leads to nothing"),
        ("/anxiety-blog/", "leads to a redirect"),
        ("/faq/tms/#never-asked", "names an anchor that is not there"),
        ("#nowhere", "names an anchor that is not there"),
        ("/faq/tms/#does-tms-hurt", None),
    ],
)
def test_a_wrong_target_is_told(link: str, what: str | None, production_site: Path) -> None:
    assert BuiltSite(production_site).fault_of_target("/about/", link) == what


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("/nowhere/", "/nowhere/"),
        ("{filename}/articles/nowhere.md", "/articles/nowhere/"),
        ("{filename}nowhere.md", "/articles/nowhere/"),
        ("{filename}/faq/tms/nowhere.md", "/faq/tms/#nowhere"),
        ("{filename}/locations/az-nowhere.yaml", "/locations/az/nowhere/"),
        ("#nowhere", "#nowhere"),
        ("tel:+14805550100", "tel:+14805550100"),
    ],
)
def test_a_failure_names_the_line_of_the_article(written: str, link: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    article = tmp_path / ARTICLE
    lines = article.read_text("utf-8").splitlines()
    lines[25:25] = ["", f"This [link]({written}) is broken, and {link}else/ is another.", ""]
    article.write_text("\n".join(lines), "utf-8")
    assert fault("/articles/tms-therapy-guide/", link, "is broken", tmp_path) == (
        f"{ARTICLE}:27: “{link}” is broken (on the page /articles/tms-therapy-guide/)"
    )


def test_lychee_and_the_message_find_a_planted_link(tmp_path: Path, production_site: Path) -> None:
    """From the page that lychee reads to the line that an editor must change."""
    site = tmp_path / "public"
    shutil.copytree(production_site, site, ignore=shutil.ignore_patterns("zip", "near"))
    shutil.copytree(ROOT / "content", tmp_path / "content")
    article = tmp_path / ARTICLE
    with article.open("a", encoding="utf-8") as file:
        file.write("\nSee [this](/treatments/never-offered/).\n")
    last = len(article.read_text("utf-8").splitlines())
    page = site / "articles/tms-therapy-guide/index.html"
    html = page.read_text("utf-8").replace(
        "</main>", '<a href="/treatments/never-offered/">this</a></main>', 1
    )
    assert "never-offered" in html
    page.write_text(html, "utf-8")
    ((url, target),) = lychee(site, page).broken
    assert fault(url, target, "leads to nothing", tmp_path) == (
        f"{ARTICLE}:{last}: “/treatments/never-offered/” leads to nothing "
        "(on the page /articles/tms-therapy-guide/)"
    )


@pytest.mark.parametrize(
    ("page", "link", "place"),
    [
        ("/treatments/spravato/", "/treatments/spravato/", r"content/treatments/spravato\.md"),
        ("/locations/az/gilbert/", "tel:+18443101649", r"locations/\w[\w-]*\.yaml:\d+"),
        ("/faq/tms/", "#does-tms-hurt", r"content/faq/tms/does-tms-hurt\.md"),
        ("/", "/near-me/", r"theme/templates/[\w/-]+\.html:\d+"),
        ("/", "/never/linked/", r"theme/templates/index\.html$"),
        ("/locations/az/", "/never/linked/", r"theme/templates/directory\.html$"),
        ("/articles/tms-therapy-guide/", "#h-key-points", rf"{ARTICLE}:\d+$"),
        ("/articles/tms-therapy-guide/", "#source-2", rf"{ARTICLE}:\d+$"),
        ("/articles/tms-therapy-guide/", "#source-999", rf"{ARTICLE}$"),
    ],
)
def test_links_of_every_kind_of_page_have_a_source(page: str, link: str, place: str) -> None:
    assert re.match(place, source_of(page, link)), source_of(page, link)


def test_all_attributes_with_addresses_are_read() -> None:
    page = BeautifulSoup(
        '<a href="/a/" ping="/p/ /q/"></a><img src="/b" srcset="/c 1x, /d 2x">'
        '<video poster="/e"></video><form action="/f"><button formaction="/g"></button></form>'
        '<object data="/h"></object><link href="/i" imagesrcset="/j 100w">',
        "html.parser",
    )
    assert "".join(sorted(links_of(page))) == "/a//b/c/d/e/f/g/h/i/j/p//q/"


def test_an_address_of_the_site_ends_where_it_ends() -> None:
    text = f'[a]({SITE_URL}/a/) "{SITE_URL}/b/",{SITE_URL}/c/,d {SITE_URL}.evil.org/ {SITE_URL}'
    assert ADDRESS.findall(text) == [f"{SITE_URL}/{name}" for name in ("a/", "b/", "c/")] + [
        SITE_URL
    ]

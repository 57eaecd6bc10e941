"""Every address of the old website that is known leads to today's page, in one step.

`expected/old_addresses.csv` lists them by generation; `host` is a clinic's old host as a whole.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from plugins.clinics.catalog import Catalog
from plugins.clinics.redirects import redirect_pages, resolved
from plugins.clinics.redirects.address import OldAddress, old_address
from tests.conftest import ROOT, SITE_URL, leads_on, load
from tests.nginx import serving

BY_GENERATION = {
    "1": 1,
    "2": 1,
    "3": 10,
    "4": 2,
    "5": 4,
    "6": 13,
    "7": 30,
    "8": 11,
    "host": 19,
}
UNCHANGED = 3
"""So many of them are the addresses of pages today."""

HELD_WITH_ADDRESSES = {"az-estrella": 3, "az-queen-creek": 3, "co-superior": 3}


class Known(NamedTuple):
    """A line of the list; `today` is where it leads on the published site."""

    generation: str
    old: str
    today: str

    @property
    def is_unchanged(self) -> bool:
        return urlsplit(self.old).path == self.today


def known() -> list[Known]:
    with (ROOT / "tests/expected/old_addresses.csv").open(encoding="utf-8", newline="") as file:
        return [Known(*row) for row in list(csv.reader(file))[1:]]


def catalog_of(is_production: bool) -> Catalog:
    catalog = load(ROOT, is_production).catalog
    assert catalog is not None
    return catalog


def test_the_list_has_every_address_that_is_known() -> None:
    rows = known()
    assert Counter(row.generation for row in rows) == BY_GENERATION
    assert len({row.old for row in rows}) == len(rows) == 91
    assert sum(row.is_unchanged for row in rows) == UNCHANGED


@pytest.mark.parametrize("is_production", [False, True], ids=["development", "production"])
def test_every_known_address_leads_to_a_page_in_one_step(is_production: bool) -> None:
    catalog = catalog_of(is_production)
    found = resolved(catalog)
    live = {*catalog.urls, *(url for url in catalog.files.values() if "#" in url)}
    checked = 0
    for row in known():
        to = found.answer(row.old) or (row.today[1:] if row.is_unchanged else None)
        assert to in live, row
        assert found.answer(f"/{to}") is None, row
        assert not is_production or f"/{to}" == row.today, row
        checked += 1
    assert checked == 91


def test_a_clinic_that_is_held_back_is_answered_by_its_state() -> None:
    catalog = catalog_of(True)
    found = resolved(catalog)
    answered: Counter[str] = Counter()
    for slug in catalog.held:
        entry = catalog.repository.locations[slug].value
        for url in entry.former_urls:
            assert found.answer(url) == f"locations/{entry.address.address_region.lower()}/"
            answered[slug] += 1
    assert answered == HELD_WITH_ADDRESSES


@pytest.mark.parametrize("kind", ["development", "production"])
def test_every_redirect_page_leads_to_a_page_of_the_site(
    kind: str, request: pytest.FixtureRequest
) -> None:
    site: Path = request.getfixturevalue(f"{kind}_site")
    pages = redirect_pages(resolved(catalog_of(kind == "production")))
    written = {str(path.relative_to(site)) for path in site.rglob("*.html") if leads_on(path)}
    assert written == {page.save_as for page in pages}
    assert len(pages) >= 60
    for page in pages:
        html = (site / page.save_as).read_text("utf-8")
        assert f'content="0; url=/{page.to}"' in html
        target = site / page.canonical / "index.html"
        assert target.is_file(), page
        assert not leads_on(target), page
        anchor = page.to.partition("#")[2]
        assert f'id="{anchor}"' in target.read_text("utf-8") or not anchor, page


def answer_of_netlify(lines: list[list[str]], host: str, old: OldAddress) -> str | None:
    """The first line that fits, read as Netlify does; a path fits with and without its slash."""
    for source, *queries, target, _status in lines:
        place = urlsplit(source) if "://" in source else urlsplit(f"//any{source}")
        path = place.path.rstrip("/") or "/"
        asked = old.path or "/"
        start = place.path.removesuffix("*")
        is_there = asked.startswith(start.rstrip("/") if start[-1] == "/" else start)
        fits = is_there if source.endswith("*") else path == asked
        if place.hostname in ("any", host) and fits and (not queries or queries == [old.query]):
            return target.replace(":splat", asked[1:])
    return None


def test_netlify_answers_every_known_address(production_site: Path) -> None:
    text = (production_site / "_redirects").read_text("utf-8")
    lines = [line.split() for line in text.splitlines() if line and line[0] != "#"]
    assert len(lines) > 250
    assert max(map(len, text.splitlines())) < 1000
    checked = 0
    for row in known():
        old = old_address(row.old)
        found = answer_of_netlify(lines, old.host or "", old)
        assert (found or "").rstrip("/") == (SITE_URL + row.today).rstrip("/"), row
        checked += 1
    assert checked == 91


# --- nginx, as it really answers -----------------------------------------------------------------


Ask = Callable[[str], tuple[int, str]]


@pytest.fixture(scope="module")
def ask(production_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """A function from an address to the status and the `Location` of its answer."""
    with serving(production_site, tmp_path_factory.mktemp("nginx")) as nginx:

        def status_and_location(url: str) -> tuple[int, str]:
            answer = nginx.get(url)
            return answer.status, answer.headers.get("location", "")

        yield status_and_location


def spellings(url: str) -> list[str]:
    """The ways in which an address is asked for."""
    if urlsplit(url).query:
        return [url, f"{url}&utm_source=letter", url.replace("?", "?utm_source=letter&")]
    bare = url.rstrip("/")
    return [bare, f"{bare}/", f"{bare}/index.html", f"{bare}/?utm_source=letter"]


def test_nginx_answers_every_known_address_in_one_step(
    ask: Ask,
) -> None:
    asked, wanted = 0, set()
    for row in known():
        for url in spellings(row.old):
            status, location = ask(url)
            if row.is_unchanged:  # on its new name of the site, the address as it was asked for
                assert (status, location) == (301, SITE_URL + url[url.index("/", 8) :]), url
            else:
                assert (status, location) == (301, SITE_URL + row.today), url
            asked += 1
        wanted.add(row.today.partition("#")[0])
    for path in wanted:
        assert ask(SITE_URL + path) == (200, ""), path
    assert asked == 4 * 91 - 1
    assert len(wanted) > 30


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/", 200),
        ("/?p=1", 200),
        ("/locations/", 200),
        ("/nowhere/", 404),
        ("/wp-content/uploads/2025/06/picture.jpg", 404),
        ("/service-page/something-else", 404),
        ("/robots.txt.html", 404),
    ],
)
def test_nginx_leaves_all_other_addresses_alone(path: str, answer: int, ask: Ask) -> None:
    assert ask(SITE_URL + path) == (answer, "")


@pytest.mark.parametrize(
    ("url", "to"),
    [
        ("https://provo.serenitymentalhealthcenters.com/never/listed?x=1", "/locations/ut/provo/"),
        ("https://superior.serenitymentalhealthcenters.com/theme/css/site.css", "/locations/co/"),
        ("https://provo.serenitymentalhealthcenters.com/?p=5980", "/locations/ut/provo/"),
        ("https://serenitymentalhealthcenters.com/about/?x=1", "/about/?x=1"),
        ("https://serenitymentalhealthcenters.com//evil.org/", "//evil.org/"),
        (SITE_URL + "/tms-treatment-blog/never-listed", "/treatments/tms-therapy/"),
        (
            SITE_URL + "/services/mental-health-treatments/structured-gratitude-lake-mary-fl",
            "/treatments/structured-gratitude/",
        ),
        (
            SITE_URL + "/services/mental-health-conditions/obsessive-compulsive-disorder-x-tx",
            "/conditions/ocd/",
        ),
    ],
)
def test_nginx_answers_what_nobody_has_listed(url: str, to: str, ask: Ask) -> None:
    assert ask(url) == (301, SITE_URL + to)


def test_nginx_leads_no_certificate_check_away(ask: Ask) -> None:
    host = "https://provo.serenitymentalhealthcenters.com"
    assert ask(f"{host}/.well-known/acme-challenge/token") == (404, "")

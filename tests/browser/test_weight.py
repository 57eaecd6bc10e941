"""Pages are light: budgets for what a first visit loads from the published site, compressed."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser

from tests.browser.delivered import sent_size
from tests.browser.pages import BY_NAME, PUBLISHED, Sample
from tests.browser.weight import (
    blocking,
    file_of,
    measured,
    plain_name,
    scripts_of,
    table,
)
from tests.conftest import html_pages
from tests.plugin.test_site_small import shared_small
from tests.structured_data.reading import address

FIRST_FLIGHT = 14 * 1024
"""What a server sends before the first acknowledgement comes back: ten packets."""
ROOM_FOR_FACTS = 1024
"""Bytes by which the median clinic may outgrow the first flight before a test says so."""

BLOCKING, WHOLE, ALL_STYLES, ALL_SCRIPTS = 30_000, 100_000, 12_000, 15_000
ONE_SCRIPT = {
    "near-me.js": 7350,  # 5,000 for the search; the rules of hours and their words are 1,700
    "site-search.js": 2560,
    "clinic.js": 2200,
    "small-form.js": 512,
    "questions.js": 512,
}
"""Every script of the site."""

SERVES = {
    "near-me.js": 'id="near-me-root"',
    "site-search.js": 'id="search-results"',
    "clinic.js": "data-hours=",
    "small-form.js": "data-near-me=",
    "questions.js": '<details class="question',
}
"""What a page has that needs the script; no page without it asks for the script."""

QUICK = tuple(BY_NAME[name] for name in ("home", "near-me", "location-full", "article", "search"))
CLINIC = re.compile(r"/locations/[a-z]{2}/[a-z-]+/")


@pytest.fixture(scope="module")
def pages(production_site: Path) -> dict[str, str]:
    """The HTML of every page by its address."""
    files = html_pages(production_site)
    return {address(production_site, path): path.read_text() for path in files}


@pytest.mark.parametrize(
    "samples", [QUICK, pytest.param(PUBLISHED, marks=pytest.mark.verify)], ids=["sample", "all"]
)
def test_a_first_visit_loads_little_and_nothing_from_elsewhere(
    browser: Browser, production_site: Path, samples: tuple[Sample, ...]
) -> None:
    weights = list(measured(browser, production_site, samples))
    print(f"\n{table(weights)}")  # for `pytest -s`
    assert {weight.sample.name: weight.elsewhere for weight in weights if weight.elsewhere} == {}
    assert [weight for weight in weights if weight.total > WHOLE] == []
    assert {
        weight.sample.name: extra
        for weight in weights
        if (extra := weight.scripts - set(weight.sample.scripts))
    } == {}
    assert len(weights) == len(samples) >= 5
    assert sum(len(weight.files) for weight in weights) >= 3 * len(samples)


def test_a_page_asks_for_the_scripts_that_it_needs_and_no_others(
    pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    small = shared_small(tmp_path_factory, "production")  # with hours, which the real one awaits
    pages = pages | {f"small{address(small, path)}": path.read_text() for path in html_pages(small)}
    asked = {
        url: {plain_name(tag.get("src", "inline")) for tag in scripts_of(html)}
        for url, html in pages.items()
    }
    needed = {
        url: {script for script, mark in SERVES.items() if mark in html}
        for url, html in pages.items()
    }
    assert {url: asked[url] ^ needed[url] for url in pages if asked[url] != needed[url]} == {}
    assert set().union(*asked.values()) == set(SERVES)
    assert len(pages) > 970
    assert sum(map(len, asked.values())) > 40


def test_no_script_holds_a_page_up(pages: dict[str, str]) -> None:
    tags = [tag for html in pages.values() for tag in scripts_of(html)]
    assert [tag for tag in tags if tag.get("type") != "module"] == []
    assert len(tags) > 40


def test_a_page_shows_after_few_bytes(production_site: Path, pages: dict[str, str]) -> None:
    """The HTML and the style sheets that it waits for, of every page."""
    sizes = {
        url: sent_size(file_of(production_site, url)) + blocking(production_site, html)
        for url, html in pages.items()
    }
    clinics = [size for url, size in sizes.items() if CLINIC.fullmatch(url)]
    assert {url: size for url, size in sizes.items() if size > BLOCKING} == {}
    # What editors confirm makes pages longer, and must not fail their edit: `make weight` tells.
    assert median(clinics) <= FIRST_FLIGHT + ROOM_FOR_FACTS
    assert len(sizes) > 970
    assert len(clinics) > 25


@pytest.mark.parametrize(
    ("suffix", "most"), [("css", ALL_STYLES), ("js", ALL_SCRIPTS)], ids=["styles", "scripts"]
)
def test_all_files_of_a_kind_together_are_small(
    production_site: Path, suffix: str, most: int
) -> None:
    """Without the search index, which brings scripts of its own when somebody searches."""
    sizes = {path.name: sent_size(path) for path in production_site.rglob(f"theme/**/*.{suffix}")}
    assert sum(sizes.values()) <= most, sizes
    assert len(sizes) >= 1


def test_each_script_is_small(production_site: Path) -> None:
    paths = (production_site / "theme" / "js").glob("*.js")
    sizes = {plain_name(path.name): sent_size(path) for path in paths}
    assert set(sizes) == set(ONE_SCRIPT)
    assert {name: size for name, size in sizes.items() if size > ONE_SCRIPT[name]} == {}

"""What shared links show, and what tabs and home screens show, on the real site in both builds."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import SITE_URL, html_pages
from tests.structured_data.reading import address

TAG = re.compile(r'<meta (?:name|property)="((?:og|twitter):[\w:]+)" content="([^"]*)">')
LINK = re.compile(r'<link rel="(icon|apple-touch-icon|manifest)" href="/([^"]+)"')
THEME_COLOR = re.compile(r'<meta name="theme-color" content="([^"]+)" media="([^"]+)">')
OF_IMAGE = {"type": "image/png", "width": "1200", "height": "630"}

Shared = dict[str, str]


@pytest.fixture(scope="module")
def shared(production_site: Path) -> dict[str, Shared]:
    """What every page of the published site says to those who share it, by its address."""
    return {
        address(production_site, path): {
            name: unescape(content) for name, content in TAG.findall(path.read_text())
        }
        for path in html_pages(production_site)
    }


@pytest.fixture(scope="module", params=["development", "production"])
def site(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(f"{request.param}_site")
    return folder


def card_name(found: Shared) -> str:
    return found["og:image"].removeprefix(f"{SITE_URL}/cards/")


def test_every_published_page_has_a_card_that_exists_in_the_size_that_it_says(
    shared: dict[str, Shared], production_site: Path
) -> None:
    names = set()
    for url, found in shared.items():
        assert found["og:image"].startswith(f"{SITE_URL}/cards/"), url
        assert {key: found[f"og:image:{key}"] for key in OF_IMAGE} == OF_IMAGE, url
        assert len(found["og:image:alt"]) > 10, url
        assert found["twitter:card"] == "summary_large_image", url
        names.add(card_name(found))
    files = {path.name: path for path in (production_site / "cards").iterdir()}
    assert set(files) == names, "no card without a page, no page without its card"
    for path in files.values():
        with Image.open(path) as image:
            assert (image.format, image.size) == ("PNG", (1200, 630))
        assert path.stat().st_size < 40_000, path.name
    assert len(shared) > 970
    assert len(files) > 40


def test_a_page_about_health_has_a_card_of_its_own_and_a_clinic_that_of_its_state(
    shared: dict[str, Shared],
) -> None:
    compared = {"own": 0, "state": 0, "home": 0}
    for url, found in shared.items():
        kind, *rest = url.strip("/").split("/")
        if kind in ("treatments", "conditions", "articles") and rest:
            expected, group = f"{kind.removesuffix('s')}-{rest[0]}.png", "own"
            assert found["og:title"] in found["og:image:alt"], url
        elif kind == "locations" and rest:
            expected, group = f"state-{rest[0]}.png", "state"
            state = shared[f"/locations/{rest[0]}/"]
            assert found["og:image:alt"] == state["og:image:alt"], url
            assert found["og:image:alt"].startswith(state["og:title"]), url
        else:
            expected, group = "home.png", "home"
        assert card_name(found) == expected, url
        compared[group] += 1
    assert compared["own"] > 30
    assert compared["state"] > 30
    assert compared["home"] > 900


def test_only_articles_are_articles_to_those_who_share_them(shared: dict[str, Shared]) -> None:
    articles = {url for url, found in shared.items() if found["og:type"] == "article"}
    assert articles == {url for url in shared if re.fullmatch(r"/articles/[^/]+/", url)}
    assert len(articles) > 15


def test_a_development_page_has_no_card(development_site: Path) -> None:
    pages = [path.read_text() for path in html_pages(development_site)]
    assert not any("og:image" in page for page in pages)
    assert all('<meta name="twitter:card" content="summary">' in page for page in pages)
    assert not (development_site / "cards").exists()
    assert len(pages) > 970


def test_every_icon_that_a_page_names_exists(site: Path) -> None:
    pages = html_pages(site)
    named = {tuple(LINK.findall(path.read_text())) for path in pages}
    assert len(pages) > 970
    (links,) = named
    assert [rel for rel, _path in links] == ["icon", "icon", "apple-touch-icon", "manifest"]
    assert links[0] == ("icon", "favicon.ico"), "where browsers look without being told"
    for _rel, path in links:
        assert (site / path).is_file(), path


def test_the_manifest_says_what_the_pages_say(site: Path) -> None:
    home = (site / "index.html").read_text()
    content = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    found = dict(TAG.findall(home))
    assert content["name"] == unescape(found["og:site_name"])
    assert f'<html lang="{content["lang"]}">' in home
    colors = {media: color for color, media in THEME_COLOR.findall(home)}
    assert set(colors) == {f"(prefers-color-scheme: {scheme})" for scheme in ("light", "dark")}
    assert content["theme_color"] == colors["(prefers-color-scheme: light)"]
    for icon in content["icons"]:
        assert (site / icon["src"].removeprefix("/")).is_file(), icon["src"]
    assert len(content["icons"]) == 3

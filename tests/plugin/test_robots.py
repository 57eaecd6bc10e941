"""robots.txt: all of the published site may be read, nothing of any other."""

from __future__ import annotations

from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest

from plugins.clinics.robots import ROBOTS_PATH, published_robots, unpublished_robots
from plugins.clinics.sitemap import FOLDER, SITEMAP_PATH
from tests.conftest import SITE_URL

PROGRAMS = ("Googlebot", "Bingbot", "Googlebot-Image", "*")


def parsed(data: bytes) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(data.decode().splitlines())
    return parser


@pytest.mark.parametrize("program", PROGRAMS)
def test_everything_published_may_be_read(program: str) -> None:
    """Also pages that must not be listed: a program that may not read them never learns it."""
    parser = parsed(published_robots(["https://a.org/sitemap.xml"]))
    for path in ("/", "/search/", "/near-me/zip/850/", "/theme/js/site.js", "/near/x", "/404.html"):
        assert parser.can_fetch(program, f"https://a.org{path}")


@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_else_may_be_read(program: str) -> None:
    parser = parsed(unpublished_robots())
    for path in ("/", "/index.html", "/articles/", "/robots"):
        assert not parser.can_fetch(program, f"https://a.org{path}")
    assert parser.site_maps() is None


def test_the_real_site_names_each_of_its_sitemaps(production_site: Path) -> None:
    """All of them: a part may list what lies above its own folder only because this file names it.

    https://www.sitemaps.org/protocol.html, “Sitemap file location”
    """
    parser = parsed((production_site / ROBOTS_PATH).read_bytes())
    parts = sorted(path.name for path in (production_site / FOLDER).glob("*.xml"))
    assert len(parts) == 3
    named = [f"{SITE_URL}/{SITEMAP_PATH}", *(f"{SITE_URL}/{FOLDER}{name}" for name in parts)]
    assert sorted(parser.site_maps() or ()) == sorted(named)
    pages = [path.relative_to(production_site) for path in production_site.rglob("*.html")]
    assert len(pages) > 970
    assert all(parser.can_fetch("Googlebot", f"{SITE_URL}/{page}") for page in pages)


def test_the_preview_asks_not_to_be_read(development_site: Path) -> None:
    assert (development_site / ROBOTS_PATH).read_bytes() == unpublished_robots()

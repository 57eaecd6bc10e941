"""The pages of the real site, parsed once for all modules that look at every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.conftest import html_pages

Pages = dict[str, BeautifulSoup]

ZIP_PAGES = 916
SAMPLE = 40
"""Every so many-th of the ZIP pages is read: they come from one template and differ in facts."""


@pytest.fixture(scope="session", params=["development", "production"])
def site(request: pytest.FixtureRequest) -> Path:
    """The folder of the real site, in both kinds of build."""
    folder: Path = request.getfixturevalue(f"{request.param}_site")
    return folder


@pytest.fixture(
    scope="session",
    params=[SAMPLE, pytest.param(1, marks=pytest.mark.verify)],
    ids=["sample", "all"],
)
def pages(site: Path, request: pytest.FixtureRequest) -> Pages:
    """The pages, parsed, by their address from the root; of the ZIP pages a sample."""
    zips = sorted(site.glob("near-me/zip/*/index.html"))
    assert len(zips) == ZIP_PAGES
    others = sorted(set(html_pages(site)) - set(zips))
    assert len(others) > 45
    return {
        address(site, path): BeautifulSoup(path.read_text(), "html.parser")
        for path in (*others, *zips[:: request.param])
    }


def address(site: Path, path: Path) -> str:
    """The address of a page, from the root: `/locations/`."""
    return "/" + str(path.relative_to(site)).removesuffix("index.html")

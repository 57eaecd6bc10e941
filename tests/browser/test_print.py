"""A clinic's page on paper: one sheet with what a visitor needs on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.near_me_site import served


@pytest.fixture(scope="module")
def site_url(development_site: Path) -> Iterator[str]:
    with served(development_site) as url:
        yield url


def sheets(page: Page) -> int:
    """How many sheets of paper the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter")))


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_every_clinic_prints_on_one_sheet(
    page: Page, site_url: str, development_site: Path, color_scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=color_scheme, media="print")
    paths = sorted(development_site.glob("locations/??/*/index.html"))
    assert len(paths) >= 30
    for path in paths[:: len(paths) // 6]:
        page.goto(f"{site_url}/{path.relative_to(development_site).parent}/")
        assert sheets(page) == 1, path
        for name in ("Opening hours", "Services", "Insurance", "Help in a crisis"):
            expect(page.get_by_role("heading", name=name)).to_be_visible()
        expect(page.get_by_label("Address and telephone")).to_be_visible()
        expect(page.get_by_role("navigation")).to_have_count(0)
        ink = page.locator("h1").evaluate("heading => getComputedStyle(heading).color")
        assert ink in ("rgb(0, 0, 0)", "rgb(36, 25, 50)")

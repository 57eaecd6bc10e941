"""The header and its drawer, which the browser opens without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.near_me_site import served


@pytest.fixture(scope="module")
def site_url(development_site: Path) -> Iterator[str]:
    with served(development_site) as url:
        yield url


@pytest.fixture
def phone(browser: Browser, site_url: str) -> Iterator[Page]:
    """A page on a phone, without JavaScript."""
    screen = {"width": 390, "height": 844}
    with browser.new_context(java_script_enabled=False, viewport=screen) as context:
        context.set_default_timeout(5_000)
        page = context.new_page()
        page.goto(f"{site_url}/treatments/")
        yield page


def drawer(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main")


def test_the_drawer_opens_and_closes_without_a_script(phone: Page) -> None:
    expect(drawer(phone)).to_be_hidden()
    phone.get_by_role("button", name="Menu").click()
    expect(drawer(phone).get_by_role("link")).to_have_count(11)
    expect(drawer(phone).get_by_role("link", name="Find a clinic")).to_be_visible()
    phone.get_by_role("button", name="Close").click()
    expect(drawer(phone)).to_be_hidden()


def test_the_drawer_works_by_keyboard_and_gives_the_focus_back(phone: Page) -> None:
    button = phone.get_by_role("button", name="Menu")
    button.focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("button", name="Close")).to_be_focused()
    phone.keyboard.press("Tab")
    expect(drawer(phone).get_by_role("link", name="Find a clinic")).to_be_focused()
    phone.keyboard.press("Escape")
    expect(drawer(phone)).to_be_hidden()
    expect(button).to_be_focused()


def test_a_link_of_the_drawer_leads_to_its_page(phone: Page) -> None:
    phone.get_by_role("button", name="Menu").click()
    current = drawer(phone).locator("[aria-current=page]")
    expect(current).to_have_text("Treatments")
    drawer(phone).get_by_role("link", name="Insurance and cost").click()
    phone.wait_for_url("**/insurance/")


def test_the_header_is_one_row_at_every_width(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/search/")
    parts = page.locator(".site-header > :visible")
    for width, least in ((320, 3), (360, 3), (390, 3), (768, 4), (1024, 5), (1280, 5), (1920, 5)):
        page.set_viewport_size({"width": width, "height": 800})
        boxes = parts.evaluate_all("parts => parts.map(part => part.getBoundingClientRect())")
        assert len(boxes) >= least, width
        middles = [box["y"] + box["height"] / 2 for box in boxes]
        assert max(middles) - min(middles) < 12, width
        assert max(box["x"] + box["width"] for box in boxes) <= width, width
        assert max(box["height"] for box in boxes) < 60, width

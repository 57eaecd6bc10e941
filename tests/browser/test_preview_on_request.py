"""The real preview in a real browser: an edit, a mistake with a link to its line, another day."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.plugin.test_preview_serve import FILE, NAME, URL, Serving
from tests.plugin.test_site_small import SITE


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The small site, served."""
    root = tmp_path_factory.mktemp("serving") / "site"
    shutil.copytree(SITE, root)
    running = Serving(root)
    yield running
    running.end(signal.SIGINT)


def test_an_open_page_shows_each_edit_and_each_mistake_with_a_link_to_its_line(
    serving: Serving, page: Page, console_errors: list[str]
) -> None:
    with page.expect_request("**/_preview/events"):
        page.goto(f"http://localhost:{serving.port}{URL}")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Example")
    with serving.edited(FILE, NAME, "name: Seen "):
        expect(heading).to_contain_text("Seen")
    expect(heading).to_contain_text("Example")
    dialog = page.get_by_role("dialog", name="The last change could not be built")
    with serving.edited(FILE, NAME, "naem: Wrong "):
        link = dialog.get_by_role("link", name=f"{FILE}:11:1")
        expect(link).to_be_visible()
        address = f"test://open?file={serving.root}/{FILE}&line=11&column=1"
        assert link.get_attribute("href") == address
        expect(dialog).to_contain_text(f"{FILE}:11:1: error:")
    expect(dialog).to_have_count(0)
    assert console_errors == []


def test_another_day_stays_from_page_to_page(
    serving: Serving, page: Page, console_errors: list[str]
) -> None:
    page.goto(f"http://localhost:{serving.port}{URL}?as_of=2027-09-01")
    note = page.get_by_role("note").filter(has_text="Preview as of 2027-09-01")
    expect(note).to_be_visible()
    page.get_by_role("link", name="About us").first.click()
    page.wait_for_url("**/?as_of=2027-09-01")
    expect(note).to_be_visible()
    note.get_by_role("link", name="Show today").click()
    expect(note).to_have_count(0)
    assert console_errors == []

"""A real browser for the tests in this folder."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # containers and continuous integration run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers have little shared memory
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE_MILLISECONDS = 10_000
expect.set_options(timeout=_PATIENCE_MILLISECONDS)


def find_chromium() -> str:
    """Return the browser to run: `$CHROMIUM`, else the first one that is installed."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None or shutil.which(found) is None:
        missing = f"CHROMIUM is {named}, which cannot be run" if named else "Chromium is missing"
        pytest.fail(f"{missing}. Run: sudo apt-get install -y chromium", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return one Chromium for all tests; a missing one fails the tests, never skips them."""
    executable = find_chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=executable, headless=True, args=ARGUMENTS
        )
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page with cookies and storage of its own."""
    context = browser.new_context()
    context.set_default_timeout(_PATIENCE_MILLISECONDS)
    yield context.new_page()
    context.close()


def renew(page: Page) -> None:
    """Make a page as good as new for the next test; a new one takes twice as long."""
    page.unroute_all()
    page.goto("about:blank")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(color_scheme="null")


@pytest.fixture
def console_errors(page: Page) -> list[str]:
    """Return the list that collects what goes wrong in `page`; assert that it is empty."""
    errors: list[str] = []

    def collect(kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            errors.append(f"{kind}: {text}")

    page.on("console", lambda message: collect(message.type, message.text))
    page.on("pageerror", lambda error: errors.append(f"exception: {error}"))
    return errors

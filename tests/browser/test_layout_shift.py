"""Nothing jumps while a page loads, also when the font and the scripts are late."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.delivered import delivered
from tests.browser.pages import PUBLISHED, Sample

LATE_SECONDS = 0.3
SETTLING_MILLISECONDS = 150
JUMPY = ("home", "near-me", "location-full", "treatment", "search", "404")
"""Samples for `make test`: pages with a form that a script reveals, and two without any."""

WATCH = """
globalThis.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries())
    if (!hadRecentInput) {
      const moved = sources.map(({ node, previousRect: from, currentRect: to }) => {
        const item = node?.nodeType === 3 ? node.parentElement : node;
        const name = item ? [item.localName, ...item.classList].join(".") : "gone";
        return `${name} (${from.y} → ${to.y}, height ${from.height} → ${to.height})`;
      });
      shifts.push([value, moved.join(", ")]);
    }
}).observe({ type: "layout-shift", buffered: true });
"""
SETTLED = """
async (milliseconds) => {
  await document.fonts.ready;
  await new Promise((done) => setTimeout(done, milliseconds));
  return shifts;
}
"""


def is_late(path: str) -> float:
    return LATE_SECONDS if "/fonts/" in path or path.endswith((".js", ".woff2")) else 0


@pytest.fixture(scope="module")
def site_url(production_site: Path) -> Iterator[str]:
    with delivered(production_site, is_late) as url:
        yield url


def shifts(browser: Browser, url: str, width: int, height: int) -> list[Any]:
    """What moved, and how much, in a browser that has loaded nothing yet."""
    viewport = {"width": width, "height": height}
    # Playwright asks for a TypedDict; this dict has its two keys.
    with browser.new_context(viewport=viewport) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(url)
        found: list[Any] = page.evaluate(SETTLED, SETTLING_MILLISECONDS)
        return found


def cases() -> Iterator[Any]:
    """Every page in four windows; `make test` takes some pages, in a narrow or a wide one."""
    for sample in PUBLISHED:
        for width, height in ((390, 844), (1280, 800), (390, 3000), (1280, 3000)):
            first = 390 if JUMPY[::2].count(sample.name) else 1280
            is_quick = sample.name in JUMPY and height < 1000 and width == first
            marks = () if is_quick else pytest.mark.verify
            name = f"{sample.name}-{width}x{height}"
            yield pytest.param(sample, width, height, id=name, marks=marks)


@pytest.mark.parametrize(("sample", "width", "height"), list(cases()))
def test_nothing_jumps_while_the_page_loads(
    browser: Browser, site_url: str, sample: Sample, width: int, height: int
) -> None:
    found = shifts(browser, site_url + sample.url, width, height)
    assert sum(value for value, _moved in found) < 0.001, found


def test_a_jump_is_noticed(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "late.js").write_text("document.querySelector('form').hidden = false")
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>x</title><form hidden>Form</form><p>Words</p>"
        '<script type="module" src="/late.js"></script>'
    )
    with delivered(tmp_path, is_late) as url:
        found = shifts(browser, url + "/", 390, 844)
    assert sum(value for value, _moved in found) > 0.001

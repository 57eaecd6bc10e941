"""A photo in a text fits a small phone, and nothing moves when it comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.delivered import delivered
from tests.browser.test_layout_shift import LATE_SECONDS, WATCH
from tests.conftest import SITE_URL, build, minimal, write_project
from tests.photos import plain

TEXT = (
    "---\ntitle: Our rooms\ndescription: What they look like.\n---\n\n"
    "![A treatment room](/images/room.jpg)\n\nBelow the photo stands a paragraph.\n"
)
LOOK = """
async (milliseconds) => {
  const image = document.querySelector("main img");
  await new Promise((done) => setTimeout(done, milliseconds));
  await image.decode();
  const { width, height } = image.getBoundingClientRect();
  const column = image.closest(".prose").clientWidth;
  return { width, height, column, real: image.naturalWidth, shifts,
           overflow: document.documentElement.scrollWidth - innerWidth };
}
"""


@pytest.fixture(scope="module")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    files = {
        "locations/az-mesa.yaml": minimal().replace("status: open", "status: closed"),
        "content/pages/rooms.md": TEXT,
        "content/images/room.jpg": plain(size=(3000, 2000)),
    }
    root = write_project(tmp_path_factory.mktemp("rooms"), files)
    done = build(root, "--production", SITEURL=SITE_URL)
    assert done.returncode == 0, done.stdout + done.stderr

    def delay(path: str) -> float:
        return LATE_SECONDS if Path(path).suffix == ".jpg" else 0

    with delivered(root / "public", delay) as url:
        yield url


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_photo_fits_and_moves_nothing(browser: Browser, site_url: str, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 3000}) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(f"{site_url}/rooms/")
        found = page.evaluate(LOOK, 2000 * LATE_SECONDS)
    assert found["real"] == 1600
    assert found["width"] == pytest.approx(found["column"], abs=1)
    assert found["column"] <= width
    assert found["width"] / found["height"] == pytest.approx(1.5, abs=0.01)
    assert found["overflow"] == 0
    assert sum(value for value, _moved in found["shifts"]) < 0.001, found["shifts"]

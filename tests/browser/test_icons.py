"""The mark drawn by a browser from our SVG is the one that the build draws."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page

from plugins.clinics.pictures.mark import icon
from tests.conftest import ROOT

SVG = (ROOT / "theme" / "static" / "icons" / "icon.svg").read_text("utf-8")
MEAN, WORST_SHARE = 1.6, 0.001
# Browsers and the build smooth edges in their own ways; a line moved by a unit makes 4 times more.


def rendered(page: Page, side: int, scheme: str) -> Image.Image:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": side, "height": side})
    page.set_content(
        f"<style>body{{margin:0;background:#fff}}svg{{display:block;width:{side}px;height:{side}px}}"
        f"</style>{SVG}"
    )
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


@pytest.mark.parametrize("side", [64, 180, 512])
def test_the_browser_draws_the_same_mark_as_the_build(page: Page, side: int) -> None:
    drawn = icon(side)
    ours = Image.new("RGB", drawn.size, "white")
    ours.paste(drawn, mask=drawn)
    theirs = rendered(page, side, "light")
    assert theirs.size == ours.size == (side, side)
    difference = ImageChops.difference(ours, theirs)
    assert max(ImageStat.Stat(difference).mean) < MEAN
    far = difference.convert("L").point(lambda level: 255 * (level > 64))
    assert ImageStat.Stat(far).mean[0] / 255 < WORST_SHARE


def test_the_tile_is_lighter_in_a_dark_browser(page: Page) -> None:
    light, dark = (rendered(page, 48, scheme).getpixel((24, 4)) for scheme in ("light", "dark"))
    assert light == (0x65, 0x3C, 0x85)
    assert dark == (0x7D, 0x52, 0xA0)

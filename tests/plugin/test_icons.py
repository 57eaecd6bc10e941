"""Icons: one drawing in every size, and the manifest that names them."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from PIL import Image

from plugins.clinics.pictures.manifest import manifest, short_name
from plugins.clinics.pictures.mark import icon_files
from plugins.clinics.pictures.palette import AROUND_PAGE, BRAND, NIGHT, PAPER, color, hexadecimal
from tests.conftest import ROOT

SVG = (ROOT / "theme" / "static" / "icons" / "icon.svg").read_text("utf-8")
TOKENS = (ROOT / "theme" / "static" / "css" / "tokens.css").read_text("utf-8")
SAFE_RADIUS = 0.4


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return icon_files()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_every_icon_has_its_size_and_only_tiles_with_corners_are_transparent(
    files: dict[str, bytes],
) -> None:
    found = {name: (opened(data).size[0], opened(data).mode) for name, data in files.items()}
    assert found == {
        "favicon.ico": (48, "RGBA"),
        "apple-touch-icon.png": (180, "RGB"),
        "icon-192.png": (192, "RGBA"),
        "icon-512.png": (512, "RGBA"),
        "icon-maskable-512.png": (512, "RGB"),
    }
    for name, data in files.items():
        image = opened(data).convert("RGBA")
        corner = image.getpixel((0, 0))
        if found[name][1] == "RGBA":
            assert isinstance(corner, tuple)
            assert corner[3] == 0, name
        else:
            assert corner == (*BRAND, 255), name


def test_the_favicon_holds_three_sizes_drawn_for_each(files: dict[str, bytes]) -> None:
    favicon = opened(files["favicon.ico"])
    assert favicon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    # Pillow's type for any image knows no icons.
    small = favicon.ico.getimage((16, 16))  # type: ignore[attr-defined]
    white = sum(number for number, found in small.getcolors(256) if min(found) > 250)
    assert white >= 8, "sharp lines, not a large icon made small"


def test_a_mask_of_any_shape_leaves_the_whole_mark(files: dict[str, bytes]) -> None:
    image = opened(files["icon-maskable-512.png"]).convert("RGB")
    middle = image.width / 2
    distances = [
        ((x + 0.5 - middle) ** 2 + (y + 0.5 - middle) ** 2) ** 0.5 / image.width
        for y in range(image.height)
        for x in range(image.width)
        if image.getpixel((x, y)) != BRAND
    ]
    assert len(distances) > 20_000
    assert 0.3 < max(distances) <= SAFE_RADIUS


def test_the_same_icons_every_time(files: dict[str, bytes]) -> None:
    assert icon_files() == files
    assert sum(map(len, files.values())) < 80_000


def test_the_manifest_says_who_we_are_and_names_icons_that_exist(files: dict[str, bytes]) -> None:
    content = json.loads(manifest("Beispiel Kliniken für Alle", "de"))
    assert content["name"] == "Beispiel Kliniken für Alle"
    assert (content["short_name"], content["lang"]) == ("Beispiel", "de")
    assert (content["start_url"], content["display"]) == ("/", "browser")
    assert content["theme_color"] == hexadecimal(NIGHT) == AROUND_PAGE["light"]
    assert content["background_color"] == hexadecimal(PAPER)
    for icon in content["icons"]:
        image = opened(files[icon["src"].removeprefix("/")])
        assert icon["sizes"] == f"{image.width}x{image.height}"
        assert icon["type"] == "image/png"
    assert [icon["purpose"] for icon in content["icons"]] == ["any", "any", "maskable"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Serenity Mental Health Centers", "Serenity"),
        ("A New Way Clinic", "A New Way"),
        ("Psychopharmacology Center", "Psychopharmacology Center"),
        ("Care", "Care"),
    ],
)
def test_a_short_name_is_made_of_the_first_words(name: str, short: str) -> None:
    assert short_name(name) == short


def test_pictures_the_mark_and_the_styles_have_the_same_brand_colors() -> None:
    assert hexadecimal(BRAND) in re.findall(r'<rect [^>]*fill="(#\w+)"', SVG)
    assert {hexadecimal(BRAND), hexadecimal(NIGHT)} <= set(re.findall(r"#[0-9a-f]{6}", TOKENS))
    assert color("#653c85") == BRAND

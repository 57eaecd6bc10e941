"""Images of editors: judged by content, and published as new ones that hold nothing but pixels."""

from __future__ import annotations

import hashlib
import os
import re
import time
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from plugins.clinics.images import inspect, publish
from plugins.clinics.images.encode import MAX_SIZE, encoded
from plugins.clinics.images.inspect import MAX_BYTES, fault_in
from plugins.clinics.images.publish import published_images
from plugins.clinics.images.types import TYPES, type_of
from plugins.clinics.load.image_files import load_image_files
from plugins.clinics.prose import converter, with_images
from tests.conftest import SITE_URL, MakeProject, build, load, minimal
from tests.photos import (
    BLUE,
    GREEN,
    RED,
    SECRET,
    corners,
    exif,
    full,
    head_only,
    plain,
    saved,
    swapped_profile,
)

KINDS = sorted(set(TYPES.values()))
TECHNICAL = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
"""What Pillow tells of a JPEG besides its metadata: how it is packed."""

WEBP_DEFAULTS = {"loop", "background", "timestamp", "duration"}
"""What Pillow tells of every WebP, whatever is in it."""


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def is_near(color: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(color, tuple)
    return all(abs(a - b) < 30 for a, b in zip(color, other, strict=True))


# --- What is accepted ----------------------------------------------------------------------------

NOISE = saved(Image.effect_noise((64, 64), 60), "PNG")
PROGRESSIVE = saved(corners(), "JPEG", progressive=True)
SCAN = PROGRESSIVE[PROGRESSIVE.index(b"\xff\xda") : -2]
TWO = {"save_all": True, "append_images": [Image.new("RGB", (64, 32))]}


@pytest.mark.parametrize(
    ("data", "kind", "part"),
    [
        (plain("PNG"), "JPEG", "the name says JPEG, but the file is a PNG"),
        (plain("GIF"), "PNG", "no PNG image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG", "no PNG image"),
        (b"<!doctype html><script>alert(1)</script>", "JPEG", "no JPEG image"),
        (b"PK\x03\x04 a spreadsheet", "WEBP", "no WEBP image"),
        (b"%PDF-1.7", "JPEG", "no JPEG image"),
        (b"", "JPEG", "no JPEG image"),
        (plain("JPEG")[:-200], "JPEG", "damaged"),
        (plain("JPEG")[:40], "JPEG", "damaged"),
        (plain("WEBP")[:-9], "WEBP", "damaged"),
        (NOISE[:-900], "PNG", "damaged"),
        (NOISE[:500] + b"?" + NOISE[501:], "PNG", "damaged"),
        (head_only(8, 8), "PNG", "damaged"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "JPEG", "damaged"),
        (PROGRESSIVE[:-2] + SCAN * 60 + b"\xff\xd9", "JPEG", "damaged"),
        (head_only(8_000, 8_000), "PNG", "50 million pixels"),
        (head_only(30_000, 30_000), "PNG", "50 million pixels"),
        (saved(corners(), "PNG", **TWO), "PNG", "moves"),
        (saved(corners(), "WEBP", **TWO), "WEBP", "moves"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "data",
)
def test_what_is_no_image_of_its_type_is_refused(data: bytes, kind: str, part: str) -> None:
    fault = fault_in(data, kind)
    assert fault is not None
    assert part in fault[0]


GOOD = {
    **{f"{kind} with everything": (full(kind), kind) for kind in KINDS},
    "CMYK": (saved(Image.new("CMYK", (64, 48), (0, 200, 200, 0)), "JPEG"), "JPEG"),
    "two photos in one file": (saved(corners(), "MPO", **TWO), "JPEG"),
    "16 bits of gray": (saved(Image.new("I;16", (64, 48), 40_000), "PNG"), "PNG"),
    "black and white": (saved(Image.new("1", (64, 48), 1), "PNG"), "PNG"),
    "junk as color profile": (saved(corners(), "JPEG", icc_profile=b"junk"), "JPEG"),
    "junk as EXIF": (saved(corners(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff junk"), "JPEG"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_cameras_and_programs_write_is_accepted_and_goes_out(name: str) -> None:
    data, kind = GOOD[name]
    assert fault_in(data, kind) is None
    made = encoded(data, kind)
    with inspect.opened(data, kind) as image:
        assert (type_of(made), opened(made).size) == (kind, image.size)
    assert encoded(data, kind) == made, "the same bytes each time"


def test_a_photo_of_a_phone_is_judged_quickly() -> None:
    data = saved(Image.effect_noise((4000, 3000), 40), "JPEG")
    started = time.process_time()
    assert fault_in(data, "JPEG") is None
    assert time.process_time() - started < 0.5


# --- What goes out -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_pixels_goes_out(kind: str) -> None:
    data = full(kind)
    before, made = opened(data), encoded(data, kind)
    assert data.count(SECRET) >= 4
    assert before.getexif().get_ifd(0x8825)[2] == (33.0, 26.0, 54.2)
    assert SECRET not in made
    after = opened(made)
    assert dict(after.getexif()) == {}
    assert set(after.info) <= TECHNICAL | WEBP_DEFAULTS
    for mark in (
        b"Exif",
        b"EXIF",
        b"xmp",
        b"XMP",
        b"tEXt",
        b"iTXt",
        b"Photoshop",
        b"ICC",
        b"<html",
    ):
        assert mark not in made, mark


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(orientation: int) -> None:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = corners().transpose(turns[orientation]) if orientation in turns else corners()
    made = opened(encoded(saved(held, "JPEG", exif=exif(orientation)), "JPEG"))
    assert made.size == (64, 32)
    assert is_near(made.getpixel((5, 5)), RED)
    assert is_near(made.getpixel((58, 5)), BLUE)
    assert is_near(made.getpixel((5, 28)), BLUE)


@pytest.mark.parametrize(
    ("size", "expected"),
    [((4000, 3000), (1600, 1200)), ((30, 6000), (12, 2400)), ((1600, 20), (1600, 20))],
)
def test_a_large_image_is_made_smaller_and_keeps_its_shape(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert opened(encoded(plain(size=size), "JPEG")).size == expected
    assert MAX_SIZE[0] == 1600


@pytest.mark.parametrize("kind", KINDS)
def test_colors_of_another_profile_become_those_of_browsers(kind: str) -> None:
    data = saved(Image.new("RGB", (64, 48), RED), kind, icc_profile=swapped_profile(), quality=95)
    made = opened(encoded(data, kind))
    red, green, _blue = made.getpixel((9, 9))
    assert green > 180 > 60 > red


@pytest.mark.parametrize(
    ("data", "kind", "mode", "pixel"),
    [
        (saved(Image.new("CMYK", (9, 9), (0, 255, 255, 0)), "JPEG"), "JPEG", "RGB", (254, 0, 0)),
        (saved(Image.new("I;16", (9, 9), 40_000), "PNG"), "PNG", "L", 156),
        (saved(Image.new("1", (9, 9), 1), "PNG"), "PNG", "L", 255),
        (saved(Image.new("LA", (9, 9), (7, 100)), "PNG"), "PNG", "RGBA", (7, 7, 7, 100)),
        (saved(Image.new("L", (9, 9), 90), "JPEG"), "JPEG", "L", 90),
    ],
    ids=["CMYK", "16 bits", "black and white", "gray with transparency", "gray"],
)
def test_every_kind_of_pixel_looks_as_it_did(
    data: bytes, kind: str, mode: str, pixel: object
) -> None:
    made = opened(encoded(data, kind))
    assert (made.mode, made.getpixel((4, 4))) == (mode, pixel)


def test_a_palette_keeps_its_transparency() -> None:
    image = Image.new("P", (9, 9), 1)
    image.putpalette([*RED, *GREEN])
    image.putpixel((0, 0), 0)
    made = opened(encoded(saved(image, "PNG", transparency=0), "PNG"))
    assert (made.getpixel((0, 0))[3], made.getpixel((4, 4))) == (0, (*GREEN, 255))


def test_an_image_is_made_once_and_its_name_is_its_checksum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "room.jpg").write_bytes(full("JPEG"))
    files = {"room.jpg": tmp_path / "room.jpg"}
    first = published_images(files, tmp_path / "cache", True)["room.jpg"]
    checksum = hashlib.sha256(first.data).hexdigest()[:8]
    assert first.path == f"images/room.{checksum}.jpg"
    assert (first.width, first.height) == (64, 48)
    (kept,) = (tmp_path / "cache").iterdir()
    for damaged in (b"", first.data[:-90], full("PNG")):
        kept.write_bytes(damaged)
        assert published_images(files, tmp_path / "cache", True)["room.jpg"] == first
    kept.unlink()
    kept.symlink_to(files["room.jpg"])
    assert published_images(files, tmp_path / "cache", True)["room.jpg"] == first
    monkeypatch.setattr(publish, "encoded", None)
    assert published_images(files, tmp_path / "cache", True)["room.jpg"] == first
    assert published_images(files, tmp_path / "cache", False)["room.jpg"].path == "images/room.jpg"


# --- The folder ----------------------------------------------------------------------------------


def test_every_file_that_is_no_image_is_told_with_its_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "images"
    (folder / "album").mkdir(parents=True)
    files = {
        "Waiting Room.JPG": plain(),
        "a--b.png": plain("PNG"),
        "élan.png": plain("PNG"),
        "room.jpg": plain(),
        "door.webp": plain("WEBP"),
        "logo.svg": b"<svg/>",
        "prices.xlsx": b"PK",
        ".DS_Store": b"x",
        ".hidden.png": plain("PNG"),
        "noext": plain(),
        "large.jpg": b"\xff\xd8\xff" + bytes(MAX_BYTES),
        "lied.png": plain(),
        "-rf.png": plain("PNG"),
        "new\nline.png": plain("PNG"),
        "README.md": b"What belongs here.",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    os.mkfifo(folder / "pipe.png")
    images, problems = load_image_files(tmp_path)
    assert set(images.good) == {"room.jpg", "door.webp"}
    found = {Path(problem.path).name: f"{problem.message} {problem.hint}" for problem in problems}
    assert (
        found.keys()
        == images.refused
        == files.keys() - {"README.md"} - set(images.good) | {"album"}
    )
    assert "like waiting-room.jpg" in found["Waiting Room.JPG"]
    assert "like a-b.png" in found["a--b.png"]
    assert "hidden" in found[".DS_Store"]
    assert "20 MB; the limit is 20 MB" in found["large.jpg"]
    assert "let the name end as the type says, in .jpeg" in found["lied.png"]
    assert "only JPEG, PNG and WebP" in found["prices.xlsx"]


# --- In a page -----------------------------------------------------------------------------------


def test_an_image_that_is_not_published_keeps_only_its_words(tmp_path: Path) -> None:
    html = converter().convert('![A src="/images/no.jpg" room](/images/room.jpg "Title")')
    image = BeautifulSoup(with_images(html, {}), "html.parser").find("img")
    assert image is not None
    assert (image.get("src"), image["title"]) == (None, "Title")


TEXT = "---\ntitle: About\ndescription: About us.\n---\n\n![Our room](/images/room.jpg)\n"
ANSWER = (
    "---\ntitle: What does it look like?\npublished: 2026-11-02\nfacts_checked: 2026-11-02\n"
    "next_review: 2027-05-02\n---\n\nLike this: ![A door](/images/door.webp)\n"
)
TOPICS = "topics:\n- {id: tms, name: TMS, description: About TMS.}\n"


def test_a_build_publishes_the_images_of_its_texts_and_no_others(project: MakeProject) -> None:
    root = project(
        {
            "locations/az-mesa.yaml": minimal().replace("status: open", "status: closed"),
            "content/pages/about.md": TEXT,
            "content/faq/_topics.yaml": TOPICS,
            "content/faq/tms/looks.md": ANSWER,
            "content/images/room.jpg": full("JPEG"),
            "content/images/door.webp": full("WEBP"),
            "content/images/attic.png": full("PNG"),
        }
    )
    (problem,) = load(root).problems
    assert (problem.path, problem.is_error) == ("content/images/attic.png", False)
    done = build(root, "--production", SITEURL=SITE_URL)
    assert done.returncode == 0, done.stdout + done.stderr
    site = root / "public"
    names = {}
    for page, name in (("about", "room"), ("faq/tms", "door")):
        soup = BeautifulSoup((site / page / "index.html").read_text("utf-8"), "html.parser")
        (image,) = soup.select("main img")
        names[name] = str(image["src"])
        assert re.fullmatch(rf"/images/{name}\.[0-9a-f]{{8}}\.(jpg|webp)", names[name])
        size = opened((site / names[name][1:]).read_bytes()).size
        assert (image["width"], image["height"]) == tuple(map(str, size))
        assert (image["loading"], image["decoding"]) == ("lazy", "async")
        assert f"{SITE_URL}{names[name]}" in (site / "sitemaps" / "pages.xml").read_text("utf-8")
    assert {f"/images/{path.name}" for path in (site / "images").iterdir()} == set(names.values())
    assert not [path for path in site.rglob("*") if path.is_file() and SECRET in path.read_bytes()]

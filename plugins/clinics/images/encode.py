"""An image as visitors get it: upright, not too large, in sRGB, and nothing else in the file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import PIL
from PIL import Image, ImageCms, ImageOps

from .inspect import opened

MAX_SIZE = (1600, 2400)
"""Twice the width of the column of a text, for screens with fine pixels."""

OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 80, "progressive": True, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 4},
}

RECIPE = f"1 {MAX_SIZE} {OPTIONS} Pillow {PIL.__version__}"
"""Whatever changes the bytes that `encoded` makes of an image, beside the image itself."""


def encoded(data: bytes, kind: str) -> bytes:
    """The same image as new: the pixels of `data` and nothing else of it.

    The rotation that a camera only notes is carried out, a color profile is carried over into
    sRGB, and all metadata is left behind: position, time, camera, texts, previews, and whatever
    stands behind the end of the image. The same bytes give the same bytes.
    """
    with opened(data, kind) as image:
        plain = _plain(ImageOps.exif_transpose(image), kind)
    plain.thumbnail(MAX_SIZE)
    # What is drawn into a new picture has no memory of the file: Pillow saves what `info` holds.
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    written = BytesIO()
    fresh.save(written, kind, **OPTIONS[kind])
    return written.getvalue()


def _plain(image: Image.Image, kind: str) -> Image.Image:
    """The image in 8 bits of sRGB, with transparency only where the type has it."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        image = _in_8_bits(image)
    mode = _mode(image, kind)
    if image.mode in ("P", "PA", "LA", "1") or image.has_transparency_data:
        image = image.convert("RGBA")
    return (_in_srgb(image, profile) if profile else image).convert(mode)


def _in_8_bits(image: Image.Image) -> Image.Image:
    """An image in 16 bits of gray; Pillow's own conversion would make nearly all of it white."""
    smaller = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    smaller.info.pop("transparency", None)  # a gray of 16 bits
    return smaller


def _mode(image: Image.Image, kind: str) -> str:
    if image.has_transparency_data and kind != "JPEG":
        return "RGBA"
    is_gray = image.mode in ("1", "L", "LA")
    return "L" if is_gray and kind != "WEBP" else "RGB"


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The image with its colors in sRGB; as it is where its profile cannot be used."""
    mode = image.mode if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image

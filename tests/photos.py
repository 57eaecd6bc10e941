"""Images as editors have them: the repository holds no photo, so tests make their own."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

SECRET = b"Jane-Doe-was-here"
"""Stands in every kind of metadata that `full` writes."""

GPS_IFD, ORIENTATION, DESCRIPTION = 0x8825, 0x0112, 0x010E
RED, GREEN, BLUE = (220, 20, 20), (20, 160, 40), (30, 40, 200)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of an image file."""
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def plain(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB") -> bytes:
    """An image of one color."""
    return saved(Image.new(mode, size, RED if mode == "RGB" else 90), kind)


def corners(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """An image whose upper left quarter is red, whose other parts are blue."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1] // 2))
    return image


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone notes: where the photo was taken, words, and how the phone was held."""
    notes = Image.Exif()
    notes[ORIENTATION] = orientation
    notes[DESCRIPTION] = SECRET.decode()
    notes[GPS_IFD] = {1: "N", 2: (33.0, 26.0, 54.2), 3: "W", 4: (112.0, 4.0, 26.4), 29: SECRET}
    return notes


def full(kind: str) -> bytes:
    """An image with the secret in all metadata of its type, and behind its end."""
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"
    image = Image.effect_noise((64, 48), 60).convert("RGB")
    options: dict[str, Any] = {"exif": exif()}
    if kind == "JPEG":
        iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\x15\x1c\x02\x78\0\x11" + SECRET
        options |= {"comment": SECRET, "xmp": xmp}
        data = saved(image, kind, **options)
        segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
        return data[:2] + segment + data[2:] + b"<html>" + SECRET
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", SECRET.decode())
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
        texts.add(b"prIv", SECRET)
        return saved(image, kind, pnginfo=texts, **options) + b"PK\x03\x04" + SECRET
    return saved(image, kind, xmp=xmp, **options) + SECRET


def swapped_profile() -> bytes:
    """A color profile in which red and green have changed places."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert b"rXYZ" in profile
    marked = profile.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ")
    return marked.replace(b"????", b"gXYZ")


def chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def head_only(width: int, height: int) -> bytes:
    """A PNG that promises so many pixels and holds none."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")

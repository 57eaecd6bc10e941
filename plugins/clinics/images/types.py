"""The types of images that editors may use, and how they are told by their first bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

FOLDER = "images/"
"""Below `content/` the images of editors; below the root of the site what visitors get."""

TYPES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
"""Suffix → type, by the names of Pillow."""

NAME = re.compile(rf"[a-z0-9]+(?:-[a-z0-9]+)*(?:{'|'.join(map(re.escape, TYPES))})")
"""The name of an image: it becomes a part of its address."""

SIGNATURES = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "WEBP": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class PublishedImage:
    """An image as it goes out.

    Attributes:
        path: its address, from the root of the site.
    """

    path: str
    data: bytes
    width: int
    height: int


def type_of(data: bytes) -> str | None:
    """The type of an image by its content; None where it is none that we use."""
    found = (kind for kind, signature in SIGNATURES.items() if signature.match(data))
    return next(found, None)

"""Whether a file is an image that can be shown: told by its content, before anything trusts it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image

from .types import type_of

MAX_BYTES = 20_000_000
"""Largest file that is read; a photo of a phone has 2 to 8 MB."""

MAX_PIXELS = 50_000_000
"""Most pixels that are decoded; each takes 3 or 4 bytes of memory, however small the file is."""

MAX_SCANS = 100
"""Most passes of a JPEG; programs write 1 or 10, and each one takes as long as a whole image."""

START_OF_SCAN = b"\xff\xda"

SMALL = (256, 256)
"""A JPEG is read to its end, but drawn no larger than needed, which takes half the time."""

Fault = tuple[str, str]
"""What is wrong, and what to do about it."""


def fault_in(data: bytes, kind: str) -> Fault | None:
    """What is wrong with an image whose name promises `kind`; None where it can be shown."""
    if type_of(data) != kind:
        return _other_type(kind, type_of(data))
    if data.count(START_OF_SCAN) > MAX_SCANS:
        return DAMAGED
    try:
        with opened(data, kind) as image:
            if image.width * image.height > MAX_PIXELS:
                return TOO_MANY_PIXELS
            if kind != "JPEG" and getattr(image, "is_animated", False):
                return ANIMATED
            image.draft(None, SMALL)
            image.load()
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS
    except Exception:  # what Pillow raises for damaged files is of many kinds
        return DAMAGED
    return None


@contextmanager
def opened(data: bytes, kind: str) -> Iterator[Image.Image]:
    """The image, of which only the head is read yet; Pillow is held to `kind`.

    Raises:
        Exception: Pillow cannot read it, in any of the ways in which files are damaged.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of many pixels, and of damaged metadata that we drop
        with Image.open(BytesIO(data), formats=(kind,)) as image:
            yield image


def _other_type(kind: str, really: str | None) -> Fault:
    if really:
        return (
            f"the name says {kind}, but the file is a {really}.",
            f"let the name end as the type says, in .{really.lower()}, or export it as {kind}.",
        )
    return (
        f"the file is no {kind} image, whatever its name says.",
        "open it in a program for images and export it as JPEG, PNG or WebP.",
    )


DAMAGED = (
    "this image is damaged or not whole.",
    "copy it again from where it came, or open it in a program for images and export it again.",
)
TOO_MANY_PIXELS = (
    f"this image has more than {MAX_PIXELS // 1_000_000} million pixels.",
    "make it smaller; 3200 pixels are wide enough.",
)
ANIMATED = (
    "this image moves.",
    "export one picture of it; what moves by itself keeps people from reading.",
)

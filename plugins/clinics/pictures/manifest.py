"""`manifest.webmanifest`: what a device that keeps our address on its home screen shows of us."""

from __future__ import annotations

import json
from typing import Any

from .mark import MASKABLE, SIZES
from .palette import NIGHT, PAPER, hexadecimal

PATH = "manifest.webmanifest"
"""Address of the manifest, from the root."""

_SHORT = 12
"""A home screen has room for about so many characters."""


def manifest(name: str, language: str) -> bytes:
    """The manifest of the site of this organization.

    `display` is `browser`: people come to call, to find the way or to get help in a crisis, and
    follow links to other sites. They need the buttons of their browser, and nothing works offline.
    """
    icons = [_icon(path, side, "any") for path, side in SIZES.items()]
    content = {
        "name": name,
        "short_name": short_name(name),
        "lang": language,
        "start_url": "/",
        "display": "browser",
        "theme_color": hexadecimal(NIGHT),
        "background_color": hexadecimal(PAPER),
        "icons": [*icons, _icon(MASKABLE, 512, "maskable")],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def short_name(name: str) -> str:
    """As many of the first words as a home screen has room for; the whole name if it has none."""
    words = name.split()
    starts = (" ".join(words[:number]) for number in range(len(words), 0, -1))
    return next((start for start in starts if len(start) <= _SHORT), name)


def _icon(path: str, side: int, purpose: str) -> dict[str, Any]:
    sizes = f"{side}x{side}"
    return {"src": f"/{path}", "sizes": sizes, "type": "image/png", "purpose": purpose}

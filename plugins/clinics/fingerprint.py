"""File names that change with their content, so that browsers may keep a file for ever."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath


def name_by_content(path: str, data: bytes) -> str:
    """`images/room.3f2a91c0.jpg` for `images/room.jpg`: the first digits of its SHA-256."""
    name = PurePosixPath(path)
    return str(name.with_stem(f"{name.stem}.{hashlib.sha256(data).hexdigest()[:8]}"))

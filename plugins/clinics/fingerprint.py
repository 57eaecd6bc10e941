"""File names that change with their content, so that browsers may keep a file for ever."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath


def fingerprinted(path: str, data: bytes) -> str:
    """`path` with a checksum of the file's bytes in its name: `images/room.3f2a91c0.jpg`."""
    whole = PurePosixPath(path)
    checksum = hashlib.sha256(data).hexdigest()[:8]
    return str(whole.with_name(f"{whole.stem}.{checksum}{whole.suffix}"))

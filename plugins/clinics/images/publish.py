"""The images that visitors get, each made once: what was made is kept beside the builds."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from ..fingerprint import name_by_content
from .encode import RECIPE, encoded
from .inspect import fault_in, opened
from .types import FOLDER, TYPES, PublishedImage


def published_images(
    files: Mapping[str, Path], cache: Path, is_production: bool
) -> dict[str, PublishedImage]:
    """The images of these files, by the same names; those of a production may be kept for ever.

    `cache` is a folder that keeps what was made of them.

    Raises:
        OSError: a file cannot be read, or the cache cannot be written.
    """
    found = {}
    for name, path in sorted(files.items()):
        kind = TYPES[path.suffix]
        source = path.read_bytes()
        kept = cache / hashlib.sha256(RECIPE.encode() + source).hexdigest()
        data = _made_once(source, kind, kept)
        address = f"{FOLDER}{name}"
        with opened(data, kind) as image:
            path_there = name_by_content(address, data) if is_production else address
            found[name] = PublishedImage(path_there, data, *image.size)
    return found


def _made_once(source: bytes, kind: str, kept: Path) -> bytes:
    """What `kept` holds; made and kept where it is not there, or damaged."""
    data = kept.read_bytes() if kept.is_file() and not kept.is_symlink() else b""
    if not fault_in(data, kind):
        return data
    data = encoded(source, kind)
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
    unfinished.write_bytes(data)
    os.replace(unfinished, kept)  # a build that is killed leaves no half image under that name
    return data

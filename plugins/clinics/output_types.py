"""The last look at a finished folder: it holds what the web needs, and nothing else.

What is published is decided by an allow list, so that a file nobody thought of stays at home: a
source, a hidden file, a spreadsheet in the theme, a page that only calls itself a picture.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from .failures import ExitCode, Failure
from .images.types import FOLDER, SIGNATURES
from .problems import plural

HIDDEN_ALLOWED = ".well-known"
"""Where RFC 8615 wants files for programs."""

FOR_HOSTS = frozenset(("_headers", "_redirects"))
"""Files without a suffix, which some hosts read."""


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


def _begins(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(beginnings)


def _is_html(data: bytes) -> bool:
    return data[:15].lower() == b"<!doctype html>" and _is_text(data)


def _is_svg(data: bytes) -> bool:
    return data.startswith((b"<svg", b"<?xml")) and b"<script" not in data and _is_text(data)


def _is_image(kind: str) -> Callable[[bytes], bool]:
    return lambda data: SIGNATURES[kind].match(data) is not None


TEXTS = (
    *(".css", ".csv", ".conf", ".geojson", ".ics", ".js", ".json", ".kml", ".txt", ".vcf"),
    *(".webmanifest", ".xml"),
)
COPIES = (".br", ".gz")
"""What follows the name of a file in the name of its compressed copies."""

PACKED = (".pagefind", ".pf_filter", ".pf_fragment", ".pf_index", ".pf_meta")
"""Parts of the index of the search, compressed with gzip."""

TYPES: dict[str, Callable[[bytes], bool]] = {
    **dict.fromkeys(TEXTS, _is_text),
    **dict.fromkeys(PACKED, _begins(b"\x1f\x8b")),
    ".html": _is_html,
    ".svg": _is_svg,
    ".jpg": _is_image("JPEG"),
    ".jpeg": _is_image("JPEG"),
    ".png": _is_image("PNG"),
    ".webp": _is_image("WEBP"),
    ".ico": _begins(b"\0\0\1\0"),
    ".woff2": _begins(b"wOF2"),
}
"""Suffix → whether a file's content is of that type."""


def require_web_files(site: Path, root: Path) -> None:
    """A finished folder holds files for the web only, and no copy of a source in `root`.

    Raises:
        Failure: it holds others; the message names each one.
        OSError: a file cannot be read.
    """
    sources = _sources(root)
    found = ((path.relative_to(site), _fault(site, path, sources)) for path in _entries(site))
    faults = [f"  {name}: {fault}" for name, fault in found if fault]
    if faults:
        head = f"{plural(len(faults), 'file')} of the finished site must not be published:"
        raise Failure("\n".join((head, *faults, REMEDY)), ExitCode.CONFIGURATION)


def _sources(root: Path) -> dict[int, set[str]]:
    """By size, the checksums of the files of which no copy may go out."""
    found: dict[int, set[str]] = {}
    images = root / "content" / FOLDER
    for path in (path for name in ("content", "locations") for path in (root / name).rglob("*")):
        if path.is_file() and not path.is_relative_to(images):  # an image may come out as it was
            data = path.read_bytes()
            found.setdefault(len(data), set()).add(sha256(data).hexdigest())
    return found


def _entries(site: Path) -> Iterator[Path]:
    """Every file, and every link, also to a folder; none is followed."""
    for here, folders, files in os.walk(site):
        links = (name for name in folders if Path(here, name).is_symlink())
        yield from sorted(Path(here, name) for name in (*files, *links))


def _fault(site: Path, path: Path, sources: dict[int, set[str]]) -> str:
    if path.is_symlink() or not path.is_file():
        return "this is no ordinary file."
    if any(
        part.startswith(".") and part != HIDDEN_ALLOWED for part in path.relative_to(site).parts
    ):
        return "hidden files are not published."
    if path.suffix in COPIES and path.with_suffix("").is_file():
        return ""
    is_type = _is_text if path.name in FOR_HOSTS else TYPES.get(path.suffix)
    if is_type is None:
        return "files of this type are not published."
    data = path.read_bytes()
    if not is_type(data):
        return "its content is not of the type that its name says."
    if len(data) in sources and sha256(data).hexdigest() in sources[len(data)]:
        return "this is a copy of a source file."
    return ""


REMEDY = "Take it out of theme/static/, or add its type in plugins/clinics/output_types.py."

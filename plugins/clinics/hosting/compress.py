"""Smaller copies of what a site is made of, which a web server hands out without any work."""

from __future__ import annotations

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

SUFFIXES = frozenset(
    (
        *(".atom", ".css", ".csv", ".geojson", ".html", ".ico", ".ics", ".js", ".json", ".kml"),
        *(".svg", ".txt", ".vcf", ".webmanifest", ".xml"),
    )
)
"""Kinds of files that are not compressed by themselves."""

QUALITY = 10
"""Of brotli: the last step, 11, takes three times as long for two parts in a hundred."""

COPIES = (".br", ".gz")
"""What follows the name of a file in the name of its copies."""


def compress_files(site: Path) -> int:
    """Write copies beside every file that they make smaller; returns how many were written.

    The same files give the same bytes: no copy holds a date or a name.
    """
    files = sorted(path for path in site.rglob("*") if path.suffix in SUFFIXES)
    # Both compressors let other threads run.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return sum(threads.map(_write_copies, files))


def _write_copies(path: Path) -> int:
    data = path.read_bytes()
    copies = (brotli.compress(data, quality=QUALITY), gzip.compress(data, 9, mtime=0))
    smaller = {
        path.with_name(path.name + end): copy
        for end, copy in zip(COPIES, copies, strict=True)
        if len(copy) < len(data)
    }
    for target, copy in smaller.items():
        target.write_bytes(copy)
    return len(smaller)

"""Pagefind's files in an order that stays the same.

Pagefind writes its filters, and the values of each, as its hash tables hand them out, so that two
runs over the same pages differ. Its files are CBOR behind a signature, compressed; here the two
kinds that differ are sorted, and named after what is in them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

ENTRY = "pagefind-entry.json"
"""What browsers read first: the languages, and the name of the file about each."""

SIGNATURE = b"pagefind_dcd"

UNCOMPRESSED = 0
"""Level of gzip; others give other bytes on other machines, and these files are small."""


def put_in_order(index: Path) -> None:
    """Sort what Pagefind has written into the folder `index`; the same searches find the same.

    Raises:
        ValueError: a file is not as this release of Pagefind writes it.
    """
    entry_file = index / ENTRY
    entry = json.loads(entry_file.read_bytes())
    for language, about in entry["languages"].items():
        meta_file = index / f"pagefind.{about['hash']}.pf_meta"
        meta = _content(meta_file)
        for path in sorted((index / "filter").glob(f"{language}_*.pf_filter")):
            content = _with_sorted_array(_content(path), 1)
            name = _name(language, content, path.stem)
            meta = meta.replace(path.stem.encode(), name.encode())
            _replace(path, path.with_stem(name), content)
        meta = _with_sorted_array(meta, 3)
        name = _name(language, meta, about["hash"])
        _replace(meta_file, index / f"pagefind.{name}.pf_meta", meta)
        about["hash"] = name
    entry_file.write_text(json.dumps(entry), "utf-8")


def _content(path: Path) -> bytes:
    content = gzip.decompress(path.read_bytes())
    if not content.startswith(SIGNATURE):
        raise ValueError(f"{path.name} does not begin with {SIGNATURE.decode()}")
    return content


def _replace(old: Path, new: Path, content: bytes) -> None:
    old.unlink()
    new.write_bytes(gzip.compress(content, UNCOMPRESSED, mtime=0))


def _name(language: str, content: bytes, old: str) -> str:
    """A name from the content, as long as the old one, whose place in other files it takes."""
    return f"{language}_{hashlib.sha256(content).hexdigest()}"[: len(old)]


def _with_sorted_array(content: bytes, number: int) -> bytes:
    """A file whose outermost array has, as its item `number`, an array: that one sorted."""
    start = _first(content, len(SIGNATURE))
    for _ in range(number):
        start = _end(content, start)
    first, end = _first(content, start), _end(content, start)
    items = []
    at = first
    while at < end:
        items.append(content[at : _end(content, at)])
        at += len(items[-1])
    return content[:first] + b"".join(sorted(items)) + content[end:]


UNSIGNED, TEXT, ARRAY = 0, 3, 4
"""Kinds of CBOR items (RFC 8949, section 3.1), the only ones that these files have."""


def _head(content: bytes, at: int) -> tuple[int, int, int]:
    """Of the item at `at`: its kind, its number, and where the bytes after its head begin."""
    kind, number = divmod(content[at], 32)
    after = at + 1
    if number >= 24:
        width = 1 << number - 24
        number = int.from_bytes(content[after : after + width])
        after += width
    return kind, number, after


def _first(content: bytes, at: int) -> int:
    """Where the first item of the array at `at` begins."""
    kind, _, after = _head(content, at)
    if kind != ARRAY:
        raise ValueError("there is no array where one was expected")
    return after


def _end(content: bytes, at: int) -> int:
    """Where the item at `at` ends."""
    kind, number, after = _head(content, at)
    if kind == UNSIGNED:
        return after
    if kind == TEXT:
        return after + number
    if kind != ARRAY:
        raise ValueError(f"there is an item of kind {kind}, which is not read here")
    for _ in range(number):
        after = _end(content, after)
    return after

"""What programs that read the whole web are asked (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable

ROBOTS_PATH = "robots.txt"
"""Address of the file, from the root: the only one where programs look."""


def published_robots(sitemaps: Iterable[str]) -> bytes:
    """Everything may be read; `sitemaps` are absolute addresses.

    Pages that search results should not list say so themselves (`noindex`), and a program that may
    not read a page never learns it: Google then may list its address all the same
    (https://developers.google.com/search/docs/crawling-indexing/block-indexing). Scripts and
    styles are needed to see a page as visitors do.
    """
    lines = ("User-agent: *", "Disallow:", "", *(f"Sitemap: {address}" for address in sitemaps))
    return _file(lines)


def unpublished_robots() -> bytes:
    """Nothing may be read: this is no site for the public, wherever somebody puts it."""
    return _file(("User-agent: *", "Disallow: /"))


def _file(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()

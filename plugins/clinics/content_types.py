"""The content type of a file, by its name.

The table is our own because `mimetypes` reads the computer's tables too, so that the same site
would be served differently on two computers.
"""

from pathlib import PurePath

_TEXT = {
    ".atom": "application/atom+xml",
    ".css": "text/css",
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".htm": "text/html",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".map": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vcf": "text/vcard",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".xsl": "text/xsl",
}

_BINARY = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".kmz": "application/vnd.google-earth.kmz",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}

CONTENT_TYPES = {
    **{suffix: f"{kind}; charset=utf-8" for suffix, kind in _TEXT.items()},
    **_BINARY,
}
"""Suffix → value of the `Content-Type` header; text always names its character set."""

UNKNOWN = "application/octet-stream"


def content_type(path: PurePath) -> str:
    """Return the value of the `Content-Type` header."""
    return CONTENT_TYPES.get(path.suffix.lower(), UNKNOWN)

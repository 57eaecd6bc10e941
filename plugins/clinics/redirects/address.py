"""An old address as it is compared: `/a/b`, `/a/b/` and `/a/b/index.html` are one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

PUBLISHED = re.compile(r"(?!.*/\.{0,2}/)(?!.*/\.{1,2}$)(?:/[A-Za-z0-9_.~%-]*)+(?:#[a-z0-9-]+)?")
"""A line of the ledger: the path of a page or a file of ours, perhaps with an anchor."""


@dataclass(frozen=True, slots=True)
class OldAddress:
    """An address that once was ours.

    Attributes:
        path: without a slash at its end; empty for the root.
        host: in small letters; None where the address holds on every host of the site.
        query: what stands behind the question mark; None where nothing must.
    """

    path: str
    host: str | None = None
    query: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """The same for all spellings of the address: capitals do not count."""
        return (self.host or "", self.path.casefold(), self.query or "")

    @property
    def is_host(self) -> bool:
        """Whether it is a host as a whole, with everything on it."""
        return self.host is not None and not self.path and self.query is None

    def __str__(self) -> str:
        query = "" if self.query is None else f"?{self.query}"
        return f"{self.host or ''}{self.path or '/'}{query}"


def old_address(text: str, main_hosts: Collection[str] = ()) -> OldAddress:
    """The address that an editor wrote, a path or a whole https address.

    One on a host under which the whole site stood is a path: the site moves as one.
    """
    host: str | None = None
    rest = text.partition("#")[0]
    if not text.startswith("/"):
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
        rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    path, mark, query = rest.partition("?")
    return OldAddress(
        plain_path(path), None if host in main_hosts else host, query if mark and query else None
    )


def plain_path(path: str) -> str:
    """`path` without `index.html` and slashes at its end."""
    return re.sub(r"(?:/index\.html|/)*/?$", "", path)

"""The links to other sites that stand in the sources, each with the place where it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..catalog import Catalog
from ..load.links import links
from ..load.source import Source
from ..load.tree import Path, scalars
from ..problems import Place
from ..redirects.resolve import main_hosts

ADDRESS = re.compile(r"https?://[^\s<>\"'”’]*[^\s<>\"'”’.,;:!?)]")
"""An address in the middle of a text; what ends the sentence is no part of it."""

OLD_ADDRESSES = "former_urls"
EVIDENCE = "sources"


@dataclass(frozen=True, slots=True)
class ExternalLink:
    """A link to another site, as it is written.

    Attributes:
        is_shown: whether visitors may follow it; the `sources` of a clinic are for editors only.
    """

    url: str
    source: Source
    place: Place
    is_shown: bool = True

    @property
    def page(self) -> str:
        """What is asked for: the address without its anchor."""
        return page_of(self.url)


def page_of(url: str) -> str:
    """An address without its anchor: two links to one page are one question."""
    return url.partition("#")[0]


def host_of(url: str) -> str:
    """The host of an address in small letters; empty if there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def external_links(catalog: Catalog) -> Iterator[ExternalLink]:
    """Every link to another site in texts, answers and data, in the order of the files."""
    ours = our_hosts(catalog)
    for link in _addresses(catalog):
        if not is_ours(host_of(link.url), ours):
            yield link


def our_hosts(catalog: Catalog, *addresses: str) -> frozenset[str]:
    """The hosts of the site: of its addresses, and those under which it once stood."""
    named = (catalog.organization.url, *addresses)
    hosts = {*map(host_of, named), *main_hosts(catalog)} - {""}
    return frozenset(host.removeprefix("www.") for host in hosts)


def is_ours(host: str, ours: frozenset[str]) -> bool:
    """Whether a host is one of ours, or below one of them as the old hosts of the clinics are."""
    return any(host == our or host.endswith(f".{our}") for our in ours)


def _addresses(catalog: Catalog) -> Iterator[ExternalLink]:
    repository = catalog.repository
    about_links = (repository.redirects, repository.library.link_exceptions)
    left_out = {entry.source.path for entry in about_links if entry}
    for source in repository.files:
        if source.path not in left_out:
            yield from _in_values(source)
            yield from _in_prose(source)


def _in_values(source: Source) -> Iterator[ExternalLink]:
    for path, scalar in scalars(source.root):
        if OLD_ADDRESSES in path:
            continue
        is_whole = re.fullmatch(r"https?://\S+", scalar.value)
        for url in [scalar.value] if is_whole else ADDRESS.findall(scalar.value):
            yield ExternalLink(url, source, _place(source, scalar.place, url), _is_shown(path))


def _is_shown(path: Path) -> bool:
    """No visitor sees the `sources` of a location: they say where its facts were found."""
    return not (path[0] == EVIDENCE and isinstance(path[-1], int))


def _in_prose(source: Source) -> Iterator[ExternalLink]:
    for link in links(source) if source.path.endswith(".md") else ():
        if ADDRESS.match(link.target):
            yield ExternalLink(link.target, source, link.place)


def _place(source: Source, start: Place, url: str) -> Place:
    """Where an address stands inside of a value that begins at `start`."""
    column = source.line(start.line).find(url, start.column - 1)
    return Place(start.line, column + 1, len(url)) if column >= 0 else start

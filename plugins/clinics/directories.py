"""Lists of locations: of a state, of a city, near another location; and names in addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from .distance import Distance
from .geography import State
from .publication import PublishedLocation

CITY_PAGE_FROM = 2
"""A city has a page of its own from this many listed locations on (DESIGN §6)."""


@dataclass(frozen=True)
class Directory:
    """A list of locations in one state, or in one city of it.

    Attributes:
        locations: those that are listed, by name.
        former: closed and moved ones; see `Catalog.has_page`.
        cities: for a state, its cities that have a page of their own, by name.
    """

    state: State
    locations: tuple[PublishedLocation, ...]
    former: tuple[PublishedLocation, ...] = ()
    city: str | None = None
    cities: tuple[Directory, ...] = ()

    @property
    def name(self) -> str:
        """`Arizona`, `Phoenix`."""
        return self.city or self.state.name

    @property
    def url(self) -> str:
        """Address of its page, from the root, without a leading slash."""
        state = f"locations/{self.state.code.lower()}/"
        return f"{state}city/{slug_of(self.city)}/" if self.city else state


@dataclass(frozen=True)
class Nearby:
    """A location seen from another one."""

    location: PublishedLocation
    distance: Distance


def cities_of(state: State, listed: Iterable[PublishedLocation]) -> list[Directory]:
    """The cities of a state that have a page of their own, by name."""
    by_city: dict[str, list[PublishedLocation]] = {}
    for location in listed:
        if location.address.address_locality:
            by_city.setdefault(slug_of(location.address.address_locality), []).append(location)
    return [
        Directory(state, tuple(group), city=group[0].address.address_locality)
        for city, group in sorted(by_city.items())
        if len(group) >= CITY_PAGE_FROM
    ]


def slug_of(text: str) -> str:
    """`text` for use in an address: `St. George` → `st-george`."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")

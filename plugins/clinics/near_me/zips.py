"""Which clinics are nearest to each ZIP: for the index, and for pages that need no JavaScript."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from ..catalog import Catalog
from ..distance import Distance, range_words
from ..geography import ZipArea, states, zip_areas
from ..publication import PublishedLocation
from .names import SCALE
from .records import POSITION_SCALE, Record
from .tree import Floats, Integers, haversine, leaf_hints, nearest_rows, split, unit_vectors

PREFIX_CLINICS = 3
"""A page for a ZIP prefix lists so many nearest clinics of each of its ZIPs."""


@dataclass(frozen=True, slots=True)
class ZipTable:
    """The clinics in leaves, and for each ZIP with a position its hints and nearest rows."""

    leaves: list[Integers]
    hints: dict[str, list[int]]
    nearest: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class PrefixClinic:
    """A clinic on the page of a ZIP prefix: how near and how far the prefix's ZIPs are."""

    location: PublishedLocation
    nearest: Distance
    farthest: Distance

    @property
    def range(self) -> str:
        """How far it is for the prefix's ZIPs: `about 4 to 31 miles`."""
        return range_words(self.nearest, self.farthest)


@dataclass(frozen=True, slots=True)
class PrefixArea:
    """The ZIPs that start with the same three digits; known whatever clinics there are.

    Attributes:
        digits: the three digits.
        state: code of the state with most of its ZIPs.
        cities: the cities with most residents, at most four.
    """

    digits: str
    state: str
    cities: tuple[str, ...]

    @property
    def url(self) -> str:
        """Address of its page, from the root, without a leading slash."""
        return f"near-me/zip/{self.digits}/"


@dataclass(frozen=True, slots=True)
class Prefix(PrefixArea):
    """The page “ZIP starts with 850”: every clinic that is nearest to one of its ZIPs.

    Attributes:
        clinics: the union of the nearest clinics of all its ZIPs, nearest first.
    """

    clinics: tuple[PrefixClinic, ...]


def zip_table(rows: list[Record]) -> ZipTable:
    """The leaves, and what is nearest to each ZIP, ties included."""
    return _zip_table(tuple((row.latitude, row.longitude) for row in rows))


@lru_cache(maxsize=1)
def _zip_table(positions: tuple[tuple[int, int], ...]) -> ZipTable:
    """Kept for the preview, in which few edits are about positions."""
    if not positions:
        return ZipTable([], {}, {})
    placed = placed_zips()
    vectors = _vectors(positions, POSITION_SCALE)
    targets = _vectors([_quantised(area) for area in placed], SCALE)
    leaves = split(vectors)
    hints = leaf_hints(vectors, leaves, targets)
    nearest = nearest_rows(vectors, leaves, targets, hints, PREFIX_CLINICS)
    names = [area.postal_code for area in placed]
    return ZipTable(
        leaves, dict(zip(names, hints, strict=True)), dict(zip(names, nearest, strict=True))
    )


def prefixes(catalog: Catalog, rows: list[Record], table: ZipTable) -> tuple[Prefix, ...]:
    """The pages of all prefixes, in order."""
    return tuple(
        _prefix(catalog, area, _zips_by_prefix()[area.digits], rows, table)
        for area in prefix_areas()
    )


@cache
def prefix_areas() -> tuple[PrefixArea, ...]:
    """Every three-digit prefix that has a ZIP with a position, in order."""
    return tuple(
        PrefixArea(digits, _most_common([area.state for area in areas]), _cities(areas))
        for digits, areas in _zips_by_prefix().items()
    )


@cache
def _zips_by_prefix() -> dict[str, list[ZipArea]]:
    groups: dict[str, list[ZipArea]] = defaultdict(list)
    for area in placed_zips():
        groups[area.postal_code[:3]].append(area)
    return dict(sorted(groups.items()))


def placed_zips() -> list[ZipArea]:
    """Every ZIP with a position, in order."""
    return [area for area in zip_areas() if area.latitude is not None]


def _prefix(
    catalog: Catalog,
    prefix: PrefixArea,
    areas: list[ZipArea],
    rows: list[Record],
    table: ZipTable,
) -> Prefix:
    numbers = {row for area in areas for row in table.nearest.get(area.postal_code, [])}
    clinics = [_clinic(catalog.location(rows[number].slug), catalog, areas) for number in numbers]
    clinics.sort(key=lambda item: (item.nearest.miles, item.location.slug))
    return Prefix(prefix.digits, prefix.state, prefix.cities, tuple(clinics))


def _clinic(location: PublishedLocation, catalog: Catalog, areas: list[ZipArea]) -> PrefixClinic:
    here = catalog.point(location)
    if here is None:
        raise ValueError(f"{location.slug} is in the index without a position")
    degrees = np.array([(area.latitude, area.longitude) for area in areas], dtype=np.float64)
    positions = np.radians(degrees)
    miles = haversine(np.radians(here.latitude), np.radians(here.longitude), positions)
    return PrefixClinic(location, Distance(miles.min(), True), Distance(miles.max(), True))


def _cities(areas: list[ZipArea]) -> tuple[str, ...]:
    residents: dict[str, int] = defaultdict(int)
    for area in areas:
        residents[area.city] += area.population
    return tuple(sorted(residents, key=lambda city: (-residents[city], city))[:4])


def _most_common(codes: list[str]) -> str:
    known = sorted(set(codes) & set(states()))
    return max(known, key=codes.count)


def _quantised(area: ZipArea) -> tuple[int, int]:
    if area.latitude is None or area.longitude is None:
        raise ValueError(f"{area.postal_code} has no position")
    return round(area.latitude * SCALE), round(area.longitude * SCALE)


def _vectors(positions: Sequence[tuple[int, int]], scale: int) -> Floats:
    array = np.array(positions, dtype=np.float64) / scale
    return unit_vectors(array[:, 0], array[:, 1])

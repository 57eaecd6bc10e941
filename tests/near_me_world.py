"""Generated clinics for the proofs of the near-me index, and the answers by brute force.

The clinics lie where people live; everything is drawn from a seed. The brute force shares no code
with the index or the browser's search: it is the formula, on all clinics, with numpy.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from plugins.clinics.catalog import Catalog
from plugins.clinics.distance import EARTH_RADIUS_IN_MILES
from plugins.clinics.near_me.records import POSITION_SCALE, WORD_BITS, Record
from plugins.clinics.near_me.zips import placed_zips
from tests.conftest import ROOT, load, minimal, write_project

Floats = NDArray[np.float64]

MASK_BITS = 34
"""Bits of the filters of `world_catalog`, about: more than one word, so that both are used."""


@cache
def world_catalog() -> Catalog:
    """A catalog with one clinic that has confirmed all that can be asked for."""
    real = load(ROOT).catalog
    assert real
    everything = minimal(
        more=f"services: [{', '.join(real.services)}]\ninsurance: [{', '.join(real.insurance)}]\n"
        "is_accepting_new_patients: yes\ntelehealth_states: [AZ]\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        project = write_project(Path(folder), {"locations/az-mesa.yaml": everything})
        catalog = load(project).catalog
    assert catalog
    return catalog


def generated_records(count: int, seed: int = 1) -> list[Record]:
    """Clinics near the middles of ZIPs, drawn by population, with random masks."""
    dice = np.random.default_rng(seed)
    areas = placed_zips()
    weights = np.array([area.population for area in areas], dtype=np.float64)
    picked = dice.choice(len(areas), count, p=weights / weights.sum())
    rows = []
    for number, place in enumerate(picked):
        confirmed = _mask(dice, 0.35)
        rows.append(
            Record(
                slug=f"{areas[place].state.lower()}-clinic-{number:05d}",
                name=f"Clinic {number}",
                address=f"{number} Main Street, {areas[place].city}, {areas[place].state}",
                telephone=f"602555{number % 10000:04d}",
                latitude=round((areas[place].latitude + dice.normal(0, 0.05)) * POSITION_SCALE),
                longitude=round((areas[place].longitude + dice.normal(0, 0.05)) * POSITION_SCALE),
                flags=0,
                confirmed=confirmed,
                possible=confirmed | _mask(dice, 0.2),
            )
        )
    return sorted(rows, key=lambda row: row.slug)


def _mask(dice: np.random.Generator, share: float) -> int:
    return sum(1 << int(bit) for bit in np.nonzero(dice.random(MASK_BITS) < share)[0])


@dataclass(frozen=True)
class BruteForce:
    """Every clinic's position and masks, as arrays."""

    latitudes: Floats
    longitudes: Floats
    confirmed: NDArray[np.int64]
    possible: NDArray[np.int64]

    @classmethod
    def of(cls, rows: list[Record]) -> BruteForce:
        """The arrays of these clinics."""
        return cls(
            np.array([row.latitude for row in rows]) / POSITION_SCALE,
            np.array([row.longitude for row in rows]) / POSITION_SCALE,
            np.array([row.confirmed for row in rows], dtype=np.int64),
            np.array([row.possible for row in rows], dtype=np.int64),
        )

    def miles(self, latitude: float, longitude: float) -> Floats:
        """The distance of every clinic, by the haversine formula."""
        phi, other = np.radians(latitude), np.radians(self.latitudes)
        across = np.sin((other - phi) / 2) ** 2
        along = np.sin(np.radians(self.longitudes - longitude) / 2) ** 2
        inside = np.minimum(1, across + np.cos(phi) * np.cos(other) * along)
        return np.asarray(2 * EARTH_RADIUS_IN_MILES * np.arcsin(np.sqrt(inside)))

    def nearest(
        self, latitude: float, longitude: float, need: int = 0, count: int = 10
    ) -> tuple[Floats, Floats]:
        """The distances of the nearest confirmed, and of the nearest merely possible clinics.

        The latter only as far as the last of the former, once there are enough of these.
        """
        miles = self.miles(latitude, longitude)
        if need == 0:
            return np.sort(miles)[:count], np.array([])
        is_confirmed = self.confirmed & need == need
        is_possible = self.possible & need == need
        sure = np.sort(miles[is_confirmed])[:count]
        reach = sure[-1] if len(sure) == count else np.inf
        return sure, np.sort(miles[is_possible & ~is_confirmed & (miles <= reach)])[:count]


def mask_words(mask: int, count: int) -> list[int]:
    """A mask as the index writes it, computed another way: from its binary digits."""
    digits = f"{mask:b}".zfill(WORD_BITS * count)[::-1]
    return [int(digits[at : at + WORD_BITS][::-1], 2) for at in range(0, len(digits), WORD_BITS)][
        :count
    ]

"""Generated clinics for the proofs of the near-me index, and the answers by brute force.

The clinics lie where people live; everything is drawn from a seed. The brute force shares no code
with the index or the browser's search: it is the formula, on all clinics, with numpy.
"""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from plugins.clinics.catalog import Catalog
from plugins.clinics.distance import EARTH_RADIUS_IN_MILES
from plugins.clinics.geography import states
from plugins.clinics.hours import ALWAYS, CLOSED, UNKNOWN, Cause, Schedule, Span, state_at
from plugins.clinics.model.hours import parse_day, parse_special_day
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


WEEKS = tuple(
    tuple(parse_day(text) if text else UNKNOWN for text in week)
    for week in (
        ["06:00-20:00"] * 5 + ["06:00-19:00", None],
        ["08:00-12:00, 13:00-17:00"] * 5 + ["closed"] * 2,
        ["09:00-17:00"] * 4 + ["by appointment", "closed", "closed"],
        ["07:30-19:00", None, "07:30-19:00", None, "07:30-19:00", "closed", "closed"],
        ["open 24 hours"] * 7,
        ["22:00-06:00"] * 6 + ["00:30-01:30"],
    )
)
OFTEN = (0.35, 0.35, 0.15, 0.09, 0.01, 0.05)
"""The weeks of generated clinics, and how often each of them comes."""


def special(first: str, last: str, hours: str) -> Span:
    """Days with hours of their own."""
    days = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    return Span(*days, parse_special_day(hours), Cause.SPECIAL, "Why")


HOLIDAYS = (
    special("2026-11-26", "2026-11-26", "closed"),
    special("2026-12-24", "2026-12-24", "08:00-12:00"),
    special("2026-12-25", "2026-12-25", "closed"),
    special("2027-01-01", "2027-01-01", "unknown"),
    special("2027-03-14", "2027-03-14", "01:30-02:30"),
    special("2027-05-31", "2027-05-31", "closed"),
    special("2027-07-04", "2027-07-04", "22:00-06:00"),
    special("2027-11-06", "2027-11-07", "regular hours"),
)
SPANS = (
    HOLIDAYS,
    (),
    (*HOLIDAYS[:3], special("2026-12-28", "2027-01-31", "10:00-11:00, 23:00-02:00")),
    (Span(datetime.date(2026, 12, 1), datetime.date(2026, 12, 20), CLOSED, Cause.CLOSURE),),
    (Span(datetime.date(2026, 12, 15), ALWAYS[1], CLOSED, Cause.CLOSURE),),
    (Span(ALWAYS[0], datetime.date(2027, 1, 3), CLOSED, Cause.OPENING), *HOLIDAYS[4:]),
)
SPANS_OFTEN = (0.8, 0.1, 0.04, 0.02, 0.02, 0.02)
ZONES = ("America/Puerto_Rico", "Pacific/Honolulu", "America/Anchorage", "Pacific/Guam")


@cache
def rules(zone: str, week: int, spans: int) -> Schedule:
    """One of the schedules of generated clinics; equal ones are the same object."""
    return Schedule(zone, WEEKS[week], SPANS[spans])


FIRST = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
CHANGES = ("2027-03-14T06:00", "2027-11-07T05:00", "2026-11-26T04:00", "2026-12-25T04:00")
"""When something rare begins, in UTC: the changes of the clock, and holidays."""


def instants(count: int, dice: np.random.Generator) -> list[datetime.datetime]:
    """Moments of the coming year; every third one at a change of the clock or on a holiday."""
    rare = [datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC) for text in CHANGES]
    found = []
    for number in range(count):
        start, days = (rare[number // 3 % len(rare)], 1) if number % 3 == 0 else (FIRST, 370)
        minutes = int(dice.integers(days * 24 * 60))
        found.append(start + datetime.timedelta(minutes=minutes, seconds=int(dice.integers(60))))
    return found


def kinds(rows: list[Record], moment: datetime.datetime) -> NDArray[np.str_]:
    """What holds at every clinic, by the rules of `hours.py`."""
    schedules = {id(row.schedule): row.schedule for row in rows}
    found = {
        key: str(state_at(one, moment).kind) if one else "unknown" for key, one in schedules.items()
    }
    return np.array([found[id(row.schedule)] for row in rows])


def generated_records(count: int, seed: int = 1) -> list[Record]:
    """Clinics near the middles of ZIPs, drawn by population, with random masks."""
    dice = np.random.default_rng(seed)
    hours = np.random.default_rng([seed, 1])
    areas = placed_zips()
    weights = np.array([area.population for area in areas], dtype=np.float64)
    picked = dice.choice(len(areas), count, p=weights / weights.sum())
    rows = []
    for number, place in enumerate(picked):
        confirmed = _mask(dice, 0.35)
        zones = states()[areas[place].state].time_zones
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
                schedule=_schedule(hours, str(hours.choice(zones))),
            )
        )
    return sorted(rows, key=lambda row: row.slug)


def _schedule(dice: np.random.Generator, zone: str) -> Schedule | None:
    if dice.random() < 0.02:
        return None
    week = int(dice.choice(len(WEEKS), p=OFTEN))
    return rules(zone, week, int(dice.choice(len(SPANS), p=SPANS_OFTEN)))


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
        self,
        latitude: float,
        longitude: float,
        need: int = 0,
        count: int = 10,
        kinds: NDArray[np.str_] | None = None,
    ) -> tuple[Floats, Floats]:
        """The distances of the nearest confirmed, and of the nearest merely possible clinics.

        The latter only as far as the last of the former, once there are enough of these. With
        `kinds`, what holds at each clinic, the former are open, and the latter are not closed.
        """
        miles = self.miles(latitude, longitude)
        if need == 0 and kinds is None:
            return np.sort(miles)[:count], np.array([])
        is_confirmed = self.confirmed & need == need
        is_possible = self.possible & need == need
        if kinds is not None:
            is_confirmed &= kinds == "open"
            is_possible &= kinds != "closed"
        sure = np.sort(miles[is_confirmed])[:count]
        reach = sure[-1] if len(sure) == count else np.inf
        return sure, np.sort(miles[is_possible & ~is_confirmed & (miles <= reach)])[:count]


def mask_words(mask: int, count: int) -> list[int]:
    """A mask as the index writes it, computed another way: from its binary digits."""
    digits = f"{mask:b}".zfill(WORD_BITS * count)[::-1]
    return [int(digits[at : at + WORD_BITS][::-1], 2) for at in range(0, len(digits), WORD_BITS)][
        :count
    ]

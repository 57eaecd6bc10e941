"""States, ZIP codes, places and area codes of the United States, read from `data/`.

Everything is loaded on first use and kept; nothing here depends on the rest of the project.
Sources, dates, licences and the meaning of each column: `data/README.md`.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

ZipKind = Literal["standard", "po_box", "unique", "military"]

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class State:
    """One of the 50 states, the District of Columbia or five inhabited territories.

    `time_zones` are IANA names, the most populous first. `latitudes` is (south, north) and
    `longitudes` (west, east), in degrees, 5 km beyond the land; west is the larger number where
    the state crosses 180 degrees, as Alaska does. `neighbors` are the codes of the states with
    a common border line (Four Corners' diagonals and borders in open water are none).
    """

    code: str
    name: str
    time_zones: tuple[str, ...]
    latitudes: tuple[float, float]
    longitudes: tuple[float, float]
    neighbors: frozenset[str]

    def contains(self, latitude: float, longitude: float) -> bool:
        """Whether a position in degrees lies in the box around the state.

        False is certain: the position is not in this state. True is not, since boxes overlap.
        """
        south, north = self.latitudes
        west, east = self.longitudes
        if not south <= latitude <= north:
            return False
        if west <= east:
            return west <= longitude <= east
        return longitude >= west or longitude <= east


@dataclass(frozen=True, slots=True)
class ZipArea:
    """What is known of one ZIP code.

    `latitude` and `longitude` are the middle of its area in degrees with three decimals (110 m),
    None for military mail and a few Pacific islands. `state` may also be AA, AE or AP (military),
    or FM, MH or PW (islands in free association), which `states()` does not have. `population`
    counts residents (2018 to 2022); 0 also where they were not counted, which is so in AS, GU,
    MP and VI. `kind`: `standard` has residents; `po_box` has none, its mail goes to post-office
    boxes or one large receiver; `unique` is one known receiver, such as a campus or an agency.
    """

    postal_code: str
    latitude: float | None
    longitude: float | None
    state: str
    city: str
    population: int
    kind: ZipKind


@dataclass(frozen=True, slots=True)
class Place:
    """A city, town or part of a city that visitors may type.

    `latitude` and `longitude` are the middle of its residents in degrees. `population` is for
    ranking only: it counts the place's ZIPs, which reach beyond the city limits.
    """

    name: str
    state: str
    latitude: float
    longitude: float
    population: int


@cache
def states() -> Mapping[str, State]:
    """The states by two-letter code, in the order of their codes."""
    content = json.loads((_DATA / "states.json").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            code: State(
                code=code,
                name=fields["name"],
                time_zones=tuple(fields["time_zones"]),
                latitudes=(fields["latitudes"][0], fields["latitudes"][1]),
                longitudes=(fields["longitudes"][0], fields["longitudes"][1]),
                neighbors=frozenset(fields["neighbors"]),
            )
            for code, fields in content.items()
        }
    )


def zip_area(postal_code: str) -> ZipArea | None:
    """What is known of a ZIP code of five digits; None when no such ZIP is known."""
    line = _zip_lines().get(postal_code)
    return _zip_area(line) if line else None


@cache
def zip_areas() -> tuple[ZipArea, ...]:
    """Every known ZIP in order. For work on all of them: one ZIP is `zip_area`, far cheaper."""
    return tuple(_zip_area(line) for line in _zip_lines().values())


def states_of_zip_prefix(prefix: str) -> frozenset[str]:
    """Codes of the states with ZIPs that start with these three digits; empty for none."""
    return _states_by_zip_prefix().get(prefix, frozenset())


def states_of_area_code(area_code: str) -> frozenset[str]:
    """Codes of the states of a telephone area code; empty if unknown or not geographic (8xx)."""
    return _states_by_area_code().get(area_code, frozenset())


def is_nearby_state(a: str, b: str) -> bool:
    """Whether two state codes are the same state or neighbors."""
    return a == b or (a in states() and b in states()[a].neighbors)


@cache
def places() -> tuple[Place, ...]:
    """The place list, by state and name. A name is there once for each state that has it."""
    rows = (line.split(",") for line in _lines("us_places.csv"))
    return tuple(
        Place(name, state, float(latitude), float(longitude), int(population))
        for name, state, latitude, longitude, population in rows
    )


def place(name: str, state: str) -> Place | None:
    """The place of this name in a state; None when the list has none."""
    return _places_by_name().get((name.casefold(), state))


@cache
def _places_by_name() -> dict[tuple[str, str], Place]:
    return {(place.name.casefold(), place.state): place for place in places()}


def _lines(name: str) -> list[str]:
    """The lines of a table without its header. Its cells hold no comma, so `split` reads them."""
    return (_DATA / name).read_text(encoding="utf-8").splitlines()[1:]


@cache
def _zip_lines() -> dict[str, str]:
    """The unread line of each ZIP: 42,000 objects would take ten times as long to make."""
    return {line[:5]: line for line in _lines("us_zips.csv")}


def _zip_area(line: str) -> ZipArea:
    postal_code, latitude, longitude, state, city, population, kind = line.split(",")
    return ZipArea(
        postal_code=postal_code,
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
        state=state,
        city=city,
        population=int(population),
        kind=cast(ZipKind, kind),
    )


@cache
def _states_by_zip_prefix() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for postal_code, line in _zip_lines().items():
        found[postal_code[:3]].add(line.split(",", 4)[3])
    return {prefix: frozenset(codes) for prefix, codes in found.items()}


@cache
def _states_by_area_code() -> dict[str, frozenset[str]]:
    content = json.loads((_DATA / "area_codes.json").read_text(encoding="utf-8"))
    return {area_code: frozenset(codes) for area_code, codes in content.items()}

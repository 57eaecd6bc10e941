"""The near-me index: small static files, named by their content, exact for every visitor.

The layout is documented in README.md beside this file. Everything is deterministic: equal facts
give equal bytes and therefore an equal folder name.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..catalog import Catalog
from ..geography import ZipArea, states, zip_areas
from ..hours import Schedule
from ..publication import DIRECTIONS
from .names import SCALE, name_files
from .opening import WORDS, bounds, single_days
from .records import POSITION_SCALE, WORD_BITS, Record, filters, words
from .zips import ZipTable, placed_zips

VERSION = 2
BOX_SCALE = 100
"""Boxes of leaves are whole numbers of 1e-2 degrees, rounded outwards."""

DIRECTORY_SIZE = 64
"""Up to so many leaves the root lists them all; beyond, it lists directories of so many."""

KINDS = ("standard", "po_box", "unique", "military")


@dataclass(frozen=True, slots=True)
class Index:
    """All files of the index.

    Attributes:
        path: the folder from the root of the site, `near/<hash>/`.
        root: what the page carries inline; the same as `root.json`.
        files: content by path inside the folder.
    """

    path: str
    root: dict[str, Any]
    files: dict[str, bytes]


def build_index(catalog: Catalog, rows: list[Record], table: ZipTable) -> Index:
    """The index of the clinics `rows`, which are those of the catalog."""
    word_count = max(1, math.ceil(len(filters(catalog)) / WORD_BITS))
    groups = [[rows[row] for row in leaf] for leaf in table.leaves]
    days = single_days(row.schedule for row in rows)
    boxes = [_box(group, word_count, days, catalog.as_of.year) for group in groups]
    directories = _directories(boxes)
    entries = [_merged(group) for group in directories] or boxes
    root = {
        **_root(catalog, entries, len(rows), DIRECTORY_SIZE if directories else 0),
        "days": list(days),
        "has_hours": any(row.schedule and row.schedule.is_known for row in rows),
    }
    files: dict[str, Any] = {"root.json": root}
    files |= {f"t/l{number}.json": _leaf(group, word_count) for number, group in enumerate(groups)}
    files |= {f"t/d{number}.json": group for number, group in enumerate(directories)}
    files |= _zip_files(table.hints)
    files |= name_files()
    encoded = {path: _encode(content) for path, content in sorted(files.items())}
    path = f"near/{_hash(encoded)}/"
    return Index(path, {**root, "path": f"/{path}"}, encoded)


def _root(catalog: Catalog, entries: list[list[int]], count: int, directory: int) -> dict[str, Any]:
    main = catalog.organization.telephone
    return {
        "version": VERSION,
        "count": count,
        "directory": directory,
        "entries": entries,
        "telephone": [main.display, main.uri],
        "directions": f"{DIRECTIONS}api=1&destination=",
        "filters": [
            [item.id, item.name, item.kind, int(item.is_in_person)] for item in filters(catalog)
        ],
        "states": _states(catalog),
        "telehealth": sorted(
            {state for location in catalog.locations for state in location.facts.telehealth_states}
        ),
    }


def _states(catalog: Catalog) -> dict[str, list[Any]]:
    """Name, number of clinics and the middle of the residents of every state with a ZIP."""
    counts = {directory.state.code: len(directory.locations) for directory in catalog.states}
    areas: dict[str, list[ZipArea]] = defaultdict(list)
    for area in placed_zips():
        areas[area.state].append(area)
    return {
        code: [state.name, counts.get(code, 0), *_middle(areas[code])]
        for code, state in states().items()
        if areas[code]
    }


def _middle(areas: list[ZipArea]) -> tuple[int, int]:
    """The mean position of the residents, × 1,000; of the ZIPs where residents are not counted."""
    weights = np.array([area.population for area in areas], dtype=np.float64)
    if not weights.any():
        weights += 1
    positions = np.array([(area.latitude, area.longitude) for area in areas], dtype=np.float64)
    latitude, longitude = np.average(positions, axis=0, weights=weights)
    return round(latitude * SCALE), round(longitude * SCALE)


def _leaf(rows: list[Record], word_count: int) -> dict[str, Any]:
    south, west = min(row.latitude for row in rows), min(row.longitude for row in rows)
    return {
        "o": [south, west],
        "s": [row.slug for row in rows],
        "n": [row.name for row in rows],
        "a": [row.address for row in rows],
        "p": [row.telephone for row in rows],
        "y": [row.latitude - south for row in rows],
        "x": [row.longitude - west for row in rows],
        "f": [row.flags for row in rows],
        "c": [list(words(row.confirmed, word_count)) for row in rows],
        "u": [list(words(row.possible, word_count)) for row in rows],
        **_rules([row.schedule for row in rows]),
    }


def _rules(schedules: list[Schedule | None]) -> dict[str, list[Any]]:
    """The rules of a leaf: each zone, week and list of spans once, and which ones a clinic has."""
    shipped = [rules.shipped if rules else None for rules in schedules]
    parts = ("zone", "week", "spans")
    lists = {part: _distinct(rules[part] for rules in shipped if rules) for part in parts}
    chosen = [
        [lists[part].index(rules[part]) for part in parts] if rules else 0 for rules in shipped
    ]
    return {"h": chosen, "z": lists["zone"], "w": lists["week"], "d": lists["spans"]}


def _distinct(items: Iterator[Any]) -> list[Any]:
    found: list[Any] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


def _box(rows: list[Record], word_count: int, days: tuple[int, ...], year: int) -> list[int]:
    """South, west, north, east, number of clinics, then the words of both masks, or-ed."""
    step = POSITION_SCALE // BOX_SCALE
    latitudes, longitudes = [row.latitude for row in rows], [row.longitude for row in rows]
    confirmed, possible, is_open, to_ask = 0, 0, 0, 0
    for row in rows:
        confirmed |= row.confirmed
        possible |= row.possible
        hours = bounds(row.schedule, days, year)
        is_open |= hours.open
        to_ask |= hours.to_ask
    return [
        min(latitudes) // step,
        min(longitudes) // step,
        -(-max(latitudes) // step),
        -(-max(longitudes) // step),
        len(rows),
        *words(is_open, WORDS),
        *words(confirmed, word_count),
        *words(is_open | to_ask, WORDS),
        *words(possible, word_count),
    ]


def _directories(boxes: list[list[int]]) -> list[list[list[int]]]:
    if len(boxes) <= DIRECTORY_SIZE:
        return []
    return [boxes[at : at + DIRECTORY_SIZE] for at in range(0, len(boxes), DIRECTORY_SIZE)]


def _merged(boxes: list[list[int]]) -> list[int]:
    columns = list(zip(*boxes, strict=True))
    masks = [int(np.bitwise_or.reduce(column)) for column in columns[5:]]
    edges = [min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3])]
    return [*edges, sum(columns[4]), *masks]


def _zip_files(hints: dict[str, list[int]]) -> dict[str, Any]:
    """One file for each three-digit prefix: its ZIPs, where they are, which leaves are nearest.

    A prefix that is not in use has a file too, `null`: a browser reports missing ones as errors.
    """
    groups: dict[str, list[ZipArea]] = defaultdict(list)
    for area in zip_areas():
        groups[area.postal_code[:3]].append(area)
    prefixes = (f"{number:03}" for number in range(1000))
    return {
        f"z/{prefix}.json": _zip_file(groups[prefix], hints) if prefix in groups else None
        for prefix in prefixes
    }


def _zip_file(group: list[ZipArea], hints: dict[str, list[int]]) -> dict[str, Any]:
    cities = sorted({f"{area.city}, {area.state}" for area in group})
    number = {city: position for position, city in enumerate(cities)}
    return {
        "c": cities,
        "k": [number[f"{area.city}, {area.state}"] for area in group],
        "z": "".join(area.postal_code[3:] for area in group),
        "y": [None if area.latitude is None else round(area.latitude * SCALE) for area in group],
        "x": [None if area.longitude is None else round(area.longitude * SCALE) for area in group],
        "t": [KINDS.index(area.kind) for area in group],
        "h": [hints.get(area.postal_code, []) for area in group],
    }


def _encode(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _hash(files: dict[str, bytes]) -> str:
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(files):
        digest.update(path.encode() + b"\0" + files[path] + b"\0")
    return digest.hexdigest()

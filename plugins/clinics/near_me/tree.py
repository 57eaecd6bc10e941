"""Clinics in small leaves of neighbors, and which leaves hold the nearest ones to each ZIP.

numpy works here, at build time only; a visitor's browser gets its results as small files.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..distance import EARTH_RADIUS_IN_MILES

LEAF_SIZE = 32
"""Clinics in one file: the balance between bytes and round trips (measured at 16, 32 and 64)."""

NEAREST = 10
"""The hints of a ZIP are exact for this many clinics."""

ANGLE_ROUNDING = 1e-7
"""Radians (60 cm): more than an arc cosine near 1 may be wrong by."""

COSINE_ROUNDING = 1e-14
"""More than a dot product of unit vectors may be wrong by."""

CHUNK = 2_000_000
"""Pairs of a target and a leaf in memory at a time (16 MB)."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


def unit_vectors(latitudes: Floats, longitudes: Floats) -> Floats:
    """Positions in degrees as points of the unit sphere, one row each."""
    phi, lam = np.radians(latitudes), np.radians(longitudes)
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def haversine(latitude: float, longitude: float, others: Floats) -> Floats:
    """Miles from a position to each row of `others`, all in radians, as `distance.between`."""
    across = np.sin((others[:, 0] - latitude) / 2) ** 2
    along = np.sin((others[:, 1] - longitude) / 2) ** 2
    inside = np.minimum(1, across + np.cos(latitude) * np.cos(others[:, 0]) * along)
    return np.asarray(2 * EARTH_RADIUS_IN_MILES * np.arcsin(np.sqrt(inside)))


def split(vectors: Floats) -> list[Integers]:
    """Row numbers in leaves of at most `LEAF_SIZE`, neighbors together (a k-d tree's leaves).

    Each cut goes across the widest axis and leaves whole leaves on its left; rows stay in order
    inside a leaf, so that equal input gives equal files.
    """
    return [np.sort(leaf) for leaf in _split(vectors, np.arange(len(vectors)))]


def _split(vectors: Floats, rows: Integers) -> Iterator[Integers]:
    if len(rows) <= LEAF_SIZE:
        if len(rows):
            yield rows
        return
    points = vectors[rows]
    axis = int(np.argmax(points.max(axis=0) - points.min(axis=0)))
    ordered = rows[np.argsort(points[:, axis], kind="stable")]
    leaves = -(-len(rows) // LEAF_SIZE)
    middle = leaves // 2 * LEAF_SIZE
    yield from _split(vectors, ordered[:middle])
    yield from _split(vectors, ordered[middle:])


def leaf_hints(vectors: Floats, leaves: list[Integers], targets: Floats) -> list[list[int]]:
    """For each target, the numbers of all leaves that hold one of its nearest clinics.

    Exact, ties included: the distance of the `NEAREST`-th clinic is found among the leaves that
    may hold it (by their bounding circles), and each leaf with a clinic within it is a hint.
    """
    middles, radii = _circles(vectors, leaves)
    sizes = np.array([len(leaf) for leaf in leaves])
    padded = np.array([np.resize(leaf, LEAF_SIZE) for leaf in leaves])
    points = vectors[padded]
    hints: list[list[int]] = []
    step = max(1, CHUNK // len(leaves))
    for begin in range(0, len(targets), step):
        chunk = targets[begin : begin + step]
        angles = np.arccos(np.clip(chunk @ middles.T, -1, 1))
        reach = _reach(angles + radii, sizes)
        may_hold = angles - radii <= reach[:, None] + ANGLE_ROUNDING
        hints += _exact_hints(chunk, points, sizes, may_hold)
    return hints


def nearest_rows(
    vectors: Floats,
    leaves: list[Integers],
    targets: Floats,
    hints: list[list[int]],
    count: int,
) -> list[list[int]]:
    """The rows of the `count` nearest clinics of each target, nearest first.

    `hints` are those of `leaf_hints`; `count` is at most `NEAREST`.
    """
    groups: dict[tuple[int, ...], list[int]] = {}
    for position, hint in enumerate(hints):
        groups.setdefault(tuple(hint), []).append(position)
    found: list[list[int]] = [[] for _ in hints]
    for numbers, positions in groups.items():
        rows = np.sort(np.concatenate([leaves[number] for number in numbers]))
        cosines = targets[positions] @ vectors[rows].T
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :count]
        for position, picked in zip(positions, rows[order].tolist(), strict=True):
            found[position] = picked
    return found


def _circles(vectors: Floats, leaves: list[Integers]) -> tuple[Floats, Floats]:
    """A circle around each leaf: its middle as a unit vector, its radius as an angle."""
    middles = np.array([vectors[leaf].mean(axis=0) for leaf in leaves])
    lengths = np.linalg.norm(middles, axis=1, keepdims=True)
    middles = middles / np.where(lengths > 0, lengths, 1)
    cosines = np.array([(vectors[leaf] @ m).min() for leaf, m in zip(leaves, middles, strict=True)])
    return middles, np.arccos(np.clip(cosines, -1, 1))


def _reach(farthest: Floats, sizes: Integers) -> Floats:
    """For each target an angle within which there are `NEAREST` clinics; all of them if fewer.

    `farthest` is the angle to the far side of each leaf's circle.
    """
    is_enough = sizes >= NEAREST
    if not is_enough.any():
        return np.full(len(farthest), np.pi)
    return np.asarray(farthest[:, is_enough].min(axis=1))


def _exact_hints(
    targets: Floats, points: Floats, sizes: Integers, may_hold: Booleans
) -> list[list[int]]:
    """The hints of each target among the leaves that may hold its nearest clinics.

    Targets with equally many candidate leaves are worked on together, as one array.
    """
    hints: list[list[int]] = [[] for _ in targets]
    counts = may_hold.sum(axis=1)
    is_clinic = np.arange(LEAF_SIZE) < sizes[:, None]
    for count in np.unique(counts):
        rows = np.nonzero(counts == count)[0]
        leaves = np.nonzero(may_hold[rows])[1].reshape(len(rows), count)
        cosines = np.einsum("tcsx,tx->tcs", points[leaves], targets[rows])
        cosines[~is_clinic[leaves]] = -2
        flat = cosines.reshape(len(rows), -1)
        last = (
            np.partition(flat, -NEAREST, axis=1)[:, -NEAREST]
            if flat.shape[1] > NEAREST
            else flat.min(axis=1)
        )
        holds = cosines.max(axis=2) >= (last - COSINE_ROUNDING)[:, None]
        for row, numbers, is_held in zip(rows, leaves, holds, strict=True):
            hints[row] = numbers[is_held].tolist()
    return hints

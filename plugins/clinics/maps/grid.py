"""Points in cells, to find quickly what is around another point.

A point is a complex number on the map of `albers`, in its pixels: 3 miles each, 9 in Alaska.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
_CELL = 6


class Grid(Generic[T]):
    """Things by the square of the map in which they lie; of each square the first `limit`."""

    def __init__(self, items: Iterable[tuple[complex, T]], limit: int) -> None:
        """Put every thing in its square; where there are too many, the last ones are left out."""
        self._cells: dict[tuple[int, int], list[tuple[complex, T]]] = defaultdict(list)
        for at, item in items:
            cell = self._cells[_number(at.real), _number(at.imag)]
            if len(cell) < limit:
                cell.append((at, item))

    def around(self, middle: complex, reach: float) -> Iterator[tuple[complex, T]]:
        """What lies within `reach` pixels of a point, and some things beyond."""
        columns = range(_number(middle.real - reach), _number(middle.real + reach) + 1)
        rows = range(_number(middle.imag - reach), _number(middle.imag + reach) + 1)
        for column in columns:
            for row in rows:
                yield from self._cells.get((column, row), ())


def _number(along: float) -> int:
    return math.floor(along / _CELL)

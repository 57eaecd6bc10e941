"""Rectangles on a map, to see what covers what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a map, in its units."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, half_width: float, half_height: float) -> Box:
        """The box with this middle."""
        return cls(x - half_width, y - half_height, x + half_width, y + half_height)

    def is_free(self, taken: Iterable[Box], size: tuple[int, int]) -> bool:
        """Whether it is inside the map and touches none of the others."""
        is_inside = self.left > 0 < self.top and self.right < size[0] and self.bottom < size[1]
        return is_inside and not any(self._touches(other) for other in taken)

    def _touches(self, other: Box) -> bool:
        is_beside = self.right < other.left or other.right < self.left
        return not (is_beside or self.bottom < other.top or other.bottom < self.top)

"""The change from the map of the country to another map."""

from __future__ import annotations

from dataclasses import dataclass

from .. import outlines
from ..outlines import Kind, Line


@dataclass(frozen=True, slots=True)
class Frame:
    """How the map of the country becomes this map: turned, scaled and moved.

    `gap` is the least distance of two pins.
    """

    kind: Kind
    gap: float
    turn: complex = 1
    move: complex = 0
    size: tuple[int, int] = (0, 0)

    def __call__(self, point: complex) -> complex:
        """A point of the map of the country on this map."""
        return point * self.turn + self.move

    def outline(self, code: str) -> list[Line]:
        """The outline of a state on this map."""
        return [[self(point) for point in ring] for ring in outlines.rings(code, self.kind)]

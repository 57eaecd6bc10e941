"""Where the names on the map of a clinic stand: inside of it, and never over one another.

A point is a complex number, x to the east and y to the south, in units of the map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..outlines import Line, contains
from .boxes import Box
from .values import Anchor, Label

LETTER = 16
"""Size of the letters in units on a small screen; on larger ones `map.css` makes them smaller."""

LINE = 19
"""Height of a name in units."""

_BASE = 5  # from the middle of a line down to its base line
_MARGIN = 4

_PLACES: tuple[tuple[Anchor, float, float], ...] = (
    ("start", 1, 0),
    ("end", -1, 0),
    ("middle", 0, 1),
    ("middle", 0, -1),
    ("start", 0.7, 0.6),
    ("end", -0.7, 0.6),
    ("start", 0.7, -0.6),
    ("end", -0.7, -0.6),
)
"""Places of a name around a point: its anchor, parts of what is kept clear, and lines down."""

_SIDES: dict[Anchor, int] = {"start": 1, "middle": 0, "end": -1}

# Parts of the size of the letters, for the wider ones of the typefaces that devices have.
_NARROW, _USUAL, _CAPITAL, _WIDE = 0.33, 0.58, 0.7, 0.88
_WIDTHS = dict.fromkeys("ijlftrI.,'’- ", _NARROW) | dict.fromkeys("mwMW", _WIDE)


class Board:
    """A map on which names are placed one after the other, each where nothing is yet."""

    def __init__(self, width: int, height: int) -> None:
        """An empty map of this size in units."""
        self._size = (width, height)
        self._taken: list[Box] = []

    def reserve(self, *boxes: Box) -> None:
        """Keep names out of these boxes."""
        self._taken += boxes

    def is_free(self, box: Box) -> bool:
        """Whether a box is inside of the map and touches nothing that is taken."""
        return box.is_free(self._taken, self._size)

    def write_beside(self, text: str, at: complex, clear: float, wider: float = 1) -> Label | None:
        """A name beside, below or above a point; None where there is no room.

        Args:
            text: the name.
            at: the point.
            clear: how far from the point the name begins, in units.
            wider: how much wider than usual its letters are.
        """
        half = text_width(text) * wider / 2
        for anchor, side, lines in _PLACES:
            away = lines * (clear + LINE / 2 if side == 0 else LINE)
            start = at + complex(side * clear, away)
            middle = start + _SIDES[anchor] * half
            if self._write(middle, half):
                return _label(start, anchor)
        return None

    def write_inside(
        self, text: str, middles: Iterable[complex], outline: list[Line], wider: float = 1
    ) -> Label | None:
        """A name around the first of these points where it lies wholly in an outline."""
        half = text_width(text) * wider / 2
        for middle in middles:
            is_inside = all(contains(outline, corner) for corner in _corners(middle, half))
            if is_inside and self._write(middle, half):
                return _label(middle, "middle")
        return None

    def _write(self, middle: complex, half: float) -> bool:
        box = Box.around(middle.real, middle.imag, half + _MARGIN, LINE / 2)
        if not self.is_free(box):
            return False
        self.reserve(box)
        return True


def text_width(text: str) -> float:
    """How wide a name is at most, in units."""
    return LETTER * sum(map(_width, text))


def _width(letter: str) -> float:
    return _WIDTHS.get(letter, _CAPITAL if letter.isupper() else _USUAL)


def _label(at: complex, anchor: Anchor) -> Label:
    return Label(round(at.real), round(at.imag + _BASE), anchor)


def _corners(middle: complex, half: float) -> Iterator[complex]:
    return (middle + complex(x, y) for x in (-half, half) for y in (-LINE / 2, LINE / 2))

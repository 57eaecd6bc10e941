"""Where the names on the map of a clinic stand: inside of it, and never over one another.

A point is a complex number, x to the east and y to the south, in units of the map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..outlines import Line, contains
from .boxes import Box
from .values import Anchor, Label

LETTER = 16
"""Size of the letters in units on a small screen; on larger ones `map.css` makes them smaller."""

LINE = 19
"""Height of a name in units."""

_BASE = 5  # from the middle of a line down to its base line
_MARGIN = 3

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
        self.size = (width, height)
        self._signs: list[Box] = []
        self._names: list[Box] = []

    def reserve(self, *boxes: Box) -> None:
        """Keep names out of these boxes."""
        self._signs += boxes

    def fill(self, box: Box) -> None:
        """Keep names and signs out of this box."""
        self._names.append(box)

    def has_room(self, box: Box) -> bool:
        """Whether a sign in this box would be inside of the map, and under no name."""
        return box.is_free(self._names, self.size)

    def write_beside(
        self,
        text: str,
        at: complex,
        clear: float,
        wider: float = 1,
        around: Sequence[Box] = (),
        home: Sequence[Line] = (),
    ) -> Label | None:
        """A name beside, below or above a point; None where there is no room.

        Args:
            text: the name.
            at: the point.
            clear: how far from the point the name begins, in units.
            wider: how much wider than usual its letters are.
            around: what it may cover as little as a sign.
            home: an outline in which it stands if it can.
        """
        half = text_width(text) * wider / 2
        taken = (*self._names, *self._signs, *around)
        found: tuple[Label, Box] | None = None
        for start, anchor in _starts(at, clear):
            middle = start + _SIDES[anchor] * half
            box = _box(middle, half)
            if box.is_free(taken, self.size):
                is_at_home = not home or _is_inside(home, middle, half)
                if is_at_home or not found:
                    found = _label(start, anchor), box
                if is_at_home:
                    break
        if not found:
            return None
        self._names.append(found[1])
        return found[0]

    def write_inside(
        self, text: str, middles: Iterable[complex], outline: Sequence[Line], wider: float = 1
    ) -> Label | None:
        """A name around the first of these points where it lies wholly in an outline."""
        half = text_width(text) * wider / 2
        taken = (*self._names, *self._signs)
        for middle in middles:
            box = _box(middle, half)
            if box.is_free(taken, self.size) and _is_inside(outline, middle, half):
                self._names.append(box)
                return _label(middle, "middle")
        return None


def text_width(text: str) -> float:
    """How wide a name is at most, in units."""
    return LETTER * sum(map(_width, text))


def _width(letter: str) -> float:
    return _WIDTHS.get(letter, _CAPITAL if letter.isupper() else _USUAL)


def _label(at: complex, anchor: Anchor) -> Label:
    return Label(round(at.real), round(at.imag + _BASE), anchor)


def _starts(at: complex, clear: float) -> Iterator[tuple[complex, Anchor]]:
    """Where a name beside a point may begin, end, or have its middle; the best place first."""
    for anchor, side, lines in _PLACES:
        away = lines * (clear + LINE / 2 if side == 0 else LINE)
        yield at + complex(side * clear, away), anchor


def _box(middle: complex, half: float) -> Box:
    return Box.around(middle.real, middle.imag, half + _MARGIN, LINE / 2)


def _is_inside(outline: Sequence[Line], middle: complex, half: float) -> bool:
    """Whether a name's corners and its middle lie in an outline."""
    corners = (complex(x, y) for x in (-half, half) for y in (-LINE / 2, LINE / 2))
    return all(contains(outline, middle + corner) for corner in (0, *corners))

"""A surface for smooth shapes: drawn several times as large, then made small.

Places are in pixels of the finished picture, from its upper left corner; they may be fractions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

from .palette import Color

Place = tuple[float, float]

_NOTCH = 0.1
"""A line is a row of dots, so close that the notches at its edge are this deep, in fine pixels."""


class Canvas:
    """A picture of `size` pixels that shapes are added to; later ones cover earlier ones.

    `fineness` is how many times as large it is while it is drawn.
    """

    def __init__(self, size: tuple[int, int], ground: Color, fineness: int = 4) -> None:
        self._fineness = fineness
        width, height = size
        self._image = Image.new("RGB", (width * fineness, height * fineness), ground)
        self._draw = ImageDraw.Draw(self._image)

    def disc(self, center: Place, radius: float, color: Color) -> None:
        """A filled circle."""
        (x, y), scale = center, self._fineness
        # Pillow fills the last pixel too, so the box ends one pixel earlier.
        box = [(x - radius) * scale, (y - radius) * scale]
        box += [(x + radius) * scale - 1, (y + radius) * scale - 1]
        self._draw.ellipse(box, fill=color)

    def area(self, places: Iterable[Place], color: Color) -> None:
        """A filled polygon."""
        scaled = [(x * self._fineness, y * self._fineness) for x, y in places]
        if len(scaled) > 2:
            self._draw.polygon(scaled, fill=color)

    def line(self, places: Sequence[Place], width: float, color: Color) -> None:
        """A line with round ends and corners."""
        gap = math.sqrt(8 * _NOTCH * width / 2 * self._fineness) / self._fineness
        for place in _dotted(places, gap):
            self.disc(place, width / 2, color)

    def finished(self) -> Image.Image:
        """The picture in its own size."""
        return self._image.reduce(self._fineness)


def arc(center: Place, radius: float, begin: float, end: float) -> list[Place]:
    """A part of a circle, from one angle to another, in degrees, clockwise from the east."""
    number = max(48, round(radius))
    angles = (math.radians(begin + (end - begin) * i / number) for i in range(number + 1))
    x, y = center
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]


def waves(start: Place, length: float, height: float, number: int) -> list[Place]:
    """A row of waves to the right, up first, as quadratic curves whose controls lie `height` off.

    That is `q length/2,-height length,0 t length,0 …` in an SVG path.
    """
    x, y = start
    steps = 24
    return [
        (
            x + length * step / steps,
            y - (-1) ** (step // steps) * 2 * height * _between(step % steps / steps),
        )
        for step in range(number * steps + 1)
    ]


def _between(share: float) -> float:
    return share * (1 - share)


def _dotted(places: Sequence[Place], gap: float) -> Iterator[Place]:
    """Places on the line that are at most `gap` from each other, with all its corners."""
    yield places[0]
    for (a, b), (c, d) in pairwise(places):
        number = max(1, math.ceil(math.hypot(c - a, d - b) / gap))
        for step in range(1, number + 1):
            yield a + (c - a) * step / number, b + (d - b) * step / number

"""The colors of the cards: one look for each kind, so that a reader knows them apart."""

from __future__ import annotations

from dataclasses import dataclass

from .cards import HOME, STATE
from .palette import BRAND, DAWN, NIGHT, WHITE, Color, color, hexadecimal


def _even(exact: Color) -> Color:
    """The color in steps of 4, in which Pillow looks for it in a palette: so it is found exactly.

    Between these steps, rings that differ a little would become one.
    """
    red, green, blue = (min(252, round(part / 4) * 4) for part in exact)
    return red, green, blue


@dataclass(frozen=True, slots=True)
class Look:
    """The colors of a kind of card.

    Attributes:
        rings: the sky from the sun outward; the last one fills the rest.
        hills: from the far one to the near one, on which the brand stands.
        label: of all small words but the brand.
        land: of a state's outline.
    """

    rings: tuple[Color, ...]
    sun: Color
    hills: tuple[Color, ...]
    title: Color
    label: Color
    brand: Color
    land: Color

    @property
    def flat(self) -> tuple[Color, ...]:
        """All colors that areas have, each once; the others are on edges only."""
        parts = (self.sun, self.title, self.label, self.brand, self.land)
        return tuple(dict.fromkeys((*self.rings, *self.hills, *parts)))


def _look(rings: str, sun: str, hills: str, words: str) -> Look:
    title, label = _colors(words)
    sun_color, brand, land = map(_even, (color(sun), WHITE, BRAND))
    return Look(_colors(rings), sun_color, _colors(hills), title, label, brand, land)


def _colors(codes: str) -> tuple[Color, ...]:
    return tuple(_even(color(code)) for code in codes.split())


_PURPLE_HILLS = "#a583bf #7b529b #4f2d6b"
_DARK_ON_LIGHT = f"{hexadecimal(NIGHT)} {hexadecimal(BRAND)}"
_LIGHT_ON_DARK = f"{hexadecimal(WHITE)} #fbd9bd"

LOOKS = {
    HOME: _look(
        "#d98a79 #a8658a #85508c #6c4187 #58347a #47296a #3a2058 #321b4a",
        hexadecimal(DAWN),
        "#4b2a68 #371e50 #25132f",
        _LIGHT_ON_DARK,
    ),
    "treatment": _look(
        "#c98fa0 #a675ad #9164a8 #81569e #764b95 #6e448e #683f89 #603980",
        "#fbc08d",
        "#4d2b69 #3a2052 #2c1840",
        _LIGHT_ON_DARK,
    ),
    "condition": _look(
        "#ffe3c9 #fbe7da #f7e9e6 #f5eaf0 #f3eaf5 #f0e6f4 #ede1f2 #e9dcf0",
        "#f6a96b",
        _PURPLE_HILLS,
        _DARK_ON_LIGHT,
    ),
    "article": _look(
        "#ffd3a6 #ffdcb8 #ffe4c8 #ffebd6 #fff0e1 #fff4e9 #fff7ef #fffaf5",
        "#f39a5b",
        _PURPLE_HILLS,
        _DARK_ON_LIGHT,
    ),
    STATE: _look(
        "#fff3e6 #fbf0ee #f8eff5 #f5ecf8 #f2e8f6 #efe4f4 #ece0f2 #e8dbf0",
        "#f6a96b",
        _PURPLE_HILLS,
        _DARK_ON_LIGHT,
    ),
}
"""How each kind of card looks."""

"""The colors of the cards: one look for each kind, so that a reader knows them apart."""

from __future__ import annotations

from dataclasses import dataclass

from .cards import HOME, STATE
from .palette import DAWN, NIGHT, WHITE, Color, color


@dataclass(frozen=True, slots=True)
class Look:
    """The colors of a kind of card.

    Attributes:
        rings: the sky from the sun outward; the last one fills the rest.
        hills: from the far one to the near one, on which the brand stands.
        land: of a state's outline.
    """

    rings: tuple[Color, ...]
    sun: Color
    hills: tuple[Color, ...]
    title: Color
    label: Color
    land: Color = WHITE

    @property
    def flat(self) -> tuple[Color, ...]:
        """All colors that areas have, each once; the others are on edges only."""
        all_colors = (*self.rings, *self.hills, self.sun, self.title, self.label, self.land, WHITE)
        return tuple(dict.fromkeys(all_colors))


def _colors(codes: str) -> tuple[Color, ...]:
    return tuple(map(color, codes.split()))


_PLUM_HILLS = _colors("#4d2b69 #3a2052 #2c1840")
_PURPLE_HILLS = _colors("#a583bf #7b529b #4f2d6b")

LOOKS = {
    HOME: Look(
        _colors("#d98a79 #a8658a #85508c #6c4187 #58347a #47296a #3a2058 #321b4a"),
        DAWN,
        _colors("#4b2a68 #371e50 #25132f"),
        WHITE,
        color("#fbd9bd"),
    ),
    "treatment": Look(
        _colors("#c98fa0 #a675ad #9164a8 #81569e #764b95 #6e448e #683f89 #653c85"),
        color("#fbc08d"),
        _PLUM_HILLS,
        WHITE,
        color("#fbd9bd"),
    ),
    "condition": Look(
        _colors("#ffe3c9 #fbe7da #f7e9e6 #f5eaf0 #f3eaf5 #f0e6f4 #ede1f2 #e9dcf0"),
        color("#f6a96b"),
        _PURPLE_HILLS,
        NIGHT,
        color("#653c85"),
    ),
    "article": Look(
        _colors("#ffd3a6 #ffdcb8 #ffe4c8 #ffebd6 #fff0e1 #fff4e9 #fff7ef #fff9f3"),
        color("#f39a5b"),
        _PURPLE_HILLS,
        NIGHT,
        color("#653c85"),
    ),
    STATE: Look(
        _colors("#fff3e6 #fbf0ee #f8eff5 #f6edf8 #f4eaf7 #f1e6f5 #eee2f3 #eaddf1"),
        color("#f6a96b"),
        _PURPLE_HILLS,
        NIGHT,
        color("#653c85"),
        color("#653c85"),
    ),
}

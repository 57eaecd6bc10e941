"""What the map of one clinic is made of, ready for a template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..formats import miles_words
from ..translation import gettext, later, ngettext
from ..wording import listing
from .values import Label

Precision = Literal["exact", "zip", "city"]
"""What the middle of the map is: the door, the middle of the ZIP code, or that of the city."""

_NAMED_TOWNS = 4

DIRECTION_WORDS = {
    "east": later("east"),
    "southeast": later("southeast"),
    "south": later("south"),
    "southwest": later("southwest"),
    "west": later("west"),
    "northwest": later("northwest"),
    "north": later("north"),
    "northeast": later("northeast"),
}


@dataclass(frozen=True, slots=True)
class Land:
    """What is seen of a state.

    Attributes:
        path: its outline for the `d` of an SVG path, cut off a little outside of the map.
        label: where its name is written; None where it is the only state, or has no room.
    """

    code: str
    name: str
    path: str
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Town:
    """A dot with a name. The dot is the middle of the residents (`data/README.md`).

    Attributes:
        is_large: whether it has 100,000 residents.
    """

    name: str
    x: int
    y: int
    label: Label
    is_large: bool


@dataclass(frozen=True, slots=True)
class TownGroup:
    """Towns that look alike."""

    is_large: bool
    towns: tuple[Town, ...]

    @property
    def dots(self) -> str:
        """The towns as path data: lines of no length, which round ends make dots."""
        return _dots((town.x, town.y) for town in self.towns)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the clinic is: always in the middle of the map.

    Attributes:
        radius: of the disc that stands for an area, in units; 0 for an exact position, a pin.
        label: where the clinic is called by its name.
    """

    x: int
    y: int
    radius: int
    label: Label | None


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A level line that is so many miles long; `x` and `y` are its left end."""

    x: int
    y: int
    width: int
    miles: int

    @property
    def middle(self) -> int:
        """Where its words are centered."""
        return self.x + self.width // 2

    @property
    def title(self) -> str:
        """`10 miles`."""
        return miles_words(self.miles)


@dataclass(frozen=True, slots=True)
class Bearing:
    """Where the middle of the map lies, seen from the middle of a larger town.

    Attributes:
        miles: in a straight line, not rounded.
        direction: one of eight, from the town to the middle of the map: `northeast`.
    """

    town: str
    miles: float
    direction: str

    def __str__(self) -> str:
        """`about 5 miles northeast of the middle of Phoenix`; no direction below one mile."""
        whole = int(self.miles + 0.5)
        if whole < 1:
            return gettext("less than a mile from the middle of %(town)s", town=self.town)
        return ngettext(
            "about %(miles)s mile %(direction)s of the middle of %(town)s",
            "about %(miles)s miles %(direction)s of the middle of %(town)s",
            whole,
            miles=whole,
            direction=gettext(DIRECTION_WORDS[self.direction]),
            town=self.town,
        )

    @property
    def capitalized(self) -> str:
        """The same at the beginning of a sentence."""
        words = str(self)
        return words[0].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class LocationMap:
    """The surroundings of one clinic. Lengths are units of the map, whole numbers.

    Attributes:
        name: the clinic's.
        width, height: of the map, whose upper left corner is at 0, 0.
        units_per_mile: the scale, the same in every direction.
        lands: the states in view, this clinic's first.
        towns: the larger ones, each with its name, the most important first.
        others: where other open clinics of ours are, from north to south.
        precision: what is known of the clinic's position.
        area: what the disc stands for: `ZIP code 85016`, `Houston`; empty for an exact position.
        bearing: None far from any town, and in the middle of the town itself.
    """

    name: str
    width: int
    height: int
    units_per_mile: int
    lands: tuple[Land, ...]
    towns: tuple[Town, ...]
    others: tuple[tuple[int, int], ...]
    spot: Spot
    scale: ScaleBar
    precision: Precision
    area: str
    bearing: Bearing | None

    @property
    def view_box(self) -> str:
        """Left, top, width and height, for the attribute of the SVG."""
        return f"0 0 {self.width} {self.height}"

    @property
    def is_approximate(self) -> bool:
        """Whether the disc stands for an area, and nobody knows where in it the clinic is."""
        return self.precision != "exact"

    @property
    def title(self) -> str:
        """`Map: 48 by 32 miles around the Biltmore clinic, with Phoenix, Mesa and Chandler`."""
        across, down = (round(side / self.units_per_mile) for side in (self.width, self.height))
        names = listing([town.name for town in self.towns[:_NAMED_TOWNS]])
        values = {"across": across, "down": down, "name": self.name}
        if names:
            return gettext(
                "Map: %(across)s by %(down)s miles around the %(name)s clinic, with %(towns)s",
                **values,
                towns=names,
            )
        return gettext("Map: %(across)s by %(down)s miles around the %(name)s clinic", **values)

    @property
    def town_groups(self) -> tuple[TownGroup, ...]:
        """Large towns and the others, as far as there are any."""
        groups = (TownGroup(is_large, self._towns(is_large)) for is_large in (True, False))
        return tuple(group for group in groups if group.towns)

    def _towns(self, is_large: bool) -> tuple[Town, ...]:
        return tuple(town for town in self.towns if town.is_large == is_large)

    @property
    def other_dots(self) -> str:
        """The other clinics as path data of dots."""
        return _dots(self.others)


def _dots(points: Iterable[tuple[int, int]]) -> str:
    return "".join(f"M{x} {y}h0" for x, y in points)

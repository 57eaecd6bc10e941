"""Distance in a straight line between two points, and its words for visitors."""

import math
from dataclasses import dataclass

from .formats import miles_words, number_words, tenths_words
from .translation import gettext, ngettext

# Mean radius of the Earth, R1 = 6371.0088 km, of the Geodetic Reference System 1980 (H. Moritz,
# Journal of Geodesy 74, 2000, page 128), in international miles of 1.609344 km.
EARTH_RADIUS_IN_MILES = 3958.7613


@dataclass(frozen=True, slots=True)
class Point:
    """A position on the Earth in degrees, north and east positive.

    `is_approximate` says that it stands for an area, such as the middle of a ZIP code, and not
    for a door.
    """

    latitude: float
    longitude: float
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Distance:
    """A straight-line distance in miles, not rounded; approximate if an end of it is."""

    miles: float
    is_approximate: bool = False

    def __str__(self) -> str:
        """The distance for a visitor: "4.2 miles", "12 miles", "about 4 miles".

        An exact distance has one decimal below 10 miles and none from there on; the least is
        "less than 0.1 miles". Thousands have a comma. An approximate one has no decimal and is at
        least "about 1 mile":
        its ends are uncertain by miles, and a decimal would claim what nobody knows.
        """
        if self.is_approximate:
            whole = max(1, _round_half_up(self.miles))
            miles = number_words(whole)
            return ngettext("about %(miles)s mile", "about %(miles)s miles", whole, miles=miles)
        tenths = _round_half_up(self.miles * 10)
        if tenths < 1:
            return gettext("less than %(miles)s miles", miles=tenths_words(1))
        whole = _round_half_up(self.miles)
        return miles_words(tenths_words(tenths) if tenths < 100 else number_words(whole))


def range_words(near: Distance, far: Distance) -> str:
    """From one approximate distance to another: `about 4 to 31 miles`; one if they are equal."""
    if str(near) == str(far):
        return str(near)
    nearest, farthest = (number_words(max(1, _round_half_up(item.miles))) for item in (near, far))
    return gettext("about %(nearest)s to %(farthest)s miles", nearest=nearest, farthest=farthest)


def between(a: Point, b: Point) -> Distance:
    """The great-circle distance of two points by the haversine formula.

    The Earth is taken as a sphere, which is wrong by 0.5 % at most; roads are longer by far more.
    """
    phi_a, phi_b = math.radians(a.latitude), math.radians(b.latitude)
    across = math.sin((phi_b - phi_a) / 2) ** 2
    along = math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    haversine = min(1.0, across + math.cos(phi_a) * math.cos(phi_b) * along)
    miles = 2 * EARTH_RADIUS_IN_MILES * math.asin(math.sqrt(haversine))
    return Distance(miles, a.is_approximate or b.is_approximate)


def _round_half_up(number: float) -> int:
    """The nearest whole number, halves upwards as the browser's `Math.round` does."""
    return math.floor(number + 0.5)

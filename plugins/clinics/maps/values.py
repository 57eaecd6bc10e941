"""What the maps of the country and of a state are made of, ready for a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..publication import PublishedLocation
from ..wording import clinics

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class MapState:
    """A state on a map.

    Attributes:
        path: its outline for the `d` of an SVG path; empty for a territory, which has none.
        url: address of its page from the root, without a leading slash; None without a clinic.
        count: how many clinics it lists, with or without a pin.
    """

    code: str
    name: str
    path: str
    url: str | None
    count: int

    @property
    def title(self) -> str:
        """`Arizona: 6 clinics`."""
        return count_title(self.name, self.count)


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name is written: its base line and `text-anchor`."""

    x: float
    y: float
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Pin:
    """A clinic on a map. It may be a few units off, so that close ones can be told apart.

    Attributes:
        label: where its name is written; None where there is no room, and on the national map.
    """

    x: float
    y: float
    location: PublishedLocation
    label: Label | None = None

    @property
    def title(self) -> str:
        """`Biltmore: Phoenix, AZ`."""
        return f"{self.location.name}: {self.location.place}"


@dataclass(frozen=True, slots=True)
class Bubble:
    """Many clinics on a map: a circle whose area grows with their number."""

    x: float
    y: float
    radius: float
    name: str
    url: str
    count: int

    @property
    def title(self) -> str:
        """`California: 1,120 clinics`."""
        return count_title(self.name, self.count)


@dataclass(frozen=True, slots=True)
class Map:
    """A map of the country or of one state.

    Attributes:
        name: what it shows: `the United States`, `Arizona`.
        view_box: left, top, width and height, for the attribute of the SVG.
        states: what it is about, in the order of the names, so that the tab key follows it.
        neighbors: what is around a state, cut off outside of the map; none around the country.
        pins: from north to south, so that the southern ones lie above the others.
        territories: states with clinics that the projection does not show.
    """

    name: str
    view_box: str
    states: tuple[MapState, ...]
    neighbors: tuple[MapState, ...] = ()
    pins: tuple[Pin, ...] = ()
    bubbles: tuple[Bubble, ...] = ()
    territories: tuple[MapState, ...] = ()


def count_title(name: str, count: int) -> str:
    """`Arizona: 6 clinics`, `Utah: 1 clinic`."""
    return f"{name}: {clinics(count)}"

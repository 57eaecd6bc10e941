"""Which cards there are: what a page shows of itself when somebody shares its address.

Pure values from the catalog; `drawing` makes pictures of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

from ..catalog import Catalog
from ..directories import Directory
from ..load.texts import TextFile
from ..maps import Map, state_map
from ..translation import gettext, later, ngettext
from ..wording import clinics, listing
from .canvas import Place

FOLDER = "cards"
"""Where cards lie below the root of the site. Other sites keep their addresses, so they stay."""

KINDS = {"treatments": "treatment", "conditions": "condition", "articles": "article"}
"""Kinds of texts that have cards of their own, by folder, and how one of them is called."""

LABELS = {
    "treatment": later("Treatment"),
    "condition": later("Condition"),
    "article": later("Article"),
}
"""The small words on the cards of each kind."""

WIDTH, HEIGHT = 1200, 630
"""Size of a card in pixels, as readers of Open Graph like it: 1.91 to 1."""

STATE = "state"
HOME = "home"

_MOST_NAMES = 9


@dataclass(frozen=True, slots=True)
class Outline:
    """A state on its card: its rings and its clinics, in a box of `size`."""

    size: tuple[float, float]
    rings: tuple[tuple[Place, ...], ...]
    dots: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A picture of 1200 × 630 pixels that stands for a page.

    Attributes:
        url: address of the page, from the root; the pages below it share the card.
        kind: `home`, `state`, `treatment`, `condition` or `article`: how it looks.
        label: the small words above the title; empty on the home page.
        title: the large words.
        note: the small words below the title; may be empty.
        brand: the name of the organization.
        outline: of a state; None where there is none.
    """

    url: str
    kind: str
    label: str
    title: str
    note: str
    brand: str
    outline: Outline | None = None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def path(self) -> str:
        """`cards/state-az.png`: the file, from the root of the site."""
        slug = self.url.rstrip("/").rpartition("/")[2]
        return f"{FOLDER}/{self.kind}{'-' if slug else ''}{slug}.png"

    @property
    def alt(self) -> str:
        """What it shows, for people who do not see it: all of its words, and whether a map."""
        joint = " " if self.kind == STATE else ": "
        what = joint.join(filter(None, (self.label, self.title)))
        drawn = gettext("Map of %(state)s", state=self.title) if self.outline else ""
        return ". ".join(dict.fromkeys(filter(None, (what, self.note, drawn, self.brand))))


class _Step(Protocol):
    @property
    def url(self) -> str: ...


def cards(catalog: Catalog) -> dict[str, Card]:
    """All cards of the site by the address of their page, the home page first."""
    return {card.url: card for card in _cards(catalog)}


def card_of(found: dict[str, Card], breadcrumbs: Iterable[_Step]) -> Card:
    """The card of a page: its own, else that of the nearest page above it; at last the home's."""
    above = reversed([step.url for step in breadcrumbs])
    return next((found[url] for url in above if url in found), found[""])


def _cards(catalog: Catalog) -> Iterator[Card]:
    organization = catalog.organization
    title = organization.slogan or organization.name
    yield Card("", HOME, "", title, _where(catalog), organization.name)
    for directory in catalog.states:
        yield _of_state(catalog, directory)
    for text in catalog.repository.texts:
        if text.kind in KINDS:
            yield _of_text(catalog, text)


def _where(catalog: Catalog) -> str:
    """`Clinics in Arizona and Utah`; only how many states where they are too many to name."""
    names = [state.name for state in catalog.states if state.locations]
    if not names:
        return ""
    if len(names) <= _MOST_NAMES:
        return gettext("Clinics in %(where)s", where=listing(names))
    number = len(names)
    return ngettext(
        "Clinics in %(count)s state", "Clinics in %(count)s states", number, count=number
    )


def _of_state(catalog: Catalog, directory: Directory) -> Card:
    number = len(directory.locations)
    drawn = state_map(catalog, directory)
    return Card(
        directory.url,
        STATE,
        gettext("Clinics in"),
        directory.name,
        clinics(number) if number else "",
        catalog.organization.name,
        outline(drawn) if drawn else None,
    )


def _of_text(catalog: Catalog, text: TextFile) -> Card:
    kind = KINDS[text.kind]
    brand = catalog.organization.name
    return Card(text.url, kind, gettext(LABELS[kind]), text.entry.value.title, "", brand)


def outline(drawn: Map) -> Outline:
    """The state of a map, moved into the corner of a box that is no larger than it."""
    rings = [ring for state in drawn.states for ring in _rings(state.path)]
    left, top = (min(place[axis] for ring in rings for place in ring) for axis in (0, 1))
    right, bottom = (max(place[axis] for ring in rings for place in ring) for axis in (0, 1))
    return Outline(
        (right - left, bottom - top),
        tuple(tuple((x - left, y - top) for x, y in ring) for ring in rings),
        tuple((pin.x - left, pin.y - top) for pin in drawn.pins)
        + tuple((bubble.x - left, bubble.y - top) for bubble in drawn.bubbles),
    )


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def _rings(path: str) -> Iterator[list[Place]]:
    """The rings of a map's path, which are all written `Mx yldx dy…z`."""
    for ring in filter(None, path.split("M")):
        numbers = [float(number) for number in _NUMBER.findall(ring)]
        yield list(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True))

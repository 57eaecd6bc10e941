"""Two readings of the locations, and every fact of which a patient would notice that it changes.

Only what the published site shows counts: a clinic that is held back is not there for a patient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from ..load.files import Sourced
from ..load.tree import place_of
from ..model.location import Location
from ..problems import visible
from ..publication import may_have_page
from .values import AFTER_HOURS, BEFORE_HOURS, TELEPHONES, Read, Told, address, status
from .week import week_changes

Locations = Mapping[str, Sourced[Location]]
"""One reading: every location by its slug."""

NOTHING = "(nothing)"


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact of a clinic that changes for its patients.

    Attributes:
        name: what people call the clinic.
        label: which fact, in words: `Telephone`, `Saturday closing`, `Alert`.
        old: the value before, in words; empty where there was none.
        new: the value after, in words; empty where there is none.
        path: the file of the clinic.
        line: where the fact stands in it after the change; where it has gone, before the change.
    """

    slug: str
    name: str
    label: str
    old: str
    new: str
    path: str
    line: int

    @property
    def words(self) -> str:
        """The change without its place: `Telephone: 480-956-5680 → (nothing)`."""
        return visible(f"{self.label}: {self.old or NOTHING} → {self.new or NOTHING}")

    def __str__(self) -> str:
        return f"{visible(self.path)}:{self.line}: {self.words}"


def patient_facts(before: Locations, after: Locations) -> tuple[FactChange, ...]:
    """Every change that a patient would notice, the most harmful kind first, then by clinic.

    Clinics that go from the site come first, clinics that are new on it come last.
    """
    old, new = _on_the_site(before), _on_the_site(after)
    both = [(slug, old[slug], new[slug]) for slug in sorted(old.keys() & new.keys())]
    return (
        *(_whole(slug, old[slug], has_gone=True) for slug in sorted(old.keys() - new.keys())),
        *(
            _change(slug, was, now, told)
            for kind in KINDS
            for slug, was, now in both
            for told in kind(was.value, now.value)
        ),
        *(_whole(slug, new[slug], has_gone=False) for slug in sorted(new.keys() - old.keys())),
    )


def _on_the_site(locations: Locations) -> dict[str, Sourced[Location]]:
    return {slug: item for slug, item in locations.items() if may_have_page(item.value, True)}


def _whole(slug: str, clinic: Sourced[Location], has_gone: bool) -> FactChange:
    """A clinic that goes from the site, or comes to it, with what leads patients there."""
    location = clinic.value
    words = "; ".join(
        (
            *(fact.words for read in (status, address) for fact in read(location)),
            *(f"{x.label} {x.words}" for read in TELEPHONES for x in read(location)),
            *(f"{x.label} {x.new}" for x in week_changes(_without_hours(location), location)),
        )
    )
    old, new = (words, "") if has_gone else ("", words)
    return FactChange(slug, clinic.value.name, "Clinic", old, new, clinic.source.path, 1)


def _without_hours(location: Location) -> Location:
    return location.model_copy(update={"opening_hours": None})


def _change(slug: str, was: Sourced[Location], now: Sourced[Location], told: Told) -> FactChange:
    source = (was if told.has_gone else now).source
    line = place_of(source.root, told.path).line
    return FactChange(slug, now.value.name, told.label, told.old, told.new, source.path, line)


def _values(read: Read, was: Location, now: Location) -> Iterator[Told]:
    """What `read` reads differently, by the keys of its facts."""
    old = {fact.key: fact for fact in read(was)}
    new = {fact.key: fact for fact in read(now)}
    for key in {**old, **new}:
        before, after = old.get(key), new.get(key)
        some = after or before
        words = (before.words if before else "", after.words if after else "")
        if some and words[0] != words[1]:
            yield Told(some.label, *words, some.path, after is None)


KINDS: tuple[Callable[[Location, Location], Iterator[Told]], ...] = (
    *(partial(_values, read) for read in BEFORE_HOURS),
    week_changes,
    *(partial(_values, read) for read in AFTER_HOURS),
)
"""The kinds of facts, by the harm that a wrong one does: a locked door, nobody on the telephone."""

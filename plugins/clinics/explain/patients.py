"""What patients act on: the facts of clinics, and what the organization says for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..formats import weekday_words
from ..load.files import Sourced
from ..model.hours import WEEKDAYS
from ..patient_facts import FactChange, Locations, patient_facts
from ..problems import Problem
from .items import Item
from .reading import Reading
from .values import differences

UNSEEN = ("url", "appointment_hosts", "security_contact", "sources")
"""What the file of the organization says and no patient acts on."""

SLIP = " (looks like a slip)"
DAY = re.compile("|".join(weekday_words(name) for name in WEEKDAYS))

Doubts = Mapping[str, tuple[Problem, ...]]
"""What is wrong with each file."""


def readable(before: Reading, after: Reading) -> tuple[Locations, Locations]:
    """The locations of both; one that cannot be read in either is in none: it has not gone."""
    broken = {slug for reading in (before, after) for slug in reading.unreadable_locations}
    old, new = (
        {slug: item for slug, item in reading.locations.items() if slug not in broken}
        for reading in (before, after)
    )
    return old, new


def for_patients(before: Reading, after: Reading) -> Iterator[Item]:
    """Every fact of which a patient would notice that it changes, old and new."""
    yield from _organization(before, after)
    doubts = after.doubts
    for change in patient_facts(*readable(before, after)):
        slip = SLIP if _is_doubted(change, doubts) else ""
        yield Item(f"{change.name}: {change.words}{slip}", change.path, change.line)


def _organization(before: Reading, after: Reading) -> Iterator[Item]:
    old, new = (_source(reading.repository.organization) for reading in (before, after))
    if old and new:
        for change in differences(old, new, UNSEEN):
            yield Item(f"All clinics: {change.words}", new.path, change.line)


def _source(entry: Sourced[Any] | None) -> Any:
    return entry.source if entry else None


def _is_doubted(change: FactChange, doubts: Doubts) -> bool:
    """Whether a check warns about the line, or about the same days of the week.

    Of several days with the same hours a warning stands at the first one and names them all.
    """
    days = set(DAY.findall(change.label)) if change.path.startswith("locations/") else set()
    for problem in doubts.get(change.path, ()):
        named = set(DAY.findall(problem.message.partition(":")[0]))
        if problem.place.line == change.line or days & named:
            return True
    return False

"""On which coming days the site has to be built again, although nobody has edited anything.

Between two of these days two builds of the same files differ in nothing that visitors see.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .catalog import Catalog
from .going_out import is_draft, written
from .hours import ONE_DAY
from .load.files import Sourced
from .model.location import FOR_A_TIME, Status
from .model.text import Edited
from .problems import plural
from .publication import PublishedLocation

SHORT = 4
"""So many files are named; of more, their number is."""


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What changes on a day: `slug` names the location or the file of a text, `what` says it."""

    date: datetime.date
    slug: str
    what: str


def changes(catalog: Catalog) -> tuple[Change, ...]:
    """Every change after the build date, by date and location or text."""
    of_locations = (
        change
        for location in catalog.published
        for change in (*_dated(location), *_status(catalog, location))
    )
    texts = (*written(catalog.repository), *catalog.repository.withheld)
    of_texts = (change for text in texts for change in _goes_out(text.entry))
    found = {change for change in (*of_locations, *of_texts) if change.date > catalog.as_of}
    return tuple(sorted(found))


def together(found: Iterable[Change]) -> Iterator[tuple[datetime.date, str]]:
    """Day and words of changes; what happens to many locations or texts on one day is said once."""
    slugs: dict[tuple[datetime.date, str], list[str]] = {}
    for change in found:
        slugs.setdefault((change.date, change.what), []).append(change.slug)
    for (date, what), names in slugs.items():
        who = ", ".join(names) if len(names) <= SHORT else f"{len(names)} files"
        yield date, f"{what} ({who})"


def summary(catalog: Catalog) -> Iterator[str]:
    """The changes as lines of text, and on how many days they are."""
    found = changes(catalog)
    for date, words in together(found):
        yield f"{date}  {words}"
    days = {change.date for change in found}
    yield f"{plural(len(days), 'day')} on which the site has to be built again."


def _status(catalog: Catalog, location: PublishedLocation) -> Iterator[Change]:
    """The first day of a status and the day after its last one, as far as they change anything.

    A closure to come begins on its day also where that is unconfirmed and no page names it.
    """
    facts = location.coming or location.facts
    first, last = facts.status_from, facts.status_until
    if location.coming:
        first = catalog.repository.locations[location.slug].value.status_from
    if first and facts.status is Status.OPENING_SOON:
        yield Change(first, location.slug, f"“{facts.status}” is over")
    elif first:
        yield Change(first, location.slug, f"“{facts.status}” begins")
    if last and facts.status in FOR_A_TIME:
        yield Change(last + ONE_DAY, location.slug, f"“{facts.status}” is over")


def _goes_out(entry: Sourced[Edited]) -> Iterator[Change]:
    """The first day of a text, and the day after its last one."""
    text, file = entry.value, entry.source.path.removeprefix("content/")
    if is_draft(text):
        return
    if text.published:
        yield Change(text.published, file, "a text goes out")
    if text.expires:
        yield Change(text.expires + ONE_DAY, file, "a text has expired")


def _dated(location: PublishedLocation) -> Iterator[Change]:
    for alert in location.facts.alerts:
        yield Change(alert.from_date, location.slug, "an alert begins")
        yield Change(alert.to_date + ONE_DAY, location.slug, "an alert is over")
    for special in location.facts.special_opening_hours:
        name = special.reason or "special hours"
        if special.last_day:
            yield Change(special.last_day + ONE_DAY, location.slug, f"{name} is over")
    for special in location.days_to_ask:
        if special.announced:
            day = special.reason or "a day"
            what = f"pages begin to say “call to ask” for {day}"
            yield Change(special.announced, location.slug, what)

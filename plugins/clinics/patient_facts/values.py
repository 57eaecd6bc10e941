"""The facts of a clinic that patients act on, in the words of the pages.

An unconfirmed value is marked, because the published site does not show it as a fact.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..formats import date_words, span_words
from ..load.tree import Path
from ..model.location import Location, ServiceAtLocation, Status

UNCONFIRMED = " (unconfirmed)"

STATUS_WORDS = {
    Status.OPENING_SOON: "Opening soon",
    Status.OPEN: "Open",
    Status.TEMPORARILY_CLOSED: "Closed for now",
    Status.MOVED: "Moved",
    Status.CLOSED: "Closed",
    Status.VIRTUAL_ONLY: "Video visits only",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A value in words, and where it stands in the file.

    Attributes:
        key: two readings of a clinic are compared key by key.
        label: which fact it is, in words.
    """

    key: Hashable
    label: str
    words: str
    path: Path


class Told(NamedTuple):
    """A change: its label, the words before and after, and where it stands in the file.

    `path` is that after the change, or before it where the fact `has_gone`.
    """

    label: str
    old: str
    new: str
    path: Path
    has_gone: bool


Read = Callable[[Location], Iterator[Fact]]


def mark(location: Location, path: Path) -> str:
    """What stands behind an unconfirmed value; nothing behind a confirmed one."""
    name = ".".join(str(part) for part in path)
    below = any(item.startswith(f"{name}.") for item in location.unconfirmed)
    return UNCONFIRMED if below or location.is_unconfirmed(name) else ""


def status(location: Location) -> Iterator[Fact]:
    """Whether patients can come, with the dates, the message and the successor."""
    parts = [STATUS_WORDS[location.status]]
    if location.status_from:
        parts.append(f"from {date_words(location.status_from)}")
    if location.status_until:
        parts.append(f"until {date_words(location.status_until)}")
    words = " ".join(parts)
    if location.moved_to:
        words += f", to “{location.moved_to}”"
    if location.status_message:
        words += f": {location.status_message}"
    yield Fact("", "Status", words, ("status",))


def address(location: Location) -> Iterator[Fact]:
    """The address on one line."""
    words = ", ".join(location.address.lines) + mark(location, ("address",))
    yield Fact("", "Address", words, ("address",))


def _special_days(location: Location) -> Iterator[Fact]:
    for number, item in enumerate(location.special_opening_hours):
        days = item.first_day, item.last_day
        reason = f" ({item.reason})" if item.reason else ""
        words = f"{item.hours.display}{reason}{mark(location, ('special_opening_hours',))}"
        path = ("special_opening_hours", number)
        yield Fact(days, f"Special hours {_days(*days)}", words, path)


def _alerts(location: Location) -> Iterator[Fact]:
    """Each alert by its days; several for the same days are counted."""
    seen: Counter[Hashable] = Counter()
    for number, item in enumerate(location.alerts):
        days = item.from_date, item.to_date
        seen[days] += 1
        words = f"{item.message}{mark(location, ('alerts',))}"
        yield Fact((days, seen[days]), f"Alert {_days(*days)}", words, ("alerts", number))


def _days(first: datetime.date | None, last: datetime.date | None) -> str:
    days = [date_words(day) for day in (first, last) if day]
    return span_words(days[0], days[-1]) if days else "without a date"


def _services(location: Location) -> Iterator[Fact]:
    for item in location.services:
        path = ("services", item.id)
        yield Fact(item.id, f"Service “{item.id}”", _service(item) + mark(location, path), path)


def _service(here: ServiceAtLocation) -> str:
    referral = {True: "referral required", False: "no referral required", None: ""}
    number = here.telephone.display if here.telephone else ""
    parts = ("offered", number, referral[here.referral_required], here.note or "")
    return ", ".join(part for part in parts if part)


def _insurance(location: Location) -> Iterator[Fact]:
    for item in location.insurance:
        path = ("insurance", item)
        yield Fact(item, f"Insurance “{item}”", f"accepted{mark(location, path)}", path)


def _field(name: str, label: str, words: Callable[[Any], str] = str) -> Read:
    """A reader of one field; `words` says its value."""

    def read(location: Location) -> Iterator[Fact]:
        value = getattr(location, name)
        if value is not None and value != ():
            yield Fact("", label, words(value) + mark(location, (name,)), (name,))

    return read


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


TELEPHONES: tuple[Read, ...] = (
    _field("telephone", "Telephone"),
    _field("text_telephone", "Telephone for texts"),
    _field("after_hours_telephone", "Telephone after hours"),
)

BEFORE_HOURS: tuple[Read, ...] = (status, address, *TELEPHONES)
"""What does more harm than wrong hours of the week if it is wrong."""

AFTER_HOURS: tuple[Read, ...] = (
    _special_days,
    _alerts,
    _field("appointment_url", "Booking link"),
    _field("name", "Name"),
    _field("is_accepting_new_patients", "Takes new patients", _yes_or_no),
    _services,
    _field("ages", "Ages", lambda ages: ages.display),
    _insurance,
    _field("telehealth_states", "Video visits in", ", ".join),
    _field("languages", "Languages", ", ".join),
    _field("fax_number", "Fax"),
)
"""What does less."""

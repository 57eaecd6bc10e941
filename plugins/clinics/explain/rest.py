"""What else a change does: other facts, confirmations, shared lists, checks, and what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from ..load.repository import EDITED, LEDGER
from ..load.source import Source
from ..patient_facts import Locations
from ..problems import Problem
from ..publication import may_have_page
from .items import Item, Section
from .reading import Reading
from .values import differences

TOLD = (
    *("name", "status", "status_from", "status_until", "status_message", "moved_to"),
    *("address", "telephone", "text_telephone", "after_hours_telephone", "fax_number"),
    *("opening_hours", "special_opening_hours", "alerts", "appointment_url"),
    *("is_accepting_new_patients", "services", "ages", "insurance", "telehealth_states"),
    *("languages", "unconfirmed", "former_urls"),
)
"""Fields of a location that are told elsewhere: as facts, as confirmations, as old addresses."""

ELSEWHERE = ("locations/_organization.yaml", "locations/_redirects.yaml")
"""Shared files that are told elsewhere, too."""


IMAGES = "content/images/"


def other_facts(old: Locations, new: Locations) -> Iterator[Item]:
    """What else the files of clinics say, and what is said of a clinic that is held back."""
    for slug in sorted(old.keys() & new.keys()):
        was, now = old[slug], new[slug]
        if was.source.text == now.source.text:
            continue
        is_held = not (may_have_page(was.value, True) or may_have_page(now.value, True))
        held = " (held back: not on the site)" if is_held else ""
        for change in differences(was.source, now.source, () if is_held else TOLD):
            words = f"{now.value.name}{held}: {change.words}"
            yield Item(words, now.source.path, change.line)
    for slug in sorted(new.keys() - old.keys()):
        if not may_have_page(new[slug].value, True):
            words = f"{new[slug].value.name}: new, held back until it is confirmed"
            yield Item(words, new[slug].source.path)


def confirmations(old: Locations, new: Locations) -> Iterator[Item]:
    """Facts that are confirmed now, and confirmed ones that are in doubt again."""
    for slug in sorted(old.keys() & new.keys()):
        was, now = set(old[slug].value.unconfirmed), set(new[slug].value.unconfirmed)
        name, path = new[slug].value.name, new[slug].source.path
        for words, fields in (("confirmed now", was - now), ("in doubt now", now - was)):
            if fields:
                facts = ", ".join(field.replace("_", " ") for field in sorted(fields))
                yield Item(f"{name}, {words}: {facts}", path)


def shared_lists(before: Reading, after: Reading) -> Iterator[Item]:
    """What the lists say that clinics or texts share: services, carriers, topics, sources."""
    old, new = _lists(before), _lists(after)
    for path in sorted({*old, *new} - before.unreadable - after.unreadable):
        for change in differences(old.get(path), new.get(path)):
            yield Item(change.words, path, change.line)


def _lists(reading: Reading) -> dict[str, Source]:
    repository = reading.repository
    sources = (source for source in repository.files if source.path.endswith(".yaml"))
    clinics = {entry.source.path for entry in repository.locations.values()}
    return {item.path: item for item in sources if item.path not in (*clinics, *ELSEWHERE)}


def problems(before: Iterable[Problem], after: Iterable[Problem]) -> Section:
    """What the checks say now and did not say before; a line that has only moved is not new."""
    known = Counter(map(_said, before))
    new = []
    for problem in sorted(set(after), key=lambda item: (not item.is_error, item.sort_key)):
        if known[_said(problem)]:
            known[_said(problem)] -= 1
        else:
            new.append(problem)
    items = tuple(
        Item(f"{_kind(item)}: {item.message} Fix: {item.hint}", item.path, item.place.line)
        for item in new
    )
    return Section("What the checks say of it", items)


def _said(problem: Problem) -> tuple[str, str, bool]:
    return problem.path, problem.message, problem.is_error


def _kind(problem: Problem) -> str:
    return "Must be corrected" if problem.is_error else "Please look"


def unreadable(before: Reading, after: Reading) -> Iterator[Item]:
    """Files that are not compared, because one of their versions cannot be read."""
    for reading, when in ((after, ""), (before, " in the version before")):
        for path in sorted(reading.unreadable):
            yield Item(f"This file cannot be read{when}; what it says is not compared", path)


def is_of_editors(path: str) -> bool:
    """Whether a file is one that editors write; else it is the program's or the theme's."""
    return path == LEDGER or path.partition("/")[0] in EDITED


def what_is_left(changed: Iterable[str], told: Collection[str]) -> Iterator[Item]:
    """Files of editors that are changed and of which nothing was told."""
    for path in changed:
        if path == LEDGER:
            yield Item("The list of published addresses", path)
        elif path.startswith(IMAGES) and not path.endswith(".md"):
            yield Item("An image of the texts: look at it", path)
        elif is_of_editors(path) and path not in told:
            yield Item("Nothing that visitors see: comments, notes, names, or the order", path)

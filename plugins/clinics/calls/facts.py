"""What to ask each clinic: one question for each unconfirmed fact, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Catalog
from ..exports.values import plain as one_line
from ..load.files import Sourced
from ..load.tree import Node, Plain, Sequence, find, item_id, plain
from ..model.hours import WEEKDAYS
from ..model.location import Location

HURTS = (
    *("status", "name", "telephone", "address", "opening_hours", "special_opening_hours"),
    *("services", "insurance"),
)
"""By what a wrong fact does to a patient: a locked door, nobody on the phone, a journey in vain."""

WHOLE_FILE = "confirmed"
"""The last question to a clinic: whether all of its file is right."""

PARTS = {
    "opening_hours": WEEKDAYS,
    "address": ("street_address", "unit", "address_locality", "postal_code"),
}
"""Facts whose parts are asked one by one."""

OPTIONAL_PARTS = ("address.unit",)
"""Parts that are only asked for where the file has them."""

QUESTIONS = {
    "status": "Is this clinic open? Else: temporarily closed, closed, moved, opening soon?",
    "name": "What do people call this clinic, without “Serenity”?",
    "telephone": "What is the clinic's own telephone number?",
    "address.street_address": "What is the street address, without the suite?",
    "address.unit": "Which suite is it?",
    "address.address_locality": "Which city stands in the postal address?",
    "address.postal_code": "What is the ZIP code?",
    "insurance": "Which insurance do you take? All names, with semicolons between them.",
    WHOLE_FILE: "Last, read everything on the clinic's page to them: is all of it right?",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that somebody must confirm.

    Attributes:
        path: where it stands in the file, as in `unconfirmed`, or a part of that.
        known: what the file says, on one line; empty where it says nothing.
    """

    slug: str
    path: str
    question: str
    known: str


def facts(catalog: Catalog) -> list[Fact]:
    """Every fact to confirm: clinic after clinic, the one with the gravest facts first."""
    locations = catalog.repository.locations
    by_clinic = [list(_facts(catalog, slug, entry)) for slug, entry in locations.items()]
    waiting = sorted((group for group in by_clinic if len(group) > 1), key=_urgency)
    return [fact for group in waiting for fact in group]


def said(node: Node | None) -> str:
    """What a file says, on one line, with semicolons between the items of a list."""
    if node is None:
        return ""
    if isinstance(node, Sequence):
        return "; ".join(item_id(item) or _words(plain(item)) for item in node.items)
    return one_line(_words(plain(node)))


def is_item(root: Node, path: str) -> bool:
    """Whether a path names an item of a list, which is confirmed by yes or no."""
    head, _, rest = path.partition(".")
    return bool(rest) and isinstance(find(root, (head,)), Sequence)


def rank(path: str) -> int:
    """The place of a fact among all: by what hurts most, then in the order of the file."""
    head = path.partition(".")[0]
    order = (*HURTS, *(name for name in Location.model_fields if name not in HURTS))
    return len(order) if head == WHOLE_FILE else order.index(head)


def _facts(catalog: Catalog, slug: str, entry: Sourced[Location]) -> Iterator[Fact]:
    root = entry.source.root
    listed = [path for path in entry.value.unconfirmed if path.partition(".")[0] in _FIELDS]
    paths = [part for path in sorted(listed, key=rank) for part in _parts(root, path)]
    for path in (*dict.fromkeys(paths), WHOLE_FILE):
        known = "" if path == WHOLE_FILE else said(find(root, tuple(path.split("."))))
        if is_item(root, path):
            known = "yes"
        yield Fact(slug, path, _question(catalog, path), known)


def _parts(root: Node, path: str) -> Iterator[str]:
    for name in PARTS.get(path, ()):
        part = f"{path}.{name}"
        if part not in OPTIONAL_PARTS or find(root, (path, name)):
            yield part
    if path not in PARTS:
        yield path


def _question(catalog: Catalog, path: str) -> str:
    head, _, rest = path.partition(".")
    if path in QUESTIONS:
        return QUESTIONS[path]
    if head == "opening_hours":
        return f"When is the clinic open on {rest.capitalize()}? Times, or “closed”."
    if head == "services" and rest in catalog.services:
        return f"Do you offer {catalog.services[rest].name}? yes or no"
    if head == "insurance" and rest in catalog.insurance:
        return f"Do you take {catalog.insurance[rest].name}? yes or no"
    return f"Is this right: {path.replace('.', ', ').replace('_', ' ')}?"


def _urgency(group: list[Fact]) -> tuple[int, int, str]:
    return min(rank(fact.path) for fact in group), -len(group), group[0].slug


def _words(value: Plain) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(map(_words, value))
    return ", ".join(f"{key}: {_words(item)}" for key, item in value.items())


_FIELDS = frozenset(Location.model_fields)

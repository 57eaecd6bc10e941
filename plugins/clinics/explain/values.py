"""Any file of YAML as values with a name in words, so that two versions can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..load.source import Source
from ..load.tree import Mapping, Node, Scalar, Sequence
from ..patient_facts.compare import NOTHING

NAMES = ("id", "name", "date", "from", "url", "term")
"""What an item of a list is called: the first of these that it has. Equal names are numbered."""


class Value(NamedTuple):
    """A value as it is written, and its line."""

    words: str
    line: int


class Difference(NamedTuple):
    """A value that differs: its name in words, the old and the new one, and where it stands."""

    label: str
    old: str
    new: str
    line: int

    @property
    def words(self) -> str:
        """`parking, cost: free → paid`."""
        return f"{self.label}: {self.old or NOTHING} → {self.new or NOTHING}"


def differences(
    before: Source | None, after: Source | None, without: Collection[str] = ()
) -> Iterator[Difference]:
    """What two versions of a file say differently, in the order of the newer one.

    Fields at the top whose names are in `without` are passed over.
    """
    old, new = _values(before, without), _values(after, without)
    for label in {**new, **old}:
        was, now = old.get(label, Value("", 0)), new.get(label, Value("", 0))
        if was.words != now.words:
            yield Difference(label, was.words, now.words, now.line or was.line)


def _values(source: Source | None, without: Collection[str]) -> dict[str, Value]:
    if source is None or not isinstance(source.root, Mapping):
        return {}
    found = {}
    for key, node in source.root.entries.items():
        if key not in without:
            for names, value in _below(node, (key,)):
                found[", ".join(name.replace("_", " ") for name in names)] = value
    return found


def _below(node: Node, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Value]]:
    if isinstance(node, Scalar):
        yield names, Value(" ".join(node.value.split()), node.place.line)
    elif isinstance(node, Mapping):
        for key, inner in node.entries.items():
            yield from _below(inner, (*names, key))
    elif all(isinstance(item, Scalar) for item in node.items):
        words = ", ".join(item.value for item in node.items if isinstance(item, Scalar))
        yield names, Value(words, node.place.line)
    else:
        yield from _items(node, names)


def _items(node: Sequence, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Value]]:
    seen: Counter[str] = Counter()
    for item in node.items:
        name = _name(item)
        seen[name] += 1
        number = f"{name} {seen[name]}".strip() if seen[name] > 1 or not name else name
        yield from _below(item, (*names, number))


def _name(item: Node) -> str:
    if isinstance(item, Scalar):
        return item.value
    entries = item.entries if isinstance(item, Mapping) else {}
    named = (entries[name] for name in NAMES if name in entries)
    return next((node.value for node in named if isinstance(node, Scalar)), "")

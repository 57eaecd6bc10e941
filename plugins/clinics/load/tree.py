"""YAML as text with positions: every scalar stays the string that the editor wrote.

YAML's own guesses (`NO` is false, `02134` is 1116, `9:30` is 570) would corrupt the facts
that patients rely on, so nothing is guessed here; the models convert (DESIGN §5.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..problems import Place

Path = tuple[str | int, ...]
"""Where a value is inside a file: keys and, for lists, positions from 0."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as text. `is_plain` when it was written without quotes or a block mark."""

    value: str
    place: Place
    is_plain: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether the key was written without any value."""
        return self.is_plain and not self.value


@dataclass(frozen=True, slots=True)
class Mapping:
    """`key: value` pairs in the order of the file; keys are unique."""

    place: Place
    entries: dict[str, Node] = field(default_factory=dict)
    key_places: dict[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, written with dashes or in brackets."""

    place: Place
    items: list[Node] = field(default_factory=list)


Node = Scalar | Mapping | Sequence
Plain = str | dict[str, "Plain"] | list["Plain"]


def plain(node: Node) -> Plain:
    """The same data as dicts, lists and strings; keys without a value are left out."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items() if not _is_absent(value)}


def scalars(node: Node, path: Path = ()) -> Iterator[tuple[Path, Scalar]]:
    """Every scalar below `node` with its path, in the order of the file."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Sequence):
        for position, item in enumerate(node.items):
            yield from scalars(item, (*path, position))
    else:
        for key, value in node.entries.items():
            yield from scalars(value, (*path, key))


def find(node: Node, path: Path) -> Node | None:
    """The node at `path`, or None. A part that names an item of a list finds it by its id."""
    for part in path:
        child = _child(node, part)
        if child is None:
            return None
        node = child
    return node


def place_of(node: Node, path: Path, at_key: bool = False) -> Place:
    """Where `path` is written; the nearest enclosing place for a path that leads to nothing."""
    place = node.place
    for position, part in enumerate(path):
        is_last = position == len(path) - 1
        if at_key and is_last and isinstance(node, Mapping):
            return node.key_places.get(str(part), place)
        child = _child(node, part)
        if child is None:
            return place
        node, place = child, child.place
        if isinstance(node, Scalar) and node.is_empty:
            return place
    return place


def _child(node: Node, part: str | int) -> Node | None:
    if isinstance(node, Mapping):
        return node.entries.get(str(part))
    if isinstance(node, Sequence):
        if isinstance(part, int):
            return node.items[part] if part < len(node.items) else None
        return next((item for item in node.items if item_id(item) == part), None)
    return None


def item_id(item: Node) -> str | None:
    """What a list item is called: its text, or the `id` of a mapping."""
    if isinstance(item, Scalar):
        return item.value
    if isinstance(item, Mapping):
        identifier = item.entries.get("id")
        return identifier.value if isinstance(identifier, Scalar) else None
    return None


def _is_absent(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_empty

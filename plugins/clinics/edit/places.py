"""Where the parts of a YAML text begin and end, to the character.

The tree of `load` knows where a value begins; to replace one, its end is needed too. So the same
parser is asked again, for its own nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from ..load.tree import Path
from ..load.yaml_text import LOADER

Node = Any
"""A node of PyYAML, which has no types."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A `key: value` of a group, or an item of a list; `key` is None for an item."""

    parent: Node
    key: Node | None
    value: Node

    @property
    def start(self) -> int:
        """Where it begins: at its key, if it has one."""
        return begin(self.key or self.value)

    @property
    def end(self) -> int:
        """Behind its last character; comments and line ends that follow do not count."""
        return end(self.value)


def root(text: str) -> Node:
    """The outermost node of a text that `parse_yaml` has accepted."""
    return yaml.compose(text, Loader=LOADER)


def entries(node: Node) -> list[Entry]:
    """The entries of a group or the items of a list, in the order of the text."""
    if isinstance(node, yaml.MappingNode):
        return [Entry(node, key, value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [Entry(node, None, value) for value in node.value]
    return []


def at(node: Node, path: Path) -> Node | None:
    """The node at a path of keys and positions; None where there is none."""
    for part in path:
        found = child(node, part)
        if found is None:
            return None
        node = found.value
    return node


def child(node: Node, part: str | int) -> Entry | None:
    """The entry with a key, or the item at a position."""
    items = entries(node)
    if isinstance(part, int):
        return items[part] if part < len(items) else None
    return next((item for item in items if item.key is not None and item.key.value == part), None)


def begin(node: Node) -> int:
    """Where a node begins."""
    return int(node.start_mark.index)


def end(node: Node) -> int:
    """Where a node ends; for lists and groups without brackets, where their last value does."""
    if not isinstance(node, yaml.ScalarNode) and not node.flow_style:
        return max((item.end for item in entries(node)), default=begin(node))
    return int(node.end_mark.index)


def has_comment(text: str, node: Node, until: int) -> bool:
    """Whether a comment stands between the beginning of a node and `until`."""
    rest = list(text[begin(node) : until])
    for leaf in _leaves(node):
        start, stop = begin(leaf) - begin(node), end(leaf) - begin(node)
        rest[start:stop] = " " * (stop - start)
    return "#" in rest


def _leaves(node: Node) -> list[Node]:
    """Every text below a node, keys too."""
    if isinstance(node, yaml.ScalarNode):
        return [node]
    found = []
    for item in entries(node):
        found += [item.key] if item.key is not None else []
        found += _leaves(item.value)
    return found

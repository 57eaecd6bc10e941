"""One change of a YAML text: a value is put in, changed or taken out, and nothing else is touched.

The changed text is read again like any file of an editor. It counts only if exactly the intended
value differs: so no text, whatever is in it, can change anything else.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from ..load.source import Source
from ..load.tree import Path, Plain, plain
from ..load.yaml_text import parse_yaml
from ..problems import Problem, visible
from .places import Entry, Node, at, begin, child, end, entries, has_comment, root
from .written import brackets, entry, flow, scalar


class CannotChange(Exception):
    """Why a person has to make this change: a sentence for them."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a file shall say at a path of keys and positions; None or an empty list: nothing."""

    path: Path
    value: Plain | None


def changed(text: str, change: Change, order: Sequence[str]) -> str:
    """`text` with one change.

    `order` are the keys that may stand beside the last one of the path, in their order: a new one
    is written where it belongs among them.

    Raises:
        CannotChange: the text cannot be read, a comment would be lost, or the value cannot stand
            in a file.
    """
    before, faults = _read(text)
    if any(visible(word) != word for word in _words(change.value)):
        raise CannotChange("it holds a line break or an invisible character.")
    is_whole = text.endswith("\n")
    new = _put(text if is_whole else f"{text}\n", change, order)
    new = new if is_whole else new.removesuffix("\n")
    after, new_faults = _read(new)
    if len(new_faults) > len(faults) or _said(after) != _said(_expected(before, change)):
        raise CannotChange("this value cannot stand in the file by itself; write it there.")
    return new


def _put(text: str, change: Change, order: Sequence[str]) -> str:
    *above, last = change.path
    parent = at(root(text), tuple(above))
    if parent is None and above and change.value is not None:
        raise CannotChange(f"the file has no “{'.'.join(map(str, above))}” yet; add it there.")
    found = child(parent, last) if parent is not None else None
    if change.value in (None, []):
        return _without(text, found) if found else text
    assert change.value is not None
    if found is None:
        return _with_entry(text, parent, str(last), change.value, order)
    if isinstance(change.value, list) and isinstance(found.value, yaml.SequenceNode):
        return _with_items(text, found.value, change.value)
    return _with_value(text, found, change.value)


def _with_value(text: str, found: Entry, value: Plain) -> str:
    """Another value in the place of the old one; quotes stay where there were some."""
    node = found.value
    start, stop = begin(node), _content_end(text, end(node))
    if has_comment(text, node, stop):
        raise CannotChange("comments stand inside of the old value; change it in the file.")
    in_brackets = bool(getattr(found.parent, "flow_style", False))
    if not isinstance(value, str):
        written = flow(value)
    else:
        written = scalar(value, in_brackets, is_quoted=getattr(node, "style", None) in ("'", '"'))
    if start >= stop and found.key is not None:  # a key without a value
        start = stop = end(found.key) + 1
        written = f" {written}"
    return text[:start] + written + text[stop:]


def _with_entry(text: str, parent: Node, key: str, value: Plain, order: Sequence[str]) -> str:
    """A new key, behind the last of those that come before it."""
    here = entries(parent)
    if parent.flow_style:
        stop = end(parent) - 1
        comma = ", " if here else ""
        return f"{text[:stop].rstrip()}{comma}{key}: {flow(value)}{text[stop:]}"
    ranks = {name: number for number, name in enumerate(order)}
    rank = ranks.get(key, len(ranks))
    earlier = [item for item in here if item.key and ranks.get(item.key.value, -1) < rank]
    first = here[0]
    position = _next_line(text, earlier[-1].end) if earlier else _line_start(text, first.start)
    return text[:position] + entry(key, value, _column(text, first.start)) + text[position:]


def _with_items(text: str, node: Node, value: list[Plain]) -> str:
    """Another list: the items that stay are kept as they are written, new ones follow."""
    old = [(_plain(item.value), item) for item in entries(node)]
    kept = [item for said, item in old if said in value]
    said_before = [said for said, _item in old]
    new = [item for item in value if item not in said_before]
    if node.flow_style:
        if has_comment(text, node, end(node)):
            raise CannotChange("comments stand inside of the list; change it in the file.")
        items = [text[item.start : item.end] for item in kept] + [flow(item) for item in new]
        written = brackets(items, _column(text, begin(node)))
        return text[: begin(node)] + written + text[end(node) :]
    column = _column(text, begin(node))
    lines = "".join(f"{' ' * column}- {_line(item)}\n" for item in new)
    position = _next_line(text, end(node))
    text = text[:position] + lines + text[position:]
    for _said, item in reversed([pair for pair in old if pair[0] not in value]):
        text = text[: _line_start(text, item.start)] + text[_next_line(text, item.end) :]
    return text


def _without(text: str, found: Entry) -> str:
    """No such entry any more; a comment on its lines stays, behind an empty list."""
    if found.parent.flow_style or found.key is None:
        raise CannotChange("take it out in the file: it stands in a line with others.")
    start, stop = _line_start(text, found.start), _next_line(text, found.end)
    if not has_comment(text, found.value, stop):
        return text[:start] + text[stop:]
    if not isinstance(found.value, yaml.SequenceNode) or not found.value.flow_style:
        raise CannotChange("a comment stands beside it; take it out in the file.")
    if has_comment(text, found.value, found.end):
        raise CannotChange("comments stand inside of the list; change it in the file.")
    return f"{text[: begin(found.value)]}[]{text[found.end :]}"


def _line(item: Plain) -> str:
    return scalar(item) if isinstance(item, str) else flow(item)


def _content_end(text: str, index: int) -> int:
    """`index` without the line ends before it, which belong to a text of several lines."""
    return len(text[:index].rstrip())


def _next_line(text: str, index: int) -> int:
    return text.index("\n", _content_end(text, index)) + 1


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _column(text: str, index: int) -> int:
    return index - _line_start(text, index)


def _read(text: str) -> tuple[Any, list[Problem]]:
    parsed, problems = parse_yaml(Source("", text))
    if parsed is None:
        raise CannotChange("the file cannot be read as YAML.")
    return plain(parsed.root), problems


def _plain(node: Node) -> Plain:
    """What a node of PyYAML says, as `load.tree.plain` says it."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return {key.value: _plain(value) for key, value in node.value}


def _expected(before: Any, change: Change) -> Any:
    """What the file says after the change, worked out on the data alone."""
    after = copy.deepcopy(before)
    *above, last = change.path
    group = after
    for part in above:
        group = group[part]
    if change.value is None:
        group.pop(last, None)
    else:
        group[last] = change.value
    return after


def _said(data: Any) -> Any:
    """The data of a file without empty lists, which say nothing."""
    return {key: value for key, value in data.items() if value != []}


def _words(value: Plain | None) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [word for item in value.values() for word in _words(item)]
    return [word for item in value or () for word in _words(item)]

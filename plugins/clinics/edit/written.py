"""How a value is written in YAML, so that it is read again as exactly this value."""

from __future__ import annotations

from ..load.source import Source
from ..load.tree import Mapping, Plain, Scalar, Sequence, find
from ..load.yaml_text import parse_yaml

WIDTH = 96
"""Longest line of a list in brackets, in characters."""


def scalar(value: str, in_brackets: bool = False, is_quoted: bool = False) -> str:
    """One text without control characters: as it is where YAML reads it so, else in quotes.

    `in_brackets` is for `[…]` and `{…}`, where a comma ends a text.
    """
    if not is_quoted and _is_read_as(value, value, in_brackets):
        return value
    return "'" + value.replace("'", "''") + "'"


def flow(value: Plain) -> str:
    """A value on one line: a text, `[a, b]` or `{key: value}`."""
    if isinstance(value, str):
        return scalar(value, in_brackets=True)
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"


def brackets(items: list[str], column: int) -> str:
    """Written items as `[a, b]` that begins at a column; what is too long goes on below."""
    lines = [""]
    for position, item in enumerate(items):
        part = item + ("," if position < len(items) - 1 else "]")
        room = WIDTH - column - 1
        if lines[-1] and len(lines[-1]) + 1 + len(part) > room:
            lines.append(part)
        else:
            lines[-1] = f"{lines[-1]} {part}".lstrip()
    return "[" + ("\n" + " " * (column + 1)).join(lines) if items else "[]"


def entry(key: str, value: Plain, indent: int = 0) -> str:
    """The line or lines of `key: value`, each with its line end."""
    margin = " " * indent
    if isinstance(value, list) and any(_needs_a_line(item) for item in value):
        items = "".join(f"{margin}  - {_item(item)}\n" for item in value)
        return f"{margin}{key}:\n{items}"
    if isinstance(value, list):
        head = f"{margin}{key}: "
        return f"{head}{brackets([flow(item) for item in value], len(head))}\n"
    return f"{margin}{key}: {scalar(value) if isinstance(value, str) else flow(value)}\n"


def group(key: str, values: dict[str, str]) -> str:
    """A group of lines below its key."""
    return f"{key}:\n" + "".join(entry(name, value, 2) for name, value in values.items())


def _item(value: Plain) -> str:
    return scalar(value) if isinstance(value, str) else flow(value)


def _needs_a_line(item: Plain) -> bool:
    """Whether an item of a list reads better on a line of its own: a group, or an address."""
    return not isinstance(item, str) or "/" in item or " " in item


def _is_read_as(written: str, value: str, in_brackets: bool) -> bool:
    text = f"k: [{written}]" if in_brackets else f"k: {written}"
    parsed, problems = parse_yaml(Source("", text))
    if parsed is None or problems or not isinstance(parsed.root, Mapping):
        return False
    if len(parsed.root.entries) != 1 or isinstance(parsed.root.entries["k"], Mapping):
        return False
    node = parsed.root.entries["k"]
    if in_brackets and not (isinstance(node, Sequence) and len(node.items) == 1):
        return False
    found = find(parsed.root, ("k", 0) if in_brackets else ("k",))
    return isinstance(found, Scalar) and found.is_plain and found.value == value != ""

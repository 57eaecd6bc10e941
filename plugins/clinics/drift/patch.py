"""What a profile says, as a patch for our files: only values change, comments and order stay.

A value is replaced where it stands in the text. The changed text is then read again like any file
of an editor, and kept only if exactly this one value is another one: so no cell, whatever is in it,
can change anything else or bring in what a file may not say.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..load.files import Sourced
from ..load.models import build
from ..load.source import Source
from ..load.tree import Path, Scalar, find, scalars
from ..load.yaml_text import parse_yaml
from ..model.location import Location
from ..problems import visible
from .found import BY_HAND, Difference


def patched(
    differences: Iterable[Difference], files: Mapping[str, Sourced[Location]]
) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Path → old and new text of each file that changes; and what no patch can do, in words."""
    texts: dict[str, tuple[str, str]] = {}
    by_hand: list[str] = []
    for item in differences:
        source = files[item.slug].source
        old, now = texts.get(source.path, (source.text, source.text))
        changed, reason = _changed(replace(source, text=now), item)
        if changed is None:
            by_hand.append(f"{item.slug}, {item.field}: {reason}.")
        else:
            texts[source.path] = old, changed
    return texts, by_hand


def unified(path: str, old: str, new: str) -> str:
    """The change of one file as `git apply` reads it."""
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def as_on_disk(text: str, data: bytes) -> str | None:
    """`text` with the line ends and the mark of the file; None where these are mixed."""
    stored = data.decode("utf-8", "replace")
    mark = "\ufeff" if stored.startswith("\ufeff") else ""
    ends = "\r\n" if "\r\n" in stored else "\n"
    is_even = stored.count("\r") == (stored.count("\n") if ends == "\r\n" else 0)
    return mark + text.replace("\n", ends) if is_even else None


def _lines(text: str) -> list[str]:
    """With their ends; unlike `splitlines`, at line feeds only, as git does."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _changed(source: Source, item: Difference) -> tuple[str | None, str]:
    """The text with the new value, or None and why not."""
    if item.field in BY_HAND:
        return None, BY_HAND[item.field]
    if not item.new:
        return None, "the profile says nothing; find out who is right"
    parsed, _problems = parse_yaml(source)
    scalar = find(parsed.root, item.path) if parsed and item.path else None
    name = ".".join(map(str, item.path))
    if parsed is None or not isinstance(scalar, Scalar) or scalar.is_empty:
        return None, f"the file has no value for it{f' at {name}' if name else ''}; write it there"
    for written in _ways(item.new, scalar.is_plain):
        text = _with(parsed, scalar, written)
        if text and _is_only_change(parsed, replace(source, text=text), item.path, item.new):
            return text, ""
    return None, "the value of the profile cannot stand in a file; look at it"


def _ways(value: str, is_plain: bool) -> list[str]:
    """A value without and with quotes, as it was written before first."""
    quoted = "'" + value.replace("'", "''") + "'"
    if visible(value) != value:
        return []
    return [value, quoted] if is_plain else [quoted, value]


def _with(source: Source, scalar: Scalar, written: str) -> str | None:
    """The text with `written` in place of a scalar on one line; None for longer ones."""
    place = scalar.place
    line = source.line(place.line)
    start, end = place.column - 1, place.column - 1 + place.length
    shown = line[start:end]
    is_quoted = len(shown) > 1 and shown[0] == shown[-1] and shown[0] in "'\""
    if not (shown == scalar.value if scalar.is_plain else is_quoted):
        return None
    lines = list(source.lines)
    lines[place.line - 1] = line[:start] + written + line[end:]
    return "\n".join(lines)


def _is_only_change(old: Source, new: Source, path: Path, value: str) -> bool:
    """Whether `new` is a good file, and differs in nothing but the value at `path`."""
    before, faults_before = parse_yaml(old)
    after, faults = parse_yaml(new)
    if before is None or after is None or len(faults) > len(faults_before):
        return False
    location, refused = build(Location, after)
    expected = {where: scalar.value for where, scalar in scalars(before.root)} | {path: value}
    found = {where: scalar.value for where, scalar in scalars(after.root)}
    return location is not None and not refused and found == expected

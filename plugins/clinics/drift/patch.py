"""What a profile says, as a patch for our files: only values change, comments and order stay.

`edit` puts a value in and proves that it changes nothing else; the changed text must also be that
of a clinic, so no cell, whatever is in it, brings in what a file may not say.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..edit import CannotChange, Change, changed
from ..load.files import Sourced
from ..load.models import build
from ..load.source import Source
from ..load.tree import Scalar, find
from ..load.yaml_text import parse_yaml
from ..model.location import Location
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
        new, reason = _changed(replace(source, text=now), item)
        if new is None:
            by_hand.append(f"{item.slug}, {item.field}: {reason}.")
        else:
            texts[source.path] = old, new
    return texts, by_hand


def unified(path: str, old: str, new: str) -> str:
    """The change of one file as `git apply` reads it."""
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


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
    try:
        text = changed(source.text, Change(item.path, item.new), ())
    except CannotChange:
        return None, CANNOT_STAND
    if not _is_location(replace(source, text=text)):
        return None, CANNOT_STAND
    return text, ""


def _is_location(source: Source) -> bool:
    parsed, _problems = parse_yaml(source)
    location, refused = build(Location, parsed) if parsed else (None, [])
    return location is not None and not refused


CANNOT_STAND = "the value of the profile cannot stand in a file; look at it"

"""An explanation as text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ..problems import visible
from .items import Explanation


def lines(found: Explanation) -> Iterator[str]:
    """The summary, then every change with its file and author. Nothing can move the cursor."""
    yield visible(f"Compared with {found.base}.")
    yield ""
    yield from map(visible, found.summary)
    for section in found.sections:
        yield ""
        yield f"{section.title} ({section.count}):"
        for words, places in section.told:
            yield f"- {visible(words)}"
            yield from (f"    {visible(place)}" for place in places)

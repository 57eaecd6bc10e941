"""What is told: items in sections, and what is said of all of it in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple


class Item(NamedTuple):
    """One change, in words that may quote anything that a file says.

    Attributes:
        path: the file in which it is made; empty where there is no single one.
        line: where in it; 0 where that does not matter.
        author: who has changed the file: `by Jane Roe`.
    """

    words: str
    path: str = ""
    line: int = 0
    author: str = ""

    @property
    def place(self) -> str:
        """`locations/az-mesa.yaml:6, by Jane Roe`; empty where there is no file."""
        line = f":{self.line}" if self.line else ""
        by = f", {self.author}" if self.author else ""
        return f"{self.path}{line}{by}" if self.path else ""


@dataclass(frozen=True, slots=True)
class Section:
    """Items that belong together. `unit` counts them in the summary: `page`; empty: not there."""

    title: str
    items: tuple[Item, ...]
    unit: str = ""
    number: int | None = None

    @property
    def count(self) -> int:
        """How many changes it tells; an item may stand for several."""
        return len(self.items) if self.number is None else self.number

    @property
    def told(self) -> Iterator[tuple[str, list[str]]]:
        """Words and their places; what is true of several files in a row is said once."""
        for words, items in groupby(self.items, key=lambda item: item.words):
            yield words, [item.place for item in items if item.place]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that a change does.

    Attributes:
        base: what it was compared with, in words.
        summary: the most important of it, as sentences.
        sections: what patients act on first; none of them is empty.
    """

    base: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]

"""Markdown cut into blocks whose characters stay at their place: what readers see of each line.

Marks that nobody reads (citations, targets of links, code, list marks) are blanked out rather than
removed, so that an offset in a block leads to a line and a column of the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from itertools import accumulate

from ..problems import Place

_UNSEEN = re.compile(
    r"\[@[^\]\n]{0,300}\]"  # a citation
    r"|`[^`\n]{0,300}`"
    r"|\]\([^)\n]{0,300}\)|!?\["  # of a link or an image only the words between the brackets stay
    r"|^[ \t]*(?:[-*+]|\d+\.|>|#{1,6})[ \t]+"
    r"|\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.!?,;:])[*_](?!\w)"
)
_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s")
_RULE_OF_TABLE = re.compile(r"[|\s:-]+")


class Kind(Enum):
    """What a block is."""

    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()
    ROW = auto()


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list or a row of a table.

    Attributes:
        first_line: number of its first line in the file.
        written: its lines as they stand in the file.
        level: of a heading (2 for `##`), else 0.
    """

    kind: Kind
    first_line: int
    written: tuple[str, ...]
    level: int = 0

    @cached_property
    def text(self) -> str:
        """What readers see, line by line, each character at its place."""
        return "\n".join(_UNSEEN.sub(_blank, line) for line in self.written)

    def place(self, start: int, end: int) -> Place:
        """Where the characters from `start` to `end` of the text stand, as far as one line goes."""
        line = bisect_right(self._starts, start) - 1
        column = start - self._starts[line]
        length = min(end - start, len(self.written[line]) - column)
        return Place(self.first_line + line, column + 1, max(1, length))

    @cached_property
    def _starts(self) -> list[int]:
        """The offset of each line in the text."""
        return [0, *accumulate(len(line) + 1 for line in self.written[:-1])]


def read_blocks(lines: Iterable[tuple[int, str]]) -> tuple[Block, ...]:
    """The blocks of numbered lines of Markdown, in their order; rules of tables are left out."""
    return tuple(_blocks(lines))


def _blocks(lines: Iterable[tuple[int, str]]) -> Iterator[Block]:
    kind, first_line, written = Kind.PARAGRAPH, 0, list[str]()
    for number, line in lines:
        marks = re.match(r" {0,3}(#{1,6})\s", line)
        is_row = line.lstrip().startswith("|")
        is_own_block = bool(marks) or is_row
        if written and (is_own_block or not line.strip() or _ITEM.match(line)):
            yield Block(kind, first_line, tuple(written))
            written = []
        if marks:
            yield Block(Kind.HEADING, number, (line,), len(marks[1]))
        elif is_row:
            if not _RULE_OF_TABLE.fullmatch(line):
                yield Block(Kind.ROW, number, (line,))
        elif line.strip():
            if not written:
                kind = Kind.ITEM if _ITEM.match(line) else Kind.PARAGRAPH
                first_line = number
            written.append(line)
    if written:
        yield Block(kind, first_line, tuple(written))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])

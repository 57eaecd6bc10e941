"""The small language of patterns: `/service-page/<treatment>`, `/<blog>-blog/<any>`.

`<city>`, `<state>` and `<any>` stand for any words; every other name is a table, whose words it
stands for and whose pages it leads to. Each word of the table becomes a rule of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..model.scalars import MAX_OLD

OPEN = {
    "city": "[a-z0-9]+(?:-[a-z0-9]+)*",
    "state": "[a-z][a-z]",
    "any": "[^/]+",
}
"""Names that stand for any words → the regular expression of these."""

LITERAL = re.compile(r"[a-z0-9/_.-]*")
NAME = re.compile(r"<([a-z0-9-]*)>")

Tables = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern with one word of its table put in.

    Attributes:
        prefix: the beginning of every address that it means; all of it where `rest` is empty.
        rest: a regular expression of what follows.
        to: what the table says of the word.
        table: the name of the table, and `word` its word.
    """

    prefix: str
    rest: str
    to: str
    table: str
    word: str

    def matches(self, path: str) -> bool:
        """Whether it means this path (without a slash at its end)."""
        if not path.casefold().startswith(self.prefix.casefold()):
            return False  # nearly always, and there may be thousands of rules and of paths
        return bool(re.fullmatch(re.escape(self.prefix) + self.rest, path, re.IGNORECASE))


def names(pattern: str) -> tuple[list[str], list[str]]:
    """The tables that a pattern names, and its names for any words, in their order."""
    found = NAME.findall(pattern)
    return [name for name in found if name not in OPEN], [name for name in found if name in OPEN]


def is_readable(pattern: str) -> bool:
    """Whether it begins with a slash and has only names and plain signs in it."""
    if len(pattern) > MAX_OLD or "//" in pattern or {".", ".."} & set(pattern.split("/")):
        return False
    return pattern.startswith("/") and bool(LITERAL.fullmatch(NAME.sub("", pattern)))


def ends_openly(pattern: str) -> bool:
    """Whether names for any words stand only in its last part, behind the table."""
    parts = NAME.split(pattern.rstrip("/"))
    first = next((place for place in range(1, len(parts), 2) if parts[place] in OPEN), None)
    if first is None:
        return True
    after = parts[first:]
    return all(name in OPEN for name in after[::2]) and "/" not in "".join(after[1::2])


def expand(pattern: str, tables: Tables) -> list[Rule]:
    """One rule for each word of the pattern's table; none where it cannot be understood."""
    tables_named, _open = names(pattern)
    if len(tables_named) != 1 or not (is_readable(pattern) and ends_openly(pattern)):
        return []
    return [
        _rule(pattern, tables_named[0], *item) for item in tables.get(tables_named[0], {}).items()
    ]


def _rule(pattern: str, table: str, word: str, to: str) -> Rule:
    parts = NAME.split(pattern.rstrip("/").replace(f"<{table}>", word))
    rest = "".join(
        OPEN[part] if place % 2 else re.escape(part) for place, part in enumerate(parts[1:], 1)
    )
    return Rule(parts[0], rest, to, table, word)

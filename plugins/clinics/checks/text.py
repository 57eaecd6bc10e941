"""Rules about the characters of every text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..catalog import Catalog
from ..load.source import Source
from ..load.tree import scalars
from ..problems import Place, Problem

MISLEADING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
    "\U000e0000-\U000e007f]"
)
"""Characters that are invisible, end a line, or turn the direction of writing around.

The joiners U+200C and U+200D are not among them: Persian and many emoji need them.
"""


def no_misleading_characters(catalog: Catalog) -> Iterator[Problem]:
    """No text holds invisible, control or direction-changing characters."""
    for source in catalog.repository.files:
        yield from _problems_in_lines(source)
        yield from _problems_in_values(source)


def _problems_in_lines(source: Source) -> Iterator[Problem]:
    for number, line in enumerate(source.lines, start=1):
        for match in MISLEADING.finditer(line):
            yield source.problem(
                Place(number, match.start() + 1), _message(match[0]), HINT, harm=HARM
            )


def _problems_in_values(source: Source) -> Iterator[Problem]:
    """The same characters written as an escape in double quotes, which no line shows."""
    for _path, scalar in scalars(source.root):
        match = MISLEADING.search(scalar.value)
        if match and not MISLEADING.search(source.line(scalar.place.line)):
            yield source.problem(scalar.place, _message(match[0]), HINT, harm=HARM)


def _message(char: str) -> str:
    return f"an invisible character (U+{ord(char):04X}) stands here."


HINT = "delete it; it often comes along when text is pasted from another program."
HARM = "It can hide or reverse the letters and digits after it."

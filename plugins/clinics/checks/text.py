"""Rules about the characters of every text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..catalog import Catalog
from ..load.source import Source
from ..load.tree import scalars
from ..problems import Place, Problem

MISLEADING = re.compile(
    "[\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u0000-\u0008"
    "\u000b\u000c\u000e-\u001f\u007f-\u009f]"
)
"""Characters that are invisible, end a line, or turn the direction of writing around."""


def no_misleading_characters(catalog: Catalog) -> Iterator[Problem]:
    """No text holds invisible, control or direction-changing characters."""
    for source in _sources(catalog):
        escaped = _problems_in_values(source)
        yield from _problems_in_lines(source) or escaped


def _problems_in_lines(source: Source) -> list[Problem]:
    return [
        source.problem(Place(number, match.start() + 1), _message(match[0]), HINT, harm=HARM)
        for number, line in enumerate(source.text.split("\n"), start=1)
        for match in MISLEADING.finditer(line)
    ]


def _problems_in_values(source: Source) -> list[Problem]:
    """The same characters written as an escape in double quotes, which no line shows."""
    return [
        source.problem(scalar.place, _message(match[0]), HINT, harm=HARM)
        for _path, scalar in scalars(source.root)
        if (match := MISLEADING.search(scalar.value))
    ]


def _message(char: str) -> str:
    return f"an invisible character (U+{ord(char):04X}) stands here."


HINT = "delete it; it often comes along when text is pasted from another program."
HARM = "It can hide or reverse the letters and digits after it."


def _sources(catalog: Catalog) -> Iterator[Source]:
    repository = catalog.repository
    shared = (
        repository.organization and repository.organization.source,
        repository.services and repository.services.source,
        repository.insurance and repository.insurance.source,
        repository.providers and repository.providers.source,
    )
    yield from (source for source in shared if source)
    yield from (entry.source for entry in repository.locations.values())
    yield from (entry.source for entry in repository.pages.values())

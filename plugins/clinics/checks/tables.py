"""The rule about tables in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..catalog import Catalog
from ..load.front_matter import body_lines
from ..problems import Place, Problem

DELIMITERS = re.compile(r"\s{0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
"""The second line of a table: `|---|:-:|`."""

_CODE = re.compile(r"`[^`]*`")
_CELL = re.compile(r"(?:^|(?<=\|))((?:\\.|[^|\\])*)(?=\||$)")


def columns_are_named(catalog: Catalog) -> Iterator[Problem]:
    """Every column of a table has a name, which screen readers say with each of its cells."""
    for source in catalog.repository.prose:
        for (number, header), (_next, delimiters) in pairwise(body_lines(source)):
            if "|" in header and "|" in delimiters and DELIMITERS.fullmatch(delimiters):
                for column in _empty_cells(header):
                    yield source.problem(Place(number, column, 1), *NO_NAME)


def _empty_cells(header: str) -> Iterator[int]:
    """The columns, from 1, at which the cells of a header begin that hold nothing."""
    text = _CODE.sub(lambda code: "x" * len(code[0]), header).rstrip()  # a “|” in it ends no cell
    start = len(text) - len(text.lstrip()) + text.lstrip().startswith("|")
    end = len(text) - (text.endswith("|") and not text.endswith("\\|"))
    for cell in _CELL.finditer(text[:end], start):
        if not cell[1].strip():
            yield cell.start() + 1


NO_NAME = (
    "this column of the table has no name.",
    "say in one or two words what its cells are, such as “What differs”.",
)

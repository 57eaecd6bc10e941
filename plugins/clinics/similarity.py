"""How alike pieces of writing are, by their shingles: the runs of words that they have in common.

Every piece is looked up in an index of shingles, so the cost grows with the number of words, not
with that of pairs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter
from typing import Generic, TypeVar

SHINGLE = 5
"""Words of a shingle: fewer, and phrases of the language would count as copied."""

HOLDERS = 16
"""So many pieces an index remembers for a shingle. A template that hundreds use has only to be
found in one of them, and without a limit each of them would be compared with all others."""

CANDIDATES = 8
"""Pieces with the most shingles in common that are compared in full."""

WORD = re.compile(r"\w+(?:['’]\w+)*")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A piece of writing.

    Attributes:
        page: what it belongs to; pieces of one page are not compared.
        shingles: by which it is found.
        origin: whatever the caller needs to find it again.
    """

    page: Hashable
    shingles: frozenset[int]
    origin: T


Measure = Callable[[Piece[T], Piece[T]], float]


@dataclass(frozen=True, slots=True)
class Likeness(Generic[T]):
    """A piece, the earlier one that it is most like, and how much."""

    later: T
    earlier: T
    share: float


def contained(some: Piece[T], other: Piece[T]) -> float:
    """Which part of the smaller one is in the larger one: a paragraph inside of a longer one."""
    smaller = min(len(some.shingles), len(other.shingles))
    return len(some.shingles & other.shingles) / max(1, smaller)


def jaccard(some: frozenset[int], others: frozenset[int]) -> float:
    """Which part of all shingles of both the two have in common."""
    common = len(some & others)
    return common / max(1, len(some) + len(others) - common)


def likenesses(
    pieces: Sequence[Piece[T]], limit: float, measure: Measure[T]
) -> Iterator[Likeness[T]]:
    """Each piece for which an earlier one of another page measures `limit` or more, with that one.

    What is reported is exact. A piece that shares each of its shingles with more than `HOLDERS`
    earlier ones is compared with the first of them only.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    for at, piece in enumerate(pieces):
        in_common = Counter(other for shingle in piece.shingles for other in holders[shingle])
        others = (
            (common, -other)
            for other, common in in_common.items()
            if pieces[other].page != piece.page
        )
        near = [pieces[-place] for _common, place in nlargest(CANDIDATES, others)]
        shares = [(measure(piece, other), other) for other in near]
        share, best = max(shares, key=itemgetter(0), default=(0.0, piece))
        if best is not piece and share >= limit:
            yield Likeness(piece.origin, best.origin, share)
        for shingle in piece.shingles:
            if len(holders[shingle]) < HOLDERS:
                holders[shingle].append(at)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without marks."""
    return WORD.findall(text.casefold())


def word_shingles(words: Sequence[str], length: int = SHINGLE) -> frozenset[int]:
    """Every run of `length` words; none of a text that is shorter."""
    return frozenset(hash(tuple(words[at : at + length])) for at in range(len(words) - length + 1))


def letter_shingles(text: str, length: int = 4) -> frozenset[int]:
    """Every run of `length` letters of a short text such as a title; all of a shorter one."""
    line = " ".join(words_of(text))
    return frozenset(hash(line[at : at + length]) for at in range(max(1, len(line) - length + 1)))

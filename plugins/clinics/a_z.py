"""An index of everything, by letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

NUMBERS = "0–9"

_BEFORE_THE_WORD = re.compile(r"^[^a-z0-9]*(?:(?:the|an|a) +)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index leads to: its name, its address from the root, and a label or nothing."""

    name: str
    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """The entries that begin with a letter, or with a digit.

    Attributes:
        name: one capital letter, or `NUMBERS`.
        id: its anchor.
    """

    name: str
    id: str
    entries: tuple[Entry, ...]


def by_letter(entries: Iterable[Entry]) -> tuple[Letter, ...]:
    """All entries, sorted without regard to case, quotation marks and a first article."""
    ordered = sorted(entries, key=_key)
    return tuple(
        Letter(name, "numbers" if name == NUMBERS else name.lower(), tuple(group))
        for name, group in groupby(ordered, key=_letter)
    )


def _key(entry: Entry) -> tuple[bool, str, str]:
    word = _word(entry)
    return _is_letter(word), word, entry.url


def _letter(entry: Entry) -> str:
    word = _word(entry)
    return word[0].upper() if _is_letter(word) else NUMBERS


def _is_letter(word: str) -> bool:
    return "a" <= word[:1] <= "z"


def _word(entry: Entry) -> str:
    """The name from the word on that people look for, in small letters without accents."""
    plain = unicodedata.normalize("NFKD", entry.name).encode("ascii", "ignore").decode().lower()
    return _BEFORE_THE_WORD.sub("", plain)
